package wizard

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/screentest"
)

// secret is the app secret of every scene.
const secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"

// A desk is the wizard without a terminal and without a world behind it: a
// test types, says what effects have come to, and looks at what is drawn.
type desk struct {
	t testing.TB
	m *model
	// wanted are the effects that the wizard asked for.
	wanted []steps.Effect
	done   chan struct{}
}

// Queue notes what was asked for, in the runner's place.
func (d *desk) Queue(_ steps.State, effects []steps.Effect) { d.wanted = append(d.wanted, effects...) }

// Settle does nothing: a desk saves no draft.
func (d *desk) Settle() {}

// Done never comes: nothing ends here.
func (d *desk) Done() <-chan struct{} { return d.done }

// sit opens the wizard on a state, in a window of this size.
func sit(t testing.TB, s steps.State, columns, rows int) *desk {
	t.Helper()
	d := &desk{t: t, done: make(chan struct{})}
	fresh := func() steps.State { return steps.New(s.Options()) }
	d.m = newModel(Config{State: s, Still: true, Fresh: fresh, Run: run.Config{NoBrowser: true}}, d)
	d.resize(columns, rows)
	return d
}

func (d *desk) resize(columns, rows int) { d.send(tea.WindowSizeMsg{Width: columns, Height: rows}) }

// send takes a message to the wizard, as Bubble Tea does. The command that
// comes of it is returned and not run.
func (d *desk) send(msg tea.Msg) tea.Cmd {
	_, cmd := d.m.Update(msg)
	return cmd
}

// happens says what effects came to.
func (d *desk) happens(events ...steps.Event) {
	for _, e := range events {
		d.send(eventMsg{event: e})
	}
}

