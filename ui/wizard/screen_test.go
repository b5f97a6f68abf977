package wizard

import (
	"bytes"
	"fmt"
	"image/color"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

// everywhere runs a test on every scene in every window.
func everywhere(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	for _, s := range scenes() {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", s.name, size.columns, size.rows), func(t *testing.T) {
				test(t, s.open(t, size.columns, size.rows))
			})
		}
	}
}

func TestNothingOverflowsTheWindow(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, d *desk) {
		fits(t, d)
		// Resized while it is open, to the smallest and the largest and back.
		columns, rows := d.m.width, d.m.height
		before := d.display().Screen()
		for _, size := range []struct{ columns, rows int }{sizes[0], sizes[len(sizes)-1]} {
			d.resize(size.columns, size.rows)
			fits(t, d)
		}
		d.resize(columns, rows)
		if after := d.display().Screen(); after != before && d.m.over == nil && !d.m.refused {
			t.Errorf("after resizing to and fro:\n%s\nbefore:\n%s", after, before)
		}
	})
}

// fits checks that the screen has as many rows as the window, none of them
// wider, and that no part of it reaches into the one beside it.
func fits(t *testing.T, d *desk) {
	t.Helper()
	f := d.m.frame()
	rows := f.lines
	if len(rows) != d.m.height {
		t.Errorf("%d rows in a window of %d", len(rows), d.m.height)
	}
	for y, row := range rows {
		if w := ansi.StringWidth(row); w > d.m.width {
			t.Errorf("%dx%d, row %d is %d wide: %s", d.m.width, d.m.height, y, w, ansi.Strip(row))
		}
	}
	_, center, right := d.m.columns()
	parts := map[string]*canvas{"the body": d.m.paint(center, f.height)}
	if right > 0 {
		guide, rail := newCanvas(right), d.m.railColumn(railWidth)
		d.m.guideColumn(guide)
		parts["the guide"], parts["the rail"] = guide, rail
	}
	for name, c := range parts {
		for _, line := range c.lines {
			if w := ansi.StringWidth(line); w > c.width {
				t.Errorf("%dx%d, %s is %d wide, and this %d: %s", d.m.width, d.m.height, name, c.width, w, ansi.Strip(line))
			}
		}
	}
	var taken []spot
	for _, s := range f.spots {
		for _, other := range taken {
			if s.y == other.y && s.from < other.to && other.from < s.to && !reflect.DeepEqual(s.msg, other.msg) && !within(s, other) && !within(other, s) {
				t.Errorf("two things can be clicked in row %d: %+v and %+v", s.y, s, other)
			}
		}
		taken = append(taken, s)
	}
}

// within reports whether a spot lies in another: an option in its field.
func within(inner, outer spot) bool { return outer.from <= inner.from && inner.to <= outer.to }

func TestNothingIsCutWithoutASign(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, d *desk) {
		f := d.m.frame()
		top, bottom := d.signs()
		if above := f.from > 0; above != top {
			t.Errorf("the sign of more above is shown: %v; there is more: %v\n%s", top, above, d.display().Screen())
		}
		if below := f.from+f.height < f.total; below != bottom {
			t.Errorf("the sign of more below is shown: %v; there is more: %v\n%s", bottom, below, d.display().Screen())
		}
		// Read from top to bottom, every line of the page comes by.
		_, center, _ := d.m.columns()
		want := d.m.paint(center, f.height).lines
		seen := map[string]bool{}
		d.m.scroll = 0
		for range 60 {
			for _, line := range strings.Split(ansi.Strip(d.m.View().Content), "\n") {
				seen[strings.Join(strings.Fields(line), " ")] = true
			}
			_, more := d.signs()
			if !more {
				break
			}
			d.press("pgdown")
		}
		for _, line := range want {
			text := strings.Join(strings.Fields(ansi.Strip(line)), " ")
			if text != "" && !hasPart(seen, text) {
				t.Errorf("this can't be scrolled to: %q", text)
			}
		}
	})
}

func hasPart(seen map[string]bool, text string) bool {
	for line := range seen {
		if strings.Contains(line, text) {
			return true
		}
	}
	return false
}

// signs reports whether there is said to be more above and below.
func (d *desk) signs() (top, bottom bool) {
	screen := ansi.Strip(d.m.View().Content)
	return strings.Contains(screen, "↑ more ─"), strings.Contains(screen, "↓ more ─")
}

