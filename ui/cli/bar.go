package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A bar shows how far a long check is, on a terminal alone. A nil bar shows
// nothing.
type bar struct {
	w     io.Writer
	of    int
	mu    sync.Mutex
	at    int
	bad   int
	shown time.Time
}

// newBar returns the bar of a check of several services, nil without a
// terminal on standard error.
func (a *app) newBar(of int) *bar {
	if of < 2 || !isTerminal(a.err) {
		return nil
	}
	return &bar{w: a.err, of: of}
}

// barColumns is how long the bar is, barPause how often it is drawn.
const (
	barColumns = 24
	barPause   = 80 * time.Millisecond
)

func (b *bar) done(bad bool) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at++
	if bad {
		b.bad++
	}
	if b.at < b.of && time.Since(b.shown) < barPause {
		return
	}
	b.shown = time.Now()
	full := barColumns * b.at / b.of
	text := strings.Repeat("█", full) + strings.Repeat("░", barColumns-full)
	fmt.Fprintf(b.w, "\r%s %d of %d", text, b.at, b.of)
	if b.bad > 0 {
		fmt.Fprintf(b.w, ", %d with errors", b.bad)
	}
}

func (b *bar) clear() {
	if b != nil {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}
