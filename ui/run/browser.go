package run

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/cli/browser"
)

// ErrNoBrowser says that there is no browser that this terminal could open.
var ErrNoBrowser = errors.New("no browser here: the session came over SSH, or the machine has no display")

// OpenBrowser opens a URL in the person's browser: $BROWSER where it is set,
// the system's own otherwise. Over SSH without a display it opens none: the
// browser would start on the wrong machine, or take over the terminal.
func OpenBrowser(url string) error {
	if command := os.Getenv("BROWSER"); strings.TrimSpace(command) != "" {
		cmd := browserCommand(command, url)
		if err := cmd.Start(); err != nil {
			return err
		}
		go func() { _ = cmd.Wait() }() // reaps the process; the browser's fate is its own
		return nil
	}
	if !hasDisplay() {
		return ErrNoBrowser
	}
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return browser.OpenURL(url)
}

// browserCommand reads $BROWSER: a program, perhaps with arguments, of which
// %s stands for the address.
func browserCommand(command, url string) *exec.Cmd {
	words := strings.Fields(command)
	if !strings.Contains(command, "%s") {
		words = append(words, "%s")
	}
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "%s", url)
	}
	return exec.Command(words[0], words[1:]...)
}

// hasDisplay reports whether a browser would have a screen to appear on.
func hasDisplay() bool {
	if runtime.GOOS == "windows" || os.Getenv("WSL_DISTRO_NAME") != "" {
		return true
	}
	graphical := os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
	if OverSSH() {
		return graphical
	}
	return graphical || runtime.GOOS == "darwin"
}

// OverSSH reports whether the terminal is at the end of an SSH connection.
func OverSSH() bool {
	return os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != ""
}
