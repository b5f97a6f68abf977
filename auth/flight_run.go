package auth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// retryListening is how often a busy port is tried again.
const retryListening = time.Second

// open starts the receiver where the redirect URI allows one.
func (f *Flight) open(ctx context.Context, o Options) {
	if len(f.target.addresses) == 0 {
		f.board.listening(nil, f.pasteOnly())
		return
	}
	if o.listen == nil {
		o.listen = listenTCP
	}
	if o.look == nil {
		o.look = whoListens
	}
	f.receiver = &receiver{
		target: f.target, state: f.state, issuer: hostOf(f.app.Endpoints.AuthorizeURL), log: f.log, listen: o.listen,
		claim: f.claim, verdict: f.verdict, stray: f.board.stray, owners: owners{look: o.look},
	}
	f.receiver.start()
	if f.target.host == "localhost" {
		f.help(func() {
			if found := lookupFinding(ctx, f.lookup); found != nil {
				f.board.notice(*found)
			}
		})
	}
	if f.bind(ctx) {
		f.help(func() { f.keepListening(ctx) })
	}
}

// help does what helps the flight beside it. A mistake there ends the flight.
func (f *Flight) help(do func()) {
	f.helpers.Go(func() {
		if !f.mistakes.guard(do) {
			f.cancel()
		}
	})
}

// pasteOnly says why nothing listens.
func (f *Flight) pasteOnly() []finding.Finding {
	u, _ := url.Parse(f.app.RedirectURI)
	if u != nil && IsLoopback(u.Hostname()) {
		return []finding.Finding{assets.Finding("flight.loopback-https", "uri", safe.Clean(f.app.RedirectURI, 200))}
	}
	return []finding.Finding{assets.Finding("flight.paste-only", "host", safe.Clean(f.target.host, 100))}
}

// bind tries to listen, and reports whether trying again may help.
func (f *Flight) bind(ctx context.Context) (again bool) {
	bound, findings, again := f.receiver.bind(ctx)
	if ctx.Err() != nil {
		return false // what failed says nothing
	}
	f.board.listening(bound, findings)
	return again
}

// keepListening tries again to listen, until there is no more to be had. Who has
// a busy port is found out here, where nobody waits for it: another program may
// have to be asked.
func (f *Flight) keepListening(ctx context.Context) {
	tick := time.NewTicker(retryListening)
	defer tick.Stop()
	for again := true; again; {
		f.receiver.findOwners(ctx)
		if again = f.bind(ctx); again {
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	}
}

// run flies the flight to its end. stopListening ends the tries to listen, not
// what listens: browsers still get their answers.
func (f *Flight) run(ctx context.Context, client *http.Client, stopListening func()) {
	defer close(f.done)
	if client == nil {
		client = NewClient()
		defer client.CloseIdleConnections()
	}
	f.client = harden(client)

	f.mistakes.guard(func() {
		arrived := f.await(ctx)
		stopListening()
		f.result = f.settle(ctx, arrived)
	})
	f.verdict.give(assets.CallbackPage("canceled")) // where none was given
	f.cancel()
	f.helpers.Wait()
	if f.receiver != nil {
		f.receiver.close()
	}
	f.board.close()
	f.log.Info("live test settled", "ok", f.result.OK, "method", f.result.Method, "findings", len(f.result.Findings))
}

// await waits for what settles the flight; nil where the time is over or the
// flight was canceled.
func (f *Flight) await(ctx context.Context) *arrival {
	late := time.NewTimer(f.patience)
	defer late.Stop()
	select {
	case a := <-f.arrivals:
		return &a
	case <-ctx.Done():
	case <-late.C:
	}
	return f.lastArrival()
}

// lastArrival ends the wait: from here on nothing can settle the flight any
// more, but what came at the same moment does.
func (f *Flight) lastArrival() *arrival {
	if f.claimed.CompareAndSwap(false, true) {
		return nil
	}
	a := <-f.arrivals
	return &a
}

// settle turns what arrived into the result.
func (f *Flight) settle(ctx context.Context, a *arrival) Result {
	ctx, journal := withJournal(ctx)
	p := &proof{app: f.app, client: f.client, log: f.log, result: newResult(f.app)}
	switch {
	case a == nil:
		for _, found := range f.unsettled(ctx) {
			p.add(found)
		}
	case a.refused != nil:
		p.result.Method = a.method
		found := p.diagnose(*a.refused)
		f.tell(ctx, refusalPage(*a.refused), p, &found)
	default:
		p.result.Method = a.method
		f.exchange(ctx, p, a.code)
	}
	return p.finish(ctx, journal)
}

// exchange trades the code for a token and finds out what that is good for.
// Browsers get their answer as soon as the account is known.
func (f *Flight) exchange(ctx context.Context, p *proof, code string) {
	f.board.stage(Exchanging)
	token, err := Exchange(ctx, f.client, f.app, code)
	if err != nil {
		found := p.refused(ctx, err)
		f.tell(ctx, "failed", p, &found)
		return
	}
	p.take(token)
	f.board.stage(Reading)
	if found := p.readAccount(ctx); found != nil {
		f.tell(ctx, "failed", p, found)
	} else {
		page, mend := p.successPage()
		f.tell(ctx, page, p, mend)
	}
	f.board.stage(Probing)
	p.probe(ctx)
}

// refusalPage tells a person's no from Pinterest's.
func refusalPage(s Symptom) string {
	if s.Code == "access_denied" {
		return "denied"
	}
	return "failed"
}

// successPage is the page of a test that got as far as the account, and what
// is to be mended nevertheless.
func (p *proof) successPage() (id string, mend *finding.Finding) {
	for _, f := range p.result.Findings {
		if f.Severity == finding.Error {
			return "incomplete", &f
		}
		if f.Severity == finding.Warning && mend == nil {
			mend = &f
		}
	}
	if a := p.result.Account; a == nil || a.Username == "" {
		return "success-unnamed", mend
	}
	return "success", mend
}

// tell gives the browsers that wait their page. In a test that was canceled
// meanwhile, that is run's.
func (f *Flight) tell(ctx context.Context, id string, p *proof, found *finding.Finding) {
	if errors.Is(ctx.Err(), context.Canceled) {
		return
	}
	page := assets.CallbackPage(id)
	page.Finding = found
	page.Facts = p.facts()
	f.verdict.give(page)
}

// unsettled says why nothing arrived, and what was in its way to the end.
func (f *Flight) unsettled(ctx context.Context) []finding.Finding {
	if errors.Is(ctx.Err(), context.Canceled) {
		return []finding.Finding{assets.Finding("flight.canceled")}
	}
	return append([]finding.Finding{assets.Finding("flight.no-callback")}, f.board.warnings()...)
}
