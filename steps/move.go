package steps

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps/rules"
	"github.com/pinsetup/pinsetup/steps/scopes"
)

// next goes on where nothing is in the way; otherwise it shows what is.
func (s State) next() (State, []Effect) {
	if s.page == packetPage {
		s.looks = without(s.looks, keyPacketFile) // it is tried again
	}
	found := s.InTheWay()
	s = s.cleanPage(s.Page())
	if len(found) > 0 {
		return s, nil
	}
	if s.page == packetPage && s.Get(keyPacketFile) != "" {
		return s.writePacket()
	}
	return s.goOn()
}

// goOn goes to the next page.
func (s State) goOn() (State, []Effect) {
	page := s.Page()
	pages, at := s.index()
	if at+1 >= len(pages) {
		return s, nil
	}
	next, effects := s.arrive(pages[at+1])
	return next, append(s.leaving(page), effects...)
}

// leaving returns what has to be done when a page is left forward.
func (s State) leaving(p Page) []Effect {
	switch p.ID {
	case "start.way":
		if s.Get(keyWay) == "existing" && !s.read {
			return []Effect{ReadConfig{
				Path: s.Get(keyFile), Service: s.Get(keyService), Simulated: s.options.Endpoints.TokenURL != "",
			}}
		}
	case "oauth.test":
		// Who has an app has registered its URIs; the demo's portal learns them here.
		if s.options.Demo && !fromNothing(s) {
			return []Effect{RegisterURIs{URIs: s.uris()}}
		}
	case "oauth.register":
		if s.options.Demo {
			return []Effect{RegisterURIs{URIs: s.uris()}}
		}
	}
	return nil
}

// uris are the redirect URIs of the app, each once.
func (s State) uris() []string {
	uris := []string{s.Get(keyRedirect), s.Get(keyTestURI)}
	if uris[0] == "" || uris[0] == uris[1] {
		return uris[1:]
	}
	return uris
}

// arrive makes the page the current one.
func (s State) arrive(p Page) (State, []Effect) {
	var effects []Effect
	if s.test.Flying() {
		s.test = s.test.left()
		effects = append(effects, StopTest{})
	}
	s.page, s.wanted = p.ID, ""
	s.seen = with(s.seen, p.ID, true)
	if p.Kind != Done {
		effects = append(effects, SaveDraft{})
	}
	if p.Kind == Preview {
		s.file = File{awaited: s.file.awaited + 1}
		effects = append(effects, PrepareFile{Plan: s.Plan()})
	}
	return s, effects
}

func (s State) back() (State, []Effect) {
	pages, at := s.index()
	if at <= 0 {
		return s, nil
	}
	return s.arrive(pages[at-1])
}

func (s State) jump(j Jump) (State, []Effect) {
	p, _ := PageByID(j.Page)
	if !s.canJump(p) {
		return s, nil
	}
	s, effects := s.arrive(p)
	s.wanted = j.Field
	return s, effects
}

// canJump reports whether the page is another one on the way, and was reached.
func (s State) canJump(p Page) bool {
	return p.ID != s.page && s.reached(p.ID)
}

// WayTo returns the jump to where the findings are mended: the first error for
// which that is another page of the way, or else the first such warning. There
// is none where they are mended outside of the wizard, on this page (a first
// error that running the test again mends decides that), or on one that the
// person isn't led over: front ends then offer no jump.
func (s State) WayTo(found []finding.Finding) (j Jump, ok bool) {
	for _, severity := range []finding.Severity{finding.Error, finding.Warning} {
		for _, f := range found {
			page, known := PageOf(f.Field)
			switch {
			case !known || f.Severity != severity:
			case page.ID == s.page:
				return Jump{}, false
			case s.canJump(page):
				return Jump{Page: page.ID, Field: f.Field}, true
			}
		}
	}
	return Jump{}, false
}

// InTheWay returns what Next stays for: the errors of the page, or else the
// warnings that nobody has seen yet. Those are shown then, and pass the next time.
func (s State) InTheWay() []finding.Finding {
	clean := s.cleanPage(s.Page())
	if found := severe(clean.Blockers(), finding.Error); len(found) > 0 {
		return found
	}
	var unseen []finding.Finding
	for _, f := range clean.Fields() {
		if shown := s.Findings(f.Key); !s.touched[f.Key] {
			unseen = append(unseen, severe(clean.judge(f), finding.Warning, shown...)...)
		}
	}
	return unseen
}

