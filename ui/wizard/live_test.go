package wizard

import (
	"strings"
	"testing"

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
