package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A proof is what a test has found out so far.
type proof struct {
	app    App
	client *http.Client
	log    *slog.Logger
	token  Token
	// fresh says that the token was issued a moment ago: it can't have expired.
	fresh bool
	// until is when the reads with the token have to be over.
	until time.Time
	// halted says that further reads are of no use: nobody answers them.
	halted atomic.Bool
	result Result
}

// newResult is a result before anything was tried: lists are empty, never nil.
func newResult(app App) Result {
	return Result{
		Credentials: Present, Requested: append([]string{}, app.Scopes...), Granted: []string{},
		Probes: []Probe{}, RateLimits: []RateLimit{}, Findings: []finding.Finding{},
	}
}

// add adds a finding, each kind once: five probes that fail for one reason
// are one thing to mend.
func (p *proof) add(f finding.Finding) {
	if !hasID(p.result.Findings, f.ID) {
		p.result.Findings = append(p.result.Findings, f)
	}
}

// diagnose adds what a symptom means, and returns it.
func (p *proof) diagnose(s Symptom) finding.Finding {
	f := Diagnose(s)
	p.log.Debug("diagnosed", "where", s.Where, "status", s.Status, "code", s.Code,
		"message", safe.Show(s.Message, 500), "requestId", s.RequestID, "finding", f.ID)
	p.add(f)
	if s.Where != "network" && strings.Contains(strings.ToLower(s.Message), "apps with trial access") {
		p.result.AccessTier = "trial"
	}
	return f
}

// refused adds what a failed call to the token endpoint means. A 401 with code
// 2 there is Pinterest's word for wrong credentials.
func (p *proof) refused(ctx context.Context, err error) finding.Finding {
	if ctx.Err() != nil {
		f := stopped(ctx)
		p.add(f)
		return f
	}
	var failure *Failure
	if !errors.As(err, &failure) {
		failure = networkFailure("POST "+pathOf(p.app.Endpoints.TokenURL), err)
	}
	if rejectsCredentials(failure) {
		p.result.Credentials = Rejected
	}
	return p.diagnose(failure.Symptom)
}

// rejectsCredentials reports whether the token endpoint refused app ID and
// secret: Pinterest's 401 with code 2, or RFC 6749's invalid_client.
func rejectsCredentials(f *Failure) bool {
	return f.is(http.StatusUnauthorized, "2") || (f.Symptom.Where != "network" && f.Symptom.Code == "invalid_client")
}

// stopped says that a test was ended from outside.
func stopped(ctx context.Context) finding.Finding {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return assets.Finding("flight.timeout")
	}
	return assets.Finding("flight.canceled")
}

// take notes a token that was just issued, and what came with it.
func (p *proof) take(t Token) {
	p.fresh = t.Expiry.IsZero() || t.Expiry.After(time.Now())
	p.result.Credentials = Verified
	p.hold(t)
	if in := p.result.TokenExpiresIn; p.fresh && in > 0 && in < shortLife {
		p.add(assets.Finding("flight.short-lived", "for", length(in)))
	}
}

// shortLife is far below the 30 days that Pinterest documents.
const shortLife = 7 * 24 * time.Hour

// hold notes a token, however old it is.
func (p *proof) hold(t Token) {
	p.token = t
	p.result.Token = &p.token
	now := time.Now()
	p.until = now.Add(readsTime)
	if !t.Expiry.IsZero() {
		p.result.TokenExpiresIn = max(0, t.Expiry.Sub(now).Round(time.Second))
	}
	if !t.RefreshExpiry.IsZero() {
		p.result.RefreshExpiresIn = max(0, t.RefreshExpiry.Sub(now).Round(time.Second))
	}
	if t.Scopes == nil {
		p.result.Granted = nil
		p.add(assets.Finding("flight.scopes-unsaid"))
		return
	}
	p.result.Granted = append([]string{}, t.Scopes...)
	p.compareScopes()
}

