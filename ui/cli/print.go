package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/ui/say"
)

// A printer writes for a person: in colour and wrapped on a terminal, plain
// and a statement a line elsewhere.
type printer struct {
	w     io.Writer
	color bool
	width int  // 0: lines are not wrapped
	keys  bool // findings name the key that they are about
	say.Program
}

// results prints on standard output, problems on standard error.
func (a *app) results() printer  { return a.printer(a.out) }
func (a *app) problems() printer { return a.printer(a.err) }

// widest is the number of columns beyond which text is hard to read.
const widest = 100

func (a *app) printer(w io.Writer) printer {
	// CLICOLOR_FORCE and TERM are colorprofile's business; NO_COLOR wins over both.
	stream, ok := behind(w).(io.Writer)
	if !ok {
		stream = w
	}
	p := printer{w: w, Program: a.Program, color: os.Getenv("NO_COLOR") == "" && colorprofile.Detect(stream, os.Environ()) > colorprofile.ASCII}
	if f, ok := stream.(*os.File); ok && term.IsTerminal(f.Fd()) {
		p.width = widest
		if columns, _, err := term.GetSize(f.Fd()); err == nil && columns > 20 {
			p.width = min(columns, widest)
		}
	}
	return p
}

// The colours are those of the terminal's own sixteen, which its owner chose.
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	green  = "32"
	yellow = "33"
	blue   = "36"
)

// A styled text is fit to be shown, and may have the printer's own escape
// sequences in it.
type styled string

// style makes a text fit to be shown and gives it a colour, where there are colours.
func (p printer) style(code, text string) styled {
	text = shown(text)
	if !p.color || code == "" || text == "" {
		return styled(text)
	}
	return styled("\x1b[" + code + "m" + text + "\x1b[m")
}

// shown makes a text from anywhere fit to be printed: without secrets, those
// included that were typed where none belongs, and without what a terminal obeys.
func shown(text string) string { return safe.CleanLines(safe.RedactKnown(text), 0) }

// open is a text that is printed to be used, with the secret that it has.
func open(text string) styled { return styled(safe.CleanLines(text, 0)) }

// line writes a line. What is put into the format comes from files, from
// Pinterest, from anywhere: all of it goes through shown, but what is styled.
func (p printer) line(format string, args ...any) {
	for i, arg := range args {
		switch arg := arg.(type) {
		case styled, int:
		case error:
			args[i] = safe.CleanLines(safe.Redact(arg.Error()), 0)
		default:
			args[i] = shown(fmt.Sprint(arg))
		}
	}
	fmt.Fprintf(p.w, format+"\n", args...)
}

func (p printer) title(text string) { p.line("%s", p.style(bold, text)) }

// indented writes a text behind a label, and what is wrapped below it. Its
// commands can be typed as they stand there.
func (p printer) indented(label, text string) { p.part(label, p.Alike(text)) }

// part is indented for a text that has such commands already, or none.
func (p printer) part(label, text string) {
	if text != "" {
		p.entry(p.style(dim, label), p.style("", text))
	}
}

// entry writes a text behind a label. On a terminal it is wrapped, and where
// the label leaves little room it stands below it.
func (p printer) entry(label, text styled) {
	indent := ansi.StringWidth(string(label))
	if p.width > 0 && p.width-indent < p.width/2 {
		indent = 4
		label = styled(strings.TrimRight(string(label), " ")) + "\n    "
	}
	wrapped := wrap(string(text), p.width-indent)
	p.line("%s%s", label, styled(strings.ReplaceAll(wrapped, "\n", "\n"+strings.Repeat(" ", indent))))
}

// wrap breaks lines that are longer than so many columns, between words alone:
// an address is not broken. 0 columns or less break nothing.
func wrap(text string, columns int) string {
	if columns <= 0 {
		return text
	}
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		at, broken := 0, false
		for j, word := range strings.Split(line, " ") {
			width := ansi.StringWidth(word)
			switch {
			case j == 0:
			case broken && at == 0 && word == "": // no space begins a line
				continue
			case at+1+width > columns && at > 0:
				b.WriteByte('\n')
				at, broken = 0, true
			default:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(word)
			at += width
		}
	}
	return b.String()
}

// findings prints every finding in the one way in which they are printed.
func (p printer) findings(found []finding.Finding) {
	found = p.Findings(found)
	for i, f := range found {
		if i > 0 {
			p.line("")
		}
		p.finding(f)
	}
}

// finding prints a finding with the words that it has.
func (p printer) finding(f finding.Finding) {
	code := map[finding.Severity]string{finding.Error: red, finding.Warning: yellow, finding.Note: blue}[f.Severity]
	p.entry(p.style(code, f.Severity.String()+":")+" ", p.style(bold, strings.TrimSuffix(f.Title, ".")))
	if f.Place != nil {
		p.place(*f.Place, code)
	}
	if p.keys && f.Place == nil {
		p.part("  in:   ", keyOf(f.Field))
	}
	p.part("  why:  ", f.Cause)
	p.part("  fix:  ", f.Fix)
	if f.Mend != nil && !strings.HasPrefix(f.Mend.Field, "file.") { // around a file the wizard mends; the fix has the command
		p.part("  mend: ", f.Mend.Label)
	}
	p.part("  said: ", f.Detail)
	if f.RequestID != "" {
		p.part("  rid:  ", safe.Show(f.RequestID, 100)+" (quote it to Pinterest's support)")
	}
	p.part("  see:  ", f.Link)
	p.entry("  ", p.style(dim, "["+strings.TrimSuffix(f.ID+", "+say.Basis(f.Evidence, f.Source), ", ")+"]"))
}

// longestLine is how much of a line of a file is shown.
const longestLine = 160

// place shows the line of the file, with carets below what is meant.
func (p printer) place(at finding.Place, code string) {
	p.line("  %s:%d:%d", at.File, at.Line, at.Column)
	if at.Text == "" {
		return
	}
	number := fmt.Sprintf("  %d | ", at.Line)
	longest := longestLine
	if p.width > 0 {
		longest = min(longest, max(p.width-len(number), 8))
	}
	text, column := at.Text, at.Column-1
	if runes := []rune(text); len(runes) > longest {
		from := max(0, min(column-longest/4, len(runes)-longest))
		text, column = "…"+string(runes[from:from+longest-2])+"…", column-from+1
	}
	p.line("%s%s", p.style(dim, number), text)
	runes := []rune(text)
	column = max(0, min(column, len(runes)))
	width := max(1, min(at.Width, len(runes)-column))
	// What stands before the carets is as wide as what is above it.
	space := strings.Repeat(" ", len(number)-2)
	below := strings.Repeat(" ", ansi.StringWidth(string(runes[:column])))
	p.line("%s%s%s%s", space, p.style(dim, "| "), below, p.style(code, strings.Repeat("^", width)))
}