// press presses keys by the names that the wizard shows, or types text.
func (d *desk) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		if msg, ok := keyPress(bind(k, "", k)); ok {
			d.send(msg)
			continue
		}
		for _, r := range k {
			d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

// display shows what is drawn in a terminal.
func (d *desk) display() *screentest.Display {
	v := d.m.View()
	shown := screentest.NewDisplay(d.m.width, d.m.height)
	if _, err := shown.Write([]byte(strings.ReplaceAll(v.Content, "\n", "\r\n"))); err != nil {
		d.t.Fatal(err)
	}
	return shown
}

// text is the screen, each run of spaces and line breaks as one space.
func (d *desk) text() string { return strings.Join(strings.Fields(d.display().Screen()), " ") }

// lines is the screen, row by row.
func (d *desk) lines() []string { return d.display().Lines() }

// start is the wizard at its first page. what names the way in: "nothing" and
// "existing" in the demo, "real" from nothing at Pinterest itself.
func start(way string) steps.State {
	o := steps.Options{Demo: way != "real", Values: run.DemoValues(), Secret: safe.NewSecret(secret)}
	o.Values["credentials.clientId"] = "1534758"
	s := steps.New(o)
	if way == "real" {
		way = "nothing"
	}
	for _, e := range []steps.Event{
		steps.Input{Key: "start.way", Value: way}, steps.Input{Key: "oauth.saved", Value: "yes"},
		steps.DraftSaved{OK: true},
	} {
		s, _ = s.Apply(e)
	}
	return s
}

// walk goes forward from the first page until it is on this one.
func walk(t testing.TB, way, page string) steps.State {
	t.Helper()
	s := start(way)
	if page == "start.way" { // as it is before anything was chosen
		return steps.New(s.Options())
	}
	for range 30 {
		if s.Page().ID == page {
			return s
		}
		for _, e := range forward(s) {
			s, _ = s.Apply(e)
		}
	}
	t.Fatalf("the wizard doesn't come to %s: it stays at %s with %v", page, s.Page().ID, s.Blockers())
	return s
}

// forward is what happens on a page until the next one comes.
func forward(s steps.State) []steps.Event {
	switch s.Page().Kind {
	case steps.Live:
		return append(flown(passed()), steps.Input{Key: "credentials.account", Value: "yes"}, steps.Next{})
	case steps.Preview:
		return []steps.Event{prepared(), steps.Save{}, steps.Saved{Path: "pinterest.toml"}}
	}
	return []steps.Event{steps.Next{}}
}

const authorizeURL = "https://www.pinterest.com/oauth/?client_id=1534758&redirect_uri=http%3A%2F%2Flocalhost%3A8085%2F" +
	"&response_type=code&scope=user_accounts%3Aread%2Cboards%3Aread%2Cpins%3Aread&state=k3Jd8sK2lPq0Zx7vBn4mQ9"

// waiting is a live test that waits for the browser.
func waiting(found ...finding.Finding) []steps.Event {
	return []steps.Event{
		steps.StartTest{}, steps.TestStarted{Flight: 1, AuthorizeURL: authorizeURL},
		stage(auth.Waiting, found...),
	}
}

func stage(s auth.Stage, found ...finding.Finding) steps.Event {
	return steps.TestProgressed{Flight: 1, Progress: auth.Progress{Stage: s, Listening: []string{"127.0.0.1:8085", "[::1]:8085"}, Findings: found}}
}

// flown is a live test with its result.
func flown(r auth.Result) []steps.Event { return append(waiting(), steps.Tested{Flight: 1, Result: r}) }

// passed is the result of a live test that found nothing wrong.
func passed() auth.Result {
	scopes := []string{"user_accounts:read", "boards:read", "pins:read"}
	r := auth.Result{
		OK: true, Method: "callback", At: time.Date(2026, 12, 1, 9, 30, 0, 0, time.UTC),
		Credentials: auth.Verified, Requested: scopes, Granted: scopes, AccessTier: "trial",
		Account:        &auth.Account{ID: "1", Username: "acme_home", Type: "BUSINESS", BusinessName: "Acme Home"},
		RateLimits:     []auth.RateLimit{{Request: "GET /v5/boards", Limit: 1000, Remaining: 993, Reset: 38 * time.Second}},
		TokenExpiresIn: 30 * 24 * time.Hour, RefreshExpiresIn: 60 * 24 * time.Hour,
	}
	for i, scope := range scopes {
		request := []string{"GET /v5/user_account", "GET /v5/boards", "GET /v5/pins"}[i]
		r.Probes = append(r.Probes, auth.Probe{Scope: scope, Request: request, Proof: auth.Verified})
	}
	return r
}

// failed is the result of a live test that this finding ended.
func failed(f finding.Finding) auth.Result {
	return auth.Result{Credentials: auth.Rejected, Requested: []string{"boards:read"}, Findings: []finding.Finding{f}}
}

// prepared is a file that doesn't exist yet.
func prepared() steps.Prepared {
	p := steps.Prepared{New: true, Changed: true}
	for i, text := range strings.Split(strings.TrimSpace(newFile), "\n") {
		p.Diff = append(p.Diff, store.DiffLine{Op: '+', Text: text, New: i + 1})
	}
	return p
}

const newFile = `
# Pinterest connector configuration, written by pinsetup. Safe to edit: comments and unknown keys stay.
["acme:pinterest"]
clientId        = "1534758"
clientSecret    = "•••••••• (40 characters)"
redirectUri     = "https://api.appmixer.com/auth/pinterest/callback"
testRedirectUri = "http://localhost:8085/"
scopes          = ["user_accounts:read", "boards:read", "pins:read"]
authorizeUrl    = "https://www.pinterest.com/oauth/"

["acme:pinterest".verification]
at      = 2026-12-01T09:30:00Z
account = "acme_home"
proved  = true`

// changed is a file that exists, and in which something changes.
func changed() steps.Prepared {
	p := prepared()
	p.New = false
	for i := range p.Diff {
		p.Diff[i].Op = ' '
	}
	old := p.Diff[6]
	old.Op, old.Text = '-', `scopes          = ["read_public"]  # as the setup page said`
	p.Diff[6].Op = '+'
	p.Diff = slices.Insert(p.Diff, 6, old)
	return p
}

// A scene is a screen that a person can come to.
type scene struct {
	name string
	way  string // "nothing" where it is empty
	page string
	then func(d *desk)
}

// open returns the scene in a window of this size.
func (s scene) open(t testing.TB, columns, rows int) *desk {
	t.Helper()
	way := s.way
	if way == "" {
		way = "nothing"
	}
	d := sit(t, walk(t, way, s.page), columns, rows)
	if s.then != nil {
		s.then(d)
	}
	return d
}

// scenes are all of them: every page of both ways, every state of the live
// test and of the file, findings, and everything that lies over a page.
func scenes() []scene {
	var all []scene
	for _, way := range []string{"nothing", "existing"} {
		for _, step := range steps.Table() {
			for _, p := range step.Pages {
				if way == "existing" && (p.ID == "start.way" || !onTheWay(way, p)) {
					continue
				}
				all = append(all, scene{name: way + " " + p.ID, way: way, page: p.ID, then: func(d *desk) {
					if p.Kind == steps.Preview {
						d.happens(prepared())
					}
				}})
			}
		}
	}
	return append(append(append(all, fieldScenes()...), liveScenes()...), overlayScenes()...)
}

func onTheWay(way string, p steps.Page) bool {
	return p.Kind == steps.Done || slices.ContainsFunc(start(way).Pages(), func(other steps.Page) bool { return other.ID == p.ID })
}

// fieldScenes are answers that are wrong, missing, long, or stale, and the
// states of the file.
func fieldScenes() []scene {
	typed := func(key, value string) func(*desk) {
		return func(d *desk) { d.happens(steps.Input{Key: key, Value: value}, steps.Leave{Key: key}) }
	}
	return []scene{
		{name: "first start", page: "start.way", then: func(d *desk) { d.happens(steps.DraftSaved{OK: true}) }},
		{name: "nothing confirmed", page: "account.ready", then: func(d *desk) {
			for _, key := range []string{"account.business", "account.email", "account.terms"} {
				d.happens(steps.Input{Key: key})
			}
			d.press("enter", "enter", "enter", "enter")
		}},
		{name: "everything empty", page: "app.sheet", then: func(d *desk) {
			for _, f := range d.m.state.Fields() {
				d.happens(steps.Input{Key: f.Key})
			}
			d.press("enter", "enter", "enter", "enter", "enter")
		}},
		{name: "a wrong website", page: "app.sheet", then: typed("app.website", "htp:/acme..example")},
		{name: "a long text", page: "app.sheet", then: typed("app.description", strings.Repeat("A very long description. ", 40))},
		{name: "a wrong API base", page: "oauth.connector", then: typed("oauth.apiBase", "https://api.acme.example//v1?x=1")},
		{name: "another connector", page: "oauth.connector", then: func(d *desk) {
			d.happens(steps.Input{Key: "oauth.target", Value: "other"}, steps.Input{Key: "oauth.redirectUri", Value: "http://api.acme.example//cb"},
				steps.Leave{Key: "oauth.redirectUri"})
			d.press("tab")
		}},
		{name: "a test URI without a port", page: "oauth.test", then: typed("oauth.testRedirectUri", "http://localhost/")},
		{name: "no scopes", page: "oauth.scopes", then: func(d *desk) {
			d.happens(steps.Input{Key: "oauth.scopes"})
			d.press("enter")
		}},
		{name: "scopes by permission", page: "oauth.scopes", then: func(d *desk) { d.press("right", "down", "down") }},
		{name: "scopes by scope", page: "oauth.scopes", then: func(d *desk) { d.press("left", "down", "down", "down") }},
		{name: "scopes being searched", page: "oauth.scopes", then: func(d *desk) { d.press("/", "pin") }},
		{name: "scopes that were searched for and not found", page: "oauth.scopes", then: func(d *desk) { d.press("/", "zebra", "enter") }},
		{name: "scopes that no longer exist", page: "oauth.scopes", then: func(d *desk) {
			d.send(tea.PasteMsg{Content: "read_public,write_public"})
			d.press("enter")
		}},
		{name: "registered with a difference", page: "oauth.register", then: func(d *desk) {
			d.happens(steps.Input{Key: "oauth.registered", Value: "https://api.appmixer.com/auth/pinterest/callback/\nhttp://localhost:8085"},
				steps.Leave{Key: "oauth.registered"})
		}},
		{name: "registered, and then changed", page: "oauth.register", then: func(d *desk) {
			d.happens(steps.Input{Key: "oauth.testRedirectUri", Value: "http://localhost:9095/"})
			d.press("tab", "enter")
		}},
		{name: "a token in the place of the secret", page: "credentials.keys", then: func(d *desk) {
			d.happens(steps.InputSecret{Value: safe.Hold("pina_AMAXYZ0123456789")}, steps.Leave{Key: "credentials.clientSecret"})
			d.press("tab")
		}},
		{name: "secret on the keyring", page: "connector.where", then: func(d *desk) {
			d.happens(steps.Input{Key: "connector.secret", Value: "keyring"})
			d.press("tab", "tab")
		}},
		{name: "standard access", page: "review.access", then: func(d *desk) {
			d.happens(steps.Input{Key: "review.goal", Value: "standard"})
			d.press("tab", "space")
		}},
		{name: "the file is being read", page: "connector.write"},
		{name: "the file changes", page: "connector.write", then: func(d *desk) { d.happens(changed()) }},
		{name: "the file says it already", page: "connector.write", then: func(d *desk) { d.happens(steps.Prepared{}) }},
		{name: "the file can't be written", page: "connector.write", then: func(d *desk) {
			d.happens(prepared(), steps.Save{}, steps.NotSaved{Finding: assets.Finding("wizard.file-changed")})
		}},
		{name: "something is open before the file", page: "connector.write", then: func(d *desk) {
			d.happens(prepared(), steps.Input{Key: "app.website", Value: "x"})
		}},
	}
}

// liveScenes are the states of the live test.
func liveScenes() []scene {
	at := func(name string, way string, events ...steps.Event) scene {
		return scene{name: "live test, " + name, way: way, page: "credentials.test", then: func(d *desk) { d.happens(events...) }}
	}
	confirmed := append(flown(passed()), steps.Input{Key: "credentials.account", Value: "yes"})
	all := []scene{
		at("can't start", "real", steps.Input{Key: "oauth.testRedirectUri", Value: "http://localhost/"}),
		at("before it", "real"),
		at("port being opened", "nothing", steps.StartTest{}),
		at("waiting", "real", waiting()...),
		at("waiting in the demo", "nothing", waiting()...),
		at("waiting with a busy port", "real", waiting(assets.Finding("flight.port-busy-by", "port", "8085", "owner", "node (process 4711)", "address", "127.0.0.1:8085"))...),
		at("a paste is refused", "real", append(waiting(), steps.PasteRefused{Flight: 1, Findings: []finding.Finding{assets.Finding("paste.late")}})...),
		at("asking", "real", append(waiting(), steps.StillWaiting{Flight: 1})...),
		at("exchanging", "nothing", append(waiting(), stage(auth.Exchanging))...),
		at("reading", "nothing", append(waiting(), stage(auth.Reading))...),
		at("probing", "nothing", append(waiting(), stage(auth.Probing))...),
		at("passed", "nothing", flown(passed())...),
		at("passed and confirmed", "nothing", confirmed...),
		at("failed for a field", "real", flown(failed(assets.Finding("exchange.redirect-differs")))...),
		at("failed for no field", "real", flown(failed(assets.Finding("flight.timeout")))...),
		at("stale", "nothing", append(confirmed, steps.Input{Key: "oauth.scopes", Value: "boards:read"})...),
	}
	for _, o := range start("real").Text("credentials.browser").Options {
		all = append(all, at("the browser shows "+o.Value, "real", append(waiting(), steps.StillWaiting{Flight: 1}, steps.BrowserShows{What: o.Value})...))
	}
	asking := at("choosing what the browser shows", "real", append(waiting(), steps.StillWaiting{Flight: 1})...)
	events := asking.then
	asking.then = func(d *desk) { events(d); d.press("ctrl+b", "down", "down") }
	return append(all, asking)
}

// overlayScenes are what lies over a page.
func overlayScenes() []scene {
	over := func(name, page string, keys ...string) scene {
		return scene{name: name, page: page, then: func(d *desk) { d.press(keys...) }}
	}
	return []scene{
		over("help", "app.sheet", "f1"),
		over("help on the first page", "start.way", "f1"),
		over("why", "oauth.test", "ctrl+g"),
		over("why, at its end", "oauth.scopes", "ctrl+g", "pgdown", "pgdown", "pgdown", "pgdown"),
		over("steps", "credentials.keys", "ctrl+s"),
		over("start over", "app.sheet", "ctrl+n"),
		over("a notice", "oauth.register", "ctrl+o"),
	}
}
