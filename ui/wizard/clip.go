package wizard

import (
	"fmt"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// copy puts text into the clipboard by OSC 52, which works over SSH too. The
// terminal doesn't say whether it took it, so neither does the notice.
func (m *model) copy(text string) tea.Cmd {
	if text == "" {
		m.notice = "Nothing to copy here."
		return nil
	}
	first, _, _ := strings.Cut(text, "\n")
	m.notice = "Sent to the clipboard: " + cut(first, max(m.width-60, 20)) + ". If it isn't there, " + m.keyMap.Print.Help().Key + " prints it."
	return tea.SetClipboard(text)
}

// unwrapped prints one text on one logical line, outside of the frame, so
// that any terminal selects it whole, and waits for Enter.
type unwrapped struct {
	text string
	in   io.Reader
	out  io.Writer
}

func (u *unwrapped) SetStdin(r io.Reader)  { u.in = r }
func (u *unwrapped) SetStdout(w io.Writer) { u.out = w }
func (u *unwrapped) SetStderr(io.Writer)   {}

func (u *unwrapped) Run() error {
	if _, err := fmt.Fprintf(u.out, "\r\n%s\r\n\r\nPress Enter to go back to pinsetup.\r\n", u.text); err != nil {
		return err
	}
	one := make([]byte, 1)
	for {
		n, err := u.in.Read(one)
		if err != nil || n == 1 && (one[0] == '\r' || one[0] == '\n' || one[0] == 3) {
			return err
		}
	}
}

func printUnwrapped(text string) tea.Cmd {
	if text == "" {
		return nil
	}
	return tea.Exec(&unwrapped{text: text}, func(error) tea.Msg { return nil })
}