func TestTheWholeTextOfAPageIsThere(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, d *desk) {
		if d.m.over != nil || d.m.state.Page().Kind != steps.Form {
			return
		}
		_, center, _ := d.m.columns()
		c := d.m.paint(center, d.m.frame().height)
		text := strings.Join(strings.Fields(ansi.Strip(strings.Join(c.lines, "\n"))), " ")
		for _, f := range d.m.state.Fields() {
			if d.m.state.Page().ID == "oauth.scopes" {
				break
			}
			want := []string{d.m.state.Text(f.Key).Label, d.m.state.Text(f.Key).Hint}
			for _, o := range d.m.state.OptionsOf(f) {
				want = append(want, o.Label)
			}
			if d.m.state.Stale(f.Key) {
				want = want[:1]
			}
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s doesn't say %q:\n%s", f.Key, w, strings.Join(c.lines, "\n"))
				}
			}
			for _, found := range d.m.state.Findings(f.Key) {
				if !strings.Contains(strings.ReplaceAll(text, " ", ""), strings.Join(strings.Fields(found.Title), "")) {
					t.Errorf("%s doesn't say %q", f.Key, found.Title)
				}
			}
		}
	})
}

func TestTheCursorIsWhereTypingGoes(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, d *desk) {
		if d.m.over != nil {
			return
		}
		if d.m.View().Cursor == nil {
			before := d.display().Screen()
			d.press("¤")
			after, now := d.display().Screen(), d.m.View().Cursor
			if appears := strings.Contains(after, "¤"); appears != (now != nil) || appears && []rune(d.lines()[now.Y])[now.X-1] != '¤' {
				t.Errorf("what is typed appears: %v; the cursor was nowhere, and is at %+v:\n%s\nbefore:\n%s", appears, now, after, before)
			}
			return
		}
		at := d.m.View().Cursor.Position
		d.press("x")
		now := d.m.View().Cursor
		if now == nil {
			t.Fatalf("typing took the cursor away:\n%s", d.display().Screen())
		}
		// In a field that is full the text moves under the cursor; and where a
		// finding goes, what is below it moves up.
		if typed := []rune(d.lines()[now.Y])[now.X-1]; now.X != at.X+1 && now.X != at.X || typed != 'x' && typed != '•' {
			t.Errorf("the cursor was at %v, %q was typed, and it is at %v:\n%s", at, typed, now.Position, d.display().Screen())
		}
	})
}

// look is what a key may change: the screen, what the machine wants done, or
// what the terminal is told.
type look struct {
	screen string
	wanted int
	told   bool
}

func TestTheKeysThatAreShownDoSomething(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		for _, size := range sizes {
			shown := s.open(t, size.columns, size.rows)
			shown.m.notice = "" // the same key again would say the same
			before := look{screen: shown.body()}
			for _, sp := range shown.m.frame().spots {
				press, ok := sp.msg.(pressMsg)
				if !ok {
					continue
				}
				name := press.key.Help().Key + " " + press.key.Help().Desc
				d := s.open(t, size.columns, size.rows)
				already := len(d.wanted)
				cmd := d.send(hitMsg{sp.msg})
				after := look{screen: d.body(), wanted: len(d.wanted) - already, told: cmd != nil}
				if after == before {
					t.Errorf("%s, %dx%d: %q does nothing", s.name, size.columns, size.rows, name)
				}
			}
		}
	}
}

func TestAClickDoesWhatItsSpotStandsFor(t *testing.T) {
	t.Parallel()
	click := func(s scene, text string) *desk {
		t.Helper()
		d := s.open(t, 80, 24)
		for y, line := range d.lines() {
			if before, _, is := strings.Cut(line, text); is {
				cmd := d.m.View().OnMouse(tea.MouseClickMsg{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft})
				if cmd == nil {
					t.Fatalf("a click on %q does nothing", text)
				}
				d.send(cmd())
				return d
			}
		}
		t.Fatalf("%q is not on the screen", text)
		return nil
	}
	if d := click(scene{page: "credentials.keys"}, "App  "); d.m.state.Page().Step != "app" {
		t.Errorf("a click on a step leads to %s", d.m.state.Page().ID)
	}
	if d := click(scene{page: "start.way"}, "an app already"); d.m.state.Get("start.way") != "existing" {
		t.Error("a click on an option doesn't choose it")
	}
	if d := click(scene{page: "account.ready"}, "E-mail verified"); d.m.state.Get("account.email") == "yes" {
		t.Error("a click on a confirmation doesn't untick it")
	}
	if d := click(scene{page: "oauth.register"}, "http://localhost:8085/"); d.m.sent != "http://localhost:8085/" {
		t.Errorf("a click on a value copies %q", d.m.sent)
	}
	if d := click(scene{page: "app.sheet"}, "f1 all keys"); d.m.over == nil {
		t.Error("a click on a key doesn't press it")
	}
}

