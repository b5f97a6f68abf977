package store

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A SyntaxError says that a file isn't TOML.
type SyntaxError struct {
	Place finding.Place
	// Message is what the parser says: "expected '=' after key".
	Message string
}

func (e *SyntaxError) Error() string { return located(e.Place, "this is not TOML: "+e.Message) }

// Finding returns the error as a finding.
func (e *SyntaxError) Finding() finding.Finding {
	return placed(assets.Finding("file.syntax", "message", safe.Clean(e.Message, 200)), e.Place)
}

// A ValueError says that a value of the file has the wrong type.
type ValueError struct {
	Place finding.Place
	// Key names the value: "app.name". Want says what it has to be.
	Key, Want string
}

func (e *ValueError) Error() string { return located(e.Place, e.Key+" has to be "+e.Want) }

// Finding returns the error as a finding.
func (e *ValueError) Finding() finding.Finding {
	return placed(assets.Finding("file.type", "key", e.Key, "want", e.Want), e.Place)
}

// A RefusedError says why an edit would not be safe. Nothing was changed.
type RefusedError struct {
	Place   finding.Place
	Message string
}

func (e *RefusedError) Error() string {
	return located(e.Place, e.Message+". Nothing was changed")
}

// Finding returns the error as a finding.
func (e *RefusedError) Finding() finding.Finding {
	return placed(assets.Finding("file.refused", "message", safe.Clean(e.Message, 200)), e.Place)
}

// ErrNoService tells the error of a service that isn't in the file.
var ErrNoService = errors.New("no such service")

func located(p finding.Place, message string) string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, message)
}

// texts are what is made of a document's bytes when it is first asked for, and
// forgotten with the next edit.
type texts struct {
	lines  []int // the offset of each line
	masked [][]byte
}

// PlaceOf returns where the value of a service's key stands ("clientId",
// "app.name"), in whichever way the file writes it, and false where the file
// has no such key. A table has the place of its name.
func (f *File) PlaceOf(service, key string) (finding.Place, bool) {
	root := f.view(service)
	if root == nil {
		return finding.Place{}, false
	}
	n, _ := root.find(strings.Split(key, ".")...)
	if n == nil {
		return finding.Place{}, false
	}
	return f.place(n.span()), true
}

// place returns where the bytes stand.
func (f *File) place(at span) finding.Place {
	if f.text.lines == nil {
		f.text.lines = lineOffsets(f.data)
		f.text.masked = bytes.Split(maskDocument(f.data), []byte{'\n'})
	}
	n := sort.SearchInts(f.text.lines, at.start+1) - 1
	return placeIn(f.path, f.data, at, n, f.text.lines[n], f.text.masked[n])
}

// placeIn describes a span in line n, which begins at offset start.
func placeIn(path string, data []byte, at span, n, start int, masked []byte) finding.Place {
	end := start + len(bytes.TrimRight(data[start:lineEnd(data, start)], "\r\n"))
	from := min(at.start, end)
	to := min(max(at.end, from), end)
	return finding.Place{
		File:   path,
		Line:   n + 1,
		Column: utf8.RuneCount(data[start:from]) + 1,
		Width:  max(utf8.RuneCount(data[from:to]), 1),
		Text:   safe.Clean(string(bytes.TrimRight(masked, "\r")), 0),
	}
}

func lineOffsets(data []byte) []int {
	lines := make([]int, 1, bytes.Count(data, []byte{'\n'})+1)
	for i := 0; ; {
		j := bytes.IndexByte(data[i:], '\n')
		if j < 0 {
			return lines
		}
		i += j + 1
		lines = append(lines, i)
	}
}

// syntaxError gives a parser's error its place.
func (f *File) syntaxError(err error) error {
	at, message := span{}, err.Error()
	lines := lineOffsets(f.data)
	if e, ok := errors.AsType[*parseError](err); ok {
		at, message = e.at, e.message
	}
	n := sort.SearchInts(lines, at.start+1) - 1
	masked := maskBroken(f.data, lines[n])
	return &SyntaxError{placeIn(f.path, f.data, at, n, lines[n], masked), message}
}

// tokenEnd returns the end of what begins at offset, up to a space, a bracket
// or an equals sign.
func tokenEnd(data []byte, offset int) int {
	if i := bytes.IndexAny(data[offset:], " \t\r\n=]},"); i > 0 {
		return offset + i
	}
	return offset
}
