package auth

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// A journal collects what the headers of a test's answers say beside the
// point: rate limits, and the server's clock.
type journal struct {
	mu     sync.Mutex
	limits []RateLimit
	// skew is how far this machine's clock is ahead of the server's, as the
	// first answer with a date shows it.
	skew     time.Duration
	hasClock bool
}

type journalKey struct{}

// withJournal returns a context whose calls are noted in the journal.
func withJournal(ctx context.Context) (context.Context, *journal) {
	j := &journal{}
	return context.WithValue(ctx, journalKey{}, j), j
}

// journalOf returns the journal of the context, or nil, which notes nothing.
func journalOf(ctx context.Context) *journal {
	j, _ := ctx.Value(journalKey{}).(*journal)
	return j
}

func (j *journal) note(r *http.Request, resp *http.Response) {
	if j == nil {
		return
	}
	now := time.Now()
	limits := ParseRateLimits(r.Method+" "+r.URL.Path, resp.Header, now)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.limits = append(j.limits, limits...)
	// A cache's answer carries an old date, and says so with Age (RFC 9111 §5.1).
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err == nil && !j.hasClock && resp.Header.Get("Age") == "" {
		j.skew, j.hasClock = now.Sub(date), true
	}
}

// read returns what was noted so far.
func (j *journal) read() (limits []RateLimit, skew time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]RateLimit{}, j.limits...), j.skew
}
