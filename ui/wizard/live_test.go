package wizard

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
)

func TestAnAnswerThatLeadsNowhereLeavesTheTestWaiting(t *testing.T) {
	t.Parallel()
	s := scene{way: "real", page: "credentials.test", then: func(d *desk) {
		d.happens(append(waiting(), steps.StillWaiting{Flight: 1}, steps.BrowserShows{What: "stays"})...)
	}}
	for _, size := range sizes {
		d := s.open(t, size.columns, size.rows)
		if shown := d.text(); !strings.Contains(shown, "go on waiting") || !strings.Contains(shown, "esc cancel") {
			t.Errorf("%dx%d: the footer lacks a way on, or the way out:\n%s", size.columns, size.rows, shown)
		}
		d.press("enter")
		test := d.m.state.Test()
		if !test.Waiting() || !test.Asking || len(test.Browser) > 0 {
			t.Errorf("%dx%d: after Enter: %+v", size.columns, size.rows, test)
		}
	}
}

func TestWhileATestWaitsTheFooterSaysHowToLeave(t *testing.T) {
	t.Parallel()
	for _, s := range liveScenes() {
		for _, size := range sizes {
			d := s.open(t, size.columns, size.rows)
			if d.m.state.Test().Flying() && !strings.Contains(d.text(), "esc cancel") {
				t.Errorf("%s, %dx%d:\n%s", s.name, size.columns, size.rows, d.text())
			}
		}
	}
}

// asked is a live test that waits, and asks by itself what the browser shows.
func asked(way string) scene {
	return scene{way: way, page: "credentials.test", then: func(d *desk) {
		d.happens(append(waiting(), steps.StillWaiting{Flight: 1})...)
	}}
}

func TestTheQuestionAboutTheBrowserIsAnsweredAtOnceAndNoTypingIsLost(t *testing.T) {
	t.Parallel()
	d := asked("real").open(t, 80, 24)
	if shown := d.text(); !strings.Contains(shown, "enter that is it") {
		t.Errorf("the footer has no key for the answer:\n%s", shown)
	}
	d.press("http", "://localhost:8085/?code=x", "enter")
	if last := d.wanted[len(d.wanted)-1]; last != (steps.OfferPaste{Flight: 1, Text: "http://localhost:8085/?code=x"}) {
		t.Errorf("what was typed comes to %+v", last)
	}
	d = asked("real").open(t, 80, 24)
	if d.press("down", "enter"); len(d.m.state.Test().Browser) == 0 {
		t.Error("Enter doesn't answer")
	}
}

func TestInTheDemoEnterGivesAccessWhileItIsAskedWhatTheBrowserShows(t *testing.T) {
	t.Parallel()
	d := asked("nothing").open(t, 80, 24)
	if shown := d.text(); !strings.Contains(shown, "enter give access") || !strings.Contains(shown, "↓ say what it shows") {
		t.Errorf("the footer:\n%s", shown)
	}
	d.press("enter")
	if last := d.wanted[len(d.wanted)-1]; last != (steps.Consent{Flight: 1, Give: true}) {
		t.Errorf("Enter comes to %+v", last)
	}
}

func TestTheQuestionThatSomebodyWantsIsInView(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"real", "nothing"} { // without and with the demo
		d := scene{way: way, page: "credentials.test", then: func(d *desk) {
			d.happens(waiting()...)
			d.happens(steps.PasteRefused{Flight: 1, Findings: []finding.Finding{assets.Finding("callback.state"), assets.Finding("flight.wrong-state")}})
		}}.open(t, 80, 24)
		d.press("ctrl+b")
		if shown := d.text(); !strings.Contains(shown, "What does the browser show?") || !strings.Contains(shown, "enter that is it") {
			t.Errorf("%s:\n%s", way, d.display().Screen())
		}
	}
}

func TestTheKeysOfAWaitingDemoFitAndDiffer(t *testing.T) {
	t.Parallel()
	d := scene{way: "nothing", page: "credentials.test", then: func(d *desk) { d.happens(waiting()...) }}.open(t, 80, 24)
	if footer := d.lines()[23]; strings.TrimSpace(footer) != "enter give access   ctrl+d deny   esc cancel   ctrl+b no answer?   ? all keys" {
		t.Errorf("the footer is %q", footer)
	}
}

