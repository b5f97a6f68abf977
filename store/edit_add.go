package store

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
)

// add puts the missing fields into the table at path, in whatever way the file
// writes this table.
func (e *editor) add(path []string, missing []change, gone []*node) {
	here, _ := e.root.find(path...)
	if here == nil {
		e.addTable(path, missing)
		return
	}
	switch here.form {
	case byHeader:
		e.addLines(here, missing, gone)
	case byInline:
		e.addMembers(here, nil, "", missing)
	case byDotted:
		prefix := string(here.prefix.of(e.f.data)) + "."
		if here.at.holder != nil {
			e.addMembers(here.at.holder, here.at, prefix, missing)
		} else {
			e.addDotted(here.at, prefix, missing)
		}
	case byImplicit:
		at := e.f.commentsAbove(here.item)
		nl := e.f.newline(at)
		e.section(at, e.header(path)+nl+renderKeys(missing, nl)+nl)
	}
}

// addTable adds a table that isn't there, in the way of its service.
func (e *editor) addTable(path []string, missing []change) {
	name := strings.Join(path, ".")
	switch e.root.form {
	case byInline:
		var members []string
		for _, c := range missing {
			members = append(members, renderKey(c.field.name)+" = "+c.value.render(nil))
		}
		e.sequence(e.root).add(nil, name+" = { "+strings.Join(members, ", ")+" }")
	case byDotted:
		e.addDotted(e.root.at, string(e.root.prefix.of(e.f.data))+"."+name+".", missing)
	default:
		items := e.f.index.itemsOf(e.root.name)
		at := e.f.lastLine(e.f.index.span(items[len(items)-1], len(e.f.data)))
		nl := e.f.newline(at)
		text := nl + e.header(path) + nl + renderKeys(missing, nl)
		if !bytes.HasSuffix(e.f.data[:at], []byte{'\n'}) {
			text = nl + strings.TrimSuffix(text, nl)
		}
		e.section(at, text)
	}
}

func (e *editor) section(at int, text string) {
	e.sections = append(e.sections, splice{span{at, at}, text})
}

// header returns a table's header, with the service's key quoted as it is in
// the file.
func (e *editor) header(path []string) string {
	return "[" + strings.Join(append([]string{string(e.root.key.of(e.f.data))}, path...), ".") + "]"
}

// renderKeys returns lines with the fields, their equals signs below each other.
func renderKeys(fields []change, nl string) string {
	widest := 0
	for _, c := range fields {
		widest = max(widest, len(c.field.name))
	}
	var b strings.Builder
	for _, c := range fields {
		b.WriteString(c.field.name + strings.Repeat(" ", widest-len(c.field.name)) + " = " + c.value.render(nil) + nl)
	}
	return b.String()
}

// addLines adds lines below a header: each behind the field that comes before
// it in pinsetup's order, or else directly below the header.
func (e *editor) addLines(t *node, missing []change, gone []*node) {
	data := e.f.data
	anchor := lineEnd(data, t.key.end)
	var like *expression
	if len(t.members) > 0 {
		like = t.members[0]
	}
	for _, field := range fields {
		if field.table != missing[0].field.table {
			continue
		}
		if n := t.byName[field.name]; n != nil && n.at != nil && n.at.holder == nil && !slices.Contains(gone, n) {
			anchor, like = e.lines(n.at).end, n.at
		}
		for _, c := range missing {
			if c.field.name == field.name {
				e.insertLine(anchor, e.line(like, t.members, field.name, c.value))
			}
		}
	}
}

// addDotted adds lines with dotted keys behind the expression.
func (e *editor) addDotted(after *expression, prefix string, missing []change) {
	for _, c := range missing {
		e.insertLine(e.lines(after).end, e.line(after, nil, prefix+c.field.name, c.value))
	}
}

