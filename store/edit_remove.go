package store

import (
	"bytes"
	"slices"

	"github.com/pelletier/go-toml/v2/unstable"
)

// removeExpression removes a key and its value: a line with the comment behind
// it, or a member of an inline table with its comma.
func (e *editor) removeExpression(x *expression) {
	if x.holder != nil {
		e.sequence(x.holder).remove[x] = true
		return
	}
	e.replace(e.lines(x), "")
}

// lines returns the whole lines on which the expression stands.
func (e *editor) lines(x *expression) span {
	return span{lineStart(e.f.data, x.whole.start), lineEnd(e.f.data, x.whole.end)}
}

// removeTable removes a table of which nothing would be left, and reports
// whether it did.
func (e *editor) removeTable(t *node, gone []*node) bool {
	for _, c := range t.children {
		if !slices.Contains(gone, c) {
			return false
		}
	}
	switch t.form {
	case byInline:
		e.removeExpression(t.at)
		return true
	case byHeader:
		body := e.f.itemBody(t.item)
		if bytes.IndexByte(body.of(e.f.data), '#') >= 0 {
			return false // a comment that somebody may want
		}
		e.replace(e.f.withBlankLine(body), "")
		return true
	}
	return false
}

// lastLine returns the end of the item's last expression, its newline
// included: what follows are empty lines and comments, which may belong to the
// next item.
func (f *File) lastLine(item span) int {
	var p unstable.Parser
	p.Reset(item.of(f.data))
	end := 0
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind == unstable.KeyValue {
			end = int(e.Raw.Offset + e.Raw.Length)
			continue
		}
		for keys := e.Key(); keys.Next(); {
			raw := keys.Node().Raw
			end = int(raw.Offset + raw.Length)
		}
	}
	return lineEnd(f.data, item.start+end)
}
