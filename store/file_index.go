package store

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// A span is a range of bytes of the document.
type span struct{ start, end int }

func (s span) of(data []byte) []byte { return data[s.start:s.end] }
func (s span) shift(by int) span     { return span{s.start + by, s.end + by} }

// itemKind says what begins an item.
type itemKind uint8

const (
	prologue   itemKind = iota // what stands before the first item
	rootKey                    // a key = value before the first header
	table                      // a [header] and its keys
	arrayTable                 // a [[header]] and its keys
)

// An item is a piece of the document: a header with everything up to the next
// header, or a key of the root with everything up to the next item. Items tile
// the document: each ends where the next one starts.
type item struct {
	kind itemKind
	// deep says that the header has more than one key, or that the root's key
	// is dotted or has an inline table: it makes a table of the first key.
	deep bool
	// name is the number of the item's first key in index.names; -1 for the
	// prologue.
	name int32
	// next is the next item with this name; 0 for none.
	next int32
	// start is the item's first byte, the first one of a line.
	start uint32
}

// An index says where each top-level key of a document has its items. What is
// in them is parsed when it is asked for.
//
// Two items with different first keys can't contradict each other in TOML, so
// that a service can be read, edited and verified by its own items alone.
type index struct {
	items []item
	first []int32 // the first item of a name; 0 for none
	names *names
}

// names are the top-level keys of a document and of what it was before.
type names struct {
	list    []string
	numbers map[string]int32
}

// number returns the name's number. unifyLater says that names that are there
// already get another one for the time being (see index.unify): to look each of
// them up costs more than to parse it.
func (n *names) number(name []byte, unifyLater bool) int32 {
	if !unifyLater {
		if number, known := n.numbers[string(name)]; known {
			return number
		}
	}
	number := int32(len(n.list))
	n.list = append(n.list, string(name))
	if !unifyLater {
		n.numbers[n.list[number]] = number
	}
	return number
}

// buildIndex parses the whole document.
func buildIndex(data []byte) (index, error) {
	ix := index{items: make([]item, 1, 16), names: &names{}}
	ix.items[0].name = -1
	check := newChecker()
	if err := ix.scan(data, 0, check); err != nil {
		return index{}, err
	}
	ix.unify(check.doubtful)
	ix.link()
	for name := range check.doubtful {
		if err := ix.decode(data, name); err != nil {
			return index{}, err
		}
	}
	return ix, nil
}

// unify gives a top-level key that comes back after others the number that it
// had before, and doubts it.
func (ix *index) unify(doubtful map[int32]bool) {
	n := ix.names
	n.numbers = make(map[string]int32, len(n.list))
	again := map[int32]int32{}
	for i, name := range n.list {
		number := int32(i)
		if first, known := n.numbers[name]; known {
			again[number], doubtful[first] = first, true
			delete(doubtful, number)
			continue
		}
		n.numbers[name] = number
	}
	if len(again) == 0 {
		return
	}
	for i := range ix.items {
		if first, ok := again[ix.items[i].name]; ok {
			ix.items[i].name = first
		}
	}
}

// scan appends the items of a piece of the document that begins at offset base.
// Its first byte is the first one of an item or of the document. check, if not
// nil, looks at every expression; names are unified afterwards then.
func (ix *index) scan(piece []byte, base int, check *checker) error {
	var p unstable.Parser
	p.Reset(piece)
	inTable := false
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.KeyValue || !inTable {
			inTable = e.Kind != unstable.KeyValue
			ix.add(e, piece, base, check != nil)
		}
		if check != nil {
			check.expression(e, ix.items[len(ix.items)-1].name)
		}
	}
	if perr, ok := errors.AsType[*unstable.ParserError](p.Error()); ok {
		at := p.Range(perr.Highlight)
		start := base + int(at.Offset)
		return &parseError{span{start, start + int(at.Length)}, perr.Message}
	}
	return p.Error()
}

