package wizard

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/steps"
)

// chosen are the options on the screen that have the sign of a choice, and
// pointed the one that the pointer is at.
func (d *desk) chosen() (chosen []string, pointed string) {
	for _, line := range d.lines() {
		option, is := strings.CutPrefix(strings.TrimLeft(line, " "), signPointer+" ")
		option = strings.TrimSpace(option)
		if is {
			pointed = option
		}
		if strings.HasPrefix(option, "("+signHere+")") {
			chosen = append(chosen, option)
		}
	}
	return chosen, pointed
}

func TestTheArrowsChooseInEveryGroupOfRadioButtons(t *testing.T) {
	t.Parallel()
	groups := 0
	for _, step := range steps.Table() {
		for _, p := range step.Pages {
			for _, f := range p.Fields {
				if f.Kind != steps.Choice {
					continue
				}
				groups++
				d := sit(t, walk(t, "nothing", p.ID), 80, 24)
				d.send(focusMsg{f.Key})
				for range f.Options {
					d.press("up")
				}
				for i, want := range f.Options {
					if i > 0 {
						d.press("down")
					}
					chosen, pointed := d.chosen()
					if got := d.m.state.Get(f.Key); i > 0 && got != want || i > 0 && !slices.Contains(chosen, pointed) {
						t.Errorf("%s: the arrows lead to %q, chosen is %q, shown as chosen %v:\n%s", f.Key, want, got, chosen, d.display().Screen())
					}
				}
				if d.press("down", "down"); d.m.state.Get(f.Key) != f.Options[len(f.Options)-1] {
					t.Errorf("%s: behind the last option is %q", f.Key, d.m.state.Get(f.Key))
				}
				if _, w := d.m.screen.(*form).current(); d.m.screen.(*form).widgets[f.Key] != w {
					t.Errorf("%s: the arrows lead out of the group, and would choose on the way", f.Key)
				}
			}
		}
	}
	if groups < 6 {
		t.Errorf("%d groups were tried", groups)
	}
}

func TestLookingAtTheOtherWayChangesNothingOfThisOne(t *testing.T) {
	d := sit(t, steps.New(steps.Options{}), 80, 24)
	d.press("space", "down", "up")
	if way, scopes := d.m.state.Get("start.way"), d.m.state.Get("oauth.scopes"); way != "nothing" || scopes != "" {
		t.Errorf("the way is %q, and these scopes are chosen: %q", way, scopes)
	}
}

func TestMovingAmongWhatTheBrowserMayShowAnswersNothing(t *testing.T) {
	d := sit(t, walk(t, "existing", "credentials.test"), 80, 30)
	d.happens(steps.StartTest{}, steps.TestStarted{Flight: 1, AuthorizeURL: authorizeURL}, waiting()[2], steps.StillWaiting{Flight: 1})
	d.press("ctrl+b", "down", "down", "up")
	if found := d.m.state.Test().Browser; len(found) > 0 {
		t.Errorf("it is taken for answered: %v", found)
	}
	if strings.Contains(d.text(), "( )") {
		t.Error("what acts at once looks like a choice that stays")
	}
	if d.press("enter"); len(d.m.state.Test().Browser) == 0 {
		t.Error("Enter answers nothing")
	}
}

func TestARefusalIsSaidAboveTheKeysWhichStay(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		d := scene{page: "credentials.keys"}.open(t, size.columns, size.rows)
		d.happens(steps.Input{Key: "credentials.clientId"})
		d.press("enter", "enter")
		if keys := d.keyNames(); !slices.Contains(keys, "enter") || !slices.Contains(keys, "esc") || !slices.Contains(keys, "?") {
			t.Errorf("%dx%d: %v are left:\n%s", size.columns, size.rows, keys, d.display().Screen())
		}
		foot := ansi.Strip(strings.Join(d.m.footer().lines, " "))
		if !strings.Contains(foot, "✗ Not yet: mend what ✗ marks.") || strings.Count(d.text(), "App ID is still empty.") != 1 {
			t.Errorf("%dx%d: it isn't said once at the field why, and above the keys what to do:\n%s", size.columns, size.rows, d.display().Screen())
		}
		if d.press("1"); d.m.notice != "" {
			t.Errorf("it is still said after the next key: %s", d.m.notice)
		}
	}
}

// keyNames are the keys that stand in the footer.
func (d *desk) keyNames() []string {
	var names []string
	for _, s := range d.m.footer().spots {
		names = append(names, s.msg.(pressMsg).key.Help().Key)
	}
	return names
}

func TestTheListOfStepsLeadsWhereItSaysAndNowhereElse(t *testing.T) {
	d := sit(t, walk(t, "nothing", "oauth.scopes"), 80, 24)
	d.press("ctrl+s")
	for _, step := range []string{"Credentials", "Review", "Connector"} {
		line := d.lines()[slices.IndexFunc(d.lines(), func(l string) bool { return strings.Contains(l, step+"  ") && !strings.Contains(l, "○ Review") })]
		if !strings.Contains(line, "not reached yet") {
			t.Errorf("%q", line)
		}
	}
	d.press("down", "down")
	if _, pointed := d.chosen(); !strings.Contains(pointed, "OAuth") {
		t.Errorf("the pointer goes to %q", pointed)
	}
	if d.press("6"); d.m.over == nil || !strings.Contains(d.text(), "Step 6, Connector, was not reached yet.") {
		t.Errorf("a step that was not reached:\n%s", d.display().Screen())
	}
	if d.press("2"); d.m.over != nil || d.m.state.Page().Step != "app" {
		t.Errorf("2 leads to %s", d.m.state.Page().ID)
	}
}