func TestAnAnswerAboutTheBrowserStandsUnderTheHeading(t *testing.T) {
	t.Parallel()
	for _, shows := range []string{"mismatch", "stays", "nothing", "The provided redirect_uri x does not match any of the registered redirect URIs."} {
		d := asked("real").open(t, 80, 24)
		d.happens(steps.BrowserShows{What: shows})
		found := d.m.state.Test().Browser[0]
		if shown := d.text(); !strings.Contains(shown, "Waiting for your agreement") || !strings.Contains(shown, found.Title) {
			t.Errorf("%s:\n%s", shows, strings.Join(d.lines(), "\n"))
		}
	}
}

func result(t *testing.T, way string, found ...finding.Finding) *desk {
	r := passed()
	r.Findings = found
	r.OK = !finding.HasError(found)
	return scene{way: way, page: "credentials.test", then: func(d *desk) { d.happens(flown(r)...) }}.open(t, 80, 24)
}

func TestAWarningIsSeenBeforeTheAccountIsAccepted(t *testing.T) {
	t.Parallel()
	d := result(t, "nothing", assets.Finding("flight.personal-account", "username", "acme_home"))
	shown := d.text()
	if strings.Contains(shown, "passed") || !strings.Contains(shown, "enter use this account anyway") ||
		strings.Index(shown, "is a personal account") > strings.Index(shown, "The right account") {
		t.Errorf("\n%s", strings.Join(d.lines(), "\n"))
	}
}

func TestAnotherAccountThanTheSheetsIsNoPlainPass(t *testing.T) {
	t.Parallel()
	r := passed()
	r.Account.Username = "ada"
	d := scene{way: "nothing", page: "credentials.test", then: func(d *desk) { d.happens(flown(r)...) }}.open(t, 80, 24)
	if shown := d.text(); strings.Contains(shown, "passed") || !strings.Contains(shown, "use this account anyway") {
		t.Errorf("\n%s", strings.Join(d.lines(), "\n"))
	}
}

func TestWhatWasProvedIsOnTheScreenWhateverIsWorthKnowing(t *testing.T) {
	t.Parallel()
	for way, said := range map[string]bool{"nothing": false, "existing": true} { // in the first, Trial access was stated
		d := result(t, way, assets.Finding("flight.trial-limits"))
		shown := d.text()
		if !strings.Contains(shown, "The live test passed.") || !strings.Contains(shown, "Token lives for") {
			t.Errorf("%s:\n%s", way, strings.Join(d.lines(), "\n"))
		}
		d.press("pgdown", "pgdown")
		if strings.Contains(d.text(), "look like Trial access") != said {
			t.Errorf("%s, at the end:\n%s", way, strings.Join(d.lines(), "\n"))
		}
	}
}

func TestFewerScopesThanAskedForHaveNoTick(t *testing.T) {
	t.Parallel()
	r := failed(assets.Finding("flight.fewer-scopes", "scopes", "pins:read"))
	r.Requested, r.Granted = []string{"boards:read", "pins:read"}, []string{"boards:read"}
	d := scene{way: "nothing", page: "credentials.test", then: func(d *desk) { d.happens(flown(r)...) }}.open(t, 80, 24)
	if !strings.Contains(d.text(), "✗ Scopes granted 1, asked for 2") {
		t.Errorf("\n%s", strings.Join(d.lines(), "\n"))
	}
}

func TestEnterDoesWhatIsAdvised(t *testing.T) {
	t.Parallel()
	d := result(t, "nothing", assets.Finding("flight.fewer-scopes", "scopes", "pins:read"))
	if !strings.Contains(d.text(), "enter run again") {
		t.Errorf("\n%s", strings.Join(d.lines(), "\n"))
	}
}

func TestADemoWhereEverythingWorksWarnsOfNothing(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"nothing", "existing"} {
		for _, p := range start(way).Pages() {
			d := sit(t, walk(t, way, p.ID), 80, 24)
			if p.Kind == steps.Live {
				d.happens(append(flown(passed()), steps.Input{Key: "credentials.account", Value: "yes"})...)
			}
			all := d.m.state.Blockers()
			if p.Kind == steps.Preview { // the error is that nothing is written yet
				all = nil
			}
			for _, f := range d.m.state.Fields() {
				all = append(all, d.m.state.Findings(f.Key)...)
			}
			if worst, any := finding.Worst(all); p.ID != "start.way" && any && worst > finding.Note {
				t.Errorf("%s, %s: %+v", way, p.ID, all)
			}
		}
	}
}
