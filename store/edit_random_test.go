package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A writer writes a random document around one service, in every style that
// TOML has. Lines that no edit may change hold the word KEEP.
type writer struct {
	*rapid.T
	b    strings.Builder
	kept int
}

func (w *writer) pick(label string, of ...string) string {
	return rapid.SampledFrom(of).Draw(w.T, label)
}

func (w *writer) chance(label string) bool { return rapid.Bool().Draw(w.T, label) }

func (w *writer) keep() string {
	w.kept++
	return fmt.Sprintf("KEEP%d", w.kept)
}

func (w *writer) noise() {
	switch w.pick("noise", "", "", "blank", "comment") {
	case "blank":
		w.b.WriteString("\n")
	case "comment":
		w.b.WriteString(w.pick("indent", "", "  ", "\t") + "# " + w.keep() + "\n")
	}
}

func (w *writer) key(name string) string {
	switch w.pick("quotes", "bare", "bare", `"`, `'`) {
	case `"`:
		return `"` + name + `"`
	case `'`:
		return `'` + name + `'`
	}
	return renderKey(name)
}

func (w *writer) text() string {
	return w.pick("text", `"1534758"`, `'https://acme.com/#x'`, `"\u00e9\"\\"`, `""`, "\"\"\"\nline\n  # no comment\n\"\"\"", "'''it''s'''", `"{ a = [1] }"`)
}

func (w *writer) value(f field) string {
	var s Service
	switch f.at(&s).(type) {
	case *[]string:
		return w.pick("list", `[]`, `["boards:read"]`, `[ 'a', "b" , ]`, "[\n  \"a\", # first\n  # alone\n  \"pins:read\"\n]", "[ # c\n\t'a',\n\t'boards:read', 'c', # two\n]")
	case *time.Time:
		return w.pick("time", "2026-11-23T12:00:00Z", "2026-11-23 14:00:00.5+02:00")
	}
	return w.text()
}

// inlineValue is a value that fits on one line.
func (w *writer) inlineValue(f field) string {
	v := w.value(f)
	if strings.Contains(v, "\n") {
		return `["x"]`
	}
	return v
}

func (w *writer) line(key, value, comment string) {
	w.noise()
	w.b.WriteString(w.pick("indent", "", "  ") + key + w.pick("before", " ", "", "   ") + "=" + w.pick("after", " ", "") + value)
	if comment != "" {
		w.b.WriteString(" # " + comment)
	}
	w.b.WriteString("\n")
}

func (w *writer) chosen(table string) []field {
	var some []field
	for _, f := range fields {
		if f.table == table && w.chance(f.String()) {
			some = append(some, f)
		}
	}
	return rapid.Permutation(some).Draw(w.T, "order")
}

func (w *writer) members(table string) string {
	var all []string
	for _, f := range w.chosen(table) {
		v := w.inlineValue(f)
		if strings.HasPrefix(v, "[\"x\"]") && f.name != "scopes" && f.name != "grantedScopes" {
			v = `"x"`
		}
		all = append(all, w.key(f.name)+" = "+v)
	}
	if w.chance("unknown") {
		all = append(all, "mine = { deep = [1, { x = 2 }] }")
	}
	return "{" + w.pick("open", "", " ") + strings.Join(all, w.pick("comma", ", ", ",")) + w.pick("close", "", " ") + "}"
}

// lines writes a table's keys below a header, or behind a prefix.
func (w *writer) lines(prefix, table string) {
	for _, f := range w.chosen(table) {
		w.line(prefix+w.key(f.name), w.value(f), "")
	}
	if w.chance("unknown key") {
		w.line(prefix+w.key("mine"), "1", w.keep())
	}
}

// part writes app or verification where the service's own keys are: dotted,
// inline, or not at all.
func (w *writer) part(prefix, table string) (done bool) {
	switch w.pick(table, "dotted", "inline", "later", "none") {
	case "dotted":
		w.lines(prefix+w.key(table)+w.pick("dot", ".", " . "), table)
	case "inline":
		w.line(prefix+w.key(table), w.members(table), "")
	case "later":
		return false
	}
	return true
}

func (w *writer) other(name string) {
	w.noise()
	w.b.WriteString("[" + name + "] # " + w.keep() + "\nclientId = 5 # " + w.keep() + "\n")
}

const randomID = "acme:pinterest"

func (w *writer) document() string {
	if w.chance("root key") {
		w.line("title", "1", w.keep())
	}
	style := w.pick("style", "header", "header", "dotted", "inline", "implicit")
	id := func() string { return w.pick("id", `"acme:pinterest"`, `'acme:pinterest'`, `"acme\u003apinterest"`) }
	var later []string
	switch style {
	case "inline":
		w.line(id(), w.members(""), w.keep()[:0])
	case "dotted":
		prefix := id() + "."
		w.lines(prefix, "")
		for _, t := range tables[1:] {
			if !w.part(prefix, t) {
				later = append(later, t)
			}
		}
	}
	w.other("first")
	switch style {
	case "header":
		w.noise()
		w.b.WriteString("[" + id() + "]\n")
		w.lines("", "")
		for _, t := range tables[1:] {
			if !w.part("", t) {
				later = append(later, t)
			}
		}
	case "implicit":
		later = tables[1:]
	}
	for _, t := range rapid.Permutation(later).Draw(w.T, "later") {
		w.other("before_" + t)
		w.b.WriteString("[ " + id() + "." + w.key(t) + " ]\n")
		w.lines("", t)
	}
	if style != "inline" && w.chance("array") {
		w.b.WriteString("[[" + id() + ".list]] # " + w.keep() + "\nx = 1 # " + w.keep() + "\n")
	}
	w.other("last")
	doc := w.b.String()
	if w.chance("no newline") {
		doc = strings.TrimSuffix(doc, "\n")
	}
	if w.chance("windows") {
		doc = strings.ReplaceAll(doc, "\n", "\r\n")
	}
	if w.chance("mark") {
		doc = "\ufeff" + doc
	}
	return doc
}

