//go:build unix

package plain

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"github.com/pinsetup/pinsetup/steps"
)

// sitter types at a terminal, at each prompt what answer says, and sees what
// the terminal shows.
type sitter struct {
	mu    sync.Mutex
	shown bytes.Buffer
}

func (s *sitter) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.ReplaceAll(s.shown.String(), "\r\n", "\n")
}

// atTerminal runs the wizard on a real terminal until the person quits.
func (s *setting) atTerminal(answer func(prompt string) string) (Outcome, string) {
	s.t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		s.t.Fatal(err)
	}
	before, err := term.GetState(slave.Fd())
	if err != nil {
		s.t.Fatal(err)
	}
	seat := &sitter{}
	var eyes sync.WaitGroup
	eyes.Go(func() {
		buffer := make([]byte, 4096)
		for {
			n, err := master.Read(buffer)
			if err != nil {
				return
			}
			seat.mu.Lock()
			seat.shown.Write(buffer[:n])
			text := seat.shown.String()
			seat.mu.Unlock()
			if at := strings.LastIndexByte(text, '\n'); strings.HasSuffix(text, ": ") {
				typed := answer(strings.TrimSuffix(text[at+1:], ": "))
				eyes.Go(func() { _, _ = master.WriteString(typed) })
			}
		}
	})
	outcome, err := Run(context.Background(), Config{
		State: steps.New(s.options()), Run: s.config(), Input: slave, Output: slave,
		Fresh: func() steps.State { return steps.New(s.options()) }, Again: "pinsetup --plain",
	})
	if err != nil {
		s.t.Errorf("Run: %v", err)
	}
	if after, err := term.GetState(slave.Fd()); err != nil || *after != *before {
		s.t.Errorf("the terminal is left in another mode (%v)", err)
	}
	slave.Close()
	eyes.Wait()
	master.Close()
	return outcome, seat.text()
}

func TestATerminalTakesALineThatItsOwnLineModeWouldCut(t *testing.T) {
	s := newSetting(t, "")
	long := strings.Repeat("Acme reads its own boards. ", 400) + "The end"
	content := ready(nil)
	outcome, _ := s.atTerminal(func(prompt string) string {
		switch {
		case prompt == "Use case":
			return long + "\r"
		case prompt == "Audience":
			return "quit\r"
		}
		return content(prompt, 0).text + "\r"
	})
	if got := outcome.State.Get("app.useCase"); got != long {
		t.Errorf("of %d characters %d came", len(long), len(got))
	}
}

func TestATerminalShowsWhatIsTypedButNotTheSecret(t *testing.T) {
	s := newSetting(t, "")
	typed := "fedcba9876543210fedcba9876543210fedcba98"
	content := ready(nil)
	asked := false
	outcome, shown := s.atTerminal(func(prompt string) string {
		switch {
		case prompt == "App name":
			return "Acme Visible\r"
		case strings.HasPrefix(prompt, "App secret key") && !asked:
			asked = true
			return "restart\r"
		case strings.HasPrefix(prompt, "Start over"):
			return "no, go on\r"
		case strings.HasPrefix(prompt, "App secret key"):
			return typed + "\r"
		case prompt == "Live test":
			return "quit\r"
		}
		return content(prompt, 0).text + "\r"
	})
	if !strings.Contains(shown, "App name: Acme Visible\n") {
		t.Errorf("the terminal doesn't show what was typed:\n%s", shown)
	}
	if !strings.Contains(shown, "no, go on\n") {
		t.Errorf("the terminal doesn't show the answer to another question at the secret's:\n%s", shown)
	}
	if strings.Contains(shown, typed[:8]) {
		t.Error("the terminal shows the secret")
	}
	if got := outcome.State.Secret().Reveal(); got != typed {
		t.Errorf("the secret came as %q", got)
	}
}

func TestKeysEditALineAsTheyDoInAnyTerminal(t *testing.T) {
	for _, test := range []struct{ name, typed, want string }{
		{"backspace", "Acmee\x7f Ltx\x08d", "Acme Ltd"},
		{"of a wide character", "Acme 日\x7f本\x7f", "Acme"},
		{"line", "wrong\x15Acme", "Acme"},
		{"word", "Acme wrong words \x17\x17Ltd", "Acme Ltd"},
		{"on nothing", "\x7f\x15\x17Acme", "Acme"},
		{"arrows", "\x1b[A\x1bOBAc\x1b[1;5Cme", "Acme"},
		{"tab", "Acme\tLtd", "Acme Ltd"},
		{"bell and zero", "Ac\a\x00me", "Acme"},
		{"end of input within a line", "Acme\x04", "Acme"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var echo bytes.Buffer
			e := &editor{echo: &echo, visible: true}
			var raw []byte
			for i := range len(test.typed) { // byte by byte, as a slow terminal does
				rest, l, ok := e.feed(append(raw, test.typed[i]))
				if raw = rest; ok {
					t.Fatalf("a line %q before its end", l.text)
				}
			}
			_, l, ok := e.feed(append(raw, '\n'))
			if got := strings.TrimSpace(l.text); !ok || got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCtrlDOnAnEmptyLineEndsTheInput(t *testing.T) {
	s := newSetting(t, "")
	outcome, _ := s.atTerminal(func(string) string { return "\x04" })
	if !outcome.Ended || !s.draftKept() {
		t.Errorf("ended %v, draft kept %v", outcome.Ended, s.draftKept())
	}
}

// A terminal breaks a line where its width ends, within a word too: what is said
// comes in lines that fit. What is to be copied stays whole, and a pipe gets
// lines as they are.
func TestATerminalGetsNoWordInTwoPieces(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	said := "Pinterest gives apps only to business accounts with a verified e-mail address."
	var pipe bytes.Buffer
	(&output{w: &pipe}).say(said)
	if got := pipe.String(); got != said+"\n" {
		t.Errorf("a pipe gets %q", got)
	}
	for _, columns := range []uint16{40, 61} {
		if err := pty.Setsize(slave, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
			t.Fatal(err)
		}
		o, address := &output{w: slave}, "https://www.pinterest.com/oauth/?"+strings.Repeat("x", 90)
		o.say(said)
		o.whole(address)
		buffer := make([]byte, 4096)
		n, err := master.Read(buffer)
		for err == nil && !bytes.Contains(buffer[:n], []byte("xx\r\n")) {
			var more int
			more, err = master.Read(buffer[n:])
			n += more
		}
		lines := strings.Split(strings.TrimSpace(string(buffer[:n])), "\r\n")
		for _, line := range lines[:len(lines)-1] {
			if len(line) > int(columns) {
				t.Errorf("in %d columns a line has %d: %q", columns, len(line), line)
			}
		}
		if got := strings.Join(lines[:len(lines)-1], " "); got != said {
			t.Errorf("said is %q", got)
		}
		if got := lines[len(lines)-1]; got != address {
			t.Errorf("the address is %q", got)
		}
	}
}

func TestWhoeverQuitsIsToldTheCommandThatGoesOn(t *testing.T) {
	s := newSetting(t, "")
	var out bytes.Buffer
	_, err := Run(context.Background(), Config{
		State: steps.New(s.options()), Run: s.config(), Input: strings.NewReader("quit\n"), Output: &out,
		Again: "./pinsetup --demo=missing-scope --plain",
	})
	if err != nil || !strings.HasSuffix(out.String(), "Go on with:\n./pinsetup --demo=missing-scope --plain\n") {
		t.Errorf("%v, and at the end stands %q", err, out.String()[max(0, out.Len()-200):])
	}
}
