package wizard

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/steps"
)

// What can't be seen isn't mended: the key shows it first.
func TestNothingIsMendedThatIsNotSeen(t *testing.T) {
	t.Parallel()
	s := scene{page: "oauth.register", then: func(d *desk) {
		d.happens(steps.Input{Key: "oauth.registered", Value: "https://api.appmixer.com/auth/pinterest/callback/\nhttp://localhost:8085"},
			steps.Leave{Key: "oauth.registered"})
		d.send(focusMsg{"oauth.registered"})
	}}
	for _, rows := range []int{15, 20, 24, 40} {
		d := s.open(t, 60, rows)
		before := d.m.state.Get("oauth.testRedirectUri")
		for range 2 {
			f := d.m.frame()
			if f.mend == nil {
				t.Fatal("nothing can be mended there")
			}
			seen := f.from <= f.mend.from && f.mend.to < f.from+f.height
			d.press("ctrl+f")
			changed := d.m.state.Get("oauth.testRedirectUri") != before || d.m.state.Stale("oauth.saved")
			if changed != seen {
				t.Errorf("with %d rows: seen %v, changed %v", rows, seen, changed)
			}
			if changed {
				break
			}
		}
		if text := d.text(); !strings.Contains(text, "Test redirect URI: http://localhost:8085") {
			t.Errorf("with %d rows nothing says what was changed:\n%s", rows, d.display().Screen())
		}
	}
}

func TestAMendSaysWhatItChangedAndWhatIsToBeConfirmedAgain(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "oauth.register"), 80, 40)
	d.happens(steps.Input{Key: "oauth.registered", Value: "https://api.appmixer.com/auth/pinterest/callback\nhttp://localhost:8099/"},
		steps.Leave{Key: "oauth.registered"})
	d.send(focusMsg{"oauth.registered"})
	d.press("ctrl+f")
	for _, said := range []string{"Test redirect URI: http://localhost:8099/", "To be confirmed again: " + d.m.state.Label("oauth.saved")} {
		if !strings.Contains(d.m.notice, said) {
			t.Errorf("%q is not in %q\n%s", said, d.m.notice, d.display().Screen())
		}
	}
}

// What isn't confirmed is said in one line each, so that the whole page is seen.
func TestWhatIsNotConfirmedIsSaidInOneLineEach(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		if s.name != "nothing confirmed" {
			continue
		}
		d := s.open(t, 80, 24)
		f := d.m.frame()
		if f.total > f.height {
			t.Errorf("%d lines have no room in %d:\n%s", f.total, f.height, d.display().Screen())
		}
		for _, line := range d.lines() {
			if strings.Contains(line, "Not confirmed yet: E-mail verified.  space ticks it") {
				return
			}
		}
		t.Errorf("no line says what isn't confirmed, and how it is:\n%s", d.display().Screen())
	}
}
