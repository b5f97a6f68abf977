package plain

import (
	"io"
	"os"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/windows"
)

// terminal is a console in its own line mode, which has no short limit.
type terminal struct {
	io.Reader
	edits  bool        // lines have to be made of what comes
	echoes bool        // it shows what is typed
	cancel func() bool // ends a read, and reports whether it does
	close  func()
	hide   func(on bool)
}

func openTerminal(f *os.File) (*terminal, error) {
	before, err := term.GetState(f.Fd())
	if err != nil {
		return nil, err
	}
	hidden := *before
	hidden.Mode &^= windows.ENABLE_ECHO_INPUT
	return &terminal{
		Reader: f, echoes: true,
		cancel: func() bool { return false },
		close:  func() { _ = term.SetState(f.Fd(), before) },
		hide: func(on bool) {
			if on {
				_ = term.SetState(f.Fd(), &hidden)
			} else {
				_ = term.SetState(f.Fd(), before)
			}
		},
	}, nil
}
