// Package screentest runs a program in a real pseudo-terminal, with a terminal
// emulator at its other end, and lets a test read the screen and type. Only
// tests import it.
package screentest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/xpty"
)

// patience is how long a test waits for what has to appear. It is long
// because machines that run tests are slow, not because pinsetup is.
const patience = 30 * time.Second

// drain is how long what a program wrote last may be on its way.
const drain = 5 * time.Second

// A Terminal is a program in a pseudo-terminal.
type Terminal struct {
	*Display

	t   testing.TB
	pty xpty.Pty
	cmd *exec.Cmd
	// modes are those of the terminal before the program began.
	modes *term.State

	// raw is what was written; the display's mu guards it.
	raw     bytes.Buffer
	changed chan struct{}
	exited  chan struct{}
	shown   chan struct{}
	code    int
	hungUp  atomic.Bool
	// toldBackground says that the program was told the background's colour.
	toldBackground atomic.Bool

	arrivals []arrival
}

// Start runs the program in a terminal of so many columns and rows. The test's
// end kills it.
func Start(t testing.TB, columns, rows int, cmd *exec.Cmd) *Terminal {
	t.Helper()
	pty, err := xpty.NewPty(columns, rows)
	if err != nil {
		t.Fatal(err)
	}
	modes, err := modesOf(pty)
	if err != nil {
		pty.Close()
		t.Fatal(err)
	}
	started := &Terminal{
		Display: NewDisplay(columns, rows), t: t, pty: pty, cmd: cmd, modes: modes,
		changed: make(chan struct{}, 1), exited: make(chan struct{}), shown: make(chan struct{}),
	}
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, "TERM=xterm-256color")
	control(cmd)
	if err := pty.Start(cmd); err != nil {
		pty.Close()
		t.Fatal(err)
	}
	go started.show()
	go started.answer()
	go started.wait()
	t.Cleanup(started.end)
	return started
}

// show brings what the program writes to the emulator.
func (t *Terminal) show() {
	defer close(t.shown)
	buf := make([]byte, 32<<10)
	for {
		n, err := t.pty.Read(buf)
		at := time.Now() // before the emulator takes its time
		if n > 0 {
			t.mu.Lock()
			t.emu.Write(buf[:n])
			t.raw.Write(buf[:n])
			t.arrivals = append(t.arrivals, arrival{t.raw.Len(), at})
			t.mu.Unlock()
			t.notify()
		}
		if t.hungUp.Load() {
			t.pty.Close()
			return
		}
		if err != nil {
			return
		}
	}
}

// answer brings the emulator's answers to the program's questions back.
func (t *Terminal) answer() {
	buf := make([]byte, 4<<10)
	for {
		n, err := t.emu.Read(buf)
		if err != nil {
			return
		}
		if _, err := t.pty.Write(buf[:n]); err != nil {
			return
		}
		if bytes.Contains(buf[:n], []byte(backgroundAnswer)) {
			t.toldBackground.Store(true)
			t.notify()
		}
	}
}

// backgroundAnswer begins the answer to what the background is (OSC 11).
const backgroundAnswer = "\x1b]11;"

// WaitForAnswers waits until the program has asked for the background, which it
// does last when it starts, and was told. What is typed then comes behind the
// answers; before, a program that gives its terminal away at once may leave
// them to the next one.
func (t *Terminal) WaitForAnswers() {
	t.t.Helper()
	t.Wait(t.toldBackground.Load, "the question for the background")
}

// notify has Wait look again.
func (t *Terminal) notify() {
	select {
	case t.changed <- struct{}{}:
	default:
	}
}

func (t *Terminal) wait() {
	xpty.WaitProcess(context.Background(), t.cmd)
	t.code = t.cmd.ProcessState.ExitCode()
	close(t.exited)
}

func (t *Terminal) end() {
	select {
	case <-t.exited:
	default:
		t.cmd.Process.Kill()
		<-t.exited
	}
	t.pty.Close()
	<-t.shown
	// Not emu.Close: it races with the Read that waits for answers.
	if pipe, ok := t.emu.InputPipe().(io.Closer); ok {
		pipe.Close()
	}
}

// Raw returns everything that the program wrote so far.
func (t *Terminal) Raw() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.raw.String()
}

// WaitFor waits until the text is on the screen.
func (t *Terminal) WaitFor(text string) {
	t.t.Helper()
	t.Wait(func() bool { return t.Has(text) }, text)
}

// Wait waits until the condition holds; what says it in words.
func (t *Terminal) Wait(holds func() bool, what string) {
	t.t.Helper()
	deadline, exited := time.After(patience), t.exited
	for !holds() {
		select {
		case <-t.changed:
		case <-time.After(50 * time.Millisecond):
		case <-exited:
			// What it wrote last may still be on its way to the screen.
			exited, deadline = nil, time.After(drain)
		case <-deadline:
			ended := ""
			if exited == nil {
				ended = fmt.Sprintf(" before the program ended with %d", t.code)
			}
			t.t.Fatalf("this never came on the screen%s: %s\n%s", ended, what, t.Screen())
		}
	}
}

