package steps

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

func existing() store.Service {
	return store.Service{
		ClientID: "1600001", ClientSecretEnv: "PIN_SECRET", TestRedirectURI: "http://localhost:7777/cb",
		RedirectURI: "https://acme.example/cb", Scopes: []string{"boards:read"},
	}
}

// typed are values as people type and paste them, right and wrong.
var typed = []string{
	"", "x", "yes", "1534758", "api.acme.com", "https://api.acme.com//auth/pinterest/callback",
	"http://localhost:8085/", "http://localhost/", "https://[YOUR_API_BASE]/cb", " boards:read,pins:read ",
	"read_public", "acme:pinterest", "pinterest.toml", "pina_ABCDEFGHIJKLMNOP", "ünïcode\u202e", "\x1b[31mred",
	"nothing", "existing", "pending", "trial", "other", "appmixer", "env", "keyring", "secretFile", "standard",
}

func anyEvent(t *rapid.T) Event {
	var keys []string
	for _, f := range allFields() {
		keys = append(keys, f.Key)
	}
	key := rapid.SampledFrom(keys).Draw(t, "key")
	value := rapid.SampledFrom(typed).Draw(t, "value")
	result := passed()
	if rapid.Bool().Draw(t, "fails") {
		result = auth.Result{Findings: []finding.Finding{assets.Finding("browser.mismatch")}}
	}
	var pages []string
	for _, step := range Table() {
		for _, p := range step.Pages {
			pages = append(pages, p.ID)
		}
	}
	return rapid.SampledFrom([]Event{
		Input{key, value}, Input{key, value}, InputSecret{safe.Hold(value)}, InputSecret{safe.Hold(goodSecret)},
		Leave{key}, Next{}, Next{}, Next{}, Back{}, Jump{Page: rapid.SampledFrom(pages).Draw(t, "page")},
		StartTest{}, CancelTest{}, SkipTest{}, PasteCallback{value}, GiveAccess{true}, BrowserShows{value}, AskBrowser{},
		flightEvent(t, Flight(rapid.IntRange(1, 4).Draw(t, "flight")), result), Prepared{New: true, Changed: true}, Save{}, Saved{Path: "/x"}, NotSaved{}, PacketWritten{Path: "p"},
		ConfigRead{Found: true, Service: existing()}, DraftSaved{OK: true},
	}).Draw(t, "event")
}

// flightEvent is something that comes of the live test with this number.
func flightEvent(t *rapid.T, flight Flight, result auth.Result) Event {
	text := rapid.SampledFrom(typed).Draw(t, "text")
	return rapid.SampledFrom([]Event{
		TestStarted{flight, "u"}, TestProgressed{flight, auth.Progress{Stage: auth.Exchanging}}, StillWaiting{flight},
		PasteRefused{flight, nil}, Consented{Flight: flight, Address: text}, Consented{Flight: flight, Shows: text},
		Tested{flight, result}, Tested{flight, result},
	}).Draw(t, "of a flight")
}

func TestNoReachableStateHearsAnotherLiveTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		for range 40 { // most walks end before a live test
			if s.Page().Kind == Live {
				break
			}
			s = goOn(s)
		}
		s = run(s, StartTest{}, anyEvent(t), anyEvent(t))
		flight := Flight(rapid.IntRange(0, 9).Filter(func(n int) bool { return Flight(n) != s.test.Flight }).Draw(t, "flight"))
		next, effects := s.Apply(flightEvent(t, flight, passed()))
		if !reflect.DeepEqual(next, s) || len(effects) > 0 {
			t.Fatalf("test %d is under way, and what comes of test %d changes it: %+v", s.test.Flight, flight, next.test)
		}
	})
}

func TestFromEveryReachableStateAWayThatIsOfferedLeadsThere(t *testing.T) {
	var all []finding.Finding
	for id := range assets.Templates() {
		all = append(all, assets.Finding(id))
	}
	slices.SortFunc(all, func(a, b finding.Finding) int { return strings.Compare(a.ID, b.ID) })
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		jump, ok := s.WayTo(rapid.SliceOfN(rapid.SampledFrom(all), 1, 3).Draw(t, "found"))
		if there := run(s, jump); ok && (there.page != jump.Page || there.Wanted() != jump.Field) {
			t.Fatalf("%+v leads from %s to %s, %q", jump, s.page, there.page, there.Wanted())
		}
	})
}

// randomState walks at random, with good answers thrown in so that the walk
// gets everywhere.
func randomState(t *rapid.T) State {
	s := New(Options{Demo: rapid.Bool().Draw(t, "demo")})
	for range rapid.IntRange(0, 60).Draw(t, "steps") {
		if rapid.IntRange(0, 2).Draw(t, "good") == 0 {
			s = fill(s)
		}
		s, _ = s.Apply(anyEvent(t))
	}
	return s
}

func TestFromEveryReachableStateThereIsAWayOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		for range 80 {
			if s.Page().Kind == Done {
				return
			}
			s = goOn(s)
		}
		t.Fatalf("stuck at %s: %v", s.page, s.Blockers())
	})
}