func (ix *index) add(e *unstable.Node, piece []byte, base int, unifyLater bool) {
	keys := e.Key()
	keys.Next()
	first := keys.Node()
	it := item{kind: rootKey, deep: !keys.IsLast()}
	switch e.Kind {
	case unstable.Table:
		it.kind = table
	case unstable.ArrayTable:
		it.kind = arrayTable
	default:
		it.deep = it.deep || e.Value().Kind == unstable.InlineTable
	}
	it.name = ix.items[len(ix.items)-1].name
	if it.name < 0 || ix.names.list[it.name] != string(first.Data) {
		it.name = ix.names.number(first.Data, unifyLater)
	}
	it.start = uint32(base + lineStart(piece, int(first.Raw.Offset)))
	if len(ix.items) == cap(ix.items) {
		ix.items = slices.Grow(ix.items, len(ix.items)) // twice as many: append's steps are smaller
	}
	ix.items = append(ix.items, it)
}

// link chains the items of each name.
func (ix *index) link() {
	ix.first = make([]int32, len(ix.names.list))
	last := make([]int32, len(ix.names.list))
	for i := 1; i < len(ix.items); i++ {
		it := &ix.items[i]
		it.next = 0
		if ix.first[it.name] == 0 {
			ix.first[it.name] = int32(i)
		} else {
			ix.items[last[it.name]].next = int32(i)
		}
		last[it.name] = int32(i)
	}
}

// decode has go-toml's decoder judge what belongs to one name.
func (ix *index) decode(data []byte, name int32) error {
	own, starts := ix.gather(data, name)
	var all any
	err := toml.Unmarshal(own, &all)
	e, ok := errors.AsType[*toml.DecodeError](err)
	if !ok {
		return err
	}
	row, column := e.Position()
	offset := 0
	for range row - 1 {
		offset = lineEnd(own, offset)
	}
	offset = min(offset+max(column-1, 0), max(len(own)-1, 0))
	for _, s := range starts {
		if s.start <= offset && offset < s.end {
			offset = int(ix.items[s.item].start) + offset - s.start
			break
		}
	}
	return &parseError{span{offset, tokenEnd(data, offset)}, strings.TrimPrefix(e.Error(), "toml: ")}
}

// A gathered piece is an item in the document of one name.
type gathered struct{ start, end, item int }

// gather returns the items of a name as a document of their own.
func (ix *index) gather(data []byte, name int32) (own []byte, pieces []gathered) {
	for i := ix.first[name]; i != 0; i = ix.items[i].next {
		start := len(own)
		own = append(own, ix.span(int(i), len(data)).of(data)...)
		own = append(own, '\n')
		pieces = append(pieces, gathered{start, len(own), int(i)})
	}
	return own, pieces
}

// span returns where the item stands in a document of this size.
func (ix *index) span(i, size int) span {
	end := size
	if i+1 < len(ix.items) {
		end = int(ix.items[i+1].start)
	}
	return span{int(ix.items[i].start), end}
}

// itemsOf returns the items of a top-level key, in the document's order.
func (ix *index) itemsOf(id string) []int {
	name, ok := ix.names.numbers[id]
	if !ok || int(name) >= len(ix.first) {
		return nil
	}
	var items []int
	for i := ix.first[name]; i != 0; i = ix.items[i].next {
		items = append(items, int(i))
	}
	return items
}

// isTable reports whether the name is a table: not a plain value, not an array
// of tables.
func (ix *index) isTable(name int32) bool {
	for i := ix.first[name]; i != 0; i = ix.items[i].next {
		it := ix.items[i]
		if !it.deep && (it.kind == arrayTable || it.kind == rootKey) {
			return false // [[name]], or name = "value"
		}
	}
	return true
}

// lineStart returns the offset of the first byte of the line around offset.
func lineStart(data []byte, offset int) int {
	return bytes.LastIndexByte(data[:offset], '\n') + 1
}

// lineEnd returns the offset behind the line around offset, its newline
// included.
func lineEnd(data []byte, offset int) int {
	if i := bytes.IndexByte(data[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(data)
}

// A parseError is a syntax error with its place as bytes.
type parseError struct {
	at      span
	message string
}

func (e *parseError) Error() string { return e.message }
