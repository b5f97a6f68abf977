package wizard

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/cancelreader"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/ui/run"
)

// copy puts text into the clipboard: by OSC 52, which works over SSH too, and
// with the system's program where there is one. A terminal doesn't say whether
// it took the text, so the notice says it only of a program that did.
func (m *model) copy(text string) tea.Cmd {
	if text == "" {
		m.notice = "Nothing to copy here."
		return nil
	}
	m.sent = text
	first, _, _ := strings.Cut(text, "\n")
	shown := cut(safe.Clean(first, 0), m.width-15)
	m.notice = "Sent to the clipboard: " + shown + ". If it isn't there, " + m.keyMap.Print.Help().Key + " prints it."
	program := func() tea.Msg {
		if run.SetClipboard(context.Background(), text) {
			return noticeMsg("Copied: " + shown)
		}
		return nil
	}
	return tea.Batch(tea.SetClipboard(text), throughScreen(text), program)
}

// throughScreen sends OSC 52 past GNU screen, which would keep it. (tmux has
// a command for it: see run.SetClipboard.)
func throughScreen(text string) tea.Cmd {
	if os.Getenv("STY") == "" {
		return nil
	}
	return tea.Raw(ansi.ScreenPassthrough(ansi.SetSystemClipboard(text), 768))
}

// unwrapped prints one text on one logical line, outside of the frame, so
// that any terminal selects it whole, and waits for Enter.
type unwrapped struct {
	text string
	// away is true while it has the terminal.
	away *atomic.Bool
	// over is closed when the wizard has to end; cut says that it was.
	over <-chan struct{}
	cut  *atomic.Bool
	in   io.Reader
	out  io.Writer
}

func (u *unwrapped) SetStdin(r io.Reader)  { u.in = r }
func (u *unwrapped) SetStdout(w io.Writer) { u.out = w }
func (u *unwrapped) SetStderr(io.Writer)   {}

func (u *unwrapped) Run() error {
	u.away.Store(true)
	defer u.away.Store(false)
	in, err := cancelreader.NewReader(u.in)
	if err != nil {
		return err
	}
	defer in.Close()
	read := make(chan struct{})
	defer close(read)
	go func() {
		select {
		case <-u.over: // a signal, while nobody presses Enter
			u.cut.Store(true)
			in.Cancel()
		case <-read:
		}
	}()
	if _, err := fmt.Fprintf(u.out, "\r\n%s\r\n\r\nPress Enter to go back to pinsetup.\r\n", safe.Clean(u.text, 0)); err != nil {
		return err
	}
	one := make([]byte, 1)
	for {
		n, err := in.Read(one)
		if err != nil || n == 1 && (one[0] == '\r' || one[0] == '\n') {
			return err
		}
	}
}

func (m *model) printUnwrapped(text string) tea.Cmd {
	if text == "" {
		m.notice = "There is nothing to print here."
		return nil
	}
	return elsewhere(&unwrapped{text: text, away: &m.away, over: m.ended, cut: &m.cut})
}