func TestAPasteOfManyLinesIsOneLineWhereOneIsAsked(t *testing.T) {
	t.Parallel()
	for page, key := range map[string]string{"oauth.test": "oauth.testRedirectUri", "app.sheet": "app.name", "connector.where": "connector.service"} {
		d := scene{page: page}.open(t, 80, 24)
		d.happens(steps.Input{Key: key})
		d.send(tea.PasteMsg{Content: "\r\n  one\r\ntwo\x1b[31m\t\n"})
		if got := d.m.state.Get(key); strings.ContainsAny(got, "\r\n\t\x1b") || !strings.HasPrefix(got, "one two") {
			t.Errorf("%s is %q", key, got)
		}
	}
}

func TestAPasteWhereNothingIsTypedIsNotLostWithoutAWord(t *testing.T) {
	t.Parallel()
	d := scene{page: "oauth.connector"}.open(t, 80, 24)
	d.send(tea.PasteMsg{Content: "https://acme.example.org/callback"})
	if !strings.Contains(d.text(), "Nothing was pasted: this is no text. tab leads") {
		t.Errorf("pasted on a choice:\n%s", d.display().Screen())
	}
	d.press("tab")
	if d.send(tea.PasteMsg{Content: "api.acme.com"}); d.m.state.Get("oauth.apiBase") == "" || strings.Contains(d.text(), "Nothing was pasted") {
		t.Errorf("pasted into the field:\n%s", d.display().Screen())
	}
}

// A terminal sends the line breaks of a paste as carriage returns.
func TestAnAddressThatWasWrappedIsPastedWhole(t *testing.T) {
	t.Parallel()
	d := scene{page: "oauth.test"}.open(t, 80, 24)
	d.happens(steps.Input{Key: "oauth.testRedirectUri"})
	d.send(tea.PasteMsg{Content: "http://localhost:8085/a-path-that-is-long-enough/auth/pint\rerest/callback\r"})
	if got := d.m.state.Get("oauth.testRedirectUri"); got != "http://localhost:8085/a-path-that-is-long-enough/auth/pinterest/callback" {
		t.Errorf("it is %q", got)
	}
	d.press("ctrl+a")
	d.send(tea.PasteMsg{Content: "two\rlines"})
	if got := d.m.state.Get("oauth.testRedirectUri"); !strings.HasPrefix(got, "two lineshttp://") {
		t.Errorf("what is pasted at the beginning makes it %q", got)
	}
}

func TestAPasteThatCanBeNoAnswerIsRefusedInEveryField(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"app.sheet", "oauth.scopes", "oauth.register", "credentials.keys", "credentials.test"} {
		d := scene{page: page}.open(t, 80, 24)
		if page == "credentials.test" {
			d.happens(waiting()...)
		}
		before := d.m.state
		d.send(tea.PasteMsg{Content: strings.Repeat("x", 1<<20)})
		if !reflect.DeepEqual(d.m.state, before) || !strings.Contains(d.text(), "nothing of it was taken") {
			t.Errorf("%s:\n%s", page, d.display().Screen())
		}
		d.press("ctrl+g")
		if d.send(tea.PasteMsg{Content: "pins:write"}); !reflect.DeepEqual(d.m.state, before) {
			t.Errorf("%s takes a paste below what lies over it", page)
		}
	}
}

// body is the screen, and which part of the page has the focus.
func (d *desk) body() string {
	return d.m.View().Content + d.m.state.Page().ID
}

func TestEveryKeyThatIsShownIsSaidInFull(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, d *desk) {
		lines := d.lines()
		slices.Reverse(lines)
		keys := strings.Join(lines[:slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "──") })], "\n")
		if strings.Contains(keys, "…") && d.m.notice == "" {
			t.Errorf("a key is cut:\n%s", keys)
		}
	})
}

func TestEnterThatRefusesShowsWhy(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		for _, size := range sizes {
			d := s.open(t, size.columns, size.rows)
			if d.m.over != nil || d.m.state.Page().Kind != steps.Form {
				continue
			}
			page := d.m.state.Page().ID
			for range d.m.state.Fields() {
				d.press("tab")
			}
			d.press("enter")
			if d.m.state.Page().ID != page {
				continue
			}
			if !strings.Contains(d.text(), "✗") {
				t.Errorf("%s, %dx%d: Enter does nothing, and no finding says why:\n%s", s.name, size.columns, size.rows, d.display().Screen())
			}
		}
	}
}

