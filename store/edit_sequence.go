package store

import (
	"bytes"
	"strings"
)

// A sequence is the change of an inline table or an array: what goes and what
// comes, element by element, so that the others keep their bytes and comments.
type sequence struct {
	remove map[*expression]bool
	added  []addition
}

type addition struct {
	after *expression // nil for the end
	text  string
}

func (s *sequence) add(after *expression, text string) {
	s.added = append(s.added, addition{after, text})
}

func (e *editor) sequence(holder *node) *sequence {
	s := e.sequences[holder]
	if s == nil {
		s = &sequence{remove: map[*expression]bool{}}
		e.sequences[holder] = s
	}
	return s
}

// finish makes the changes of the inline tables, and adds the new sections.
func (e *editor) finish() {
	e.splices = append(e.splices, e.sections...)
	for holder, s := range e.sequences {
		m := members{data: e.f.data, bounds: holder.value, inline: true}
		last := -1
		for i, x := range holder.members {
			m.at = append(m.at, x.whole)
			m.gone = append(m.gone, s.remove[x])
			if !s.remove[x] {
				last = i
			}
		}
		m.added = make([][]string, len(m.at)+1)
		for _, a := range s.added {
			after := last
			for i, x := range holder.members {
				if x == a.after && !m.gone[i] {
					after = i
				}
			}
			m.added[after+1] = append(m.added[after+1], a.text)
		}
		e.splices = append(e.splices, m.splices()...)
	}
}

// changeList brings an array that stands on several lines to its new elements,
// with the fewest removals and additions.
func (e *editor) changeList(n *node, want []string) {
	literal := false
	have := make([]string, len(n.elements))
	m := members{data: e.f.data, bounds: n.value}
	for i, el := range n.elements {
		have[i] = el.kind.String() + el.text
		m.at = append(m.at, el.at)
		literal = literal || bytes.HasPrefix(el.at.of(e.f.data), []byte("'"))
	}
	keyed := make([]string, len(want))
	for i, s := range want {
		keyed[i] = "String" + s
	}
	m.gone = make([]bool, len(have))
	m.added = make([][]string, len(have)+1)
	last := -1
	for _, step := range edits(have, keyed) {
		switch step.op {
		case ' ':
			last = step.old
		case '-':
			m.gone[step.old] = true
		case '+':
			m.added[last+1] = append(m.added[last+1], renderText(want[step.new], literal))
		}
	}
	e.splices = append(e.splices, m.splices()...)
}

// members are the elements of an array or the members of an inline table,
// between brackets and with commas.
type members struct {
	data   []byte
	bounds span // with the brackets
	inline bool // a TOML 1.0 inline table must not end with a comma
	at     []span
	gone   []bool
	// added are the texts to add: [0] before the first, [i+1] behind member i,
	// which isn't gone.
	added [][]string
}

// splices returns the changes of the bytes.
func (m *members) splices() []splice {
	var out []splice
	kept := m.kept()
	if len(kept) == 0 && !m.hasComment() {
		return []splice{{m.bounds, m.fresh()}}
	}
	last := -1
	if len(kept) > 0 {
		last = kept[len(kept)-1]
	}
	for i := range m.at {
		if m.gone[i] {
			out = append(out, splice{m.removal(i), ""})
		}
	}
	if last >= 0 && last < len(m.at)-1 && m.inline && m.comma(len(m.at)-1) < 0 && len(m.added[last+1]) == 0 {
		if c := m.comma(last); c >= 0 {
			out = append(out, splice{span{c, c + 1}, ""})
		}
	}
	return append(out, m.additions(kept, last)...)
}

func (m *members) kept() []int {
	var kept []int
	for i := range m.at {
		if !m.gone[i] {
			kept = append(kept, i)
		}
	}
	return kept
}

// fresh returns the whole, written anew.
func (m *members) fresh() string {
	all := strings.Join(m.added[0], ", ")
	switch {
	case !m.inline:
		return "[" + all + "]"
	case all == "":
		return "{}"
	}
	return "{ " + all + " }"
}

