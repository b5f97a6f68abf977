package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/store"
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
	Saved     bool `json:"saved"`
	TokenKept bool `json:"tokenKept"`
	keptIn    store.TokenPlace
	Findings  []finding.Finding `json:"findings"`
	// never says that there was no test: what it needs isn't there.
	never bool
	// said are the findings that a person has read already, by ID.
	said map[string]bool
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
		p.indented("  The tokens are kept"+inKeyring(e.keptIn)+": ", "pinsetup token")
	}
	// What isn't an error and was said while it happened isn't said again.
	found := slices.DeleteFunc(slices.Clone(e.Findings), func(f finding.Finding) bool { return e.said[f.ID] && f.Severity != finding.Error })
	if len(found) > 0 {
		p.line("")
		p.findings(found)
	}
}
