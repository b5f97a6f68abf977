package cli

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/store/appmixer/appmixersim"
)

// A script's standard input is often the script's own: nothing of it is taken
// for an answer.
func TestNoPromptReadsStandardInputThatIsNoTerminal(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("pinsetup")
	if err != nil {
		t.Fatal(err)
	}
	server, err := appmixersim.Start(appmixersim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	dir := aConfiguration(t)
	for args, code := range map[string]int{
		"": 2, "--demo": 2, "--demo --json": 2,
		"authorize --demo --yes": 0, "authorize --demo --timeout 50ms": 1, "authorize --demo --json --timeout 50ms": 1,
		"check --demo": 0, "token": 1, "export env": 0, "scopes": 0, "guide": 0, "schema": 0, "man": 0, "version": 0, "drafts": 0,
		"explain code 29": 0,
		"generate --dry-run --demo --config new.toml": 0,
		"generate --dry-run --client-id 1534758":      0,
		"push --demo":                                 2, "push --demo --yes": 0, "push --demo --dry-run": 0,
		"push --user " + appmixersim.Admin + " --url " + server.URL(): 2,
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			in := filepath.Join(t.TempDir(), "in")
			if err := os.WriteFile(in, []byte(strings.Repeat("y\n", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
			stdin, err := os.Open(in)
			if err != nil {
				t.Fatal(err)
			}
			defer stdin.Close()
			cmd := exec.Command(path, strings.Fields(args)...)
			cmd.Dir, cmd.Stdin = dir, stdin
			cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "GORACE=atexit_sleep_ms=0")
			out, _ := cmd.CombinedOutput() // the exit code says it
			if got := cmd.ProcessState.ExitCode(); got != code {
				t.Errorf("exit code %d, want %d\n%s", got, code, out)
			}
			if read, err := stdin.Seek(0, io.SeekCurrent); read != 0 || err != nil { // the process shares the place
				t.Errorf("it read %d bytes, %v", read, err)
			}
		})
	}
}
