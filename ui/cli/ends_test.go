package cli

import (
	"strings"
	"testing"
	"testing/iotest"
)

func TestBothEndsOfALongTextAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "short": "short", "0123456789": "0123456789",
		"begin" + strings.Repeat("x", 100_000) + "theend": "begin\nheend",
	} {
		if got, err := readEnds(strings.NewReader(text), 10); err != nil || string(got) != want {
			t.Errorf("%.20q: %q, %v", text, got, err)
		}
		if got, err := readEnds(iotest.OneByteReader(strings.NewReader(text)), 10); err != nil || string(got) != want {
			t.Errorf("%.20q, byte by byte: %q, %v", text, got, err)
		}
	}
	if _, err := readEnds(iotest.TimeoutReader(strings.NewReader(strings.Repeat("x", 1<<20))), 10); err == nil {
		t.Error("an error of the reader is kept quiet")
	}
}
