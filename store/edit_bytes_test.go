package store

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// A string that is changed leaves every byte of the file around it as it was,
// however the file writes it.
func TestAChangedStringLeavesEveryOtherByte(t *testing.T) {
	looked := 0
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{T: t}
		looked += changeEachString(t, w.document(), randomID)
	})
	eachValid(t, func(_ string, _ []byte, f *File) {
		for _, id := range f.Services() {
			if err := f.Set(id, full()); err == nil { // it is a table
				looked += changeEachString(t, string(f.Bytes()), id)
			}
		}
	})
	if looked < 1000 {
		t.Errorf("only %d strings were there to be changed", looked)
	}
}

func changeEachString(t rapid.TB, doc, id string) (looked int) {
	t.Helper()
	f, err := Parse("p.toml", []byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Service(id)
	if err != nil {
		return 0 // there is none in this document
	}
	for _, field := range fields {
		at, ok := field.at(&s).(*string)
		n, _ := f.view(id).find(field.path()...)
		if !ok || n == nil || *at == "" {
			continue
		}
		looked++
		old := *at
		*at = "another 'value'\n\\"
		edited, _ := Parse("p.toml", []byte(doc))
		if err := edited.Set(id, s); err != nil {
			t.Fatalf("%s: %v\n%s", field, err, doc)
		}
		is := edited.data
		if before, after := f.data[:n.value.start], f.data[n.value.end:]; !bytes.HasPrefix(is, before) || !bytes.HasSuffix(is, after) || len(is) < len(before)+len(after) {
			t.Fatalf("%s: more than the value changed:\n%s\n---\n%s", field, doc, is)
		}
		*at = old
	}
	return looked
}