func TestTheWindowAsksForItsColoursAndTakesThem(t *testing.T) {
	t.Parallel()
	d := scene{page: "app.sheet"}.open(t, 80, 24)
	if d.m.Init() == nil {
		t.Error("the terminal isn't asked for its background")
	}
	dark := d.m.View().Content
	d.send(tea.BackgroundColorMsg{Color: color.White})
	if light := d.m.View().Content; light == dark || ansi.Strip(light) != ansi.Strip(dark) {
		t.Error("a light background changes the colours, and nothing else")
	}
}

func TestNothingOfAConfigurationReachesTheTerminalRaw(t *testing.T) {
	const hostile = "\x1b]0;evil\x07\u009b2J"
	file := steps.ConfigRead{Found: true, Service: store.Service{
		ClientID: "1534758" + hostile, RedirectURI: "https://acme.com/cb" + hostile,
		TestRedirectURI: "http://localhost:8085/" + hostile, Scopes: []string{"boards:read" + hostile},
		ClientSecretEnv: "SECRET" + hostile, AuthorizeURL: "https://acme.com/oauth/" + hostile,
	}}
	d := sit(t, steps.New(steps.Options{Secret: safe.NewSecret(secret)}), 80, 40)
	d.happens(steps.Input{Key: "start.way", Value: "existing"}, steps.Next{}, file)
	raw := regexp.MustCompile("\x1b][^8]|evil\x07|\u009b")
	var pages []string
	for range 6 {
		pages = append(pages, d.m.state.Page().ID)
		for range 2 {
			if at := raw.FindStringIndex(d.m.View().Content); at != nil {
				t.Errorf("%s: %q", pages, d.m.View().Content[max(0, at[0]-30):at[1]])
			}
			d.press("ctrl+y")
		}
		d.happens(
			steps.Input{Key: "oauth.testRedirectUri", Value: "http://localhost:8085/"}, steps.Input{Key: "oauth.scopes", Value: "boards:read"},
			steps.Input{Key: "credentials.clientId", Value: "1534758"},
		)
		if d.m.state.Page().Kind == steps.Live {
			d.happens(steps.SkipTest{})
		} else {
			d.happens(steps.Next{})
		}
	}
	if want := "oauth.connector oauth.test oauth.scopes credentials.keys credentials.test connector.where"; strings.Join(pages, " ") != want {
		t.Errorf("looked at %s", pages)
	}
	var printed bytes.Buffer
	u := &unwrapped{text: "http://localhost:8085/" + hostile, away: &atomic.Bool{}, in: strings.NewReader("\r"), out: &printed}
	if err := u.Run(); err != nil || raw.MatchString(printed.String()) {
		t.Errorf("printed: %q, %v", printed.String(), err)
	}
}

func TestAPageIsShownFromItsBeginningHoweverItIsReached(t *testing.T) {
	d := sit(t, walk(t, "nothing", "oauth.register"), 60, 16)
	d.press("ctrl+y", "pgdown", "pgdown", "ctrl+n", "y")
	if d.m.state.Page().ID != "start.way" || d.m.scroll != -1 || d.m.sent != "" {
		t.Errorf("started over, at %s: scrolled to %d, and %q can be printed", d.m.state.Page().ID, d.m.scroll, d.m.sent)
	}
	d = sit(t, walk(t, "existing", "connector.write"), 60, 16)
	d.happens(steps.Prepared{New: true, Changed: true})
	d.press("enter", "pgdown", "?", "down", "down")
	d.happens(steps.Saved{Path: "/x"}) // the page goes on below the help
	if d.m.scroll != 2 {
		t.Errorf("the help is scrolled to %d", d.m.scroll)
	}
	if d.press("esc"); d.m.state.Page().ID != "connector.done" || d.m.scroll != -1 {
		t.Errorf("at %s, scrolled to %d", d.m.state.Page().ID, d.m.scroll)
	}
}

