package run

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
)

// A flight is a live test under way, with its number: what is sent of it
// carries that, so that it isn't taken for another one's.
type flight struct {
	*auth.Flight
	number steps.Flight
}

func (r *Runner) flyTest(e steps.FlyTest) {
	r.stopTest()
	f, err := auth.Start(r.ctx, auth.Options{App: e.App, Timeout: r.config.Timeout, Log: r.config.Log})
	if err != nil {
		r.send(steps.Tested{Flight: e.Flight, Result: auth.Result{Findings: []finding.Finding{cannotStart(err)}}})
		return
	}
	r.flight = &flight{Flight: f, number: e.Flight}
	r.send(steps.TestStarted{Flight: e.Flight, AuthorizeURL: f.AuthorizeURL()})
	if !r.config.NoBrowser {
		// Beside the queue: a browser may take its time, and a paste doesn't wait.
		go r.guard(func() {
			if err := OpenBrowser(f.AuthorizeURL()); err != nil {
				r.config.Log.Info("no browser opened", "reason", err)
			}
		})
	}
	flight := r.flight
	go r.guard(func() { r.follow(flight) })
}

func cannotStart(err error) finding.Finding {
	f := assets.Finding("wizard.test-cannot-start")
	f.Detail = safe.Clean(safe.Redact(err.Error()), 300)
	return f
}

// follow reports a flight until it has settled.
func (r *Runner) follow(f *flight) {
	waiting := time.AfterFunc(stillWaiting, func() {
		r.guard(func() { r.send(steps.StillWaiting{Flight: f.number}) })
	})
	defer waiting.Stop()
	for p := range f.Progress() {
		r.send(steps.TestProgressed{Flight: f.number, Progress: p})
	}
	r.send(steps.Tested{Flight: f.number, Result: f.Wait()})
}

// stopTest ends the flight under way, and waits until its listeners are closed.
func (r *Runner) stopTest() {
	f := r.flight
	if f == nil {
		return
	}
	r.flight = nil
	f.Cancel()
	f.Wait()
}

// flying returns the flight of this number, nil where it isn't under way.
func (r *Runner) flying(number steps.Flight) *flight {
	if r.flight == nil || r.flight.number != number {
		return nil
	}
	return r.flight
}

func (r *Runner) offerPaste(e steps.OfferPaste) {
	f := r.flying(e.Flight)
	if f == nil {
		return
	}
	if found := f.Paste(e.Text); len(found) > 0 {
		r.send(steps.PasteRefused{Flight: e.Flight, Findings: found})
	}
}

// consent plays the person at the browser of the simulated Pinterest.
func (r *Runner) consent(e steps.Consent) {
	f := r.flying(e.Flight)
	if f == nil || r.config.Demo == nil {
		return
	}
	go r.guard(func() {
		address, err := Browse(r.ctx, r.config.Demo, f.Flight, e.Give)
		switch {
		case errors.Is(err, simulator.ErrStays):
			r.send(steps.Consented{Flight: e.Flight, Shows: "stays"})
		case err != nil:
			r.config.Log.Info("simulated consent", "error", err)
			r.send(steps.Consented{Flight: e.Flight, Shows: err.Error()})
		case address != "":
			r.send(steps.Consented{Flight: e.Flight, Address: address})
		}
	})
}

// Browse plays a person at the simulated consent page. It returns the address
// at which the browser ends where that isn't the flight's page: off this
// machine, or on a port that another program has. That address is what a person
// would copy, for Flight.Paste. The error is what the browser shows instead;
// simulator.ErrStays where it isn't sent back.
func Browse(ctx context.Context, demo *simulator.Server, f *auth.Flight, give bool) (address string, err error) {
	answer := demo.Consent
	if f.Blocked() {
		answer = func(ctx context.Context, url string, give bool) (string, error) {
			callback, _, err := demo.Answer(ctx, url, give)
			return callback, err
		}
	}
	page, err := answer(ctx, f.AuthorizeURL(), give)
	if strings.HasPrefix(page, "https://") || strings.HasPrefix(page, "http://") {
		return page, err
	}
	return "", err
}