// randomService is a service with some of the fields set.
func randomService(t *rapid.T) Service {
	s := full()
	s.ClientSecret = safe.NewSecret("0f1e2d3c4b5a69788796a5b4c3d2e1f0")
	s.Scopes = rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c", "boards:read", "pins:read"}), rapid.ID).Draw(t, "scopes")
	for _, f := range fields {
		if rapid.Bool().Draw(t, "without "+f.String()) {
			switch p := f.at(&s).(type) {
			case *string:
				*p = ""
			case *safe.Secret:
				*p = safe.Secret{}
			case *[]string:
				*p = nil
			case *time.Time:
				*p = time.Time{}
			}
		}
	}
	return s
}

func TestARandomDocumentKeepsWhatIsNotPinsetups(t *testing.T) {
	refused := 0
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{T: t}
		doc := w.document()
		f, err := Parse("p.toml", []byte(doc))
		if err != nil {
			t.Fatalf("the generator wrote no TOML: %v\n%s", err, doc)
		}
		before, _ := decodeAny([]byte(doc))
		for range 3 {
			s := randomService(t)
			was := string(f.Bytes())
			if err := f.Set(randomID, s); err != nil {
				if r, ok := errors.AsType[*RefusedError](err); !ok || r.Place.Line == 0 {
					t.Fatalf("%v\n%s", err, was)
				}
				refused++
				t.Fatalf("refused: %v\n%s", err, was)
			}
			checkEdited(t, f, doc, before, s)
		}
		if slices.Contains(f.Services(), randomID) {
			if err := f.Remove(randomID); err != nil {
				t.Fatalf("Remove: %v\n%s", err, f.Bytes())
			}
		}
		after, err := decodeAny(f.Bytes())
		if err != nil || !same(others(before, randomID), any(after)) {
			t.Fatalf("after Remove: %v\n%s", err, f.Bytes())
		}
	})
	t.Logf("%d refusals", refused)
}

func checkEdited(t *rapid.T, f *File, doc string, before map[string]any, s Service) {
	t.Helper()
	is := f.Bytes()
	after, err := decodeAny(is)
	if err != nil {
		t.Fatalf("%v\nof\n%s\nbecame\n%s", err, doc, is)
	}
	if got, err := f.Service(randomID); err == nil {
		if !maps.EqualFunc(service(got).(map[string]any), service(s).(map[string]any), same) {
			t.Fatalf("Service = %+v, want %+v\n%s", got, s, is)
		}
	} else if !errors.Is(err, ErrNoService) {
		t.Fatal(err)
	}
	if !same(others(before, randomID), others(after, randomID)) || !same(unknown(before[randomID]), unknown(after[randomID])) {
		t.Fatalf("other values changed:\n%s\n---\n%s", doc, is)
	}
	have := map[string]bool{}
	for line := range strings.Lines(strings.TrimPrefix(string(is), "\ufeff")) {
		have[strings.TrimRight(line, "\r\n")] = true
	}
	for line := range strings.Lines(strings.TrimPrefix(doc, "\ufeff")) {
		if line = strings.TrimRight(line, "\r\n"); strings.Contains(line, "KEEP") && !have[line] {
			t.Fatalf("the line %q is gone:\n%s\n---\n%s", line, doc, is)
		}
	}
	if strings.Contains(doc, "\r\n") && bytes.Count(is, []byte{'\n'}) != bytes.Count(is, []byte("\r\n")) {
		t.Fatalf("a line ending is not the document's: %q", is)
	}
	if again, err := Parse("p.toml", is); err != nil || !slices.Equal(again.Services(), f.Services()) || len(again.index.items) != len(f.index.items) {
		t.Fatalf("the index differs from a new one: %v\n%s", err, is)
	}
}

// FuzzParseAndEdit takes any bytes: what go-toml's decoder refuses is refused,
// and of everything else a service is added, changed and removed.
func FuzzParseAndEdit(f *testing.F) {
	f.Add([]byte("[\"acme:pinterest\"]\nclientId = \"1\" # mine\n\n[a.b]\n[[c]]\nx = { y = [1, 2.5, 2026-11-23] }\n"), "a")
	f.Add([]byte("\xef\xbb\xbfa.b.c = '''\r\n'''\r\na.d = {}\r\n[x]\r\n"), "a")
	f.Add([]byte("a = {\n  b = 1, # c\n}\n"), "a")
	f.Add([]byte("[a]\nb.c = 1\n[a.b]\n"), "a")
	f.Fuzz(func(t *testing.T, doc []byte, id string) {
		file, err := Parse("p.toml", doc)
		before, want := decodeAny(doc)
		if (err == nil) != (want == nil) {
			t.Fatalf("Parse says %v, go-toml's decoder %v", err, want)
		}
		if err != nil {
			return
		}
		file.Validate("")
		err = file.Set(id, full())
		if _, refused := errors.AsType[*RefusedError](err); refused || err != nil && id == "" {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		after, err := decodeAny(file.Bytes())
		id = valid(id)
		if err != nil || !same(others(before, id), others(after, id)) {
			t.Fatalf("after Set: %v\n%q\n%q", err, doc, file.Bytes())
		}
		if err := file.Remove(id); err != nil {
			t.Fatal(err)
		}
		after, err = decodeAny(file.Bytes())
		if err != nil || !same(others(before, id), any(after)) {
			t.Fatalf("after Remove: %v\n%q\n%q", err, doc, file.Bytes())
		}
	})
}
