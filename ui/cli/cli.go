// Package cli is pinsetup's command line: one file a command.
package cli

import "io"

// Run runs pinsetup with these arguments and streams and returns the exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int { return 0 }
