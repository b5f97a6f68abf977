package plain

import (
	"fmt"
	"slices"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

// afterTest says what the live test found, and asks what comes next.
func (t *talk) afterTest(r auth.Result) error {
	readOut := func() { t.readResult(r) }
	readOut()
	if r.OK {
		return t.rightAccount(readOut)
	}
	prompt := "Enter to mend it, again, or skip"
	if !t.canMend(r.Findings) {
		prompt = "Enter to run it again, or skip"
	}
	a, err := t.ask(question{prompt: prompt, readOut: readOut, words: []word{wordAgain, wordSkip}})
	switch {
	case err != nil:
		return err
	case a.word == wordSkip:
		return t.skipTest()
	case a.word != wordAgain && a.text != "":
		t.out.say("Press Enter, or type again, skip, or jump to another step.")
		return nil
	case a.word != wordAgain && t.moveToFirst(r.Findings):
		return errMoved
	}
	return t.startTest()
}

// rightAccount asks whether the account that gave access is the one that was
// meant: consent is given by whoever is logged in in the browser.
func (t *talk) rightAccount(readOut func()) error {
	for {
		a, err := t.ask(question{
			prompt: t.state.Label("credentials.account") + ", yes or no", readOut: readOut, words: []word{wordAgain, wordSkip},
		})
		if err != nil {
			return err
		}
		if a.word == wordAgain {
			return t.startTest()
		}
		yes, ok := yesOrNo(a.text)
		if a.text == "" && t.enterMeansYes() {
			yes, ok = true, true
		}
		if ok {
			t.apply(steps.Input{Key: "credentials.account", Value: map[bool]string{true: "yes"}[yes]})
		}
		if t.state.Get("credentials.account") == "" {
			t.out.say("Answer yes if it is. If not, log in to Pinterest with the right account in the browser, then type again.")
			continue
		}
		_, err = t.goOn()
		return err
	}
}

// enterMeansYes reports whether Enter alone says that the account is the right
// one: where nothing speaks against it.
func (t *talk) enterMeansYes() bool {
	return t.state.Get("credentials.account") == "" && !t.state.AccountDoubted()
}

func (t *talk) readResult(r auth.Result) {
	t.out.gap()
	found := t.state.TestFound()
	worst, _ := finding.Worst(slices.Concat(found, t.state.Findings("credentials.account")))
	switch {
	case !r.OK:
		t.out.say("The live test did not pass.")
	case worst == finding.Warning:
		t.out.say("The live test came through. Hear this before you go on:")
	default:
		t.out.say("The live test passed.")
	}
	t.findings(found)
	t.proofs(r)
	switch {
	case !r.OK && t.canMend(r.Findings):
		t.out.say("Enter goes to where the first of them is mended. Or type again, or skip to go on without the test.")
		return
	case !r.OK:
		t.out.say("Enter runs it again. Or type skip to go on without the test.")
		return
	}
	if r.Account != nil {
		t.out.say("Pinterest says that you are " + say.Account(*r.Account) + ".")
	}
	t.findings(t.state.Findings("credentials.account"))
	t.out.say(t.state.Text("credentials.account").Hint)
	switch {
	case t.enterMeansYes():
		t.out.say("Enter alone says yes.")
	case t.state.Get("credentials.account") != "":
		t.out.say("You said yes before. Enter keeps it.")
	}
}

// proofs lists what was tried, and how each came out.
func (t *talk) proofs(r auth.Result) {
	if r.Credentials != "" {
		t.out.say("App ID and secret: " + string(r.Credentials))
	}
	if len(r.Granted) > 0 {
		t.out.say("Scopes granted: " + say.Granted(r))
	}
	for _, p := range r.Probes {
		t.out.say(fmt.Sprintf("%s: %s, %s", p.Scope, p.Proof, say.Probe(p)))
	}
	if r.AccessTier != "" {
		t.out.say("Access: " + r.AccessTier)
	}
	if text := say.Limit(r.RateLimits); text != "" {
		t.out.say("Rate limit: " + text)
	}
	if r.TokenExpiresIn > 0 {
		t.out.say("The token lives for " + say.Lifetimes(r.TokenExpiresIn, r.RefreshExpiresIn))
	}
}
