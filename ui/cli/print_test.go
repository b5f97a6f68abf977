package cli

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

func TestTextIsWrappedBetweenWordsAlone(t *testing.T) {
	for _, c := range []struct {
		text    string
		columns int
		want    string
	}{
		{"a few words", 0, "a few words"},
		{"a few words", 11, "a few words"},
		{"a few words", 10, "a few\nwords"},
		{"see https://a.example/with-a-hyphen here", 10, "see\nhttps://a.example/with-a-hyphen\nhere"},
		{"value  (how)", 8, "value \n(how)"},
		{"first\n  second", 20, "first\n  second"},
		{"\x1b[1mbold\x1b[m text", 9, "\x1b[1mbold\x1b[m text"},
		{"東京 東京", 8, "東京\n東京"},
	} {
		if got := wrap(c.text, c.columns); got != c.want {
			t.Errorf("%q in %d columns: %q, want %q", c.text, c.columns, got, c.want)
		}
	}
}

// A long word, an address or a path, may be longer than the terminal is wide;
// nothing else is.
func TestAFindingFitsIntoTheTerminal(t *testing.T) {
	words := strings.Repeat("some words of a sentence ", 20)
	f := finding.Finding{
		ID: "some.finding", Severity: finding.Error, Title: words, Cause: words, Fix: words, Detail: words, RequestID: "123",
		Place: &finding.Place{File: "a.toml", Line: 12, Column: 200, Width: 300, Text: strings.Repeat("x", 600)},
		Mend:  &finding.Mend{Label: words},
	}
	for _, columns := range []int{40, 80, 100} {
		var out strings.Builder
		printer{w: &out, width: columns, color: true}.finding(f)
		for line := range strings.Lines(out.String()) {
			if got := ansi.StringWidth(strings.TrimSuffix(line, "\n")); got > columns {
				t.Errorf("%d columns in a terminal of %d: %q", got, columns, line)
			}
		}
	}
}

func TestNothingThatIsPutIntoALineReachesTheTerminalRaw(t *testing.T) {
	const wild = "\x1b[31m\u009b2J\u202e\a"
	var out strings.Builder
	p := printer{w: &out, width: 80}
	p.line("%s %v", wild, fmt.Errorf("%s", wild))
	p.title(wild)
	p.indented(wild, wild)
	p.entry(p.style(red, wild), p.style("", wild))
	p.finding(finding.Finding{Title: wild, Cause: wild, Detail: wild, RequestID: wild, ID: wild, Place: &finding.Place{File: wild}})
	if strings.ContainsAny(out.String(), "\x1b\u009b\u202e\a") {
		t.Errorf("%q", out.String())
	}
}

type word string

func TestALineCleansWhatIsPutIntoIt(t *testing.T) {
	const raw = "a\x1b[2Jb"
	var out strings.Builder
	p := printer{w: &out, color: true}
	p.line("%s %s %s %v %d %s", raw, word(raw), []string{raw}, errors.New(raw), 7, p.style(bold, raw))
	if got := out.String(); strings.Count(got, "\x1b") != 2 || !strings.Contains(got, " 7 ") {
		t.Errorf("it prints %q", got)
	}
}

func TestNoPrintedLineHasASecretThatIsKnown(t *testing.T) {
	const secret = "6a7b8c9d0e1f6a7b8c9d0e1f6a7b8c9d0e1f6a7b"
	safe.Remember(secret)
	var said strings.Builder
	p := printer{w: &said, keys: true}
	p.line("%s %v %v", secret, []string{secret}, errors.New(secret))
	p.title(secret)
	p.prose(secret)
	p.entry(p.style(dim, secret), p.style("", secret))
	p.indented("", secret)
	p.findings([]finding.Finding{{
		ID: "some.finding", Severity: finding.Error, Title: secret, Cause: secret, Fix: secret, Detail: secret, RequestID: secret, Link: secret,
		Place: &finding.Place{File: secret, Line: 1, Column: 1, Width: 3, Text: secret}, Mend: &finding.Mend{Label: secret},
	}})
	a := &app{out: &output{to: &said}, err: &said}
	a.sentence(secret)
	a.sentence("a server said: client_secret=neverSeenBefore")
	if strings.Contains(said.String(), secret) || strings.Contains(said.String(), "neverSeenBefore") || strings.Count(said.String(), safe.Mask) < 15 {
		t.Errorf("it says\n%s", said.String())
	}
}
