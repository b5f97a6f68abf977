package auth

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// Options say how a live test is flown.
type Options struct {
	App App
	// Timeout limits the whole flight, the person included; 0 means 10 minutes.
	Timeout time.Duration
	// Client makes the calls; nil means NewClient().
	Client *http.Client
	// Log gets what happens, redacted; nil means nowhere.
	Log *slog.Logger
}

// A Stage is where a flight is.
type Stage string

const (
	Waiting    Stage = "waiting"    // for the callback or a paste
	Exchanging Stage = "exchanging" // the code for a token
	Reading    Stage = "reading"    // the account
	Probing    Stage = "probing"    // what was granted
	Settled    Stage = "settled"    // the result is there
)

// Progress is a flight's state, sent whenever it changes.
type Progress struct {
	Stage Stage
	// Listening are the addresses that wait for the callback ("127.0.0.1:8085");
	// empty where only a paste can settle the flight.
	Listening []string
	// Strays counts requests that were answered and did not count.
	Strays int
	// Findings are what stands in the way of the callback (port busy, IPv6
	// missing) or was noticed about strays (wrong state).
	Findings []finding.Finding
}

// A Flight is one live OAuth test under way: the callback and a pasted URL
// race, the first one that counts settles it, once.
type Flight struct{}

// Start begins to listen at the app's redirect URI, where that is a loopback
// URI, on 127.0.0.1 and ::1, and returns at once. A port that can't be had is
// no error: Progress says so, the flight tries again every second, and a paste
// works meanwhile. The error is for an App that can't be flown at all.
func Start(ctx context.Context, o Options) (*Flight, error) { return &Flight{}, nil }

// AuthorizeURL is what the browser opens.
func (f *Flight) AuthorizeURL() string { return "" }

// Progress returns the channel of changes. It is closed when the flight has
// settled. A slow reader misses intermediate states, never the newest.
func (f *Flight) Progress() <-chan Progress { return nil }

// Paste offers what the person copied from the browser: the callback URL, its
// query, or the bare code. It returns no finding where the text settles the
// flight, and what is wrong with it otherwise; the flight goes on.
func (f *Flight) Paste(text string) []finding.Finding { return nil }

// Cancel ends the flight; Wait returns soon after.
func (f *Flight) Cancel() {}

// Wait returns the result. When it returns, the listeners are closed and no
// goroutine of the flight is left.
func (f *Flight) Wait() Result { return Result{} }
