package plain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/say"
)

// A question is a prompt, and what may be answered beside a text.
type question struct {
	prompt string
	hidden bool
	// readOut says the question in full.
	readOut func()
	// words are those that the question itself takes.
	words []word
	// ready reports whether an answer is wanted now; nil: always.
	ready func() bool
	// heard is called after every event. Its error ends the question.
	heard func() error
}

// An answer is a text, or one of the words of the question.
type answer struct {
	word word
	text string
}

// ask asks until there is an answer. Words that mean the same everywhere are
// done here.
func (t *talk) ask(q question) (answer, error) {
	defer t.in.hide(false)
	for {
		text, err := t.answer(q)
		if err != nil {
			return answer{}, err
		}
		w, rest := wordOf(text)
		if slices.Contains(q.words, w) && w != noWord {
			return answer{word: w}, nil
		}
		done, err := t.everywhere(q, w, rest)
		if err != nil || !done {
			return answer{text: literal(text)}, err
		}
	}
}

// answer shows the prompt and waits for a line.
func (t *talk) answer(q question) (string, error) {
	t.in.hide(q.hidden) // also of a question that is asked at another one
	for {
		ready := q.ready == nil || q.ready()
		if ready && !t.out.asking {
			t.out.prompt(q.prompt)
			t.out.write(t.in.typed())
		}
		if t.out.err != nil {
			return "", t.out.err
		}
		l, ok, err := t.pump(ready)
		switch {
		case err != nil:
			t.out.endPrompt()
			return "", err
		case ok:
			t.answered(q.hidden)
			safe.RememberWithin(l.text) // none is read out again, wherever it was typed
			if !l.long {
				return strings.TrimSpace(l.text), nil
			}
			t.out.say(say.TooLong)
		case q.heard != nil:
			if err := q.heard(); err != nil {
				t.out.endPrompt()
				return "", err
			}
		}
	}
}

// answered ends the prompt's line where the terminal doesn't.
func (t *talk) answered(hidden bool) {
	if t.in.breaks(hidden) {
		t.out.asking = false
	}
	t.out.endPrompt()
}

// everywhere does what a word means at every question, and reports whether
// there was something to do.
func (t *talk) everywhere(q question, w word, rest string) (done bool, err error) {
	switch w {
	case noWord:
		return false, nil
	case wordBack:
		return true, errBack
	case wordQuit:
		return true, errQuit
	case wordJump:
		return t.jump(rest)
	case wordSteps:
		t.steps()
	case wordWhy:
		t.why()
	case wordHelp:
		t.help()
	case wordValues:
		t.copies()
	case wordVisit:
		return true, t.visit()
	case wordOpen:
		t.open()
	case wordRestart:
		return true, t.restart()
	case wordAgain:
		q.readOut()
	case wordClear, wordSkip:
		t.out.say("There is nothing to " + string(w) + " here.")
	case wordFix:
		t.out.say("There is no suggestion to take here.")
	default: // a word of another question is an answer here
		return false, nil
	}
	return true, nil
}

// visit has the pages opened that reviewers open, and says what they found.
func (t *talk) visit() error {
	if !t.state.CanCheckWeb() {
		t.out.say("There is no page to open here. It works where the website is asked.")
		return nil
	}
	t.out.say("Opening the website and the privacy policy.")
	t.apply(steps.CheckWeb{})
	if err := t.settle(); err != nil {
		return err
	}
	for _, f := range t.state.Fields() {
		t.findings(t.state.Findings(f.Key))
	}
	return nil
}

func (t *talk) help() {
	t.out.gap()
	t.out.say("Answer with a line and Enter. Enter alone keeps what is there already.")
	t.out.say("These words work at every question:")
	for _, e := range everywhere {
		t.out.say(string(e.word) + ": " + e.does)
	}
	t.out.say("To give one of these words as an answer, put = in front: =back")
	t.out.gap()
}

func (t *talk) steps() {
	t.out.gap()
	for i, item := range t.state.Rail() {
		t.out.say(fmt.Sprintf("Step %d, %s: %s.", i+1, item.Short, say.Standing(item)))
	}
	t.out.say("Type jump and a number to go to a step that was reached. Nothing that was entered is lost.")
	t.out.gap()
}

// jump goes to a step. What names none is an answer that begins with "jump".
func (t *talk) jump(to string) (done bool, err error) {
	if to == "" {
		t.steps()
		return true, nil
	}
	item, ok := stepOf(t.state.Rail(), to)
	switch {
	case !ok && len(strings.Fields(to)) > 1:
		return false, nil
	case !ok:
		t.out.say("There is no step " + to + ". Type steps to hear them all.")
		return true, nil
	case item.Page == "":
		t.out.say("Step " + item.Short + " was not reached yet. Answer the questions before it first.")
		return true, nil
	}
	t.moveTo(item.Page, "")
	return true, errMoved
}

// moveTo goes to the question of a field, on a page that was reached.
func (t *talk) moveTo(page, field string) {
	t.apply(steps.Jump{Page: page})
	t.at = max(0, slices.IndexFunc(t.state.Fields(), func(f steps.Field) bool { return f.Key == field }))
}

// back goes to the page before this one, to its last question.
func (t *talk) back() {
	before := t.state.Page().ID
	t.apply(steps.Back{})
	t.at = last
	if t.state.Page().ID == before {
		t.out.say("This is the first question.")
		t.at = 0
	}
}

// restart asks before everything is given up.
func (t *talk) restart() error {
	t.out.say("Start over? Everything that was entered is forgotten, the draft too. The configuration file stays as it is.")
	text, err := t.answer(question{prompt: "Start over, yes or no"})
	if err != nil {
		return err
	}
	if yes, ok := yesOrNo(text); !ok || !yes {
		t.out.say("Then everything stays as it is.")
		return errMoved
	}
	t.state = t.config.Fresh().After(t.state)
	t.runner.Queue(t.state, []steps.Effect{steps.StopTest{}, steps.ForgetDraft{}})
	t.at, t.read = 0, map[string]bool{}
	return errMoved
}

// open opens the page that the instructions link to for the question.
func (t *talk) open() {
	_, page := t.state.Guide()
	field := ""
	if fields := t.state.Fields(); 0 <= t.at && t.at < len(fields) {
		field = fields[t.at].Key
	}
	links := page.Links(field)
	if len(links) == 0 {
		t.out.say("There is no page to open here.")
		return
	}
	link := links[0]
	switch {
	case t.config.Run.NoBrowser || run.OpenBrowser(link) != nil:
		t.out.say("No browser opened from here. The address is:")
	default:
		t.out.say("Opened in the browser:")
	}
	t.out.whole(link)
}

func (t *talk) copies() {
	shown := t.state.Copies()
	if len(shown) == 0 {
		t.out.say("There is nothing to copy on this page.")
		return
	}
	t.out.gap()
	for _, c := range shown {
		t.out.say(c.Label + ":")
		t.out.value(c.Value)
	}
	t.out.gap()
}
