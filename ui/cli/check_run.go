package cli

import (
	"context"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// checksAtOnce is how many services are checked at the same time. Each makes a
// handful of calls, one or a few at a time.
const checksAtOnce = 16

// A checker checks the services of one file.
type checker struct {
	a       *app
	file    *store.File
	offline bool
	demos   *demos
	pace    *pacer
	// same are the checks of equal apps without tokens of their own: to try one
	// thing twice would only use up its quota.
	mu   sync.Mutex
	same map[string]func() auth.Result
}

func (a *app) runCheck(ctx context.Context, o checkOptions) (checkReport, error) {
	report := checkReport{Version: jsonVersion, File: a.flags.config, Offline: o.offline}
	file, err := a.load(ctx)
	if err != nil {
		return report, err
	}
	ctx, cancel := a.limited(ctx)
	defer cancel()
	c := &checker{
		a: a, file: file, offline: o.offline, demos: a.newDemos(), pace: newPacer(),
		same: map[string]func() auth.Result{},
	}
	defer c.demos.close()
	defer c.pace.close()
	ids := []string{a.flags.service}
	if o.all {
		ids = file.Services()
		report.Findings = append(report.Findings, withoutServices(file)...)
	}
	report.Findings = list(append(report.Findings, c.around(ctx, o.all)...))
	report.Services = c.checkAll(ctx, ids)
	report.OK = verdict(report.all()) == exitOK
	return report, nil
}

// around returns what is wrong around the file. The simulated Pinterest's
// secrets need no care.
func (c *checker) around(ctx context.Context, all bool) []finding.Finding {
	switch {
	case c.a.flags.demo != "":
		return nil
	case all:
		return c.file.Surroundings(ctx, "")
	}
	return c.file.Surroundings(ctx, c.a.flags.service)
}

// withoutServices says that there is no service to check.
func withoutServices(file *store.File) []finding.Finding {
	if len(file.Services()) > 0 {
		return nil
	}
	return file.Validate("")
}

// checkAll checks the services, some at the same time, and reports them in
// their order.
func (c *checker) checkAll(ctx context.Context, ids []string) []serviceReport {
	reports := make([]serviceReport, len(ids))
	services := make([]store.Service, len(ids))
	errs := make([]error, len(ids))
	for i, id := range ids { // a File is for one goroutine
		services[i], errs[i] = c.file.Service(id)
		reports[i] = serviceReport{Service: id, Findings: c.a.namingVariable(forConnectors(c.file.Validate(id)))}
	}
	bar := c.a.newBar(len(ids))
	defer bar.clear()
	var work errgroup.Group
	work.SetLimit(checksAtOnce)
	begun := 0
	for i := range ids {
		if ctx.Err() != nil {
			break
		}
		begun++
		work.Go(func() error {
			if errs[i] == nil {
				c.check(ctx, &reports[i], services[i])
			}
			reports[i].finish()
			c.a.logger().Info("checked", "service", ids[i], "ok", reports[i].OK, "method", reports[i].Method, "findings", finding.IDs(reports[i].Findings))
			bar.done(!reports[i].OK)
			return nil
		})
	}
	_ = work.Wait() // no job returns an error
	for i := begun; i < len(ids); i++ {
		reports[i].add(assets.Finding("flight.timeout"))
		reports[i].finish()
	}
	for i := range reports {
		putPlaces(c.file, reports[i].Service, reports[i].Findings)
	}
	return reports
}

func (r *serviceReport) finish() {
	r.OK = !finding.HasError(r.Findings)
	r.Lines, r.Findings = list(r.Lines), list(r.Findings)
	r.Requested, r.Granted = list(r.Requested), list(r.Granted)
	r.Probes, r.RateLimits = list(r.Probes), list(r.RateLimits)
}

// check checks one service: its values, then, where they allow it, against
// Pinterest.
func (c *checker) check(ctx context.Context, r *serviceReport, s store.Service) {
	values := valuesOf(r.Service, s)
	secret, err := s.Secret(ctx)
	if err == nil {
		values["credentials.clientSecret"] = secret.Reveal()
	}
	r.add(judge(values)...)
	if s.RedirectURI == "" {
		r.add(assets.Finding("file.no-redirect", "service", safe.Show(r.Service, 100)))
	}
	if s.HasSecret() { // that there is none, Validate says
		r.add(s.SecretFindings(secret, err)...)
	}
	endpoints := c.a.flags.override(s.Endpoints())
	r.who, r.Elsewhere = c.a.answerersOf(endpoints), c.a.elsewhere(endpoints)
	var result *auth.Result
	var kept *checkLine
	asked := s
	asked.Scopes = slices.DeleteFunc(slices.Clone(s.Scopes), isForeign) // one of them has all refused
	if !c.offline && s.ClientID != "" && err == nil && (len(asked.Scopes) > 0 || len(s.Scopes) == 0) {
		result, kept = c.try(ctx, r, asked)
		r.add(result.Findings...)
		r.Method, r.resultDoc = result.Method, resultInJSON(*result)
	}
	r.Lines = linesOf(s, result, r.who, r.Findings)
	if kept != nil {
		r.Lines = append(r.Lines, *kept)
	}
}

// isForeign reports whether Pinterest has no scope of that name: an error that
// the rules find.
func isForeign(scope string) bool {
	_, ok := assets.ScopeByName(scope)
	return !ok
}

// add adds findings, none of them twice.
func (r *serviceReport) add(found ...finding.Finding) {
	for _, f := range found {
		if !slices.ContainsFunc(r.Findings, func(o finding.Finding) bool {
			return o.ID == f.ID && o.Title == f.Title && (o.Field == f.Field || o.Place != nil)
		}) {
			r.Findings = append(r.Findings, f)
		}
	}
}

// try finds out what Pinterest says. Where a token is kept, the line says what
// of it is known.
func (c *checker) try(ctx context.Context, r *serviceReport, s store.Service) (*auth.Result, *checkLine) {
	app, err := c.a.appOf(ctx, s, c.demos)
	if err != nil {
		return &auth.Result{Credentials: auth.Present, Findings: []finding.Finding{cannotTry(err)}}, nil
	}
	kept, line := c.keptToken(ctx, r, s)
	run := sync.OnceValue(func() auth.Result {
		return auth.Check(ctx, auth.CheckOptions{App: app, Token: kept, Client: c.pace.client(app), Log: c.a.logger()})
	})
	if kept == nil {
		run = c.share(app, run)
	}
	result := run()
	result.Findings = slices.Clone(result.Findings) // each service gives them its own places
	if line != nil && line.Proof == auth.Verified && result.Credentials == auth.Present {
		result.Credentials, result.Method = auth.Verified, "refresh"
	}
	if line != nil && line.Proof == auth.Present && result.Method == "token" && result.Account != nil {
		line.Proof, line.How = auth.Verified, r.who.api+" took it"
	}
	return &result, line
}

// keptToken returns the kept access token of a service, refreshed where it has
// ended: to refresh it earlier would take it from the connector that uses it.
func (c *checker) keptToken(ctx context.Context, r *serviceReport, s store.Service) (*auth.Token, *checkLine) {
	if c.a.flags.demo != "" {
		return nil, nil // the simulated Pinterest of this run gave none
	}
	stored, ok, err := c.a.kept(ctx, r.Service)
	own, asked := s.Endpoints().TokenURL, c.a.flags.override(s.Endpoints()).TokenURL
	if err == nil && (!ok || asked != own && asked != stored.TokenURL) {
		return nil, nil // flags lead to another server than the one that gave it
	}
	line := &checkLine{"token", "kept access token", auth.Present, "it has not ended, and was not tried"}
	kept, refreshed, err := c.a.keptToken(ctx, r.Service, s)
	if err != nil {
		r.add(cannotTry(err))
		line.How = "it can't be used"
		if f, ok := findingOf(err); ok && !isNetwork(f) {
			line.Proof = auth.Rejected
		}
		return nil, line
	}
	if refreshed {
		line.Proof, line.How = auth.Verified, r.who.token+" refreshed it"
	}
	return &kept.Token, line
}

// share returns the check of an equal app where there is one.
func (c *checker) share(app auth.App, run func() auth.Result) func() auth.Result {
	key := strings.Join([]string{
		app.ClientID, app.ClientSecret.Reveal(), app.Endpoints.TokenURL, app.Endpoints.APIURL,
		strings.Join(slices.Sorted(slices.Values(app.Scopes)), " "),
	}, "\x00")
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.same[key] == nil {
		c.same[key] = run
	}
	return c.same[key]
}
