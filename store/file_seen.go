package store

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
