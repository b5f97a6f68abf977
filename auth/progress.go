package auth

import (
	"slices"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// A Stage is where a flight is.
type Stage string

// The stages of a flight, in their order; one that fails goes to Settled.
const (
	Waiting    Stage = "waiting"    // for the callback or a paste
	Exchanging Stage = "exchanging" // the code for a token
	Reading    Stage = "reading"    // the account
	Probing    Stage = "probing"    // what was granted
	Settled    Stage = "settled"    // the result is there
)

// Longest returns how long the stage takes at most; while a flight waits for a
// person, that is for an Options without a Timeout. 0 for Settled.
func (s Stage) Longest() time.Duration {
	switch s {
	case Waiting:
		return defaultTimeout
	case Exchanging:
		return callTimeout
	case Reading, Probing:
		return readsTime
	}
	return 0
}

// Progress is a flight's state, sent whenever it changes.
type Progress struct {
	Stage Stage
	// Listening are the addresses that wait for the callback ("127.0.0.1:8085");
	// empty where only a paste can settle the flight.
	Listening []string
	// Strays counts requests that were answered, or cut off, and did not count.
	Strays int
	// Findings are what stands in the way of the callback (port busy, IPv6
	// missing) or was noticed about strays (wrong state). A warning says that
	// the callback may not arrive here, and a paste is the sure way.
	Findings []finding.Finding
}

// A board holds a flight's progress, and shows each change to who reads.
type board struct {
	changes chan Progress

	mu     sync.Mutex
	now    Progress
	ports  []finding.Finding // about listening: they come and go
	others []finding.Finding // about strays and names: they stay
	closed bool
}

func newBoard() *board {
	return &board{changes: make(chan Progress, 1), now: Progress{Stage: Waiting}}
}

// change changes the progress and shows it, in place of one that nobody has
// read yet.
func (b *board) change(with func(*Progress)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	with(&b.now)
	b.show()
}

func (b *board) show() {
	select {
	case <-b.changes:
	default:
	}
	p := b.now
	p.Listening = slices.Clone(p.Listening)
	p.Findings = slices.Concat(b.ports, b.others)
	b.changes <- p // has room: nobody else sends
}

// stage says where the flight is now.
func (b *board) stage(s Stage) { b.change(func(p *Progress) { p.Stage = s }) }

// stray counts a request that did not count, and what was noticed about it.
func (b *board) stray(noticed *finding.Finding) {
	b.change(func(p *Progress) {
		p.Strays++
		if noticed != nil {
			b.add(*noticed)
		}
	})
}

// notice adds a finding that stays.
func (b *board) notice(f finding.Finding) { b.change(func(*Progress) { b.add(f) }) }

func (b *board) add(f finding.Finding) {
	if !hasID(b.others, f.ID) {
		b.others = append(b.others, f)
	}
}

// listening says which addresses are bound, and what the others mean. A busy
// port is tried every second: what is as before is no change.
func (b *board) listening(addresses []string, findings []finding.Finding) {
	b.mu.Lock()
	same := slices.Equal(b.now.Listening, addresses) && slices.EqualFunc(b.ports, findings, func(old, now finding.Finding) bool {
		return old.ID == now.ID && old.Title == now.Title && old.Cause == now.Cause
	})
	b.mu.Unlock()
	if same {
		return
	}
	b.change(func(p *Progress) { p.Listening, b.ports = addresses, findings })
}

// warnings returns what is in the callback's way now.
func (b *board) warnings() []finding.Finding {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []finding.Finding
	for _, f := range slices.Concat(b.ports, b.others) {
		if f.Severity == finding.Warning {
			found = append(found, f)
		}
	}
	return found
}

// close shows that the flight has settled, and ends the channel.
func (b *board) close() {
	b.stage(Settled)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	close(b.changes)
}
