package plain

import (
	"io"
	"strings"

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

// say writes a line, or several.
func (o *output) say(text string) {
	o.put(strings.ReplaceAll(safe.Redact(text), safe.Mask, "(hidden)"))
}

// address writes an address as it is, alone on its line: one to be opened has
// a state in it, which say would hide.
func (o *output) address(url string) { o.put(url) }

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
