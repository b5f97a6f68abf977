package store

import (
	"cmp"
	"fmt"
	"slices"
)

// Set adds or changes a service: what differs from the file is changed, keys
// that pinsetup doesn't know stay, a value of Service that is empty removes
// its key. What can't be edited safely is refused with line and column, and
// nothing has changed then (*RefusedError).
func (f *File) Set(id string, s Service) error {
	changes := wanted(s)
	root := f.view(id)
	if root == nil {
		if id == "" {
			return fmt.Errorf("a service needs an ID, for example %s", DefaultService)
		}
		return f.commit(id, f.appended(id, changes), changes)
	}
	e := editor{f: f, root: root, sequences: map[*node]*sequence{}}
	for _, table := range tables {
		if err := e.table(table, changes); err != nil {
			return err
		}
	}
	e.finish()
	return f.commit(id, e.splices, changes)
}

// Remove removes a service and all of its tables. Comments above its tables
// stay: whose they are, nobody but their writer knows.
func (f *File) Remove(id string) error {
	if _, err := f.service(id); err != nil {
		return err
	}
	var bodies []span
	for _, i := range f.index.itemsOf(id) {
		body := f.itemBody(i)
		if n := len(bodies); n > 0 && isBlank(f.data[bodies[n-1].end:body.start]) {
			bodies[n-1].end = body.end
		} else {
			bodies = append(bodies, body)
		}
	}
	splices := make([]splice, len(bodies))
	for i, body := range bodies {
		splices[i].at = f.withBlankLine(body)
	}
	return f.commit(id, splices, nil)
}

// itemBody returns the item from its first line to its last key.
func (f *File) itemBody(i int) span {
	at := f.index.span(i, len(f.data))
	return span{at.start, f.lastLine(at)}
}

// withBlankLine returns whole lines that are to be removed, with the empty
// line above or below where nothing else needs it.
func (f *File) withBlankLine(lines span) span {
	after := lineEnd(f.data, lines.end)
	last := lines.end == len(f.data)
	if !last && !isBlank(f.data[lines.end:after]) {
		return lines
	}
	if lines.start == 0 {
		return span{0, after}
	}
	if above := lineStart(f.data, lines.start-1); isBlank(f.data[above:lines.start]) {
		lines.start = above
	}
	return lines
}

// A change is the value that a field shall have.
type change struct {
	field field
	value value
}

// wanted returns the values of all fields.
func wanted(s Service) []change {
	changes := make([]change, len(fields))
	if s.Verification != nil {
		v := *s.Verification
		s.Verification = &v
	}
	for i, field := range fields {
		changes[i] = change{field, valueOf(field.at(&s))}
	}
	return changes
}

// A splice replaces bytes of the document.
type splice struct {
	at   span
	text string
}

// An editor collects the splices that bring one service to its wanted values.
type editor struct {
	f       *File
	root    *node
	splices []splice
	// sections are the splices with headers: they come behind all lines that
	// are inserted at the same place, which belong to the table above.
	sections []splice
	// sequences are the changes of inline tables, each made as a whole.
	sequences map[*node]*sequence
}

func (e *editor) replace(at span, text string) { e.splices = append(e.splices, splice{at, text}) }
func (e *editor) insert(at int, text string)   { e.replace(span{at, at}, text) }

// table brings the fields of one table to their values.
func (e *editor) table(name string, changes []change) error {
	var path []string
	if name != "" {
		path = []string{name}
	}
	here, last := e.root.find(path...)
	if here == nil {
		here = last
	}
	var missing []change
	var gone []*node
	for _, c := range changes {
		if c.field.table != name {
			continue
		}
		var n *node
		if here.isTable() {
			n, _ = e.root.find(c.field.path()...)
		}
		switch {
		case n == nil && c.value.isZero():
		case !here.isTable():
			return e.refuse(here, fmt.Sprintf("%s is not a table, so that %s can't be put into it", here.name, c.field))
		case n == nil:
			missing = append(missing, c)
		case n.form != asLeaf && !c.value.isZero():
			return e.refuse(n, fmt.Sprintf("%s is a table here, and should be a value", c.field))
		case n.form != asLeaf || c.value.equals(n):
		case c.value.isZero():
			gone = append(gone, n)
		default:
			e.change(n, c.value)
		}
	}
	e.structure(path, here, missing, gone)
	return nil
}

// structure removes and adds keys of one table.
func (e *editor) structure(path []string, here *node, missing []change, gone []*node) {
	if len(gone) > 0 && len(missing) == 0 && len(path) > 0 && e.removeTable(here, gone) {
		return
	}
	for _, n := range gone {
		e.removeExpression(n.at)
	}
	if len(missing) > 0 {
		e.add(path, missing, gone)
	}
}

// change replaces a value, in the style of the old one.
func (e *editor) change(n *node, v value) {
	if v.kind == list && len(n.elements) > 0 && isMultiline(n.value.of(e.f.data)) {
		e.changeList(n, v.list)
		return
	}
	e.replace(n.value, v.render(n.value.of(e.f.data)))
}

func (e *editor) refuse(n *node, message string) error {
	return &RefusedError{e.f.place(n.span()), message}
}

// apply returns the document with all splices made. Splices with the same
// start are made in their order.
func apply(data []byte, splices []splice) []byte {
	size := len(data)
	for _, s := range splices {
		size += len(s.text)
	}
	edited := make([]byte, 0, size)
	done := 0
	for _, s := range splices {
		edited = append(edited, data[done:s.at.start]...)
		edited = append(edited, s.text...)
		done = s.at.end
	}
	return append(edited, data[done:]...)
}

// ordered sorts splices by their place, what is inserted first. Removals that overlap become one; it
// returns false where anything else overlaps.
func ordered(splices []splice) ([]splice, bool) {
	slices.SortStableFunc(splices, func(a, b splice) int {
		return cmp.Or(cmp.Compare(a.at.start, b.at.start), cmp.Compare(min(a.at.end-a.at.start, 1), min(b.at.end-b.at.start, 1)))
	})
	var merged []splice
	for _, s := range splices {
		if len(merged) > 0 {
			last := &merged[len(merged)-1]
			if s.at.start < last.at.end {
				if s.text != "" || last.text != "" {
					return nil, false
				}
				last.at.end = max(last.at.end, s.at.end)
				continue
			}
		}
		merged = append(merged, s)
	}
	return merged, true
}
