package plain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

// live is the page of the live test: before it, while it waits for the
// browser, and what it found.
func (t *talk) live() error {
	t.header()
	t.at = 0
	page := t.state.Page().ID
	for t.state.Page().ID == page {
		var err error
		switch test := t.state.Test(); {
		case test.Flying():
			err = t.flying()
		case test.Result == nil || t.state.TestStale():
			err = t.beforeTest()
		default:
			err = t.afterTest(*test.Result)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *talk) beforeTest() error {
	found := t.state.TestFindings()
	readOut := func() {
		t.out.gap()
		if t.state.TestStale() {
			t.findings(t.state.Blockers())
		}
		if len(found) > 0 {
			t.out.say("Before the live test can start:")
			t.findings(found)
			switch {
			case t.state.NoSecretYet():
				t.out.say("Enter skips the test for now.")
			case t.canMend(found):
				t.out.say("Enter goes to where the first is mended. Or type skip to go on without the test.")
			}
			return
		}
		t.out.say("App ID: " + t.state.Get("credentials.clientId"))
		t.out.say("Comes back to: " + t.state.Get("oauth.testRedirectUri"))
		if elsewhere := t.state.Elsewhere(); len(elsewhere) > 0 {
			t.out.say("Not Pinterest's own: " + list(elsewhere))
		}
		t.out.say("Asks for: " + list(strings.Fields(t.state.Get("oauth.scopes"))))
		t.findings(t.state.TestNotes())
		t.out.say("Enter starts the live test. Or type skip to go on without it.")
	}
	readOut()
	a, err := t.ask(question{prompt: "Live test", readOut: readOut, words: []word{wordSkip, wordAgain}})
	switch {
	case err != nil:
		return err
	case a.word == wordSkip, t.state.NoSecretYet():
		return t.skipTest()
	case len(found) > 0:
		if t.moveToFirst(found) {
			return errMoved
		}
		return nil
	case a.word == wordAgain || a.text == "" || begins("start", a.text) || begins("yes", a.text):
		return t.startTest()
	}
	t.out.say("Press Enter to start, or type skip, back or quit.")
	return nil
}

// startTest starts the live test, and waits until it says where it listens.
func (t *talk) startTest() error {
	t.apply(steps.StartTest{})
	t.waiting = time.After(time.Second)
	err := t.await(func() bool {
		test := t.state.Test()
		return !test.Flying() || test.AuthorizeURL != "" && (test.Progress.Stage != "" || t.waiting == nil)
	})
	t.waiting = nil
	return err
}

func (t *talk) skipTest() error {
	t.apply(steps.SkipTest{})
	if t.state.Page().Kind == steps.Live {
		t.findings(t.state.Blockers())
		return nil
	}
	t.out.say("Going on without the live test: nothing new is proved.")
	t.at = 0
	return errMoved
}

// flight is what was read out of a live test under way.
type flight struct {
	*talk
	progress auth.Progress
	refused  []finding.Finding
	browser  []finding.Finding
	asking   bool
	// sent says that something was given to the test, and what comes of it
	// isn't known yet. No answer is taken meanwhile: it would be one to a
	// question that is still to come.
	sent bool
}

// sentFor is how long an outcome is waited for before answers are taken again.
const sentFor = 10 * time.Second

func (t *talk) flying() error {
	f := &flight{talk: t}
	f.readOut()
	for t.state.Test().Flying() {
		a, err := t.ask(question{
			prompt: "Callback address, or a word", readOut: f.readOut, ready: f.ready, heard: f.heard,
			words: []word{wordSkip, wordAgain, wordFix, wordCancel, wordBrowser},
		})
		switch {
		case errors.Is(err, errSettled):
			t.waiting = nil
			return nil
		case err != nil:
			t.waiting = nil
			return err
		case a.word != noWord:
			if err := f.word(a.word); err != nil {
				return err
			}
		default:
			f.take(a.text)
		}
	}
	return nil
}

func (f *flight) readOut() {
	f.out.gap()
	f.out.say("Open this address in a browser, log in, and press \"Give access\":")
	f.out.whole(f.state.Test().AuthorizeURL)
	f.out.say("Can the browser not reach this computer? Paste the address here that it ends at.")
	if f.state.Options().Demo {
		f.out.say("In the demo you can stay here: yes gives access, no presses Cancel in the browser's place.")
	}
	f.out.say("Other words: browser, to tell what the browser shows; again; cancel; skip.")
	f.say()
}

// ready reports whether an answer means something now: not while the test
// talks to Pinterest, nor before it is known what came of the last one.
func (f *flight) ready() bool {
	f.sent = f.sent && f.waiting != nil
	return !f.sent && f.state.Test().Waiting()
}

// heard says what is new, and ends the question when the test has settled.
func (f *flight) heard() error {
	if !f.state.Test().Flying() {
		return errSettled
	}
	f.say()
	return nil
}

// say reads out what changed since the last time.
func (f *flight) say() {
	test := f.state.Test()
	p := test.Progress
	if p.Stage != f.progress.Stage && p.Stage != auth.Settled && p.Stage != "" {
		f.out.say(say.Stage(p.Stage) + ".")
	}
	if len(p.Listening) > 0 && !slices.Equal(p.Listening, f.progress.Listening) {
		f.out.say("The answer is expected at " + list(p.Listening) + ".")
	}
	news := p.Strays != f.progress.Strays
	for _, one := range p.Findings {
		if slices.ContainsFunc(f.progress.Findings, func(old finding.Finding) bool { return same([]finding.Finding{old}, []finding.Finding{one}) }) {
			continue
		}
		f.finding(one)
		if f.canMend([]finding.Finding{one}) {
			f.out.say("Type fix to cancel the test and use another URI.")
		}
		news = true
	}
	f.progress = p
	if len(test.Refused) > 0 && !same(test.Refused, f.refused) {
		f.findings(test.Refused)
		news = true
	}
	f.refused = test.Refused
	news = f.sayBrowser(test) || news
	if news || p.Stage != auth.Waiting {
		f.sent = false
	}
}

// sayBrowser asks what the browser shows, and says what the answer means.
func (f *flight) sayBrowser(test steps.Test) (news bool) {
	if len(test.Browser) > 0 && !same(test.Browser, f.browser) {
		f.findings(test.Browser)
		if f.canMend(test.Browser) {
			f.out.say("Type fix to cancel the test and go there.")
		}
		news = true
	}
	f.browser = test.Browser
	if test.Asking && !f.asking && len(test.Browser) == 0 {
		text := f.state.Text("credentials.browser")
		f.out.say(text.Hint + " " + text.Label + ":")
		for i, o := range text.Options {
			f.out.say(fmt.Sprintf("%d. %s %s", i+1, sentence(o.Label), o.Hint))
		}
		f.out.say("Answer with a number, or with the words that are there. The test goes on meanwhile.")
	}
	f.asking = test.Asking
	return news
}

// mend goes to where what the browser shows is mended, or what is in the
// callback's way.
func (f *flight) mend() error {
	test := f.state.Test()
	if f.moveToFirst(test.Browser) || f.moveToFirst(test.Progress.Findings) {
		return errMoved
	}
	f.out.say("There is nothing to mend yet.")
	return nil
}

func (f *flight) word(w word) error {
	switch w {
	case wordSkip:
		return f.skipTest()
	case wordAgain:
		f.apply(steps.CancelTest{})
		f.out.say("Starting again.")
		return f.startAgain()
	case wordCancel:
		f.apply(steps.CancelTest{})
		f.out.say("The live test was canceled.")
	case wordBrowser:
		f.asking, f.browser = false, nil
		f.apply(steps.AskBrowser{})
		f.say()
	case wordFix:
		return f.mend()
	}
	return nil
}

// startAgain flies once more; the flight that is read out is another one.
func (f *flight) startAgain() error {
	err := f.startTest()
	if err == nil && f.state.Test().Flying() {
		talk := f.talk
		*f = flight{talk: talk}
		f.readOut()
	}
	return err
}

// take gives an answer to the test: a callback, what the browser shows, or,
// in the demo, what a person does in the browser.
func (f *flight) take(text string) {
	test := f.state.Test()
	if yes, ok := yesOrNo(text); f.state.Options().Demo && (text == "" || ok && !isNumber(text)) {
		f.send(steps.GiveAccess{Give: yes || text == ""})
		return
	}
	options := f.state.Text("credentials.browser").Options
	if test.Asking {
		for i, o := range options {
			if text == fmt.Sprint(i+1) || strings.EqualFold(text, o.Label) || strings.EqualFold(text, o.Value) {
				f.browser = nil
				f.apply(steps.BrowserShows{What: o.Value})
				f.say()
				return
			}
		}
	}
	switch {
	case text == "":
		f.out.say("Still waiting. The address to open is:")
		f.out.whole(test.AuthorizeURL)
	case test.Asking && strings.Contains(text, " ") && !strings.Contains(text, "code="):
		f.browser = nil
		f.apply(steps.BrowserShows{What: text})
		f.say()
	default:
		f.refused = nil
		f.send(steps.PasteCallback{Text: text})
	}
}

func isNumber(text string) bool { return strings.Trim(text, "0123456789") == "" }

// send gives something to the test, and waits for what comes of it.
func (f *flight) send(e steps.Event) {
	f.sent, f.waiting = true, time.After(sentFor)
	f.apply(e)
}
