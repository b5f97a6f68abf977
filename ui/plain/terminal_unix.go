//go:build unix

package plain

import (
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
	"github.com/muesli/cancelreader"
	"golang.org/x/sys/unix"
)

// terminal is a terminal that gives characters as they are typed, and shows
// none of them. Ctrl-C, Ctrl-Z and the output stay the system's business.
type terminal struct {
	io.Reader
	edits  bool        // lines have to be made of what comes
	echoes bool        // it showed what is typed before
	cancel func() bool // ends a read, and reports whether it does
	close  func()
}

func openTerminal(f *os.File) (*terminal, error) {
	before, err := term.GetState(f.Fd())
	if err != nil {
		return nil, err
	}
	reader, err := cancelreader.NewReader(f)
	if err != nil {
		return nil, err
	}
	ours := *before
	ours.Lflag &^= unix.ICANON | unix.ECHO
	ours.Cc[unix.VMIN], ours.Cc[unix.VTIME] = 1, 0
	if err := term.SetState(f.Fd(), &ours); err != nil {
		return nil, err
	}
	stops := make(chan os.Signal, 1)
	signal.Notify(stops, syscall.SIGTSTP)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for range stops {
			_ = term.SetState(f.Fd(), before)
			_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP) // until fg
			_ = term.SetState(f.Fd(), &ours)
		}
	}()
	return &terminal{
		Reader: reader, edits: true, echoes: before.Lflag&unix.ECHO != 0,
		cancel: reader.Cancel,
		close: func() {
			signal.Stop(stops)
			close(stops)
			<-stopped
			_ = reader.Close()
			_ = term.SetState(f.Fd(), before) // a terminal that is gone needs none
		},
	}, nil
}

func (t *terminal) hide(bool) {} // the editor shows what is shown
