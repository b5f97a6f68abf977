package store

import (
	"encoding/binary"
	"math/bits"
)

// hash returns a hash of a key. Keys are short, and this takes a third of what
// hash/maphash does for them. Nothing but speed rests on it: two keys with one
// hash are judged by go-toml.
func hash(seed uint64, key []byte) uint64 {
	h := seed ^ uint64(len(key))
	for ; len(key) > 16; key = key[8:] {
		h = fold(h^binary.LittleEndian.Uint64(key), 0x9E3779B97F4A7C15)
	}
	var first, last uint64 // the ends, which overlap
	switch n := len(key); {
	case n >= 8:
		first, last = binary.LittleEndian.Uint64(key), binary.LittleEndian.Uint64(key[n-8:])
	case n >= 4:
		first, last = uint64(binary.LittleEndian.Uint32(key)), uint64(binary.LittleEndian.Uint32(key[n-4:]))
	case n > 0:
		first, last = uint64(key[0])<<8|uint64(key[n/2]), uint64(key[n-1])
	}
	return fold(h^first, last^0xD6E8FEB86659FD93)
}

// fold multiplies and keeps both halves of what comes out.
func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

// seen is a map from hashes to states that is emptied in no time: a service
// has some forty keys, a file ten thousand services.
type seen struct {
	slots []slot // a power of two of them, at most half in use
	used  int
	round uint32 // slots of another round are free
}

type slot struct {
	hash  uint64
	round uint32
	state state
}

func newSeen() seen { return seen{slots: make([]slot, 256), round: 1} }

// clear empties the map. What it grew to for a huge table is given back, so
// that small ones after it stay together in memory.
func (s *seen) clear() {
	if len(s.slots) > 1<<16 || s.round == 1<<32-1 {
		*s = newSeen()
		return
	}
	s.used = 0
	s.round++
}

// at returns where the state of a hash is kept, until the next call.
func (s *seen) at(hash uint64) *state {
	if 2*s.used >= len(s.slots) {
		s.grow()
	}
	for i := hash; ; i++ {
		at := &s.slots[i&uint64(len(s.slots)-1)]
		if at.round != s.round {
			*at = slot{hash, s.round, unseen}
			s.used++
		}
		if at.hash == hash {
			return &at.state
		}
	}
}

func (s *seen) grow() {
	old := *s
	*s = seen{slots: make([]slot, 2*len(old.slots)), round: 1}
	for _, o := range old.slots {
		if o.round == old.round {
			*s.at(o.hash) = o.state
		}
	}
}
