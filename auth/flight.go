package auth

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// Options say how a live test is flown.
type Options struct {
	App App
	// Timeout limits the wait for the person; 0 means 10 minutes. What comes
	// after a callback has limits of its own (Stage.Longest), so that one that
	// arrives in the last second is worth as much as one in the first. Time that
	// the machine sleeps doesn't count: the listener sleeps, too.
	Timeout time.Duration
	// Client makes the calls; nil means NewClient().
	Client *http.Client
	// Log gets what happens, redacted; nil means nowhere.
	Log *slog.Logger

	// listen and lookup stand in for the network in tests.
	listen listenFunc
	lookup func(ctx context.Context, host string) ([]string, error)
	look   lookFunc
}

// defaultTimeout is long enough to log in, with a second factor, and to read
// the consent page.
const defaultTimeout = 10 * time.Minute

// A Flight is one live OAuth test under way: the callback and a pasted URL
// race, the first one that counts settles it, once.
type Flight struct {
	app          App
	authorizeURL string
	state        string
	client       *http.Client
	log          *slog.Logger
	lookup       func(ctx context.Context, host string) ([]string, error)

	target   target
	receiver *receiver // nil where only a paste can settle the flight
	board    *board
	verdict  *verdict
	cancel   context.CancelFunc
	patience time.Duration // how long await waits

	claimed  atomic.Bool
	arrivals chan arrival
	helpers  sync.WaitGroup
	mistakes mistakes
	done     chan struct{}
	result   Result
}

// Start begins to listen at the app's redirect URI, where that is a loopback
// URI, on 127.0.0.1 and ::1, and returns at once. A port that can't be had is
// no error: Progress says so, the flight tries again every second, and a paste
// works meanwhile. The error is for an App that can't be flown at all.
func Start(ctx context.Context, o Options) (*Flight, error) {
	if err := o.App.flyable(); err != nil {
		return nil, err
	}
	f := &Flight{
		app: o.App, state: newState(), log: redacted(o.Log), lookup: o.lookup,
		target: targetOf(o.App.RedirectURI), board: newBoard(), verdict: newVerdict(),
		arrivals: make(chan arrival, 1), done: make(chan struct{}),
	}
	var err error
	if f.authorizeURL, err = f.app.AuthorizeURL(f.state); err != nil {
		return nil, err
	}
	safe.Remember(f.state)
	if f.lookup == nil {
		f.lookup = net.DefaultResolver.LookupHost
	}
	if f.patience = o.Timeout; f.patience <= 0 {
		f.patience = defaultTimeout
	}
	ctx, f.cancel = context.WithCancel(WithLog(ctx, o.Log))
	listening, stopListening := context.WithCancel(ctx)
	f.open(listening, o)
	go f.run(ctx, o.Client, stopListening)
	return f, nil
}

// AuthorizeURL is what the browser opens.
func (f *Flight) AuthorizeURL() string { return f.authorizeURL }

// Progress returns the channel of changes. It is closed when the flight has
// settled. A slow reader misses intermediate states, never the newest.
func (f *Flight) Progress() <-chan Progress { return f.board.changes }

// Paste offers what the person copied from the browser: the callback URL, its
// query, or the bare code. It returns no finding where the text settles the
// flight, and what is wrong with it otherwise; the flight goes on.
func (f *Flight) Paste(text string) []finding.Finding {
	p := readPaste(text, f.state)
	if wrong := p.judge(f.app, f.state, text); len(wrong) > 0 {
		f.log.Debug("a pasted text did not count", "finding", wrong[0].ID)
		return wrong
	}
	a := arrival{method: "paste", code: p.code}
	if p.err != "" {
		a.refused = &Symptom{Where: "callback", Code: cut(p.err, 80), Message: cut(p.description, 2000)}
	}
	if !f.claim(a) {
		return []finding.Finding{assets.Finding("paste.late")}
	}
	return nil
}

// Blocked reports whether something stands in the way of the callback now, so
// that a paste is the sure way: Progress has a warning about it.
func (f *Flight) Blocked() bool { return len(f.board.warnings()) > 0 }

// Cancel ends the flight; Wait returns soon after.
func (f *Flight) Cancel() { f.cancel() }

// Wait returns the result. When it returns, the listeners are closed and no
// goroutine of the flight is left. A panic of the flight comes up here.
func (f *Flight) Wait() Result {
	<-f.done
	f.mistakes.raise()
	return f.result
}

// claim hands over what settles the flight. Only the first claim counts.
func (f *Flight) claim(a arrival) bool {
	if !f.claimed.CompareAndSwap(false, true) {
		return false
	}
	safe.Remember(a.code)
	f.arrivals <- a
	return true
}

// redacted returns a logger that nothing secret reaches.
func redacted(log *slog.Logger) *slog.Logger {
	if log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(safe.NewHandler(log.Handler()))
}
