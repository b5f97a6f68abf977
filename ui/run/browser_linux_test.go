package run

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The race detector says what goes wrong here.
func TestBrowsersMayBeOpenedAtOnce(t *testing.T) {
	const browsers = 8
	dir := t.TempDir()
	opened := filepath.Join(dir, "opened")
	script := "#!/bin/sh\necho \"$1\"; echo \"$1\" >> " + opened + "\n"
	if err := os.WriteFile(filepath.Join(dir, "x-www-browser"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"PATH": dir, "DISPLAY": ":0", "BROWSER": "", "WSL_DISTRO_NAME": "", "WSL_INTEROP": ""} {
		t.Setenv(name, value)
	}
	var all sync.WaitGroup
	for range browsers {
		all.Go(func() {
			if err := OpenBrowser("https://www.pinterest.com/"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	want := strings.Repeat("https://www.pinterest.com/\n", browsers)
	if got, err := os.ReadFile(opened); err != nil || string(got) != want {
		t.Errorf("opened %q, %v", got, err)
	}
}