func TestAnAddressThatIsTypedIsTakenWhateverWasAskedBefore(t *testing.T) {
	const address = "http://localhost:8085/?code=0123456789abcdef0123456789abcdef01234567&state=x"
	for name, before := range map[string]func(d *desk){
		"the question": func(*desk) {},
		"its answer":   func(d *desk) { d.press("enter") },
	} {
		d := sit(t, walk(t, "existing", "credentials.test"), 80, 24)
		d.press("enter")
		number := d.m.state.Test().Flight
		d.happens(steps.TestStarted{Flight: number, AuthorizeURL: "https://www.pinterest.com/oauth/?x"})
		d.press("ctrl+b")
		before(d)
		d.wanted = nil
		d.press(address[:10])
		d.happens(steps.TestProgressed{Flight: number, Progress: auth.Progress{Stage: auth.Waiting, Strays: 1}})
		d.press(address[10:], "enter")
		if offer := (steps.OfferPaste{Flight: number, Text: address}); !slices.Contains(d.wanted, steps.Effect(offer)) {
			t.Errorf("typed behind %s: at %s, wanted %v", name, d.m.state.Page().ID, d.wanted)
		}
	}
}

func TestAFieldThatAChoiceBringsIsSeenBeforeThePageIsLeft(t *testing.T) {
	d := sit(t, walk(t, "existing", "connector.where"), 80, 24)
	d.press("tab", "tab", "down", "enter")
	if !strings.Contains(d.text(), "PINTEREST_CLIENT_SECRET") || d.m.state.Page().ID != "connector.where" {
		t.Fatalf("chosen, and at %s:\n%s", d.m.state.Page().ID, d.display().Screen())
	}
	if d.press("enter", "enter"); d.m.state.Page().ID != "connector.write" {
		t.Errorf("it is in the way: at %s", d.m.state.Page().ID)
	}
}

// The key mends one thing at a time: it doesn't stand at what it leaves alone.
func TestTheKeyThatMendsStandsAtWhatItMends(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "oauth.scopes"), 100, 60)
	d.happens(steps.Input{Key: "oauth.scopes", Value: "pins:reed nonsense:nonsense"})
	for _, label := range []string{"ctrl+f use pins:read", "→ leave it out"} {
		if !strings.Contains(d.text(), label) {
			t.Errorf("%q is not in\n%s", label, d.display().Screen())
		}
	}
	mendsOne(t, d)
	d.press("ctrl+f")
	if got := d.m.state.Get("oauth.scopes"); strings.Contains(got, "pins:reed") {
		t.Errorf("what the key stood at is not mended: %s", got)
	}
}

func TestTheKeyThatMendsStandsAtTheFieldThatHasTheFocus(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "app.sheet"), 100, 60)
	for _, key := range []string{"app.website", "app.privacyPolicy"} {
		d.happens(steps.Input{Key: key, Value: "http://adas-tea-house.com"}, steps.Leave{Key: key})
	}
	d.send(focusMsg{"app.website"})
	mendsOne(t, d)
}

// mendsOne checks that the key that mends stands at one finding, and below in
// the list of keys.
func mendsOne(t *testing.T, d *desk) {
	t.Helper()
	if got := strings.Count(d.text(), "ctrl+f"); got != 2 {
		t.Errorf("the key stands at %d findings:\n%s", got-1, d.display().Screen())
	}
}

// What is drawn is what Update left: another look at it shows the same, and
// nothing but a message changes it.
func TestALookChangesNothing(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, d *desk) {
		texts := func() (all []any) {
			switch s := d.m.screen.(type) {
			case *form:
				for _, field := range s.fields {
					switch w := s.widgets[field.Key].(type) {
					case *input:
						all = append(all, w.text)
					case *area:
						all = append(all, w.text.Width(), w.text.ScrollYOffset())
					}
				}
			case *live:
				all = append(all, s.paste)
			case *picker:
				all = append(all, s.search.text)
			}
			return all
		}
		before := texts()
		d.m.View()
		if after := texts(); !reflect.DeepEqual(before, after) {
			t.Error("a text is another one after a look at it")
		}
	})
}

// Whoever comes to a page sees first what it is about. In the smallest window
// what is to be copied and the list that is pasted have no room below the title.
func TestAPageOpensAtItsTitle(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"nothing", "existing"} {
		for _, p := range start(way).Pages() {
			for _, size := range sizes {
				d := scene{way: way, page: p.ID}.open(t, size.columns, size.rows)
				if f := d.m.frame(); f.from > 0 && (p.ID != "oauth.register" || size.rows > 15) {
					t.Errorf("%s, %s at %dx%d opens %d lines below its title:\n%s", way, p.ID, size.columns, size.rows, f.from, d.display().Screen())
				}
			}
		}
	}
}
