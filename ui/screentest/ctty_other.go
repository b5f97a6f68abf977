//go:build !unix

package screentest

import (
	"os/exec"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/xpty"
)

// control has nothing to do: only Unix has controlling terminals.
func control(*exec.Cmd) {}

// modesOf returns none: Windows gives those of a pseudo-console only to the
// programs in it.
func modesOf(xpty.Pty) (*term.State, error) { return new(term.State), nil }
