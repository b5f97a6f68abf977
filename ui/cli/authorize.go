package cli

import (
	"bufio"
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/say"
)

type authorizeOptions struct {
	keepToken   string // where, and whether at all
	noSave, yes bool
}

func (a *app) authorizeCommand() *cobra.Command {
	var o authorizeOptions
	c := &cobra.Command{
		Use:        "authorize [FILE]",
		SuggestFor: []string{"login", "connect", "test"},
		Short:      "Run the live OAuth test on an existing configuration",
		Long: `Runs the live test: a real login with Pinterest in a browser, the exchange of the
code, one harmless read for each granted scope. It listens at the test redirect URI;
on a terminal the address that the browser ends at can also be pasted.

A test that passes is noted in the file, under verification. In --demo nothing is
written, and Enter on a terminal, or --yes, gives access in place of the browser.

With --json it opens no browser and prints one event a line: first the address to
open, at the end the result.`,
		Example: `  pinsetup authorize
  pinsetup authorize --no-browser
  pinsetup authorize --json --timeout 2m
  pinsetup authorize --keep-token
  pinsetup authorize --demo --yes`,
		Args: arguments(0, 1, "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkKeepToken(args); err != nil {
				return err
			}
			if err := a.file(cmd, args); err != nil {
				return err
			}
			if o.yes && a.flags.demo == "" {
				return usage("--yes gives access in the simulated Pinterest: use it with --demo")
			}
			return a.authorize(cmd.Context(), o)
		},
	}
	c.Flags().StringVar(&o.keepToken, "keep-token", "", "keep the tokens, for \"pinsetup token\" and connectors that ask for them; `where`: "+keepPlaces)
	c.Flags().Lookup("keep-token").NoOptDefVal = keepWhereKept
	complete(c, "keep-token", store.TokenPlaces)
	c.Flags().BoolVar(&o.noSave, "no-save", false, "don't note in the file what the test proved")
	c.Flags().BoolVar(&o.yes, "yes", false, "with --demo: give access, as a person would in the browser")
	return c
}

func (a *app) authorize(ctx context.Context, o authorizeOptions) error {
	d := a.newDemos()
	defer d.close()
	s, app, err := a.testable(ctx, d)
	if err != nil {
		return a.untestable(err)
	}
	tokens, err := a.readyToKeep(ctx, o)
	if err != nil {
		return a.untestable(err)
	}
	flight, err := auth.Start(ctx, auth.Options{App: app, Timeout: a.flags.timeout, Log: a.logger()})
	if err != nil {
		return a.untestable(&findingError{cannotTry(err), err})
	}
	var give func() // in the demo: gives access in place of a person
	var shown atomic.Pointer[[]finding.Finding]
	if a.flags.demo != "" {
		give = sync.OnceFunc(func() {
			if found, ended := a.consent(ctx, d, app, flight); ended {
				shown.Store(&found)
				flight.Cancel()
			}
		})
	}
	if err := a.announce(flight, a.elsewhere(app.Endpoints), give); err != nil {
		flight.Cancel()
		flight.Wait()
		return err
	}
	if o.yes {
		go give()
	}
	said := a.follow(flight)
	result := flight.Wait()
	if ctx.Err() != nil {
		return nil // a signal ended it
	}
	if found := shown.Load(); found != nil && known(*found) { // it says more than that the test was canceled
		result.Findings = *found
	}
	event := resultEvent{
		OK: result.OK, At: result.At, Method: result.Method,
		resultDoc: resultInJSON(result), Findings: list(result.Findings), said: said,
	}
	trouble := a.keep(ctx, o, tokens, s, app, result, &event)
	if err := a.authorized(event); err != nil {
		return err
	}
	return trouble
}

// testable returns the service and what the live test needs of it. An
// *unfitError says that its values don't allow one.
func (a *app) testable(ctx context.Context, d *demos) (s store.Service, app auth.App, err error) {
	file, s, err := a.configured(ctx)
	if err != nil {
		return s, app, err
	}
	if app, err = a.appOf(ctx, s, d); err != nil {
		return s, app, err
	}
	if found := a.unfit(file, s, app); finding.HasError(found) {
		return s, app, &unfitError{found}
	}
	if !receives(app.RedirectURI) && (a.flags.json || !isTerminal(a.in)) {
		return s, app, usage("nothing can be received at %s, and there is no terminal to paste the callback on, or --json, which reads none. "+
			"Register a redirect URI like http://localhost:8085/ and use that", safe.Show(app.RedirectURI, 200))
	}
	return s, app, a.listens(ctx, app.Endpoints)
}

// An unfitError says what keeps values from being tested.
type unfitError struct{ found []finding.Finding }

func (e *unfitError) Error() string { return e.found[0].Title }

// untestable says why there is no live test: who reads events gets a result.
func (a *app) untestable(err error) error {
	var unfit *unfitError
	if errors.As(err, &unfit) {
		return a.authorized(resultEvent{Findings: unfit.found, never: true})
	}
	f, ok := findingOf(err)
	if !ok || !a.flags.json {
		return err
	}
	if failure := a.authorized(resultEvent{Findings: []finding.Finding{f}, never: true}); a.out.err != nil {
		return failure
	}
	return exit(codeOf(err), nil)
}

