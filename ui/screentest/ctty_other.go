//go:build !unix

package screentest

import "os/exec"

// control has nothing to do: only Unix has controlling terminals.
func control(*exec.Cmd) {}