// compareScopes says where granted and requested scopes differ. Pinterest
// lists what was ever approved, so more than was asked for is no surprise.
func (p *proof) compareScopes() {
	if missing := p.result.Missing(); len(missing) > 0 {
		p.add(assets.Finding("flight.fewer-scopes", "scopes", strings.Join(missing, ", ")))
	}
	if more := without(p.token.Scopes, p.app.Scopes); len(more) > 0 {
		p.add(assets.Finding("flight.more-scopes", "scopes", strings.Join(more, ", ")))
	}
}

// scopes are the granted scopes, or the requested ones where the answer
// didn't say what was granted.
func (p *proof) scopes() []string {
	if p.token.Scopes == nil {
		return p.app.Scopes
	}
	return p.token.Scopes
}

// facts are what a page tells of the test.
func (p *proof) facts() []assets.CallbackFact {
	var facts []assets.CallbackFact
	if a := p.result.Account; a != nil && a.Username != "" {
		facts = append(facts, assets.CallbackFact{Name: "Account", Value: a.Username})
		if a.BusinessName != "" {
			facts = append(facts, assets.CallbackFact{Name: "Business", Value: a.BusinessName})
		}
	}
	if len(p.result.Granted) > 0 {
		facts = append(facts, assets.CallbackFact{Name: "Scopes", Value: strings.Join(p.result.Granted, ", ")})
	}
	return facts
}

// finish completes the result.
func (p *proof) finish(ctx context.Context, j *journal) Result {
	if ctx.Err() != nil && !finding.HasError(p.result.Findings) {
		p.add(stopped(ctx))
	}
	limits, skew := j.read()
	p.result.RateLimits = newest(limits)
	p.hints(skew)
	p.result.At = time.Now()
	p.result.OK = p.result.Credentials == Verified && !finding.HasError(p.result.Findings) && ctx.Err() == nil
	return p.result
}

// maxSkew is the difference between two clocks above which tokens seem to
// expire early, and certificates to be invalid.
const maxSkew = 2 * time.Minute

// hints adds what the headers suggest.
func (p *proof) hints(skew time.Duration) {
	if skew.Abs() > maxSkew {
		direction := "ahead of"
		if skew < 0 {
			direction = "behind"
		}
		p.add(assets.Finding("flight.clock", "by", length(skew.Abs()), "direction", direction))
	}
	if sandbox(p.app.Endpoints.TokenURL) != sandbox(p.app.Endpoints.APIURL) {
		p.add(assets.Finding("flight.mixed-environments", "token", hostOf(p.app.Endpoints.TokenURL), "api", hostOf(p.app.Endpoints.APIURL)))
	}
	if p.result.Account == nil {
		return // nothing was read
	}
	if len(p.result.RateLimits) == 0 {
		p.add(assets.Finding("flight.no-rate-limits"))
	} else if p.result.AccessTier == "" && daily(p.result.RateLimits) {
		p.add(assets.Finding("flight.trial-limits"))
	}
}

// daily reports whether a limit counts by the day, as Trial access's do;
// Standard access's count by the minute.
func daily(limits []RateLimit) bool {
	for _, l := range limits {
		if l.Window > time.Hour || l.Reset > time.Hour {
			return true
		}
	}
	return false
}

// newest keeps the last answer of each request.
func newest(limits []RateLimit) []RateLimit {
	kept := []RateLimit{}
	for i, l := range limits {
		superseded := false
		for _, later := range limits[i+1:] {
			superseded = superseded || (later.Request == l.Request && later.Limit == l.Limit && later.Window == l.Window)
		}
		if !superseded {
			kept = append(kept, l)
		}
	}
	return kept
}

// Missing returns the scopes that were asked for and not granted; none where
// Pinterest's answer named no scopes. Granted may have more than was asked for:
// what the account approved earlier is in it.
func (r Result) Missing() []string {
	if r.Granted == nil {
		return nil
	}
	return without(r.Requested, r.Granted)
}

// without returns the elements of all that aren't in some.
func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
}

// sandbox reports whether a URL is one of Pinterest's sandbox.
func sandbox(raw string) bool { return hostOf(raw) == "api-sandbox.pinterest.com" }

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return safe.Clean(strings.ToLower(u.Hostname()), 100)
}
