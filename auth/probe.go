package auth

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// probesAtOnce keeps the probes well below Pinterest's limits.
const probesAtOnce = 4

// accountScope lets the account be read.
const accountScope = "user_accounts:read"

// readAccount reads the account that gave access; the finding says what keeps
// it from being read.
func (p *proof) readAccount(ctx context.Context) *finding.Finding {
	if !slices.Contains(p.scopes(), accountScope) {
		p.add(assets.Finding("flight.no-account"))
		return nil
	}
	var doc struct {
		ID           scalar `json:"id"`
		Username     scalar `json:"username"`
		Type         scalar `json:"account_type"`
		BusinessName scalar `json:"business_name"`
	}
	probe, path := p.plan(accountScope)
	probe = p.judge(ctx, probe, p.get(ctx, path, &doc))
	p.result.Probes = append(p.result.Probes, probe)
	if probe.Proof != Verified {
		return probe.Finding
	}
	p.result.Account = &Account{
		ID: safe.Clean(string(doc.ID), 40), Username: safe.Show(string(doc.Username), 80),
		Type: safe.Clean(string(doc.Type), 40), BusinessName: safe.Show(string(doc.BusinessName), 120),
	}
	if doc.Type == "PINNER" {
		p.add(assets.Finding("flight.personal-account", "username", p.result.Account.Username))
	}
	return nil
}

// probe makes one harmless GET for each granted scope that can be read and
// wasn't yet. A scope that only writes stays present: pinsetup never writes.
func (p *proof) probe(ctx context.Context) {
	scopes := slices.DeleteFunc(slices.Clone(p.scopes()), func(scope string) bool {
		return slices.ContainsFunc(p.result.Probes, func(done Probe) bool { return done.Scope == scope })
	})
	probes, errs := make([]Probe, len(scopes)), make([]error, len(scopes))
	var calls errgroup.Group
	var mistakes mistakes
	calls.SetLimit(probesAtOnce)
	for i, scope := range scopes {
		var path string
		if probes[i], path = p.plan(scope); path != "" {
			calls.Go(func() error {
				mistakes.guard(func() { errs[i] = p.get(ctx, path, nil) })
				return nil
			})
		}
	}
	_ = calls.Wait() // each error is kept in errs
	mistakes.raise()
	for i, probe := range probes {
		if probe.Request != "" {
			probe = p.judge(ctx, probe, errs[i])
		}
		p.result.Probes = append(p.result.Probes, probe)
	}
}

// plan says how a scope is tried: a GET of this path, or nothing where there
// is none, where another scope that it needs is missing, or where the sandbox
// hasn't it.
func (p *proof) plan(scope string) (plan Probe, path string) {
	plan = Probe{Scope: scope, Proof: Present}
	known, _ := assets.ScopeByName(scope)
	u, err := url.Parse(known.Probe)
	if known.Probe == "" || err != nil {
		return plan, ""
	}
	operation, _ := assets.OperationByName("GET " + u.Path)
	if sandbox(p.app.Endpoints.APIURL) && !operation.Sandbox {
		return plan, ""
	}
	if missing := without(slices.Concat(operation.Scopes, known.Needs), p.scopes()); len(missing) > 0 {
		f := assets.Finding("flight.missing-companion", "scope", scope, "needs", missing[0])
		plan.Finding = &f
		p.add(f)
		return plan, ""
	}
	plan.Request = "GET " + pathOf(p.url(u.Path))
	return plan, known.Probe
}

// judge says what a probe's outcome proves: a refusal is a refusal, but an
// outage or a rate limit proves nothing about the scope.
func (p *proof) judge(ctx context.Context, probe Probe, err error) Probe {
	if err == nil {
		probe.Proof = Verified
		return probe
	}
	var found finding.Finding
	var failure *Failure
	switch {
	case errors.Is(err, errNotTried) && ctx.Err() == nil:
		probe.Request = ""
		found = assets.Finding("flight.not-tried")
		p.add(found)
	case ctx.Err() != nil || !errors.As(err, &failure):
		found = stopped(ctx)
	default:
		found = p.diagnose(failure.Symptom)
		if !failure.passing() {
			probe.Proof = Rejected
		}
	}
	probe.Finding = &found
	return probe
}

// A scalar is a JSON string, number or boolean as text; anything else is "".
type scalar string

// UnmarshalJSON never fails: a field of another shape says nothing.
func (s *scalar) UnmarshalJSON(data []byte) error {
	var text string
	switch {
	case json.Unmarshal(data, &text) == nil:
		*s = scalar(text)
	case len(data) > 0 && data[0] != '{' && data[0] != '[':
		*s = scalar(data)
	}
	return nil
}
