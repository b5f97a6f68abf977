package run

import (
	"errors"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/cli/browser"
)

// ErrNoBrowser says that there is no browser that this terminal could open.
var ErrNoBrowser = errors.New("no browser here: the session came over SSH, or the machine has no display")

// browserStarts is how long a command has to fail. One that still runs then
// has opened a browser, and may be it.
const browserStarts = 2 * time.Second

// OpenBrowser opens a URL in the person's browser: $BROWSER where it is set,
// Windows' where this is WSL, the system's own otherwise. Without a screen to
// appear on, as mostly over SSH, it opens none: the browser would start on the
// wrong machine, or take over the terminal. It returns within a few seconds.
func OpenBrowser(url string) error {
	s := thisSystem()
	var failed error
	for _, command := range s.browsers(url) {
		if failed = start(command); failed == nil {
			return nil
		}
	}
	if !s.graphical() {
		return errors.Join(ErrNoBrowser, failed)
	}
	return soon(func() error {
		silenceBrowser()
		return browser.OpenURL(url)
	})
}

// silenceBrowser keeps what a browser says off the terminal. The package has
// one place for that, and two may be opened at the same time.
var silenceBrowser = sync.OnceFunc(func() { browser.Stdout, browser.Stderr = io.Discard, io.Discard })

// browsers returns the commands to try before the system's own way, in order.
func (s system) browsers(url string) [][]string {
	var commands [][]string
	for _, one := range strings.Split(s.env("BROWSER"), listSeparator(s.os)) {
		if words := fields(one); len(words) > 0 {
			commands = append(commands, withURL(words, url))
		}
	}
	if s.wsl() && !s.overSSH() {
		commands = append(commands, s.there(
			[]string{"wslview", url},
			// No shell in between: & and % in a URL stay what they are.
			[]string{"rundll32.exe", "url.dll,FileProtocolHandler", url},
		)...)
	}
	if s.graphical() && s.os != "darwin" && s.os != "windows" {
		commands = append(commands, s.there([]string{"xdg-open", url})...)
	}
	return commands
}

func listSeparator(os string) string {
	if os == "windows" {
		return ";"
	}
	return ":"
}

// withURL puts the URL where the command has %s, else at its end.
func withURL(words []string, url string) []string {
	placed := false
	for i, word := range words {
		if strings.Contains(word, "%s") {
			words[i], placed = strings.ReplaceAll(word, "%s", url), true
		}
	}
	if !placed {
		words = append(words, url)
	}
	return words
}

// start starts a command. One that fails at once hasn't opened a browser.
func start(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.SysProcAttr = detached()
	if err := cmd.Start(); err != nil {
		return err
	}
	return soon(cmd.Wait)
}

// soon returns what wait returns, or nil where that takes long.
func soon(wait func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(browserStarts):
		return nil
	}
}
