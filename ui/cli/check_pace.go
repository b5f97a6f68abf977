package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/pinsetup/pinsetup/auth"
)

// Pinterest documents at most 100 requests a second for a user of an app; half
// of it leaves room for the connector, which runs meanwhile.
const (
	requestsPerSecond = 50
	requestsAtOnce    = 10
)

// patience is how long a request waits for a quota to begin anew. The time that
// auth gives a call (30 s) goes on meanwhile, and has to be enough for it, too.
const patience = 15 * time.Second

// A pacer keeps each app within its limits, however many services use it.
type pacer struct {
	base *http.Transport
	mu   sync.Mutex
	apps map[string]*pacedApp
}

func newPacer() *pacer {
	base := auth.NewTransport() // auth puts its guard around what client makes of it
	base.MaxIdleConnsPerHost = 4 * checksAtOnce
	return &pacer{base: base, apps: map[string]*pacedApp{}}
}

func (p *pacer) close() {
	p.base.CloseIdleConnections()
}

// client returns a client for the app.
func (p *pacer) client(app auth.App) *http.Client {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := app.ClientID + "\x00" + app.Endpoints.APIURL
	if p.apps[key] == nil {
		p.apps[key] = &pacedApp{
			base: p.base, limit: rate.NewLimiter(requestsPerSecond, requestsAtOnce), spent: map[string]spent{},
		}
	}
	return &http.Client{Transport: p.apps[key]}
}

// A pacedApp is the transport of one app.
type pacedApp struct {
	base  http.RoundTripper
	limit *rate.Limiter
	mu    sync.Mutex
	spent map[string]spent // by path
}

// spent is a quota that is used up.
type spent struct {
	until time.Time
	// refusal is the answer that said so; nil where an answer said that it was
	// the last one.
	refusal *http.Response
	body    []byte
}

// RoundTrip waits until the request keeps within the limits, and sends it.
// Where a quota is used up for long, Pinterest's refusal is repeated: to ask
// again would only count against the app.
func (p *pacedApp) RoundTrip(r *http.Request) (*http.Response, error) {
	path := r.URL.Path
	p.mu.Lock()
	s := p.spent[path]
	p.mu.Unlock()
	switch wait := time.Until(s.until); {
	case wait > 0 && wait <= patience:
		if err := pause(r.Context(), wait); err != nil {
			return nil, err
		}
	case wait > 0 && s.refusal != nil:
		answer := *s.refusal // whoever gets it may change it
		answer.Request, answer.Header, answer.Body = r, s.refusal.Header.Clone(), io.NopCloser(bytes.NewReader(s.body))
		return &answer, nil
	}
	if err := p.limit.Wait(r.Context()); err != nil {
		return nil, err
	}
	answer, err := p.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if err := p.note(path, answer); err != nil {
		return nil, err
	}
	return answer, nil
}

// note remembers what an answer says of the quota.
func (p *pacedApp) note(path string, answer *http.Response) error {
	var s spent
	now := time.Now()
	for _, l := range auth.ParseRateLimits(path, answer.Header, now) {
		if l.Reset > 0 && (l.Remaining == 0 || answer.StatusCode == http.StatusTooManyRequests) {
			s.until = now.Add(l.Reset)
		}
	}
	if answer.StatusCode == http.StatusTooManyRequests {
		body, err := io.ReadAll(io.LimitReader(answer.Body, maxPasted))
		answer.Body.Close()
		if err != nil {
			return err
		}
		answer.Body = io.NopCloser(bytes.NewReader(body))
		refusal := *answer
		refusal.Header = answer.Header.Clone()
		s.refusal, s.body = &refusal, body
	}
	if s.until.IsZero() {
		return nil
	}
	p.mu.Lock()
	p.spent[path] = s
	p.mu.Unlock()
	return nil
}

// pause waits, or returns why it can't.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