func TestThePagesOfTheLastStepKeepTheirNumbers(t *testing.T) {
	for page, want := range map[string]string{
		"connector.where": "1 of 2 · where it goes", "connector.write": "2 of 2 · write the file", "connector.done": "Connector configuration done ✓",
	} {
		d := sit(t, walk(t, "nothing", page), 80, 24)
		if d.m.state.Page().Kind == steps.Preview {
			d.happens(prepared())
		}
		if !strings.Contains(d.text(), want) || page == "connector.done" && strings.Contains(d.text(), " of 3 ·") {
			t.Errorf("%s isn't %q:\n%s", page, want, d.display().Screen())
		}
	}
}

// Whoever clicks or copies a part of an address that goes over several rows gets
// the whole of it.
func TestEveryRowOfAnAddressIsALinkToTheWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ page, url string }{
		{"oauth.register", "https://api.appmixer.com/auth/pinterest/callback"}, {"oauth.connector", "https://api.appmixer.com/auth/pinterest/callback"},
		{"credentials.test", authorizeURL}, {"review.packet", "https://api.appmixer.com/auth/pinterest/callback"},
		{"connector.write", "https://api.appmixer.com/auth/pinterest/callback"},
	} {
		d := scene{page: c.page}.open(t, 40, 160)
		switch c.page {
		case "credentials.test":
			d.happens(waiting()...)
		case "connector.write":
			d.happens(prepared())
		}
		rows, shown := 0, ""
		for _, line := range strings.Split(d.m.View().Content, "\n") {
			if _, after, is := strings.Cut(line, ";"+c.url+"\a"); is {
				part, _, _ := strings.Cut(after, "\x1b]8;;")
				rows, shown = rows+1, shown+strings.TrimSpace(ansi.Strip(part))
			}
		}
		if rows < 2 || strings.ReplaceAll(shown, c.url, "") != "" {
			t.Errorf("%s: %d rows are links, which read %q", c.page, rows, shown)
		}
	}
}

func TestThePacketIsWrittenWithAReceiptAndAFailureIsNoWarningToPass(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "review.packet"), 80, 24)
	d.happens(steps.Input{Key: "review.file", Value: "/nope/packet.md"})
	for range 2 {
		d.press("enter")
		if d.m.notice != "" {
			t.Errorf("while it is being written it is said: %s", d.m.notice)
		}
		bad := assets.Finding("packet.not-written", "why", "there is no folder /nope")
		d.happens(steps.PacketWritten{Path: "/nope/packet.md", Finding: &bad})
		if !strings.Contains(d.text(), "there is no folder /nope") {
			t.Errorf("it isn't said why:\n%s", d.display().Screen())
		}
	}
	d.press("enter")
	d.happens(steps.PacketWritten{Path: "/there/packet.md"})
	if d.m.state.Page().ID != "connector.where" || !strings.Contains(d.text(), "The review packet is written: /there/packet.md") {
		t.Errorf("at %s without a receipt:\n%s", d.m.state.Page().ID, d.display().Screen())
	}
}

func TestAFormSignsWhatNobodyDocumentsAndWhyHasTheWords(t *testing.T) {
	t.Parallel()
	marks := []string{"(seen in practice)", "(likely)"}
	for page, hint := range map[string]string{
		"app.use": "App icon: Path of a PNG, 512 x 512 pixels. (seen in practice)", "app.request": "Sent. No secret yet. (seen in practice)", "oauth.register": "",
	} {
		d := sit(t, walk(t, "nothing", page), 80, 200)
		for _, mark := range marks {
			if strings.Contains(d.text(), mark) {
				t.Errorf("%s has %s", page, mark)
			}
		}
		if !strings.Contains(d.text(), signUnsure) {
			t.Errorf("%s has no sign of what nobody documents:\n%s", page, d.text())
		}
		d.press("ctrl+g")
		if !strings.Contains(d.text(), hint) {
			t.Errorf("%s doesn't say why: %s", page, hint)
		}
		legend := strings.Index(d.text(), "All of this is documented, but what says")
		for _, mark := range marks {
			if at := strings.Index(d.text(), mark); at >= 0 && (legend < 0 || at < legend) {
				t.Errorf("%s is explained at %d, and stands at %d", mark, legend, at)
			}
		}
	}
}

func TestWhatATickIsMissingForIsSaidOnceWithItsKey(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "oauth.register"), 80, 60)
	d.happens(steps.Input{Key: "oauth.saved"}, steps.Next{})
	if text := d.text(); strings.Contains(text, "→ Confirm it") || !strings.Contains(text, "space ticks it when it is done") {
		t.Errorf("the key is the mend, and it says:\n%s", d.display().Screen())
	}
}
