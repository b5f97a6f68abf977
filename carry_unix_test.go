//go:build unix

package main_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/ui/screentest"
)

// stand puts programs into a folder that write down what they were given.
func stand(t *testing.T, programs map[string]string) (path string, given func(program string) string) {
	t.Helper()
	dir := t.TempDir()
	for name, does := range programs {
		script := fmt.Sprintf("#!/bin/sh\n%s > '%s.new' && mv '%[2]s.new' '%[2]s.given'\n", does, filepath.Join(dir, name))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir + string(os.PathListSeparator) + os.Getenv("PATH"), func(program string) string {
		text, _ := os.ReadFile(filepath.Join(dir, program+".given"))
		return string(text)
	}
}

func TestInWSLWindowsHasTheBrowserAndTheClipboard(t *testing.T) {
	t.Parallel()
	path, given := stand(t, map[string]string{"clip.exe": "cat", "wslview": `printf '%s' "$1"`})
	cmd := pinsetup(t, t.TempDir(), "--demo")
	cmd.Env = append(cmd.Env, "PATH="+path, "WSL_DISTRO_NAME=Ubuntu")
	term := screentest.Start(t, 80, 24, cmd)
	toPage(t, term, "1 of 3 · who you are")
	term.Type("<ctrl+y>")
	term.WaitFor("Copied: Acme Board Sync")
	if got := given("clip.exe"); got != "Acme Board Sync" {
		t.Errorf("clip.exe got %q", got)
	}
	term.Type(" für Möbel", "<ctrl+y>")
	term.WaitFor("Copied: Acme Board Sync für Möbel")
	if got := given("clip.exe"); !strings.Contains(got, "f\x00\xfc\x00r\x00") {
		t.Errorf("clip.exe got %q, and takes only UTF-16 for what isn't ASCII", got)
	}
	term.Type("<ctrl+o>")
	term.WaitFor("Opened https://developers.pinterest.com/apps/")
	if got := given("wslview"); got != "https://developers.pinterest.com/apps/" {
		t.Errorf("wslview got %q", got)
	}
	term.Type("<ctrl+c>")
	term.ExitCode()
}

func TestACopyInTmuxIsInItsBufferAndReachesTheTerminal(t *testing.T) {
	t.Parallel()
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("tmux isn't installed")
	}
	server := fmt.Sprintf("pinsetup-test-%d", os.Getpid())
	inTmux := func(dir string, args ...string) *exec.Cmd {
		cmd := pinsetup(t, dir)
		cmd.Path, cmd.Args = tmux, append([]string{"tmux", "-L", server, "-f", "/dev/null"}, args...)
		cmd.Env = append(cmd.Env, "TMUX_TMPDIR="+dir)
		return cmd
	}
	dir, err := os.MkdirTemp("", "tmux") // a socket's path has to be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = inTmux(dir, "kill-server").Run(); os.RemoveAll(dir) })
	term := screentest.Start(t, 80, 25, inTmux(dir, "new-session", "'"+binary+"' --demo --no-browser"))
	toPage(t, term, "1 of 3 · who you are")
	term.Type("<ctrl+y>")
	term.WaitFor("Copied: Acme Board Sync")
	if got, err := inTmux(dir, "show-buffer").Output(); err != nil || string(got) != "Acme Board Sync" {
		t.Errorf("tmux has %q (%v)", got, err)
	}
	osc52 := ";" + base64.StdEncoding.EncodeToString([]byte("Acme Board Sync"))
	term.Wait(func() bool { return strings.Contains(term.Raw(), osc52) }, "OSC 52 at the terminal around tmux")
	term.Type("<ctrl+c>")
	term.ExitCode()
}
