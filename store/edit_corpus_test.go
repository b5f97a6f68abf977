package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	tomltest "github.com/toml-lang/toml-test/v2"
)

// documents returns the documents of toml-test that its list for a version of
// TOML names, below "valid/" or "invalid/".
func documents(t *testing.T, version, kind string) map[string][]byte {
	t.Helper()
	tests := tomltest.TestCases()
	names, err := fs.ReadFile(tests, "files-toml-"+version)
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string][]byte{}
	for name := range strings.FieldsSeq(string(names)) {
		if strings.HasPrefix(name, kind) && strings.HasSuffix(name, ".toml") {
			if docs[name], err = fs.ReadFile(tests, name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(docs) < 100 {
		t.Fatalf("only %d documents below %s in TOML %s", len(docs), kind, version)
	}
	return docs
}

// eachValid hands over every valid document of toml-test, parsed.
func eachValid(t *testing.T, do func(name string, doc []byte, f *File)) {
	t.Helper()
	for _, version := range []string{"1.0.0", "1.1.0"} {
		for name, doc := range documents(t, version, "valid/") {
			f, err := Parse(name, doc)
			if err != nil {
				t.Fatalf("%s, TOML %s: %v", name, version, err)
			}
			do(version+"/"+name, doc, f)
		}
	}
}

func TestEveryValidDocumentTakesAService(t *testing.T) {
	eachValid(t, func(name string, doc []byte, f *File) {
		t.Run(name, func(t *testing.T) { addChangeRemove(t, f, doc) })
	})
}

// addChangeRemove adds a service to the document, changes it and removes it,
// and compares what is there after each.
func addChangeRemove(t *testing.T, f *File, doc []byte) {
	t.Helper()
	before := decode(t, doc)
	const id = "acme:pinterest"
	if _, taken := before[id]; taken {
		t.Skip("the document has a service of this name")
	}
	for _, s := range []Service{full(), {ClientID: "2"}, full()} {
		if err := f.Set(id, s); err != nil {
			t.Fatalf("Set: %v", err)
		}
		if !bytes.HasPrefix(f.Bytes(), doc) {
			t.Fatalf("the document's bytes changed:\n%s\n---\n%s", doc, f.Bytes())
		}
		after := decode(t, f.Bytes())
		if got, err := f.Service(id); err != nil || got.ClientID != s.ClientID || len(got.Scopes) != len(s.Scopes) {
			t.Fatalf("Service = %+v, %v", got, err)
		}
		delete(after, id)
		if !same(after, before) {
			t.Fatalf("other values changed: %v, before %v", after, before)
		}
	}
	if err := f.Remove(id); err != nil {
		t.Fatalf("Remove: %v", err)
	}
	want := string(doc)
	if len(doc) == 0 {
		want = head // what a new file gets
	}
	if left := string(f.Bytes()); strings.TrimRight(left, " \t\r\n") != strings.TrimRight(want, " \t\r\n") {
		t.Fatalf("after adding and removing, the document is\n%q\nand was\n%q", left, doc)
	}
}

func TestEveryTableOfEveryValidDocumentCanBeMadeAService(t *testing.T) {
	edits, refused := 0, map[string]int{}
	eachValid(t, func(name string, doc []byte, f *File) {
		for _, id := range f.Services() {
			edits++
			err := changeTable(name, doc, id)
			if r, ok := errors.AsType[*RefusedError](err); ok && r.Place.Line > 0 {
				refused[r.Message]++
				t.Logf("refused: %v\n%s", err, doc)
			} else if err != nil {
				t.Errorf("%s, %q: %v\n%s", name, id, err, doc)
			}
		}
	})
	t.Logf("%d tables, %d kinds of refusals: %v", edits, len(refused), refused)
	if len(refused) > 0 {
		t.Error("a valid document was refused")
	}
}

// changeTable makes the table a service, changes it, empties it of all that
// pinsetup knows, and removes it, and checks after each that everything else
// in the document has its value.
func changeTable(name string, doc []byte, id string) error {
	f, err := Parse(name, doc)
	if err != nil {
		return err
	}
	before, err := decodeAny(doc)
	if err != nil {
		return err
	}
	other := full()
	other.Scopes, other.Verification, other.App.Name = other.Scopes[1:], nil, "'"
	for _, s := range []Service{full(), other, full(), {}} {
		if err := f.Set(id, s); err != nil {
			return err
		}
		after, err := decodeAny(f.Bytes())
		if err != nil {
			return fmt.Errorf("after Set: %w\n%s", err, f.Bytes())
		}
		if got, err := f.Service(id); err != nil || !same(service(got), service(s)) {
			return fmt.Errorf("Service = %+v, %v, want %+v\n%s", got, err, s, f.Bytes())
		}
		if !same(others(before, id), others(after, id)) {
			return fmt.Errorf("other values changed\n%s", f.Bytes())
		}
		if !same(unknown(before[id]), unknown(after[id])) {
			return fmt.Errorf("unknown keys changed\n%s", f.Bytes())
		}
	}
	if len(f.view(id).children) == 0 && len(f.Services()) == 0 {
		return nil
	}
	if err := f.Remove(id); err != nil {
		return err
	}
	after, err := decodeAny(f.Bytes())
	if err != nil || !same(others(before, id), any(after)) {
		return fmt.Errorf("after Remove: %v\n%s", err, f.Bytes())
	}
	return nil
}

func decode(t *testing.T, doc []byte) map[string]any {
	t.Helper()
	m, err := decodeAny(doc)
	if err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
	return m
}

func decodeAny(doc []byte) (map[string]any, error) {
	m := map[string]any{}
	err := toml.Unmarshal(bytes.TrimPrefix(doc, byteOrderMark), &m)
	return m, err
}

// others returns the values without the service.
func others(m map[string]any, id string) any {
	m = maps.Clone(m)
	delete(m, id)
	return m
}

// unknown returns a service's values without the keys that pinsetup knows.
func unknown(v any) any {
	m, _ := v.(map[string]any)
	m = maps.Clone(m)
	for _, f := range fields {
		if f.table == "" {
			delete(m, f.name)
		} else if t, ok := m[f.table].(map[string]any); ok {
			t = maps.Clone(t)
			delete(t, f.name)
			m[f.table] = t
		}
	}
	return m
}

// service returns a service's values as the file has them.
func service(s Service) any {
	return expected(nil, wanted(s))
}

func TestEveryInvalidDocumentIsRefusedAsTheDecoderDoes(t *testing.T) {
	for _, version := range []string{"1.0.0", "1.1.0"} {
		for name, doc := range documents(t, version, "invalid/") {
			_, err := Parse(name, doc)
			_, want := decodeAny(doc)
			if (err == nil) != (want == nil) {
				t.Errorf("%s: Parse says %v, go-toml's decoder %v", name, err, want)
			}
			if e, ok := errors.AsType[*SyntaxError](err); err != nil && (!ok || e.Place.Line < 1 || e.Place.Column < 1) {
				t.Errorf("%s: no place in %#v", name, err)
			}
		}
	}
}