// hasComment reports whether there is a comment between the members.
func (m *members) hasComment() bool {
	from := m.bounds.start
	for _, at := range append(m.at[:len(m.at):len(m.at)], span{m.bounds.end, m.bounds.end}) {
		if bytes.IndexByte(m.data[from:at.start], '#') >= 0 {
			return true
		}
		from = at.end
	}
	return false
}

// comma returns the offset of the comma behind a member; -1 for none.
func (m *members) comma(i int) int {
	for at := m.at[i].end; at < m.bounds.end; {
		switch m.data[at] {
		case ',':
			return at
		case ' ', '\t', '\r', '\n':
			at++
		case '#':
			at = lineEnd(m.data, at)
		default:
			return -1
		}
	}
	return -1
}

// ownLine returns the whole line of a member that stands alone on it, with its
// comma and comment; false where something else is on it.
func (m *members) ownLine(i int) (span, bool) {
	at := m.at[i]
	start := lineStart(m.data, at.start)
	if start <= m.bounds.start || !isBlank(m.data[start:at.start]) {
		return span{}, false
	}
	rest := at.end
	if c := m.comma(i); c >= 0 {
		rest = c + 1
	}
	end := lineEnd(m.data, rest)
	tail := bytes.TrimSpace(m.data[rest:end])
	if len(tail) > 0 && tail[0] != '#' || end > m.bounds.end {
		return span{}, false
	}
	return span{start, end}, true
}

// removal returns what goes with a member: its line, or its comma.
func (m *members) removal(i int) span {
	if line, ok := m.ownLine(i); ok {
		return line
	}
	if c := m.comma(i); c >= 0 {
		end := c + 1
		for m.data[end] == ' ' || m.data[end] == '\t' {
			end++
		}
		return span{m.at[i].start, end}
	}
	start := m.at[i].start
	for m.data[start-1] == ' ' || m.data[start-1] == '\t' {
		start--
	}
	return span{start, m.at[i].end}
}

// additions returns the splices of what comes.
func (m *members) additions(kept []int, last int) []splice {
	var out []splice
	if texts := m.added[0]; len(texts) > 0 {
		text := strings.Join(texts, ", ")
		switch {
		case len(kept) == 0:
			out = append(out, splice{span{m.bounds.start + 1, m.bounds.start + 1}, text})
		default:
			out = append(out, m.before(kept[0], texts))
		}
	}
	for _, i := range kept {
		if len(m.added[i+1]) > 0 {
			out = append(out, m.behind(i, i == last, m.added[i+1])...)
		}
	}
	return out
}

func (m *members) before(i int, texts []string) splice {
	start := m.at[i].start
	if line, ok := m.ownLine(i); ok {
		indent := string(m.data[line.start:start])
		nl := m.newline(line.end)
		return splice{span{line.start, line.start}, indent + strings.Join(texts, ","+nl+indent) + "," + nl}
	}
	return splice{span{start, start}, strings.Join(texts, ", ") + ", "}
}

func (m *members) behind(i int, last bool, texts []string) []splice {
	end := m.at[i].end
	comma := m.comma(i) >= 0
	line, ok := m.ownLine(i)
	if !ok {
		return []splice{{span{end, end}, ", " + strings.Join(texts, ", ")}}
	}
	indent := string(m.data[line.start:m.at[i].start])
	nl := m.newline(line.end)
	text := indent + strings.Join(texts, ","+nl+indent)
	if comma && !(last && m.inline && m.comma(len(m.at)-1) < 0) {
		text += ","
	}
	var out []splice
	if !comma {
		out = append(out, splice{span{end, end}, ","})
	}
	return append(out, splice{span{line.end, line.end}, text + nl})
}

func (m *members) newline(at int) string {
	if bytes.HasSuffix(m.data[:at], []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}
