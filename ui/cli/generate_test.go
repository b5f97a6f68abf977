package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pinsetup/pinsetup/store"
)

// Every second one brings its secret through a pipe, which can be read once.
func TestTwentyCommandsAtOnceLoseNoChange(t *testing.T) {
	binary, err := exec.LookPath("pinsetup")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	if err := os.WriteFile(path, []byte("# ours\n[\"service:0\"]\nclientId = \"1\" # stays\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			cmd := exec.Command(binary, "generate", "--config", path, "--service", fmt.Sprintf("service:%d", i),
				"--client-id", fmt.Sprint(1534000+i), "--redirect-uri", "https://acme.com/cb", "--scope", "boards:read")
			cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "ITS_SECRET="+secretOf(i))
			if i%2 == 1 {
				cmd.Args = append(cmd.Args, "--client-secret-stdin")
				cmd.Stdin = strings.NewReader(secretOf(i) + "\n")
			} else {
				cmd.Args = append(cmd.Args, "--client-secret-env", "ITS_SECRET")
			}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%d: %v\n%s", i, err, out)
			}
		})
	}
	all.Wait()
	file, err := store.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		s, err := file.Service(fmt.Sprintf("service:%d", i))
		if want := fmt.Sprint(1534000 + i); err != nil || s.ClientID != want || s.ClientSecret.Reveal() != secretOf(i) {
			t.Errorf("service %d is %+v, %v", i, s, err)
		}
	}
	if !bytes.HasPrefix(file.Bytes(), []byte("# ours\n[\"service:0\"]\nclientId = \"1534000\" # stays\n")) {
		t.Errorf("the file begins with %.100q", file.Bytes())
	}
}

func secretOf(i int) string { return fmt.Sprintf("%040x", i+1<<60) }

func TestWhoAsksForWhatAnotherJustWroteIsContent(t *testing.T) {
	binary, err := exec.LookPath("pinsetup")
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // in most rounds, some are late
		path := filepath.Join(t.TempDir(), "pinterest.toml")
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				cmd := exec.Command(binary, "generate", "--config", path, "--client-id", "1534758",
					"--client-secret-env", "ITS_SECRET", "--redirect-uri", "https://acme.com/cb", "--scope", "boards:read")
				cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "ITS_SECRET="+secretOf(1))
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
		all.Wait()
	}
}
