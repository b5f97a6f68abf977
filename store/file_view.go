package store

import (
	"slices"

	"github.com/pelletier/go-toml/v2/unstable"
)

// form says how a node was written.
type form uint8

const (
	asLeaf     form = iota // key = value
	byHeader               // [table]
	byArray                // [[table]]
	byInline               // key = {…}
	byDotted               // key.child = value
	byImplicit             // [key.child]
)

// A node is a key below a service, as it stands in the file: a value, or a
// table with its keys. Offsets are those of the document.
type node struct {
	name     string
	form     form
	parent   *node
	children []*node
	byName   map[string]*node

	// key is the key's last part as written.
	key span
	// kind, text and value are a leaf's or inline table's type, its text (a
	// string decoded, everything else as written), and its bytes.
	kind     unstable.Kind
	text     string
	value    span
	elements []element // of an array
	// at is the expression that defines a leaf or an inline table; for a table
	// by dotted keys the last one that does.
	at *expression
	// A table by header: its item, and the expressions in it. An inline
	// table: its members.
	item    int
	members []*expression
	// prefix is, of a table by dotted keys, what is written in its last
	// expression up to this table's key.
	prefix span
}

// An expression is one key = value.
type expression struct {
	// whole is from the key's first byte to the value's last.
	whole span
	// holder is the inline table that it is a member of; nil where it is a
	// line of its own.
	holder *node
	item   int
	key    span // all of the key
}

// An element is one value in an array.
type element struct {
	kind unstable.Kind
	text string
	at   span
}

// view parses the items of a service into a tree. It returns nil where there
// is none. The root's at and item are those of its own definition.
func (f *File) view(id string) *node {
	items := f.index.itemsOf(id)
	if len(items) == 0 {
		return nil
	}
	root := &node{name: id, form: byImplicit}
	super := &node{form: byHeader, children: []*node{root}, byName: map[string]*node{id: root}, item: -1}
	root.parent = super
	for _, i := range items {
		v := viewer{data: f.data, super: super, item: i}
		v.read(f.index.span(i, len(f.data)))
	}
	return super.children[0]
}

type viewer struct {
	data  []byte
	super *node
	item  int
	p     unstable.Parser
	base  int
}

func (v *viewer) read(at span) {
	v.p.Reset(at.of(v.data))
	v.base = at.start
	here := v.super
	for v.p.NextExpression() {
		e := v.p.Expression()
		if e.Kind == unstable.KeyValue {
			if here.form == byHeader {
				here.members = append(here.members, v.keyValue(here, e, nil))
			}
			continue
		}
		here = v.header(e)
	}
}

// header finds or makes the node of a header. Elements of arrays of tables are
// one node, whose keys are not looked at: pinsetup has none.
func (v *viewer) header(e *unstable.Node) *node {
	here := v.super
	for keys := e.Key(); keys.Next(); {
		if here.form == byArray {
			return here
		}
		k := keys.Node()
		here = here.child(string(k.Data), byImplicit)
		if here.form == byImplicit && here.key == (span{}) {
			here.key = v.span(k.Raw)
			here.item = v.item
		}
		if keys.IsLast() {
			here.key = v.span(k.Raw)
			here.item = v.item
			here.form = byHeader
			if e.Kind == unstable.ArrayTable {
				here.form = byArray
			}
		}
	}
	return here
}

func (v *viewer) keyValue(parent *node, e *unstable.Node, holder *node) *expression {
	x := &expression{whole: v.span(e.Raw), holder: holder, item: v.item}
	here := parent
	for keys := e.Key(); keys.Next(); {
		k := keys.Node()
		here = here.child(string(k.Data), byDotted)
		if here.form == byImplicit {
			here.form = byDotted // the service itself, of which this is the first key
		}
		here.key = v.span(k.Raw)
		here.at = x
		here.item = v.item
		here.prefix = span{x.whole.start, here.key.end}
		x.key = here.prefix
	}
	v.value(here, e.Value(), x)
	return x
}

func (v *viewer) value(n *node, value *unstable.Node, x *expression) {
	n.form, n.kind = asLeaf, value.Kind
	n.value = span{valueStart(v.data, n.key.end), x.whole.end}
	switch value.Kind {
	case unstable.InlineTable:
		n.form = byInline
		for members := value.Children(); members.Next(); {
			n.members = append(n.members, v.keyValue(n, members.Node(), n))
		}
	case unstable.Array:
		for all := value.Children(); all.Next(); {
			el := all.Node()
			n.elements = append(n.elements, element{el.Kind, string(el.Data), v.span(el.Raw)})
		}
		n.text = string(n.value.of(v.data))
	default:
		n.text = string(value.Data)
	}
}

func (v *viewer) span(r unstable.Range) span {
	return span{int(r.Offset), int(r.Offset + r.Length)}.shift(v.base)
}

// valueStart returns where the value begins whose key ends at offset.
func valueStart(data []byte, offset int) int {
	for equals := false; ; offset++ {
		switch data[offset] {
		case ' ', '\t':
		case '=':
			if equals {
				return offset
			}
			equals = true
		default:
			return offset
		}
	}
}

// child returns the child with this name, made in this form where it is new.
func (n *node) child(name string, as form) *node {
	if c := n.byName[name]; c != nil {
		return c
	}
	c := &node{name: name, form: as, parent: n}
	if n.byName == nil {
		n.byName = map[string]*node{}
	}
	n.byName[name] = c
	n.children = append(n.children, c)
	return c
}

// find returns the node at the path below n, or nil; and the last node on the
// way to it.
func (n *node) find(path ...string) (found, last *node) {
	for _, name := range path {
		next := n.byName[name]
		if next == nil {
			return nil, n
		}
		n = next
	}
	return n, n
}

func (n *node) isTable() bool { return n.form != asLeaf && n.form != byArray }

// strings returns the elements of an array of strings, and false where the
// node is something else.
func (n *node) strings() ([]string, bool) {
	if n.kind != unstable.Array {
		return nil, false
	}
	list := make([]string, 0, len(n.elements))
	for _, e := range n.elements {
		list = append(list, e.text)
	}
	return list, !slices.ContainsFunc(n.elements, func(e element) bool { return e.kind != unstable.String })
}
