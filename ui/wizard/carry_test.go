package wizard

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/steps"
)

// Three keys act on what the cursor is on: the page of an instruction, or the
// text of a field.
func TestTheKeysThatCarryActOnWhatTheCursorIsOn(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "account.ready"), 80, 24)
	for _, at := range []struct{ field, address string }{
		{"account.business", "https://www.pinterest.com/business/create/"},
		{"account.email", "https://developers.pinterest.com/docs/getting-started/connect-app/"},
		{"account.terms", "https://developers.pinterest.com/apps/"},
		{"account.twoFactor", "https://help.pinterest.com/article/two-factor-authentication"},
	} {
		d.send(hitMsg{focusMsg{at.field}})
		d.press("ctrl+o")
		if d.m.sent != at.address || !strings.Contains(d.text(), at.address) {
			t.Errorf("on %s, the key opens %s:\n%s", at.field, d.m.sent, d.display().Screen())
		}
		d.send(hitMsg{focusMsg{at.field}})
		if d.press("ctrl+y"); d.m.sent != at.address {
			t.Errorf("on %s, the key copies %s", at.field, d.m.sent)
		}
	}
}

func TestTheKeyThatOpensComesToEveryPageThatTheInstructionsName(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		d := s.open(t, 80, 24)
		f, is := d.m.screen.(*form)
		if d.m.over != nil || !is {
			continue
		}
		field, _ := f.current()
		seen := map[string]bool{}
		for range d.m.links(field.Key) {
			d.press("ctrl+o")
			seen[d.m.sent] = true
		}
		_, page := d.m.state.Guide()
		for _, line := range page.Lines {
			if line.Link != "" && !seen[line.Link] {
				t.Errorf("%s: the key never opens %s", s.name, line.Link)
			}
		}
	}
}

// Where no browser opens, its address is what is copied and printed next.
func TestAnAddressThatDidNotOpenIsSaidAndInHand(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "app.sheet"), 80, 24)
	d.happens(steps.Input{Key: "app.name", Value: "Acme Pins"})
	d.send(focusMsg{"app.name"})
	url := d.m.pageLink("app.name")
	d.press("ctrl+o")
	if !strings.Contains(d.text(), url) {
		t.Errorf("the address %s isn't said:\n%s", url, d.display().Screen())
	}
	if d.press("ctrl+y"); d.m.sent != url {
		t.Errorf("copied was %q", d.m.sent)
	}
	// The next key lets go of it.
	d.press("right")
	if d.press("ctrl+y"); d.m.sent != "Acme Pins" {
		t.Errorf("in the field, copied was %q", d.m.sent)
	}
}

func TestNothingIsCopiedOfAnEmptyFieldOrTheSecret(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "oauth.connector"), 80, 24)
	d.happens(steps.Input{Key: "oauth.apiBase"})
	d.send(focusMsg{"oauth.apiBase"})
	for _, k := range []string{"ctrl+y", "ctrl+p"} {
		if d.press(k); d.m.sent != "" || !strings.Contains(d.text(), "nothing to copy or print") {
			t.Errorf("%s takes %q", k, d.m.sent)
		}
	}
	d = sit(t, walk(t, "nothing", "credentials.keys"), 80, 24)
	d.send(focusMsg{"credentials.clientSecret"})
	if d.press("ctrl+y"); d.m.sent != "" || !strings.Contains(d.text(), "The secret is neither") {
		t.Errorf("of the secret is copied: %q", d.m.sent)
	}
}

func TestAClickOnAnInstructionOpensItsPage(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "account.ready"), 80, 24)
	for y, line := range d.lines() {
		if strings.Contains(line, "Convert it to a business account") {
			d.send(hitMsg{d.at(strings.Index(line, "Convert"), y)})
		}
	}
	if want := "https://www.pinterest.com/business/convert/"; d.m.sent != want {
		t.Errorf("opened %q, want %q", d.m.sent, want)
	}
}

// at is what a click on this cell means.
func (d *desk) at(x, y int) any {
	for _, s := range d.m.frame().spots {
		if s.y == y && s.from <= x && x < s.to {
			return s.msg
		}
	}
	d.t.Fatalf("no click is taken at %d, %d", x, y)
	return nil
}