// unfit returns what the rules say against the values that a live test needs.
func (a *app) unfit(file *store.File, s store.Service, app auth.App) []finding.Finding {
	values := valuesOf(a.flags.service, s)
	values["credentials.clientSecret"] = app.ClientSecret.Reveal()
	var found []finding.Finding
	for _, need := range []struct{ field, flag string }{
		{"credentials.clientId", "--client-id"}, {"oauth.testRedirectUri", "--test-redirect-uri"}, {"oauth.scopes", "--scope"},
	} {
		if values[need.field] == "" {
			f := assets.Finding("cli.missing", "key", keyOf(need.field), "file", safe.Show(a.flags.config, 200), "flag", need.flag)
			f.Field = need.field
			found = append(found, f)
		}
	}
	for _, f := range judge(values) {
		switch f.Field {
		case "credentials.clientId", "credentials.clientSecret", "oauth.testRedirectUri", "oauth.scopes":
			found = append(found, f)
		}
	}
	putPlaces(file, a.flags.service, found)
	return found
}

// announce gives out the address to open. The endpoints elsewhere are no
// Pinterest's, and the app secret goes there. give is nil outside of the demo.
func (a *app) announce(flight *auth.Flight, elsewhere []string, give func()) error {
	address := flight.AuthorizeURL()
	if a.flags.json {
		return encode(a.out, struct {
			Event   string `json:"event"`
			Version int    `json:"version"`
			URL     string `json:"url"`
		}{"authorize", jsonVersion, address}, "")
	}
	p := a.problems()
	p.prose("Open this address in a browser that is logged in to the Pinterest account to connect:")
	p.line("\n  %s\n", open(address))
	if len(elsewhere) > 0 {
		p.elsewhere("", elsewhere)
	}
	if !a.flags.noBrowser && isTerminal(a.err) {
		if err := run.OpenBrowser(address); err != nil {
			a.logger().Info("no browser opened", "reason", err)
		}
	}
	if isTerminal(a.in) {
		if give != nil {
			p.prose("In the demo, Enter gives access from here. Ctrl-C ends the test.")
		} else {
			p.prose("If the browser is on another machine, paste here the address that it ends at. Ctrl-C ends the test.")
		}
		p.line("")
		go a.readPastes(flight, give)
	}
	return nil
}

// readPastes offers what is pasted on the terminal; Enter alone, or a yes,
// calls give where there is one. It ends with the process: a read from a
// terminal can't be broken off.
func (a *app) readPastes(flight *auth.Flight, give func()) {
	lines := bufio.NewScanner(a.in)
	lines.Buffer(nil, maxPasted)
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		safe.RememberWithin(text)
		switch {
		case give != nil && (text == "" || isYes(text)):
			go give()
		case text != "":
			a.problems().findings(flight.Paste(text))
		}
	}
}

// consent gives access in place of a person. Where the browser shows something
// else, the test has ended, and what that means is returned.
func (a *app) consent(ctx context.Context, d *demos, app auth.App, flight *auth.Flight) (means []finding.Finding, ended bool) {
	server, err := d.server(app)
	if err == nil {
		var address string
		if address, err = run.Browse(ctx, server, flight, true); address != "" {
			flight.Paste(address) // refused only where the test has ended meanwhile
		}
	}
	if err == nil || ctx.Err() != nil {
		return nil, false
	}
	p := a.problems()
	p.entry("The simulated browser shows: ", p.style("", safe.Show(err.Error(), 300)))
	if errors.Is(err, simulator.ErrStays) { // the wait for what never comes is left out
		return []finding.Finding{assets.Finding("flight.no-callback")}, true
	}
	return auth.Explain(err.Error()), true
}

// noCallbackYet is after how long a person is asked to look at the browser.
const noCallbackYet = 40 * time.Second

// follow says what happens until the flight has settled: each finding once,
// the stages on a terminal alone. It returns the IDs of what it said.
func (a *app) follow(flight *auth.Flight) map[string]bool {
	hint := time.AfterFunc(noCallbackYet, func() {
		if !a.flags.json {
			a.problems().prose("No callback yet. If the browser shows an error, copy it: pinsetup explain \"…\" names the cause.")
		}
	})
	defer hint.Stop()
	said := map[string]bool{}
	stage := auth.Waiting
	for p := range flight.Progress() {
		for _, f := range p.Findings {
			if !said[f.ID] && !a.flags.json {
				said[f.ID] = true
				a.problems().findings([]finding.Finding{f})
			}
		}
		if p.Stage == stage {
			continue
		}
		stage = p.Stage
		hint.Stop()
		if stage != auth.Settled && isTerminal(a.err) && !a.flags.json {
			a.problems().line("%s …", say.Stage(stage))
		}
	}
	return said
}

// receives reports whether the live test can listen at the URI.
func receives(uri string) bool {
	u, err := url.Parse(uri)
	return err == nil && u.Scheme == "http" && auth.IsLoopback(u.Hostname())
}
