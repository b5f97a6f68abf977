package wizard

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestASearchLeavesWhatHoldsEveryWord(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "oauth.scopes"), 80, 40)
	p := d.m.screen.(*picker)
	all := len(p.shown())
	before := d.m.state.Get("oauth.scopes")
	d.press("/", "create pin")
	left := p.shown()
	if len(left) == 0 || len(left) == all {
		t.Fatalf("of %d, %d are left:\n%s", all, len(left), d.display().Screen())
	}
	for _, i := range left {
		o := p.views[p.view].options[i]
		text := strings.ToLower(o.Group + o.Label + o.Hint + o.Value)
		if !strings.Contains(text, "create") || !strings.Contains(text, "pin") {
			t.Errorf("%q doesn't hold both", o.Label)
		}
		if !strings.Contains(d.text(), strings.Fields(o.Label)[0]) {
			t.Errorf("%q isn't shown", o.Label)
		}
	}
	if got := d.m.state.Get("oauth.scopes"); got != before {
		t.Errorf("typing chose something: %s", got)
	}
	// An arrow leads to what was found, and space ticks it.
	d.press("down", "space")
	if at := p.views[p.view].at; at != left[min(1, len(left)-1)] || !p.views[p.view].options[at].Chosen {
		t.Errorf("the pointer is at %d, found were %v", at, left)
	}
	// Esc shows everything, and only then goes back.
	if d.press("esc"); len(p.shown()) != all || d.m.state.Page().ID != "oauth.scopes" {
		t.Errorf("%d are shown, at %s", len(p.shown()), d.m.state.Page().ID)
	}
	if d.press("esc"); d.m.state.Page().ID == "oauth.scopes" {
		t.Error("Esc doesn't go back")
	}
}

func TestASearchThatFindsNothingSaysSoAndTicksNothing(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "oauth.scopes"), 40, 15)
	before := d.m.state.Get("oauth.scopes")
	d.press("/", "?zebra", "enter", "space")
	if d.m.over != nil || !strings.Contains(d.text(), "None of them holds that") || d.m.state.Get("oauth.scopes") != before {
		t.Errorf("chosen %q, was %q:\n%s", d.m.state.Get("oauth.scopes"), before, d.display().Screen())
	}
}

func TestAPasteIntoTheSearchIsMadeHarmless(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "oauth.scopes"), 80, 24)
	d.press("/")
	d.send(tea.PasteMsg{Content: "pi\u202en\x1b[31m\ns"})
	if got := d.m.screen.(*picker).search.text.Value(); strings.ContainsAny(got, "\u202e\x1b\n") || !strings.HasPrefix(got, "pi") {
		t.Errorf("searched for is %q", got)
	}
}
