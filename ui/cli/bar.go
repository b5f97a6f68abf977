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
	width int // columns of the terminal
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
	return &bar{w: a.err, width: a.problems().width, of: of}
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
	text := fmt.Sprintf(" %d of %d", b.at, b.of)
	if b.bad > 0 {
		text += fmt.Sprintf(", %d with errors", b.bad)
	}
	columns := max(1, min(barColumns, b.width-1-len(text))) // a second row would stay
	full := columns * b.at / b.of
	fmt.Fprint(b.w, "\r"+strings.Repeat("█", full)+strings.Repeat("░", columns-full)+text)
}

func (b *bar) clear() {
	if b != nil {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}
