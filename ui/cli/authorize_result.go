package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/say"
)

// resultEvent is the last event of "pinsetup authorize --json".
type resultEvent struct {
	Event   string    `json:"event"`
	Version int       `json:"version"`
	OK      bool      `json:"ok"`
	At      time.Time `json:"at,omitzero"`
	Method  string    `json:"method,omitempty"`
	resultDoc
	// Saved says that the file has the verification, TokenKept that the tokens
	// are kept.
	Saved     bool              `json:"saved"`
	TokenKept bool              `json:"tokenKept"`
	Findings  []finding.Finding `json:"findings"`
	// never says that there was no test: what it needs isn't there.
	never bool
	// said are the findings that a person has read already, by ID.
	said map[string]bool
}

// keep notes what was proved, and keeps the tokens where that is wanted. The
// simulated Pinterest proves nothing about the configuration, nor does another
// server than the one in the file. The tokens come first: they can't be had
// again without a person.
func (a *app) keep(ctx context.Context, o authorizeOptions, s store.Service, app auth.App, r auth.Result, e *resultEvent) error {
	if !r.OK {
		return nil
	}
	if o.keepToken && r.Token != nil {
		tokens := store.TokensFor(a.flags.config, a.flags.service, a.flags.demo != "")
		gave := s
		gave.TokenURL = app.Endpoints.TokenURL
		if a.flags.demo != "" {
			gave.TokenURL = run.DemoEndpoints.TokenURL
		}
		if err := tokens.Save(ctx, gave.Kept(*r.Token)); err != nil {
			return err
		}
		e.TokenKept = true
	}
	if !o.noSave && a.flags.demo == "" && app.Endpoints == s.Endpoints() {
		if err := a.saveVerification(ctx, s, app, r); err != nil {
			return err
		}
		e.Saved = true
	}
	return nil
}

// saveVerification notes what was proved of a service, if the file still has
// the app that was tested: a test takes minutes, and somebody may edit meanwhile.
func (a *app) saveVerification(ctx context.Context, tested store.Service, app auth.App, r auth.Result) error {
	return fileError(store.Update(a.flags.config, func(f *store.File) error {
		s, err := f.Service(a.flags.service)
		if err != nil {
			return err
		}
		if !tested.StillProved(ctx, s, app.ClientSecret) {
			return fmt.Errorf("%s: %w while the test ran, and holds another app now. What the test proved is not noted: run it again", a.flags.config, store.ErrChanged)
		}
		s.Verification = store.Proved(r)
		return f.Set(a.flags.service, s)
	}))
}

// authorized says how the test ended.
func (a *app) authorized(e resultEvent) error {
	e.Event, e.Version = "result", jsonVersion
	a.logger().Info("authorized", "ok", e.OK, "method", e.Method, "saved", e.Saved, "tokenKept", e.TokenKept, "findings", finding.IDs(e.Findings))
	if a.flags.json {
		e.Requested, e.Granted, e.Probes, e.RateLimits = list(e.Requested), list(e.Granted), list(e.Probes), list(e.RateLimits)
		if err := writeEvent(a.out, e); err != nil {
			return err
		}
	} else {
		a.printAuthorized(e)
	}
	if !e.OK {
		if code := verdict(e.Findings); code != exitOK {
			return exit(code, nil)
		}
		return exit(exitFailed, nil)
	}
	return nil
}

func (a *app) printAuthorized(e resultEvent) {
	p := a.results()
	if e.OK {
		p.line("%s", p.style(green, "The live test passed: app ID, app secret and the test redirect URI work."))
	} else if e.never {
		p.line("%s", p.style(red, "No live test was begun."))
	} else {
		p.line("%s", p.style(red, "The live test did not pass."))
	}
	if e.Account != nil {
		p.line("  Account:  %s", say.Account(*e.Account))
	}
	if len(e.Granted) > 0 {
		p.indented("  Granted:  ", strings.Join(e.Granted, ", "))
	}
	for _, probe := range e.Probes {
		p.line("  %s %s  %s", p.proof(probe.Proof), probe.Scope, p.style(dim, "("+say.Probe(probe)+")"))
	}
	if e.TokenExpiresIn > 0 {
		p.line("  Token:    %s", say.Lifetimes(time.Duration(e.TokenExpiresIn)*time.Second, time.Duration(e.RefreshExpiresIn)*time.Second))
	}
	if e.Saved {
		p.line("  Noted in %s, under verification.", a.flags.config)
	}
	if e.TokenKept {
		p.indented("  The tokens are kept: ", "pinsetup token")
	}
	// What isn't an error and was said while it happened isn't said again.
	found := slices.DeleteFunc(slices.Clone(e.Findings), func(f finding.Finding) bool { return e.said[f.ID] && f.Severity != finding.Error })
	if len(found) > 0 {
		p.line("")
		p.findings(found)
	}
}
