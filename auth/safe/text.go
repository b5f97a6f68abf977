package safe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from outside fit to be shown on one line: control
// characters (and with them escape sequences), line breaks, bidirectional
// overrides and zero-width characters become visible signs, invalid UTF-8
// becomes U+FFFD. A text of more than max characters is cut to max, the last
// of which is "…"; max <= 0 cuts nothing.
//
// Redact comes before Clean: a secret with a sign in it is no longer found.
func Clean(text string, max int) string { return clean(text, max, false) }

// CleanLines is Clean for text that may have several lines: line breaks stay,
// as "\n", and a tab becomes four spaces.
func CleanLines(text string, max int) string { return clean(text, max, true) }

// Show is what text from outside goes through before it is shown: Redact, then
// Clean.
func Show(text string, max int) string { return Clean(Redact(text), max) }

func clean(text string, max int, lines bool) string {
	var b strings.Builder
	length, end := 0, 0 // characters written; bytes after which "…" still fits
	previous := rune(-1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '\r' && strings.HasPrefix(text[i+size:], "\n") {
			i += size
			continue
		}
		sign := visible(r, lines)
		if isJoiner(r) && joins(previous, text[i+size:]) {
			sign = string(r)
		}
		previous, i = r, i+size

		length += utf8.RuneCountInString(sign)
		if max > 0 && length > max {
			return b.String()[:end] + "…"
		}
		b.WriteString(sign)
		if length < max {
			end = b.Len()
		}
	}
	return b.String()
}

// visible returns the character itself where it is harmless, else a sign that
// stands for it.
func visible(r rune, lines bool) string {
	switch {
	case r == '\n' && lines:
		return "\n"
	case r == '\t' && lines:
		return "    "
	case r == '\n':
		return "⏎"
	case r < 0x20:
		return string('␀' + r) // the control pictures: ESC becomes ␛
	case r == 0x7f:
		return "␡"
	case unicode.Is(unicode.Zs, r):
		return " "
	case unicode.IsPrint(r) && !isBlank(r):
		return string(r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	default:
		return fmt.Sprintf(`\U%08x`, r)
	}
}

// isBlank reports whether a character counts as a letter or a mark and still
// shows nothing: the Hangul fillers, the grapheme joiner, Khmer's inherent
// vowels, Mongolian separators.
func isBlank(r rune) bool {
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x3164, 0xffa0:
		return true
	}
	return false
}

func isJoiner(r rune) bool { return r == 0x200c || r == 0x200d }

// joins reports whether a joiner between these two is spelling (an emoji of
// several parts, Persian, Hindi) rather than something hidden.
func joins(previous rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return previous > unicode.MaxLatin1 && unicode.IsPrint(previous) &&
		next > unicode.MaxLatin1 && unicode.IsPrint(next) && next != utf8.RuneError
}

// Inner returns an error that stands within a sentence: without the full stop
// that ends the texts of Windows.
func Inner(err error) error { return inner{err} }

type inner struct{ error }

func (e inner) Error() string { return strings.TrimSuffix(e.error.Error(), ".") }

func (e inner) Unwrap() error { return e.error }
