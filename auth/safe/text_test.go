package safe

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTextFromOutsideIsMadeHarmless(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"ordinary text stays", "Größe 東京 👍🏽 e\u0301", "Größe 東京 👍🏽 e\u0301"},
		{"an escape sequence is shown", "\x1b[31mred\x1b]0;title\a", "␛[31mred␛]0;title␇"},
		{"a C1 control is shown", "a\u009b31mb", `a\u009b31mb`},
		{"line breaks are shown", "a\r\nb\nc\rd", "a⏎b⏎c␍d"},
		{"a tab is shown", "a\tb", "a␉b"},
		{"delete is shown", "a\x7f", "a␡"},
		{"a bidirectional override is shown", "safe\u202egpj.exe", `safe\u202egpj.exe`},
		{"an isolate is shown", "\u2066a\u2069", `\u2066a\u2069`},
		{"a zero-width space is shown", "pin\u200bterest", `pin\u200bterest`},
		{"a byte order mark is shown", "\ufeffa", `\ufeffa`},
		{"a hidden tag is shown", "a\U000e0041", `a\U000e0041`},
		{"a filler is shown", "a\u3164", `a\u3164`},
		{"line separators are shown", "a\u2028b", `a\u2028b`},
		{"an emoji of several parts stays", "👩\u200d💻", "👩\u200d💻"},
		{"a joiner in Latin text is shown", "a\u200db", `a\u200db`},
		{"invalid UTF-8 is replaced", "a\xff\xfeb", "a\ufffd\ufffdb"},
		{"every space is a space", "a\u00a0b\u3000c", "a b c"},
	} {
		if got := Clean(c.text, 0); got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestTextIsCutByCharacters(t *testing.T) {
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"abcdef", 6, "abcdef"},
		{"abcdef", 5, "abcd…"},
		{"東京都庁", 3, "東京…"},
		{"abc", 1, "…"},
		{"", 1, ""},
		{"abc\u202ed", 5, "abc…"}, // no sign is cut in its middle
		{"abc", 0, "abc"},
		{"abc", -1, "abc"},
	} {
		if got := Clean(c.text, c.max); got != c.want {
			t.Errorf("Clean(%q, %d) is %q, want %q", c.text, c.max, got, c.want)
		}
	}
}

func TestLinesStayWhereTheyMay(t *testing.T) {
	if got, want := CleanLines("a\r\n\tb\x1b[0m\n", 0), "a\n    b␛[0m\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestASecretIsRedactedBeforeItIsCut(t *testing.T) {
	if got, want := Show("x pina_0123456789abcdefghij\n", 5), "x ••…"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzCleanTextIsHarmless(f *testing.F) {
	f.Add("\x1b[2J\u202e\u200b\xff\r\n", 7)
	f.Add("👩\u200d💻 ok", 3)
	f.Fuzz(func(t *testing.T, text string, max int) {
		got := Clean(text, max)
		if !utf8.ValidString(got) {
			t.Fatalf("%q is no UTF-8", got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x200b || r == 0xfeff {
				t.Fatalf("%q holds %U", got, r)
			}
		}
		if max > 0 && utf8.RuneCountInString(got) > max {
			t.Fatalf("%q is longer than %d", got, max)
		}
		if lines := CleanLines(text, 0); strings.ContainsAny(lines, "\x1b\t\u202e\u009b") {
			t.Fatalf("%q holds controls", lines)
		}
	})
}

func TestAnErrorWithinASentenceHasNoFullStop(t *testing.T) {
	text := "Access is denied."
	windows := errors.New(text)
	err := fmt.Errorf("it could not be opened: %w. Name another file", Inner(windows))
	if got := err.Error(); got != "it could not be opened: "+text+" Name another file" || !errors.Is(err, windows) {
		t.Error(got)
	}
}