// Keys that Type understands by name.
var keys = map[string]string{
	"<enter>": "\r", "<esc>": "\x1b", "<tab>": "\t", "<shift+tab>": "\x1b[Z", "<space>": " ",
	"<up>": "\x1b[A", "<down>": "\x1b[B", "<right>": "\x1b[C", "<left>": "\x1b[D",
	"<pgup>": "\x1b[5~", "<pgdn>": "\x1b[6~", "<backspace>": "\x7f", "<f1>": "\x1bOP",
}

// Type types keys: "<enter>", "<ctrl+c>", "<alt+3>", or text as it is.
func (t *Terminal) Type(typed ...string) {
	t.t.Helper()
	for _, k := range typed {
		switch code, ok := keys[k]; {
		case ok:
			k = code
		case strings.HasPrefix(k, "<ctrl+") && len(k) == len("<ctrl+x>"):
			k = string(k[6] & 0x1f)
		case strings.HasPrefix(k, "<alt+") && len(k) == len("<alt+x>"):
			k = "\x1b" + k[5:6]
		}
		if _, err := t.pty.Write([]byte(k)); err != nil {
			t.t.Fatal(err)
		}
	}
}

// Paste pastes text, as a terminal in bracketed paste mode does.
func (t *Terminal) Paste(text string) {
	t.t.Helper()
	t.Type("\x1b[200~" + text + "\x1b[201~")
}

// Resize changes the size of the window.
func (t *Terminal) Resize(columns, rows int) {
	t.t.Helper()
	t.mu.Lock()
	t.emu.Resize(columns, rows)
	t.mu.Unlock()
	if err := t.pty.Resize(columns, rows); err != nil {
		t.t.Fatal(err)
	}
}

// Signal sends a signal to the program.
func (t *Terminal) Signal(s os.Signal) {
	t.t.Helper()
	if err := t.cmd.Process.Signal(s); err != nil {
		t.t.Fatal(err)
	}
}

// ExitCode waits for the program's end and returns its exit code.
func (t *Terminal) ExitCode() int {
	t.t.Helper()
	select {
	case <-t.exited:
		return t.code
	case <-time.After(patience):
		t.t.Fatalf("the program doesn't end\n%s", t.Screen())
		return -1
	}
}

// Restored reports whether the terminal takes what is typed as it did before
// the program began: shows it, makes lines of it, and the rest.
func (t *Terminal) Restored() bool {
	t.t.Helper()
	now, err := modesOf(t.pty)
	if err != nil {
		t.t.Fatal(err)
	}
	return *now == *t.modes
}

// HangUp takes the terminal away, as closing its window does. A read that waits
// keeps it open: so show closes it, when it read something. The key has the
// program, or the terminal's echo, write that.
func (t *Terminal) HangUp(key string) {
	t.t.Helper()
	t.hungUp.Store(true)
	_, _ = t.pty.Write([]byte(keys[key])) // or it is closed already
	<-t.shown
}

// Settings returns the settings of the terminal that a program may change
// (echo, line by line, signals of keys), to be compared with later ones.
func (t *Terminal) Settings() *term.State {
	t.t.Helper()
	state, err := modesOf(t.pty)
	if err != nil {
		t.t.Fatal(err)
	}
	return state
}

var mode = regexp.MustCompile(`\x1b\[([?>=<]?)([0-9;]*)([hlmu])`)

// LeftOn returns what the program turned on and not off again: modes of the
// terminal (alternate screen, mouse, pasting), the keyboard's, and a cursor
// that is hidden.
func (t *Terminal) LeftOn() []string { return LeftOn(t.Raw()) }

// LeftOn returns it for everything that a program wrote.
func LeftOn(written string) []string {
	on := map[string]bool{}
	for _, m := range mode.FindAllStringSubmatch(written, -1) {
		switch kind, numbers, final := m[1], m[2], m[3]; {
		case kind == "?" && numbers == "25":
			on["the cursor is hidden"] = final == "l"
		case kind == "?" && (final == "h" || final == "l"):
			on["mode "+numbers] = final == "h"
		case final == "u" && kind == ">":
			on["the keyboard's mode"] = true
		case final == "u" && kind == "<":
			on["the keyboard's mode"] = false
		case final == "m" && kind == ">":
			on["keys with modifiers"] = numbers != "4" && numbers != "4;0"
		}
	}
	var left []string
	for what, is := range on {
		if is {
			left = append(left, what)
		}
	}
	slices.Sort(left)
	return left
}
