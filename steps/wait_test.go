package steps

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// untilWritten writes the file with whatever has been entered, and returns the
// effects of that.
func untilWritten(t *testing.T, s State) (State, []Effect) {
	t.Helper()
	s = run(s, SkipTest{})
	s = run(walkTo(t, s, "connector.write"), Prepared{New: true, Changed: true}, Save{})
	return s.Apply(Saved{Path: "/x/pinterest.toml"})
}

func TestWhoWaitsForApprovalGoesOnWhereTheFileCantHelp(t *testing.T) {
	pending := run(walkTo(t, start("nothing"), "app.request"), Input{keyStatus, "pending"}, Next{})
	pending = run(walkTo(t, pending, keysPage), Input{keyClientID, "1534758"}, Next{})
	for name, c := range map[string]struct {
		before State
		page   string
		says   string
	}{
		"no secret yet":    {pending, keysPage, "it goes on at the app secret"},
		"no live test yet": {run(pending, Back{}, InputSecret{safe.NewSecret(goodSecret)}, Next{}), testPage, "it goes on at the live test"},
	} {
		s, effects := untilWritten(t, c.before)
		if !slices.Contains(effects, Effect(SaveDraft{})) || slices.Contains(effects, Effect(ForgetDraft{})) {
			t.Errorf("%s: with the file written, the draft has %v", name, effects)
		}
		if said := strings.Join(s.remaining(), "\n"); !strings.Contains(said, c.says) {
			t.Errorf("%s: what remains doesn't say %q:\n%s", name, c.says, said)
		}
		if said := strings.Join(s.remaining(), "\n"); strings.Contains(said, ": it holds the app secret") == s.Secret().IsZero() {
			t.Errorf("%s: of the secret in the file it is said:\n%s", name, said)
		}
		if _, effects := s.Apply(Quit{}); !slices.Contains(effects, Effect(SaveDraft{})) {
			t.Errorf("%s: quitting does %v", name, effects)
		}
		data, err := s.Draft()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Resume(Options{Secret: s.Secret()}, data)
		if err != nil {
			t.Fatal(err)
		}
		if back.page != c.page || back.Get("app.name") == "" {
			t.Errorf("%s: it goes on at %s with the app's name %q", name, back.page, back.Get("app.name"))
		}
		back = run(walkTo(t, run(back, InputSecret{safe.NewSecret(goodSecret)}), testPage), Next{})
		if back.page != testPage {
			t.Errorf("%s: the live test that was left out then is left out now", name)
		}
		back = walkTo(t, back, "connector.write")
		back, effects = run(back, Prepared{Changed: true}, Save{}).Apply(Saved{Path: "/x/pinterest.toml"})
		if !slices.Contains(effects, Effect(ForgetDraft{})) || !back.Done() {
			t.Errorf("%s: proved and written, the draft has %v", name, effects)
		}
		if said := strings.Join(back.remaining(), "\n"); strings.Contains(said, "Trial access") {
			t.Errorf("%s: a live test passed, and it is said:\n%s", name, said)
		}
	}
}

func TestWhoHasAnAppOrAnEarlierProofIsNotWaitedFor(t *testing.T) {
	s, effects := untilWritten(t, walkTo(t, start("existing"), testPage))
	if s.Waits() || !slices.Contains(effects, Effect(ForgetDraft{})) {
		t.Errorf("an app that is there already: %v", effects)
	}
	s = run(walkTo(t, start("nothing"), testPage), SkipTest{})
	s = run(walkTo(t, s, "connector.write"), Prepared{Changed: true, KeepsProof: true}, Save{}, Saved{Path: "/x/pinterest.toml"})
	if s.Waits() || !s.Done() {
		t.Error("the file keeps an earlier proof, and another one is waited for")
	}
}

func TestTheCommandThatGoesOnFindsTheDraftNotTheFile(t *testing.T) {
	o := Options{Program: "./pinsetup", Values: map[string]string{keyFile: "begun.toml", keyWay: "nothing"}}
	s := run(walkTo(t, New(o), testPage), SkipTest{})
	s = run(s, Input{keyFile, "written.toml"})
	if got := s.nextCommands(); !reflect.DeepEqual(got[0], "./pinsetup --config begun.toml") {
		t.Errorf("%s", got[0])
	}
}
