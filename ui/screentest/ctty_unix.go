//go:build unix

package screentest

import (
	"os/exec"
	"syscall"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/xpty"
)

// control makes the pseudo-terminal the program's controlling terminal, so
// that it hears of resizes and hang-ups as in a real one.
func control(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
}

// modesOf returns how the terminal takes what is typed.
func modesOf(pty xpty.Pty) (*term.State, error) { return term.GetState(pty.Fd()) }
