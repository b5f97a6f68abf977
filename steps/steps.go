// Package steps is the wizard, with no terminal in it: six steps, their pages
// and fields, their rules and order, as a pure state machine. It does no I/O
// and reads no clock: Apply takes an event and returns the next state and the
// effects that a front end carries out; what comes of them goes back in as
// another event.
package steps

import (
	"maps"
	"slices"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// Options are fixed for one run of the wizard.
type Options struct {
	// Demo says that everything goes to the simulated Pinterest.
	Demo bool
	// Endpoints are where the live test goes, whatever else is known. An empty
	// one is the existing file's, or else Pinterest's own.
	Endpoints auth.Endpoints
	// Values are answers to begin with: the demo's, or those of flags.
	Values map[string]string
	// Secret is the app secret to begin with.
	Secret safe.Secret
	// Flags are those that lead a command to where this run goes, beside
	// --config and --service, written for a shell: "--demo=denied". The zero
	// value says what Demo says.
	Flags string
	// Program is how pinsetup is started from here, written for a shell; "" for
	// by its name.
	Program string
}

// A State is everything that the wizard knows. It is a value: Apply never
// changes the one that it is given.
type State struct {
	options Options
	page    string
	// wanted is the field of the page that was jumped to.
	wanted  string
	answers map[string]string
	secret  safe.Secret
	// touched are the fields whose findings are shown.
	touched map[string]bool
	// basis holds, for an answer that rests on others, what they were.
	basis map[string]string
	// seen are the pages that were on the screen.
	seen map[string]bool
	// refs are the names that the secret's places had, by their kind.
	refs map[string]string
	// removed says what Clean took from a field.
	removed map[string][]finding.Finding
	// elsewhere says what the mends of a field set in others.
	elsewhere map[string]elsewhere
	// looks say what was seen outside about a field's answer.
	looks map[string]look
	// taken are the test redirect URIs whose port another program had.
	taken map[string]bool
	// read says that the existing file was read, or that there is none; filled, that
	// it has the service; notTaken, why what it says was not taken over; and known
	// are the endpoints that it names.
	read, filled bool
	notTaken     []finding.Finding
	known        auth.Endpoints
	test         Test
	file         File
	packet       Packet
	draft        DraftSaved
	resumed      bool
	// written is the state as it was when the file was written.
	written *State
}

// New returns the state at the start.
func New(o Options) State {
	if o.Demo && o.Flags == "" {
		o.Flags = "--demo"
	}
	s := State{
		options: o,
		page:    Table()[0].Pages[0].ID,
		answers: map[string]string{},
		secret:  o.Secret,
		touched: map[string]bool{},
		basis:   map[string]string{},
		seen:    map[string]bool{Table()[0].Pages[0].ID: true},
		removed: map[string][]finding.Finding{},
	}
	maps.Copy(s.answers, defaults)
	s.answers[keyFile] = usualFile(o.Demo)
	maps.Copy(s.answers, o.Values)
	return s
}

// defaults are the answers that most people keep.
var defaults = map[string]string{
	"app.platform":          "web",
	"oauth.target":          "appmixer",
	"oauth.testRedirectUri": "http://localhost:8085/",
	"review.goal":           "trial",
	"connector.service":     store.DefaultService,
	"connector.secret":      "file",
}

// usualScopes are those of somebody who has an app, until it is known better.
const usualScopes = "user_accounts:read boards:read pins:read"

// usualFile is where the configuration goes unless a person says otherwise.
func usualFile(demo bool) string {
	if demo {
		return store.DemoFile
	}
	return store.DefaultFile
}

// Options returns what the run was started with.
func (s State) Options() Options { return s.options }

// Get returns the answer of a field, "" for none. It never returns the secret.
func (s State) Get(key string) string {
	switch key {
	case keySecret:
		return ""
	case keyRedirect:
		return s.redirectURI()
	case keyPermissions:
		return s.permissions()
	}
	if s.Stale(key) {
		return ""
	}
	return s.answers[key]
}

// Secret returns the app secret.
func (s State) Secret() safe.Secret { return s.secret }

// Wanted returns the field that the page was jumped to for, "" for none.
func (s State) Wanted() string { return s.wanted }

// Test returns the live test.
func (s State) Test() Test { return s.test }

// File returns the configuration file as it is being prepared.
func (s State) File() File { return s.file }

// ReadBefore reports whether the file that was read at the start has the service,
// and why what it says was not taken over.
func (s State) ReadBefore() (found bool, notTaken []finding.Finding) { return s.filled, s.notTaken }

// Packet returns the review packet's whereabouts.
func (s State) Packet() Packet { return s.packet }

// DraftKept says what of the state is kept should the terminal go away.
func (s State) DraftKept() DraftSaved { return s.draft }

// Resumed reports whether the state came from a draft.
func (s State) Resumed() bool { return s.resumed }

// Stale reports whether an answer rests on others that have changed since: the
// URIs are saved in the portal, but they were others.
func (s State) Stale(key string) bool {
	f, ok := FieldOf(key)
	return ok && len(f.RestsOn) > 0 && s.answers[key] != "" && s.basis[key] != s.basisOf(f)
}

func (s State) basisOf(f Field) string {
	var b []byte
	for _, key := range f.RestsOn {
		b = append(b, s.Get(key)...)
		b = append(b, 0)
	}
	return string(b)
}

// set returns the state with one more answer. Everything that changes an
// answer goes through it.
func (s State) set(key, value string) State {
	s.answers = maps.Clone(s.answers)
	if value == "" {
		delete(s.answers, key)
	} else {
		s.answers[key] = value
	}
	s.removed = without(s.removed, key)
	if f, ok := FieldOf(key); ok && len(f.RestsOn) > 0 {
		s.basis = with(s.basis, key, s.basisOf(f))
	}
	return s
}

func (s State) touch(keys ...string) State {
	s.touched = maps.Clone(s.touched)
	for _, key := range keys {
		s.touched[key] = true
	}
	return s
}

func with[V any](m map[string]V, key string, value V) map[string]V {
	m = maps.Clone(m)
	if m == nil {
		m = map[string]V{}
	}
	m[key] = value
	return m
}

func without[V any](m map[string]V, key string) map[string]V {
	if _, ok := m[key]; !ok {
		return m
	}
	m = maps.Clone(m)
	delete(m, key)
	return m
}

// Apply returns the state after the event, and what has to be done now, in
// this order. An event that makes no sense in the state changes nothing.
func (s State) Apply(e Event) (State, []Effect) {
	next, effects := s.apply(e)
	settled, more := next.settle()
	return settled, slices.Concat(effects, more, settled.lookOutside(s))
}

// settle leaves a page that an answer has taken off the way: for the last one
// before it that is still there.
func (s State) settle() (State, []Effect) {
	last := Page{}
	for _, step := range Table() {
		for _, p := range step.Pages {
			shown := p.Shown == nil || p.Shown(s)
			switch {
			case p.ID == s.page && shown:
				return s, nil
			case p.ID == s.page:
				return s.arrive(last)
			case shown:
				last = p
			}
		}
	}
	return s, nil
}

func (s State) apply(e Event) (State, []Effect) {
	switch e := e.(type) {
	case Input:
		return s.input(e)
	case InputSecret:
		return s.inputSecret(e)
	case Leave:
		return s.leave(e)
	case Next:
		return s.next()
	case Back:
		return s.back()
	case Jump:
		return s.jump(e)
	case ConfigRead:
		return s.configRead(e), nil
	case CheckWeb:
		return s.checkWeb()
	case Looked:
		return s.looked(e), nil
	case PacketWritten:
		return s.packetWritten(e)
	case DraftSaved:
		s.draft = e
		return s, nil
	case Quit:
		return s.quit()
	}
	if next, effects, ok := s.applyTest(e); ok {
		return next, effects
	}
	return s.applyFile(e)
}

func (s State) quit() (State, []Effect) {
	var effects []Effect
	if s.test.Flying() {
		effects = append(effects, StopTest{})
	}
	return s, append(effects, s.keepOrForget(), Exit{})
}

// Pages returns the pages of the way that was chosen, in order.
func (s State) Pages() []Page {
	var pages []Page
	for _, step := range Table() {
		for _, p := range step.Pages {
			if p.Shown == nil || p.Shown(s) {
				pages = append(pages, p)
			}
		}
	}
	return pages
}

// Page returns the current page.
func (s State) Page() Page {
	p, _ := PageByID(s.page)
	return p
}

// way returns the pages of the way, and how many of them were reached, which
// may be jumped to: a page is, when it or one behind it was on the screen.
func (s State) way() (pages []Page, reached int) {
	pages = s.Pages()
	for i, p := range pages {
		if s.seen[p.ID] {
			reached = i + 1
		}
	}
	return pages, reached
}

func (s State) reached(id string) bool {
	pages, reached := s.way()
	return slices.ContainsFunc(pages[:reached], func(p Page) bool { return p.ID == id })
}

func (s State) index() (pages []Page, at int) {
	pages = s.Pages()
	return pages, slices.IndexFunc(pages, func(p Page) bool { return p.ID == s.page })
}
