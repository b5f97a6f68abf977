package packet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain makes a value fit to stand in a line of Markdown as the text that it
// is: on one line, without control characters, and with those signs escaped
// that Markdown (CommonMark 0.31, section 2.4, and GitHub's additions) would
// take for its own. No more than those, as the text may be copied from here
// into a form. A web address stays one that can be clicked.
func plain(value string) string {
	value = oneLine(value)
	if address(value) {
		return "<" + value + ">"
	}
	var out strings.Builder
	for i, r := range value {
		switch {
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r == '&':
			out.WriteString("&amp;")
		default:
			if means(value[:i], r, value[i+len(string(r)):]) {
				out.WriteByte('\\')
			}
			out.WriteRune(r)
		}
	}
	return out.String()
}

// means reports whether Markdown gives the sign a meaning between what stands
// before and behind it.
func means(before string, r rune, behind string) bool {
	switch r {
	case '\\', '`', '*', '[', ']', '~', '$', '@':
		return true
	case '_': // inside a word it is a letter
		last, _ := utf8.DecodeLastRuneInString(before)
		first, _ := utf8.DecodeRuneInString(behind)
		return !wordy(last) || !wordy(first)
	case ':': // an address becomes a link of itself
		return strings.HasPrefix(behind, "//")
	case '.':
		return strings.HasSuffix(strings.ToLower(before), "www") || number(before)
	case ')':
		return number(before)
	case '#', '+', '-', '=', '|':
		return before == ""
	}
	return false
}

func wordy(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// number reports whether the text is the number of a list's line.
func number(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// code makes a value fit for a code span.
func code(value string) string { return strings.ReplaceAll(oneLine(value), "`", "'") }

// oneLine puts the value on one line and drops what can't be seen.
func oneLine(value string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, value)), " ")
}

// address reports whether the value is a web address that can stand between
// < and > (CommonMark 0.31, section 6.5).
func address(value string) bool {
	return (strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://")) &&
		!strings.ContainsAny(value, " <>\\\"'`")
}
