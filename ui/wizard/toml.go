package wizard

import (
	"regexp"
	"strings"
	"sync"

	"charm.land/lipgloss/v2"
)

// A tomlPainter colours TOML line by line, by what each part is. It only
// paints: what it doesn't understand stays as it is.
type tomlPainter struct {
	theme theme
	// open is the quote of a string that goes on in the next line.
	open string
}

// token is one part of a line of TOML: a comment, a string, a word, or else.
var token = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`#.*|"""|'''|"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_.+:-]+|.`)
})

// line returns the line with its colours.
func (p *tomlPainter) line(text string) string {
	if p.open == "" && strings.HasPrefix(strings.TrimSpace(text), "[") && !strings.Contains(text, "=") {
		return p.header(text)
	}
	name, rest, pair := strings.Cut(text, "=")
	if p.open != "" || !pair || strings.HasPrefix(strings.TrimSpace(text), "#") {
		return p.value(text)
	}
	return paint(p.theme.Name, name) + "=" + p.value(rest)
}

func (p *tomlPainter) header(text string) string {
	end := strings.LastIndex(text, "]") + 1
	return paint(p.theme.Table, text[:end]) + p.value(text[end:])
}

func (p *tomlPainter) value(text string) string {
	var b strings.Builder
	for _, t := range token().FindAllString(text, -1) {
		quote := t == `"""` || t == "'''"
		switch {
		case quote && p.open == "":
			p.open = t
			b.WriteString(paint(p.theme.String, t))
		case p.open != "":
			b.WriteString(paint(p.theme.String, t))
			if t == p.open {
				p.open = ""
			}
		case t[0] == '#':
			b.WriteString(paint(p.theme.Faint, t))
		case t[0] == '"' || t[0] == '\'':
			b.WriteString(paint(p.theme.String, linked(t)))
		default:
			b.WriteString(t)
		}
	}
	return b.String()
}

// paint leaves spaces unpainted: a terminal may underline them.
func paint(style lipgloss.Style, text string) string {
	word := strings.TrimRight(text, " ")
	if word == "" {
		return text
	}
	return style.Render(word) + text[len(word):]
}
