package plain

import (
	"bytes"
	"io"
	"os"
	"sync"

	"github.com/charmbracelet/x/term"

	"github.com/pinsetup/pinsetup/ui/say"
)

// maxLine is how long an answer may be, in bytes.
const maxLine = say.MaxAnswer

// input reads bytes as they come, and makes lines of them when they are
// wanted. A terminal is read character by character: in its own line mode the
// system cuts a line that is longer than 4095 bytes (1023 on some), and a
// pasted callback would come without its end.
type input struct {
	chunks chan []byte // closed at the end of the input
	stop   chan struct{}
	close  func()

	edit  *editor // nil where lines come ready
	term  *terminal
	raw   []byte // read, and not yet looked at
	ended bool
}

// A line is an answer. long says that it was too long, and is left out.
type line struct {
	text string
	long bool
}

func openInput(r io.Reader, echo io.Writer) *input {
	in := &input{chunks: make(chan []byte), stop: make(chan struct{})}
	if f, ok := r.(*os.File); ok && term.IsTerminal(f.Fd()) {
		if t, err := openTerminal(f); err == nil {
			in.term, r = t, t
			if t.edits {
				in.edit = &editor{echo: echo, visible: t.echoes}
			}
		}
	}
	in.close = sync.OnceFunc(in.leave)
	go in.read(r)
	return in
}

// leave ends reading, and gives the terminal back as it was. A read of
// anything but a terminal ends when the other side does.
func (in *input) leave() {
	close(in.stop)
	if in.term == nil {
		return
	}
	if in.term.cancel() {
		for range in.chunks { // until read has ended
		}
	}
	in.term.close()
}

func (in *input) read(r io.Reader) {
	defer close(in.chunks)
	buffer := make([]byte, 4096)
	for {
		n, err := r.Read(buffer)
		if n > 0 {
			select {
			case in.chunks <- bytes.Clone(buffer[:n]):
			case <-in.stop:
				return
			}
		}
		if err != nil { // io.EOF, or a terminal that went away
			return
		}
	}
}

// take keeps what was read. ok is false at the end of the input.
func (in *input) take(chunk []byte, ok bool) {
	in.raw = append(in.raw, chunk...)
	in.ended = in.ended || !ok
}

// next returns the next line, and false where there is none yet.
func (in *input) next() (line, bool) {
	if in.edit != nil {
		rest, l, ok := in.edit.feed(in.raw)
		in.raw, in.ended = rest, in.ended || in.edit.ended
		return l, ok
	}
	at := bytes.IndexByte(in.raw, '\n')
	if at < 0 && in.ended && len(in.raw) > 0 {
		at = len(in.raw)
		in.raw = append(in.raw, '\n')
	}
	if at < 0 {
		if len(in.raw) > 2*maxLine { // its beginning is enough to know that it is too long
			in.raw = in.raw[:maxLine+1]
		}
		return line{}, false
	}
	text := string(bytes.TrimSuffix(in.raw[:at], []byte("\r")))
	in.raw = in.raw[at+1:]
	if len(text) > maxLine {
		return line{long: true}, true
	}
	return line{text: text}, true
}

// over reports whether no line will come any more, once next had none.
func (in *input) over() bool { return in.ended }

// typed is what is typed of a line so far, to be shown again behind a prompt
// that was interrupted.
func (in *input) typed() string {
	if in.edit == nil || !in.edit.visible || in.edit.hidden {
		return ""
	}
	return string(in.edit.line)
}

// hide keeps what is typed from being shown, or shows it again.
func (in *input) hide(on bool) {
	if in.edit != nil {
		in.edit.hidden = on
	}
	if in.term != nil {
		in.term.hide(on)
	}
}

// breaks reports whether the terminal itself ends the line of an answer.
func (in *input) breaks(hidden bool) bool {
	return in.term != nil && (in.edit != nil || !hidden)
}
