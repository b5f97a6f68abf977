package steps

import (
	"slices"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

func demo() State {
	return New(Options{Demo: true, Values: map[string]string{keyClientID: "1534758"}, Secret: safe.NewSecret(goodSecret)})
}

// resumed is the state that the draft of another one brings back.
func resumed(t *testing.T, s State) State {
	t.Helper()
	draft, err := s.Draft()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Resume(s.options, draft)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestAResumedDemosPortalKnowsWhatIsRegistered(t *testing.T) {
	registers := func(s State) (uris []string) {
		for _, e := range s.Begin() {
			if r, ok := e.(RegisterURIs); ok {
				uris = append(uris, r.URIs...)
			}
		}
		return uris
	}
	for _, way := range []string{"nothing", "existing"} {
		s := walkTo(t, run(demo(), Input{keyWay, way}), "oauth.test")
		if got := registers(resumed(t, s)); len(got) > 0 {
			t.Errorf("%s: before anything was registered: %v", way, got)
		}
		s = run(walkTo(t, s, "credentials.keys"), Input{keyTestURI, "http://localhost:8097/"}, Input{keySaved, "yes"})
		if got := registers(s); len(got) > 0 {
			t.Errorf("%s: a demo that goes on registers again: %v", way, got)
		}
		if got := registers(resumed(t, s)); !slices.Contains(got, "http://localhost:8097/") {
			t.Errorf("%s: resumed: %v", way, got)
		}
		if s.options.Demo = false; len(registers(resumed(t, s))) > 0 {
			t.Errorf("%s: outside of the demo there is no portal to tell", way)
		}
	}
	s := walkTo(t, run(demo(), Input{keyWay, "nothing"}), "credentials.keys")
	if got := registers(resumed(t, run(s, Input{keyTestURI, "http://localhost:8098/"}))); len(got) > 0 {
		t.Errorf("what was changed after \"Added and saved\" isn't registered: %v", got)
	}
}

func TestTheDemosOwnAppComesBack(t *testing.T) {
	s := walkTo(t, run(demo(), Input{keyWay, "existing"}), "credentials.keys")
	if found := slices.Concat(s.Findings(keyClientID), s.Findings(keySecret)); mends(found) != nil {
		t.Errorf("the demo's own app: %+v", found)
	}
	s = run(s, Input{keyClientID, "1600000"}, Leave{keyClientID}, InputSecret{safe.NewSecret("ffff" + goodSecret[4:])}, Leave{keySecret})
	for _, key := range []string{keyClientID, keySecret} {
		mend := mends(s.Findings(key))
		if mend == nil || mend.Field != key || finding.HasError(s.Findings(key)) {
			t.Fatalf("%s: %+v", key, s.Findings(key))
		}
		s = run(s, Input{mend.Field, mend.Value}, Leave{mend.Field})
	}
	if s.Get(keyClientID) != "1534758" || s.Secret().Reveal() != goodSecret || len(s.Blockers()) > 0 {
		t.Errorf("app ID %s, secret %v, %+v", s.Get(keyClientID), s.Secret(), s.Blockers())
	}
	if s = run(s, InputSecret{}, Leave{keySecret}); mends(s.Findings(keySecret)) == nil {
		t.Errorf("an empty secret: %+v", s.Findings(keySecret))
	}
	real := run(walkTo(t, start("existing"), "credentials.keys"), Input{keySecret, ""})
	if real.Secret().Reveal() != goodSecret && !real.Secret().IsZero() || mends(real.Findings(keySecret)) != nil {
		t.Errorf("a real run: %+v", real.Findings(keySecret))
	}
}

// mends is the first mend that the findings offer.
func mends(found []finding.Finding) *finding.Mend {
	for _, f := range found {
		if f.Mend != nil {
			return f.Mend
		}
	}
	return nil
}

func TestWhatIsWrongIsSaidBeforeWhatTheDemoDoesNotKnow(t *testing.T) {
	s := run(walkTo(t, run(demo(), Input{keyWay, "existing"}), "credentials.keys"), Input{keyClientID, goodSecret})
	f, _ := FieldOf(keyClientID)
	if got := s.judge(f); len(got) < 2 || got[0].Severity != finding.Error || got[len(got)-1].ID != "demo.other-id" {
		t.Errorf("a secret as an app ID: %s", idsOf(got))
	}
}