// severe returns the findings of this severity but those that are shown.
func severe(found []finding.Finding, severity finding.Severity, shown ...finding.Finding) (left []finding.Finding) {
	for _, f := range found {
		known := slices.ContainsFunc(shown, func(s finding.Finding) bool { return s.ID == f.ID })
		if f.Severity == severity && !known {
			left = append(left, f)
		}
	}
	return left
}

// cleanPage cleans every field of the page and shows the findings of all.
func (s State) cleanPage(p Page) State {
	for _, f := range p.Fields {
		s = s.clean(f.Key).touch(f.Key)
	}
	return s
}

// Blockers returns what keeps from going on, and what should be looked at
// before: the findings of all fields of the page, touched or not, what is
// missing, and what the page itself needs. Only errors block.
func (s State) Blockers() []finding.Finding {
	return s.blockers(s.Page())
}

func (s State) blockers(p Page) []finding.Finding {
	var found []finding.Finding
	for _, f := range s.fields(p) {
		found = append(found, s.judge(f)...)
		if s.missing(f) {
			found = append(found, s.missingFinding(f))
		}
	}
	switch p.Kind {
	case Live:
		found = append(found, s.testBlockers()...)
	case Preview:
		found = append(found, s.fileBlockers()...)
	}
	return found
}

func (s State) missing(f Field) bool {
	if f.Needed == nil || !f.Needed(s) {
		return false
	}
	if f.Kind == Secret {
		return s.secret.IsZero()
	}
	return s.Get(f.Key) == ""
}

func (s State) missingFinding(f Field) finding.Finding {
	id := "wizard.missing"
	switch {
	case s.Stale(f.Key):
		id = "wizard.stale"
	case f.Kind == Confirm:
		id = "wizard.unconfirmed"
	case f.Kind == Choice || f.Kind == Several:
		id = "wizard.unchosen"
	}
	found := assets.About(f.Key, id, "field", s.Label(f.Key))
	found.Field = f.Key
	return found
}

// configRead fills in what an existing file says, where nothing was entered:
// a keyring may take its time, and somebody types meanwhile. It is cleaned like
// what is pasted: files come from elsewhere, too.
func (s State) configRead(e ConfigRead) State {
	s.read, s.notTaken, s.filled = true, e.Findings, e.Found
	if !e.Found {
		return s
	}
	begun := New(s.options).answers
	begun[keyScopes] = cmp.Or(begun[keyScopes], usualScopes)
	entered := func(key string) bool {
		// The demo's own answers are no person's.
		given := s.options.Values[key] != "" && !s.options.Demo
		return s.touched[key] || s.answers[key] != "" && s.answers[key] != begun[key] || given
	}
	fill := func(key, value string) {
		if value != "" && !entered(key) {
			s = s.set(key, value).clean(key)
		}
	}
	c := e.Service
	if !entered(keyTarget) && !entered(keyAPIBase) && !entered(keyRedirect) { // three parts of one answer
		fillRedirectURI(fill, c.RedirectURI)
	}
	fill(keyClientID, c.ClientID)
	fill(keyTestURI, c.TestRedirectURI)
	fill(keyScopes, strings.Join(scopes.Split(strings.Join(c.Scopes, " ")), " "))
	if p := c.SecretPlace(); p.Ref != "" {
		fill(keySecretKind, p.Kind)
		fill(keySecretRef, p.Ref)
	}
	if s.secret.IsZero() {
		s.secret = e.Secret
	}
	s.known = auth.Endpoints{AuthorizeURL: c.AuthorizeURL, TokenURL: c.TokenURL, APIURL: c.APIURL}
	return s
}

// fillRedirectURI answers what makes the redirect URI: the base of Appmixer's
// API where it is made from one.
func fillRedirectURI(fill func(key, value string), uri string) {
	base, _ := strings.CutSuffix(uri, rules.CallbackPath)
	if made, _ := rules.FromAPIBase(base); base != uri && made == uri {
		fill(keyTarget, "appmixer")
		fill(keyAPIBase, base)
	} else if uri != "" {
		fill(keyTarget, "other")
		fill(keyRedirect, uri)
	}
}
