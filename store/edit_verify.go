package store

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// commit makes the edit of one service, if the document that comes out holds
// what it shall and nothing else changed. changes is nil for a removal.
func (f *File) commit(id string, splices []splice, changes []change) error {
	splices, ok := ordered(splices)
	if !ok {
		return f.refuse(id, "the changes of this service overlap")
	}
	next := &File{path: f.path, bom: f.bom, exists: f.exists, backup: f.backup, old: f.old, data: apply(f.data, splices)}
	if bytes.Equal(next.data, f.data) {
		return nil
	}
	index, err := f.index.edited(splices, next.data)
	if err != nil {
		return f.refuse(id, "changing this service would make the file unreadable ("+err.Error()+")")
	}
	next.index = index
	if !f.sameOthers(next, id, splices) {
		return f.refuse(id, "changing this service would change something else in the file")
	}
	want, err := f.values(id)
	if err != nil {
		return f.refuse(id, "this service can't be read on its own ("+err.Error()+")")
	}
	have, err := next.values(id)
	if changes == nil {
		want = nil
	} else {
		want = expected(want, changes)
	}
	if err != nil || !same(have, want) {
		return f.refuse(id, "this service is written in a way that pinsetup can't change safely")
	}
	*f = *next
	return nil
}

func (f *File) refuse(id, message string) error {
	at := span{len(f.data), len(f.data)}
	if root := f.view(id); root != nil {
		at = root.key
	}
	return &RefusedError{f.place(at), message}
}

// sameOthers reports whether every item of another service is as it was, but
// for empty lines and comments behind it: those of a table that went or came
// follow the item above. Items above the first splice and below the last one
// are the same bytes, and are not looked at.
func (f *File) sameOthers(next *File, id string, splices []splice) bool {
	lo, _ := f.index.touched(splices[0])
	_, hi := f.index.touched(splices[len(splices)-1])
	was := f.othersIn(lo, hi+1, id)
	is := next.othersIn(lo, len(next.index.items)-(len(f.index.items)-hi-1), id)
	return slices.EqualFunc(was, is, sameItem)
}

// othersIn returns the items of other services from one item up to another.
func (f *File) othersIn(from, to int, id string) [][]byte {
	var others [][]byte
	name, ok := f.index.names.numbers[id]
	for i := from; i < to; i++ {
		if !ok || f.index.items[i].name != name {
			others = append(others, f.index.span(i, len(f.data)).of(f.data))
		}
	}
	return others
}

func sameItem(was, is []byte) bool {
	short, long := bytes.TrimRight(was, " \t\r\n"), bytes.TrimRight(is, " \t\r\n")
	if len(short) > len(long) {
		short, long = long, short
	}
	rest, ok := bytes.CutPrefix(long, short)
	for line := range bytes.Lines(rest) {
		line = bytes.TrimSpace(line)
		ok = ok && (len(line) == 0 || line[0] == '#')
	}
	return ok
}

// values decodes a service with go-toml's decoder, from its own items: nil
// where it has none.
func (f *File) values(id string) (any, error) {
	name, ok := f.index.names.numbers[id]
	if !ok || int(name) >= len(f.index.first) {
		return nil, nil
	}
	own, _ := f.index.gather(f.data, name)
	var all map[string]any
	err := toml.Unmarshal(own, &all)
	return all[id], err
}

// expected returns the values with the changes made. Tables of pinsetup that
// would be empty are as good as none.
func expected(was any, changes []change) any {
	root, _ := was.(map[string]any)
	want := maps.Clone(root)
	if want == nil {
		want = map[string]any{}
	}
	for _, table := range tables[1:] {
		if t, ok := want[table].(map[string]any); ok {
			want[table] = maps.Clone(t)
		}
	}
	for _, c := range changes {
		parent := want
		if c.field.table != "" {
			var ok bool
			if parent, ok = want[c.field.table].(map[string]any); !ok {
				if c.value.isZero() {
					continue
				}
				parent = map[string]any{}
				want[c.field.table] = parent
			}
		}
		switch old := parent[c.field.name]; {
		case !c.value.isZero():
			parent[c.field.name] = c.value.decoded()
		case !isTable(old) && old != "" && !same(old, []any{}):
			delete(parent, c.field.name)
		}
	}
	return want
}

func isTable(v any) bool {
	if list, ok := v.([]any); ok {
		return len(list) > 0 && isTable(list[0])
	}
	_, ok := v.(map[string]any)
	return ok
}

// same compares decoded values. NaN equals NaN, moments are compared as such,
// and an empty table of pinsetup equals none.
func same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(pruned(a), pruned(b), same)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, same)
	case float64:
		b, ok := b.(float64)
		return ok && (a == b || math.IsNaN(a) && math.IsNaN(b))
	case time.Time:
		b, ok := b.(time.Time)
		return ok && a.Equal(b)
	}
	return a == b
}

func pruned(m map[string]any) map[string]any {
	clone := m
	for _, table := range tables[1:] {
		if t, ok := m[table].(map[string]any); ok && len(t) == 0 {
			if len(clone) == len(m) {
				clone = maps.Clone(m)
			}
			delete(clone, table)
		}
	}
	return clone
}
