package store

import (
	"errors"
	"sort"
)

// edited returns the index of the document after the splices, which are in
// order. Only the items that they touch are parsed again: every other one has
// the same bytes, in the same order, and so means the same.
func (ix *index) edited(splices []splice, data []byte) (index, error) {
	was := len(data)
	for _, s := range splices {
		was += s.at.end - s.at.start - len(s.text)
	}
	next := index{items: make([]item, 0, len(ix.items)+8), names: ix.names}
	i, shift := 0, 0
	for n := 0; n < len(splices); {
		lo, hi := ix.touched(splices[n])
		for ; i < lo; i++ {
			next.copy(ix.items[i], shift)
		}
		piece := span{int(ix.items[lo].start) + shift, 0}
		for ; n < len(splices); n++ {
			from, to := ix.touched(splices[n])
			if from > hi {
				break
			}
			hi = max(hi, to)
			shift += len(splices[n].text) - (splices[n].at.end - splices[n].at.start)
		}
		piece.end = ix.span(hi, was).end + shift
		if lo == 0 {
			next.items = append(next.items, item{name: -1})
		}
		if err := next.scan(piece.of(data), piece.start, nil); err != nil {
			return index{}, err
		}
		i = hi + 1
		if i < len(ix.items) && ix.items[i].kind == rootKey && next.inTable() {
			return index{}, errors.New("a key of the document would become one of a table")
		}
	}
	for ; i < len(ix.items); i++ {
		next.copy(ix.items[i], shift)
	}
	next.link()
	return next, nil
}

func (ix *index) copy(it item, shift int) {
	it.start = uint32(int(it.start) + shift)
	ix.items = append(ix.items, it)
}

func (ix *index) inTable() bool {
	last := ix.items[len(ix.items)-1].kind
	return last == table || last == arrayTable
}

// touched returns the first and the last item whose bytes a splice changes.
// What is inserted where an item starts belongs to the item above.
func (ix *index) touched(s splice) (lo, hi int) {
	lo = ix.itemAt(s.at.start - 1)
	return lo, max(lo, ix.itemAt(s.at.end-1))
}

// itemAt returns the item that the byte at offset belongs to; the prologue
// before the first one.
func (ix *index) itemAt(offset int) int {
	return max(0, sort.Search(len(ix.items), func(i int) bool { return int(ix.items[i].start) > offset })-1)
}
