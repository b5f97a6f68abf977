package steps

import (
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A Test is the live test: what is under way, and what the last one found.
type Test struct {
	// AuthorizeURL is what the browser opens while the test is under way.
	AuthorizeURL string
	// Progress is how far it got.
	Progress auth.Progress
	// Result is what the last test found; nil while there is none.
	Result *auth.Result
	// Refused says why the last paste settled nothing.
	Refused []finding.Finding
	// Asking says that no callback has come for a while: what does the browser show?
	Asking bool
	// Browser is what the answer to that means.
	Browser []finding.Finding
	// Skipped says that the person went on without a test.
	Skipped bool
	// Flight is the number of the test under way, or of the last one.
	Flight Flight

	starting bool
	app      auth.App
}

// Flying reports whether a test is under way.
func (t Test) Flying() bool { return t.starting || t.AuthorizeURL != "" }

// Waiting reports whether a callback or a paste can still settle the test.
func (t Test) Waiting() bool {
	return t.AuthorizeURL != "" && (t.Progress.Stage == "" || t.Progress.Stage == auth.Waiting)
}

// Passed reports whether the last test found nothing wrong.
func (t Test) Passed() bool { return t.Result != nil && t.Result.OK }

// landed returns the test with nothing under way.
func (t Test) landed() Test {
	t.AuthorizeURL, t.Progress, t.Refused, t.Asking, t.Browser, t.starting = "", auth.Progress{}, nil, false, nil, false
	return t
}

// left returns the test as it is left while it is under way: with nothing under
// way, and with the cause that the browser told, which is mended elsewhere.
func (t Test) left() Test {
	told := t.Browser
	t = t.landed()
	if finding.HasError(told) {
		t.Result = &auth.Result{Credentials: auth.Present, Requested: t.app.Scopes, Findings: told}
	}
	return t
}

// After returns the state for a wizard that begins anew where the old one was:
// what still comes of the old one's live tests isn't taken for its own.
func (s State) After(old State) State {
	s.test.Flight = old.test.Flight
	return s
}

// TestStale reports whether what was tested has changed since.
func (s State) TestStale() bool {
	return s.test.Result != nil && !sameApp(s.test.app, s.app())
}

func sameApp(a, b auth.App) bool {
	return a.ClientID == b.ClientID && a.RedirectURI == b.RedirectURI && a.Endpoints == b.Endpoints &&
		slices.Equal(a.Scopes, b.Scopes) && a.ClientSecret.Equal(b.ClientSecret)
}

// app is what the live test runs on.
func (s State) app() auth.App {
	return auth.App{
		ClientID:     s.Get(keyClientID),
		ClientSecret: s.secret,
		RedirectURI:  s.Get(keyTestURI),
		Scopes:       strings.Fields(s.Get(keyScopes)),
		Endpoints:    s.endpoints(),
	}
}

// TestFindings returns what keeps the live test from being started.
func (s State) TestFindings() []finding.Finding {
	var found []finding.Finding
	for _, key := range []string{keyClientID, keySecret, keyTestURI, keyScopes} {
		f, _ := FieldOf(key)
		for _, one := range s.judge(f) {
			if one.Severity == finding.Error {
				found = append(found, one)
			}
		}
		switch {
		case key == keySecret && s.secret.IsZero() && pending(s):
			found = append(found, assets.Finding("wizard.no-secret-yet"))
		case s.Get(key) == "" && (key != keySecret || s.secret.IsZero()):
			found = append(found, s.missingFinding(f))
		}
	}
	return found
}

// NoSecretYet reports whether the live test has to wait for Pinterest's approval
// alone: until then there is nothing to be done but to skip it.
func (s State) NoSecretYet() bool {
	found := s.TestFindings()
	return len(found) == 1 && found[0].ID == "wizard.no-secret-yet"
}

// TestNotes returns what a person has to see to before the live test, where the
// way hasn't led over it: who has an app was never asked to register the test
// redirect URI.
func (s State) TestNotes() []finding.Finding {
	if slices.ContainsFunc(s.Pages(), func(p Page) bool { return p.ID == "oauth.register" }) {
		return nil
	}
	return []finding.Finding{assets.Finding("wizard.register-first", "uri", s.Get(keyTestURI))}
}

func (s State) applyTest(e Event) (State, []Effect, bool) {
	var effects []Effect
	switch e := e.(type) {
	case StartTest:
		s, effects = s.startTest()
	case CancelTest:
		if s.test.Flying() {
			s.test = s.test.landed()
			effects = []Effect{StopTest{}}
		}
	case SkipTest:
		s, effects = s.skipTest()
	case PasteCallback:
		s, effects = s.paste(e.Text)
	case GiveAccess:
		if s.options.Demo && s.test.Waiting() {
			effects = []Effect{Consent{s.test.Flight, e.Give}}
		}
	case AskBrowser:
		s = s.askBrowser()
	case BrowserShows:
		s = s.browserShows(e.What)
	case flown:
		s, effects = s.hear(e)
	default:
		return s, nil, false
	}
	return s, effects, true
}

// flown is an event of one live test.
type flown interface{ flight() Flight }

// hear takes what comes of the test under way. What comes of another one says
// nothing about it.
func (s State) hear(e flown) (State, []Effect) {
	if !s.test.Flying() || e.flight() != s.test.Flight {
		return s, nil
	}
	switch e := e.(type) {
	case TestStarted:
		s.test.AuthorizeURL, s.test.starting = e.AuthorizeURL, false
	case TestProgressed:
		s.test.Progress = e.Progress
		if e.Progress.Stage != auth.Waiting {
			s.test.Asking, s.test.Browser, s.test.Refused = false, nil, nil
		}
	case StillWaiting:
		s = s.askBrowser()
	case PasteRefused:
		s.test.Refused = e.Findings
	case Consented:
		if e.Address != "" {
			return s.paste(e.Address)
		}
		s = s.browserShows(e.Shows)
	case Tested:
		s.test = s.test.landed()
		s.test.Result, s.test.Skipped = &e.Result, false
		return s, []Effect{SaveDraft{}}
	}
	return s, nil
}

func (s State) paste(text string) (State, []Effect) {
	if !s.test.Flying() || strings.TrimSpace(text) == "" {
		return s, nil
	}
	s.test.Refused = nil
	return s, []Effect{OfferPaste{s.test.Flight, text}}
}

func (s State) askBrowser() State {
	if s.test.Flying() {
		s.test.Asking = s.test.Waiting()
	}
	return s
}

func (s State) browserShows(what string) State {
	if s.test.Flying() {
		s.test.Asking, s.test.Browser = true, browserFindings(what)
	}
	return s
}

// browserFindings names the cause of what the browser shows in place of a
// callback.
func browserFindings(what string) []finding.Finding {
	if _, ok := assets.Templates()["browser."+what]; ok {
		return []finding.Finding{assets.Finding("browser." + what)}
	}
	if strings.TrimSpace(what) == "" {
		return nil
	}
	if found := auth.Explain(what); len(found) > 0 {
		return found
	}
	f := assets.Finding("browser.unknown")
	f.Detail = safe.Clean(safe.Redact(what), 300)
	return []finding.Finding{f}
}

func (s State) startTest() (State, []Effect) {
	if s.test.Flying() || s.Page().Kind != Live || len(s.TestFindings()) > 0 {
		return s, nil
	}
	s.test = Test{starting: true, app: s.app(), Flight: s.test.Flight + 1}
	s = s.set(keyAccount, "")
	return s, []Effect{FlyTest{s.test.Flight, s.test.app}}
}

func (s State) skipTest() (State, []Effect) {
	if s.Page().Kind != Live {
		return s, nil
	}
	s.test.Skipped = true
	return s.next()
}

// testBlockers says why the page of the live test can't be left: no test, a
// stale one, a failed one. Skipping it is a decision that holds.
func (s State) testBlockers() []finding.Finding {
	if s.test.Skipped && (s.test.Result == nil || !s.test.Passed() || s.TestStale()) {
		return nil
	}
	switch {
	case s.test.Flying():
		return []finding.Finding{assets.Finding("wizard.test-running")}
	case s.test.Result == nil:
		return []finding.Finding{assets.Finding("wizard.test-needed")}
	case s.TestStale():
		return []finding.Finding{assets.Finding("wizard.test-stale")}
	case !s.test.Passed():
		return []finding.Finding{assets.Finding("wizard.test-failed")}
	}
	return nil
}
