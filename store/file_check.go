package store

import (
	"bytes"
	"math/rand/v2"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A checker finds what the grammar of TOML lets pass and its text forbids:
// keys and tables defined twice, dates that are none, numbers out of range. It
// only ever doubts: a top-level key with doubts is judged by go-toml's decoder,
// which takes far longer. So it may be as rough as it is fast: it tells keys
// apart by their hash; index.unify doubts a top-level key that comes back after
// others.
type checker struct {
	doubtful map[int32]bool // by the number of the top-level key
	seed     uint64
	name     int32 // the top-level key that is looked at
	seen     seen  // below the name
	// element is the hash that stands for the last element of an array of
	// tables.
	element map[uint64]uint64
	current uint64 // the hash of the table that the last header named
}

// state says how a key was defined.
type state uint8

const (
	unseen    state = iota
	asValue         // key = value
	asParent        // [key.child]
	asHeader        // [key]
	asDotted        // key.child = value
	asElement       // [[key]]
)

func newChecker() *checker {
	return &checker{
		doubtful: map[int32]bool{}, seed: rand.Uint64(), name: -1,
		seen: newSeen(), element: map[uint64]uint64{},
	}
}

func (c *checker) child(parent uint64, key []byte) uint64 { return mix(parent, hash(c.seed, key)) }

func mix(parent, hash uint64) uint64 {
	x := (parent + 1) * 0x9E3779B97F4A7C15
	return x ^ hash ^ x>>32
}

func (c *checker) doubtIf(doubt bool) {
	if doubt {
		c.doubtful[c.name] = true
	}
}

// enter begins with another top-level key.
func (c *checker) enter(name int32) {
	c.name = name
	c.seen.clear()
	if len(c.element) > 0 {
		c.element = map[uint64]uint64{}
	}
}

func (c *checker) expression(e *unstable.Node, name int32) {
	if name != c.name {
		c.enter(name)
	}
	if e.Kind == unstable.KeyValue {
		c.keyValue(c.current, e)
		return
	}
	h := uint64(0)
	for keys := e.Key(); keys.Next(); {
		h = c.child(h, keys.Node().Data)
		if keys.IsLast() {
			h = c.header(h, e.Kind)
			break
		}
		switch at := c.seen.at(h); *at {
		case unseen:
			*at = asParent
		case asValue:
			c.doubtIf(true)
		case asElement:
			h = c.element[h]
		}
	}
	c.current = h
}

// header notes a table or an element of an array of tables, and returns the
// hash of what the keys below it belong to.
func (c *checker) header(h uint64, kind unstable.Kind) uint64 {
	at := c.seen.at(h)
	if kind == unstable.Table {
		c.doubtIf(*at != unseen && *at != asParent)
		*at = asHeader
		return h
	}
	c.doubtIf(*at != unseen && *at != asElement)
	*at = asElement
	last, ok := c.element[h]
	if !ok {
		last = h
	}
	c.element[h] = mix(last, 1)
	return c.element[h]
}

func (c *checker) keyValue(parent uint64, e *unstable.Node) {
	h := parent
	for keys := e.Key(); keys.Next(); {
		h = c.child(h, keys.Node().Data)
		at := c.seen.at(h)
		if keys.IsLast() {
			c.doubtIf(*at != unseen)
			*at = asValue
			break
		}
		c.doubtIf(*at != unseen && *at != asDotted)
		*at = asDotted
	}
	c.value(h, e.Value())
}

func (c *checker) value(h uint64, v *unstable.Node) {
	switch v.Kind {
	case unstable.InlineTable:
		for members := v.Children(); members.Next(); {
			c.keyValue(h, members.Node())
		}
	case unstable.Array:
		n := uint64(0)
		for elements := v.Children(); elements.Next(); n++ {
			c.value(mix(h, n), elements.Node())
		}
	case unstable.Integer:
		c.doubtIf(len(v.Data) > 18)
	case unstable.Float:
		c.doubtIf(len(v.Data) > 18 || bytes.ContainsAny(v.Data, "eE"))
	case unstable.LocalDate, unstable.LocalTime, unstable.LocalDateTime:
		c.doubtIf(true)
	case unstable.DateTime:
		// Go's parser is lenient with offsets and with hours of one digit.
		_, err := time.Parse(time.RFC3339, string(v.Data))
		c.doubtIf(err != nil || v.Data[13] != ':' || v.Data[len(v.Data)-1] != 'Z')
	}
}
