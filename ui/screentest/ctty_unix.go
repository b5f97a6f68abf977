//go:build unix

package screentest

import (
	"os/exec"
	"syscall"
)

// control makes the pseudo-terminal the program's controlling terminal, so
// that it hears of resizes and hang-ups as in a real one.
func control(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
}
