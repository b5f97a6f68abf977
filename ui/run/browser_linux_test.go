package run

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// The race detector says what goes wrong here.
func TestTwoBrowsersMayBeOpenedAtOnce(t *testing.T) {
	dir := t.TempDir()
	opened := filepath.Join(dir, "opened")
	script := "#!/bin/sh\necho \"$1\"; echo \"$1\" >> " + opened + "\n"
	if err := os.WriteFile(filepath.Join(dir, "x-www-browser"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"PATH": dir, "DISPLAY": ":0", "BROWSER": "", "WSL_DISTRO_NAME": "", "WSL_INTEROP": ""} {
		t.Setenv(name, value)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := OpenBrowser("https://www.pinterest.com/"); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	const line = "https://www.pinterest.com/\n"
	if got, err := os.ReadFile(opened); err != nil || string(got) != line+line {
		t.Errorf("opened %q, %v", got, err)
	}
}
