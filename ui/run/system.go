package run

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// A system is what the choice of a browser and of a clipboard depends on.
type system struct {
	os   string // as runtime.GOOS
	env  func(name string) string
	look func(program string) (path string, err error)
}

func thisSystem() system { return system{runtime.GOOS, os.Getenv, exec.LookPath} }

// wsl reports whether this is Linux inside Windows, where Windows has the
// browser and the clipboard.
func (s system) wsl() bool { return s.env("WSL_DISTRO_NAME") != "" || s.env("WSL_INTEROP") != "" }

// overSSH reports whether the terminal is at the end of an SSH connection.
func (s system) overSSH() bool { return s.env("SSH_CONNECTION") != "" || s.env("SSH_TTY") != "" }

// graphical reports whether a window would appear on a screen.
func (s system) graphical() bool {
	if s.env("DISPLAY") != "" || s.env("WAYLAND_DISPLAY") != "" {
		return true
	}
	return !s.overSSH() && (s.os == "darwin" || s.os == "windows" || s.wsl())
}

// there returns those of the commands whose programs exist.
func (s system) there(commands ...[]string) [][]string {
	return slices.DeleteFunc(commands, func(c []string) bool {
		_, err := s.look(c[0])
		return err != nil
	})
}

// fields splits a command line as $BROWSER has it: at spaces, but not within
// quotes. It isn't given to a shell.
func fields(command string) []string {
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, open = r, true
		case quote == 0 && r == ' ':
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	if open || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}