// line returns a line in the style of another: its indentation, its spaces
// around the equals sign, and the sign below those of its neighbours where they
// are below each other.
func (e *editor) line(like *expression, neighbours []*expression, key string, v value) string {
	if like == nil {
		return key + " = " + v.render(nil)
	}
	data := e.f.data
	indent := data[lineStart(data, like.whole.start):like.whole.start]
	equals, gap := e.equals(like)
	aligned := gap > 1
	for _, x := range neighbours {
		at, gap := e.equals(x)
		aligned = aligned || gap > 1 && at == equals
	}
	before := strings.Repeat(" ", min(gap, 1))
	if aligned && equals > len(key) {
		before = strings.Repeat(" ", equals-len(key))
	}
	after := ""
	if next := data[like.whole.start+equals+1]; next == ' ' || next == '\t' {
		after = " "
	}
	return string(indent) + key + before + "=" + after + v.render(nil)
}

// equals returns where the equals sign stands behind the key's first byte, and
// how far it is from the key's last.
func (e *editor) equals(x *expression) (at, gap int) {
	gap = bytes.IndexByte(e.f.data[x.key.end:], '=')
	return x.key.end + gap - x.whole.start, gap
}

// insertLine puts a line at an offset where a line starts, or the document
// ends.
func (e *editor) insertLine(at int, line string) {
	nl := e.f.newline(at)
	if at == len(e.f.data) && !bytes.HasSuffix(e.f.data, []byte{'\n'}) {
		e.insert(at, nl+line)
		return
	}
	e.insert(at, line+nl)
}

// addMembers adds members to an inline table, behind one of them or at the end.
func (e *editor) addMembers(holder *node, after *expression, prefix string, missing []change) {
	for _, c := range missing {
		e.sequence(holder).add(after, prefix+c.field.name+" = "+c.value.render(nil))
	}
}

// newline returns the line ending before the offset, or else the first one of
// the document.
func (f *File) newline(at int) string {
	before := f.data[:at]
	if i := bytes.LastIndexByte(before, '\n'); i < 0 {
		before = f.data[:lineEnd(f.data, 0)]
	} else {
		before = before[:i+1]
	}
	if bytes.HasSuffix(before, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// commentsAbove returns where the comments begin that stand directly above an
// item; its start where there are none.
func (f *File) commentsAbove(i int) int {
	at := int(f.index.items[i].start)
	least := 0
	if i > 1 {
		least = f.lastLine(f.index.span(i-1, len(f.data)))
	}
	for at > least {
		above := lineStart(f.data, at-1)
		if !bytes.HasPrefix(bytes.TrimLeft(f.data[above:at], " \t"), []byte{'#'}) {
			break
		}
		at = above
	}
	return at
}

// head is what stands at the top of a new file. Its first line tells editors
// where the file's JSON Schema is.
const head = "#:schema " + assets.SchemaURL + `
# Pinterest connector configuration, written by pinsetup. Safe to edit: comments and unknown keys stay.
# It may hold a secret: keep it out of version control, and readable by its owner alone.
# Without a network, have the first line name a copy: pinsetup schema > pinterest.schema.json
`

// appended returns the splice that adds a service at the end of the file.
func (f *File) appended(id string, changes []change) []splice {
	nl := f.newline(len(f.data))
	var b strings.Builder
	switch {
	case len(f.data) == 0:
		b.WriteString(head + nl)
	case !bytes.HasSuffix(f.data, []byte{'\n'}):
		b.WriteString(nl + nl)
	case !isBlank(f.data[lineStart(f.data, len(f.data)-1):]):
		b.WriteString(nl)
	}
	first := true
	for _, table := range tables {
		var present []change
		for _, c := range changes {
			if c.field.table == table && !c.value.isZero() {
				present = append(present, c)
			}
		}
		if len(present) == 0 && table != "" {
			continue
		}
		if !first {
			b.WriteString(nl)
		}
		first = false
		header := renderKey(id)
		if table != "" {
			header += "." + table
		}
		b.WriteString("[" + header + "]" + nl + renderKeys(present, nl))
	}
	return []splice{{span{len(f.data), len(f.data)}, b.String()}}
}
