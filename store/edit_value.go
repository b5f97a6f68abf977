package store

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pinsetup/pinsetup/auth/safe"
)

type valueKind uint8

const (
	text valueKind = iota
	list
	moment
)

// A value is what a field shall have: a text, a list of texts, or a moment.
type value struct {
	kind valueKind
	text string
	list []string
	time time.Time
}

// valid returns the text with bytes that aren't UTF-8, which TOML can't hold,
// as U+FFFD.
func valid(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }

// valueOf reads what a field's at points to.
func valueOf(p any) value {
	switch p := p.(type) {
	case *string:
		return value{kind: text, text: valid(*p)}
	case *safe.Secret:
		return value{kind: text, text: valid(p.Reveal())}
	case *[]string:
		v := value{kind: list}
		for _, s := range *p {
			v.list = append(v.list, valid(s))
		}
		return v
	case *time.Time:
		return value{kind: moment, time: p.UTC()}
	}
	panic("store: a field of a type that no value has")
}

func (v value) isZero() bool { return v.text == "" && len(v.list) == 0 && v.time.IsZero() }

// equals reports whether the node has this value already.
func (v value) equals(n *node) bool {
	switch v.kind {
	case text:
		return n.kind == unstable.String && n.text == v.text
	case list:
		have, ok := n.strings()
		return ok && slices.Equal(have, v.list)
	default:
		have, ok := n.time()
		return ok && have.Equal(v.time)
	}
}

// decoded returns the value as go-toml's decoder does.
func (v value) decoded() any {
	switch v.kind {
	case text:
		return v.text
	case list:
		all := make([]any, len(v.list))
		for i, s := range v.list {
			all[i] = s
		}
		return all
	default:
		return v.time
	}
}

// render writes the value as TOML, in the style of the old value's bytes where
// there are some.
func (v value) render(old []byte) string {
	switch v.kind {
	case text:
		return renderText(v.text, bytes.HasPrefix(old, []byte("'")))
	case list:
		literal := bytes.HasPrefix(bytes.TrimLeft(old, "[ \t"), []byte("'"))
		all := make([]string, len(v.list))
		for i, s := range v.list {
			all[i] = renderText(s, literal)
		}
		return "[" + strings.Join(all, ", ") + "]"
	default:
		return v.time.Format(time.RFC3339Nano)
	}
}

// renderText writes a string on one line: in single quotes where that is
// wanted and can be, else in double ones.
func renderText(s string, literal bool) string {
	if literal && !strings.ContainsFunc(s, func(r rune) bool { return r == '\'' || r < ' ' || r == 0x7f }) {
		return "'" + s + "'"
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			b.WriteString(`\u00`)
			b.WriteByte(hex[r>>4])
			b.WriteByte(hex[r&15])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// renderKey writes a key bare where that can be, else in double quotes.
func renderKey(key string) string {
	bare := func(r rune) bool {
		return r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	if key != "" && !strings.ContainsFunc(key, func(r rune) bool { return !bare(r) }) {
		return key
	}
	return renderText(key, false)
}

func isMultiline(value []byte) bool { return bytes.IndexByte(value, '\n') >= 0 }

func isBlank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }
