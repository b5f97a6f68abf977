package cli

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/windows"
)

func withoutEcho(s *term.State) { s.Mode &^= windows.ENABLE_ECHO_INPUT }
