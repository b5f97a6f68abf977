package plain

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Keys that a terminal's own line mode knows.
const (
	keyEnd       = 0x04 // Ctrl-D
	keyErase     = 0x08
	keyKill      = 0x15 // Ctrl-U
	keyEraseWord = 0x17 // Ctrl-W
	keyEscape    = 0x1b
	keyDelete    = 0x7f
)

// editor is the terminal's line mode, without its limit: it shows what is
// typed, and erases it as the system would.
type editor struct {
	echo io.Writer
	// visible says that the terminal showed what is typed when it was opened.
	visible bool
	hidden  bool
	line    []rune
	size    int // of line, in bytes
	long    bool
	ended   bool
	escape  escape
}

// escape is where in an escape sequence the input is: arrow keys send them.
type escape int

const (
	noEscape escape = iota
	escaped         // after ESC
	sequence        // after ESC [
	single          // after ESC O: one more
)

// feed takes what was typed up to the end of a line, and returns the rest.
func (e *editor) feed(raw []byte) (rest []byte, l line, ok bool) {
	for len(raw) > 0 && utf8.FullRune(raw) && !e.ended {
		r, n := utf8.DecodeRune(raw)
		raw = raw[n:]
		switch {
		case e.escaping(r):
		case r == '\n' || r == '\r':
			e.show("\n")
			l = line{text: string(e.line), long: e.long}
			e.line, e.size, e.long = nil, 0, false
			return raw, l, true
		case r == keyEnd:
			e.ended = len(e.line) == 0
		default:
			e.key(r)
		}
	}
	if e.ended {
		raw = nil
	}
	return raw, line{}, false
}

// escaping swallows an escape sequence.
func (e *editor) escaping(r rune) bool {
	switch e.escape {
	case escaped:
		e.escape = noEscape
		if r == '[' {
			e.escape = sequence
		} else if r == 'O' {
			e.escape = single
		}
		return true
	case sequence:
		if r >= 0x40 && r <= 0x7e {
			e.escape = noEscape
		}
		return true
	case single:
		e.escape = noEscape
		return true
	}
	if r == keyEscape {
		e.escape = escaped
		return true
	}
	return false
}

func (e *editor) key(r rune) {
	switch {
	case r == keyErase || r == keyDelete:
		e.erase(1)
	case r == keyKill:
		e.erase(len(e.line))
	case r == keyEraseWord:
		text := strings.TrimRightFunc(string(e.line), unicode.IsSpace)
		kept := strings.LastIndexFunc(text, unicode.IsSpace) + 1
		e.erase(len(e.line) - utf8.RuneCountInString(text[:kept]))
	case r == '\t':
		e.add(' ')
	case !unicode.IsControl(r):
		e.add(r)
	}
}

func (e *editor) add(r rune) {
	if e.size += utf8.RuneLen(r); e.size > maxLine {
		e.long = true
		return
	}
	e.line = append(e.line, r)
	if unicode.IsPrint(r) {
		e.show(string(r))
	}
}

func (e *editor) erase(n int) {
	for range min(n, len(e.line)) {
		last := e.line[len(e.line)-1]
		e.line = e.line[:len(e.line)-1]
		e.size -= utf8.RuneLen(last)
		if unicode.IsPrint(last) {
			e.show(strings.Repeat("\b \b", ansi.StringWidth(string(last))))
		}
	}
}

// show writes what the terminal would have shown. An error shows itself at
// the next prompt.
func (e *editor) show(text string) {
	if text == "\n" || e.visible && !e.hidden {
		_, _ = io.WriteString(e.echo, text)
	}
}
