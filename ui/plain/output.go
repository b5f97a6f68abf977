package plain

import (
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// output writes lines. Whatever it is given, no control character but the
// line break reaches the writer, and no secret.
type output struct {
	w io.Writer
	// asking says that the line has a prompt, and no end yet.
	asking bool
	// blank says that the last line is empty, or that there is none yet.
	blank bool
	// err is the first error of the writer; nothing is written after it.
	err error
}

// say writes a line, or several. A terminal gets no word in two pieces: it would
// break the line where its width ends.
func (o *output) say(text string) {
	text = redacted(text)
	if width := o.columns(); width > 0 {
		text = ansi.Wordwrap(safe.CleanLines(text, 0), width, "")
	}
	o.put(text)
}

// columns is the width of the terminal that is written to, as it is now; 0 for
// none, or an unknown one.
func (o *output) columns() int {
	f, ok := o.w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return width
}

// value writes what somebody entered, alone on its line, to be copied from there.
func (o *output) value(text string) { o.put(redacted(text)) }

func redacted(text string) string {
	return strings.ReplaceAll(safe.Redact(text), safe.Mask, "(hidden)")
}

// whole writes what is to be copied, as it is, alone on its line. It has no
// secret in it, but an address may have a state, which say would hide.
func (o *output) whole(text string) { o.put(text) }

func (o *output) put(text string) {
	o.endPrompt()
	text = strings.TrimRight(safe.CleanLines(text, 0), "\n ")
	o.write(text + "\n")
	o.blank = text == ""
}

// gap writes an empty line, where there is none already.
func (o *output) gap() {
	o.endPrompt()
	if !o.blank {
		o.put("")
	}
}

// prompt writes what stands before an answer.
func (o *output) prompt(text string) {
	o.endPrompt()
	o.write(safe.Clean(text, 0) + ": ")
	o.asking, o.blank = true, false
}

// endPrompt ends the line of a prompt that nobody answered.
func (o *output) endPrompt() {
	if o.asking {
		o.asking = false
		o.write("\n")
	}
}

func (o *output) write(text string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.w, text)
	}
}