// goOn does what a person of good will does on the page.
func goOn(s State) State {
	switch s.Page().Kind {
	case Live:
		if found := s.TestFindings(); len(found) > 0 && !s.Test().Flying() {
			if page, ok := PageOf(found[0].Field); ok {
				if there := run(s, Jump{Page: page.ID}); there.page == page.ID {
					return run(fill(there), Next{})
				}
			}
			return run(s, SkipTest{})
		}
		return run(test(run(s, CancelTest{}), passed()), Input{keyAccount, "yes"}, Next{})
	case Preview:
		for s = run(s, NotSaved{}); s.File().Prepared == nil; {
			s = run(s, Prepared{New: true, Changed: true})
		}
		for _, f := range s.Open() {
			if page, ok := PageOf(f.Field); ok && f.Severity == finding.Error {
				return run(fill(run(s, Jump{Page: page.ID})), Next{})
			}
		}
		return run(s, Save{}, Saved{Path: "/x/pinterest.toml"})
	}
	return run(fill(s), Next{}, PacketWritten{Path: "p"})
}

func TestInEveryReachableStateOfSomebodyWithAnAppTheRedirectURIIsWrittenOrSaidToBeMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		s = run(s, Input{keyWay, "existing"})
		if target := s.Get(keyTarget); target != "" && target != "appmixer" && target != "other" {
			t.Skip("no front end can choose " + target)
		}
		uri := s.Get(keyRedirect)
		if got := s.Plan().Config.RedirectURI; got != uri {
			t.Fatalf("the page has %q, the file %q", uri, got)
		}
		page, _ := PageByID("oauth.connector")
		if uri == "" && len(s.blockers(page)) == 0 {
			t.Fatal("it is missing, and the page that asks for it says nothing")
		}
		if remains := strings.Join(s.remaining(), "\n"); !strings.Contains(remains, "is registered") && !strings.Contains(remains, "redirectUri") && uri != s.Get(keyTestURI) {
			t.Fatalf("with %q there remains\n%s", uri, remains)
		}
	})
}

func TestNoReachableStateLeavesAPageWithAWarningThatNobodySaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := fill(randomState(t))
		if fields := s.Fields(); len(fields) > 0 { // typed, as what is pasted is judged at once
			key := rapid.SampledFrom(fields).Draw(t, "field").Key
			for i := range []rune("example") {
				s = run(s, Input{key, "example"[:i+1]})
			}
		}
		if next := run(s, Next{}); next.page == s.page {
			return
		}
		for _, f := range s.Fields() {
			for _, w := range s.cleanPage(s.Page()).judge(f) {
				if w.Severity == finding.Warning && !strings.Contains(idsOf(s.Findings(f.Key)), w.ID) {
					t.Fatalf("%s is left, and nobody saw %s", s.page, w.ID)
				}
			}
		}
	})
}

func TestFromEveryReachableStateBackLeadsToTheStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		before := maps.Clone(s.answers)
		secret := s.secret
		for range len(s.Pages()) {
			s = run(s, Back{})
		}
		if s.page != "start.way" {
			t.Fatalf("back ends at %s", s.page)
		}
		if !maps.Equal(before, s.answers) || !secret.Equal(s.secret) {
			t.Fatal("going back has changed an answer")
		}
	})
}

func TestFromEveryReachableStateThereIsAWayOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		_, effects := s.Apply(Quit{})
		if len(effects) == 0 || effects[len(effects)-1] != Effect(Exit{}) {
			t.Fatalf("quit does %v", effects)
		}
		draft := false
		for _, e := range effects {
			if _, ok := e.(SaveDraft); ok {
				draft = true
			}
		}
		if !draft && !s.Finished() {
			t.Fatal("quitting doesn't save the draft")
		}
	})
}

func TestEveryReachableStateComesBackFromItsDraft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		data, err := s.Draft()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Resume(s.options, data)
		if err != nil {
			t.Fatal(err)
		}
		kept := draft{Answers: s.answers}.withoutSecrets(New(s.options).answers).Answers
		if !maps.Equal(again.answers, kept) {
			t.Fatalf("answers %v, were %v", again.answers, kept)
		}
		if _, ok := PageByID(again.page); !ok {
			t.Fatalf("resumes nowhere: %q", again.page)
		}
	})
}

func TestApplyNeverChangesTheStateThatItIsGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		answers, touched, seen, basis := maps.Clone(s.answers), maps.Clone(s.touched), maps.Clone(s.seen), maps.Clone(s.basis)
		page, events := s.page, rapid.IntRange(1, 8).Draw(t, "events")
		for range events {
			s.Apply(anyEvent(t))
		}
		if s.page != page || !maps.Equal(answers, s.answers) || !maps.Equal(touched, s.touched) ||
			!maps.Equal(seen, s.seen) || !maps.Equal(basis, s.basis) {
			t.Fatal("an event has changed the state that it was applied to")
		}
	})
}

func TestTheScreenOfEveryReachableStateCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		s.Rail()
		s.Guide()
		s.Position()
		s.Copies()
		s.ScopeNote()
		s.Summary()
		s.Plan()
		s.PacketText()
		for _, f := range s.Fields() {
			s.Findings(f.Key)
			s.OptionsOf(f)
		}
		for _, found := range s.Blockers() {
			if found.Title == "" || found.Fix == "" && found.Mend == nil && found.Severity == finding.Error {
				t.Fatalf("a finding without a next step: %+v", found)
			}
		}
	})
}
