package run

import (
	"strings"
	"sync/atomic"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// A flight is a live test under way. Once dropped, nothing is reported of it:
// its result must not be taken for that of the next one.
type flight struct {
	*auth.Flight
	dropped atomic.Bool
}

func (r *Runner) flyTest(app auth.App) {
	r.stopTest()
	f, err := auth.Start(r.ctx, auth.Options{App: app, Timeout: r.config.Timeout, Log: r.config.Log})
	if err != nil {
		r.send(steps.Tested{Result: auth.Result{Findings: []finding.Finding{cannotStart(err)}}})
		return
	}
	r.flight = &flight{Flight: f}
	r.send(steps.TestStarted{AuthorizeURL: f.AuthorizeURL()})
	if !r.config.NoBrowser {
		// Beside the queue: a browser may take its time, and a paste doesn't wait.
		go func() {
			if err := OpenBrowser(f.AuthorizeURL()); err != nil {
				r.config.Log.Info("no browser opened", "reason", err)
			}
		}()
	}
	go r.follow(r.flight)
}

func cannotStart(err error) finding.Finding {
	f := assets.Finding("wizard.test-cannot-start")
	f.Detail = safe.Clean(safe.Redact(err.Error()), 300)
	return f
}

// follow reports a flight until it has settled.
func (r *Runner) follow(f *flight) {
	send := func(e steps.Event) {
		if !f.dropped.Load() {
			r.send(e)
		}
	}
	waiting := time.AfterFunc(stillWaiting, func() { send(steps.StillWaiting{}) })
	defer waiting.Stop()
	for p := range f.Progress() {
		send(steps.TestProgressed{Progress: p})
	}
	send(steps.Tested{Result: f.Wait()})
}

// stopTest ends the flight under way, and waits until its listeners are closed.
func (r *Runner) stopTest() {
	if r.flight == nil {
		return
	}
	r.flight.dropped.Store(true)
	r.flight.Cancel()
	r.flight.Wait()
	r.flight = nil
}

// consent plays the person at the browser of the simulated Pinterest.
func (r *Runner) consent(give bool) {
	if r.flight == nil || r.config.Demo == nil {
		return
	}
	url := r.flight.AuthorizeURL()
	go func() {
		page, err := r.config.Demo.Consent(r.ctx, url, give)
		switch {
		case err != nil:
			r.config.Log.Info("simulated consent", "error", err)
			r.send(steps.BrowserShows{What: err.Error()})
		case strings.HasPrefix(page, "https://"), strings.HasPrefix(page, "http://"):
			// It leads off this machine: the address is what a person would copy.
			r.send(steps.PasteCallback{Text: page})
		}
	}()
}
