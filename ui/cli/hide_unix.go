//go:build unix

package cli

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

func withoutEcho(s *term.State) { s.Lflag &^= unix.ECHO }
