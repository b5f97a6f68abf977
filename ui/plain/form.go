package plain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// form asks the questions of a page, one after the other.
func (t *talk) form() error {
	t.header()
	for {
		fields := t.state.Fields() // an answer may bring others
		if t.at == last {
			t.at = len(fields) - 1
		}
		if t.at >= len(fields) {
			if gone, err := t.goOn(); gone || err != nil {
				return err
			}
			continue
		}
		err := t.field(fields[t.at])
		switch {
		case err == nil:
			t.at++
		case errors.Is(err, errBack) && t.at > 0:
			t.at--
		default:
			return err
		}
	}
}

// field asks one question until its answer may stand.
func (t *talk) field(f steps.Field) error {
	t.offered = nil
	readOut := func() { t.readOut(f) }
	readOut()
	for {
		a, err := t.ask(question{
			prompt: t.promptOf(f), hidden: f.Kind == steps.Secret, readOut: readOut,
			words: []word{wordSkip, wordClear, wordFix},
		})
		if err != nil {
			return err
		}
		if a.word == wordSkip {
			return nil
		}
		before := t.value(f)
		problem, err := t.enter(f, a)
		if err != nil {
			return err
		}
		if problem != "" {
			t.out.say(problem)
			continue
		}
		if err := t.settle(); err != nil { // some answers are looked at outside
			return err
		}
		if t.stands(f, before) {
			return nil
		}
	}
}

// value is the answer as it is, also where it must not be shown.
func (t *talk) value(f steps.Field) string {
	if f.Kind == steps.Secret {
		return t.state.Secret().Reveal()
	}
	return t.state.Get(f.Key)
}

// enter gives the answer to the state machine. problem says why it is none.
func (t *talk) enter(f steps.Field, a answer) (problem string, err error) {
	switch {
	case a.word == wordFix:
		return t.fix(f), nil
	case a.word == wordClear:
		t.set(f, "")
		return "", nil
	case a.text == "" && f.Kind == steps.Choice && t.value(f) == "": // as it was read out
		t.set(f, t.state.OptionsOf(f)[0].Value)
		return "", nil
	case a.text == "": // keeps what is there
		t.apply(steps.Leave{Key: f.Key})
		return "", nil
	}
	value := a.text
	switch {
	case f.Kind == steps.Choice:
		value, problem = choose(t.state.OptionsOf(f), a.text)
	case f.Kind == steps.Several:
		value, problem = t.chooseSeveral(f, a.text)
	case f.Kind == steps.Confirm:
		yes, ok := yesOrNo(a.text)
		if !ok {
			return "Please answer yes or no.", nil
		}
		value = map[bool]string{true: "yes"}[yes]
	case f.Lines:
		value, err = t.moreLines(a.text)
	}
	if err == nil && problem == "" {
		t.set(f, value)
	}
	return problem, err
}

func (t *talk) set(f steps.Field, value string) {
	if f.Kind == steps.Secret {
		// Held, as it may be something else that was pasted here by mistake, and
		// would be hidden everywhere from now on. The runner remembers the right one.
		t.apply(steps.InputSecret{Value: safe.Hold(value)})
	} else {
		t.apply(steps.Input{Key: f.Key, Value: value})
	}
	t.apply(steps.Leave{Key: f.Key})
}

// fix takes the suggestion that a finding makes.
func (t *talk) fix(f steps.Field) (problem string) {
	mend := mendOf(t.judged(f))
	if other := t.offered; other != nil && other.Field != f.Key {
		mend, t.offered = other, nil // "visit" read it out
	}
	if mend == nil {
		return "There is no suggestion to take here."
	}
	t.apply(steps.Input{Key: mend.Field, Value: mend.Value})
	t.apply(steps.Leave{Key: mend.Field})
	if mended, _ := steps.FieldOf(mend.Field); mended.Kind == steps.Secret {
		t.out.say("Done: " + mend.Label + ".")
		return ""
	}
	now := t.state.Label(mend.Field) + " is now " + t.state.Get(mend.Field)
	if mend.Field != f.Key {
		return now + "." // and the question goes on
	}
	t.out.say(now)
	return ""
}

// moreLines reads the further lines of an answer, up to an empty one.
func (t *talk) moreLines(first string) (string, error) {
	lines := []string{first}
	for {
		text, err := t.answer(question{prompt: "Next line, or Enter alone to end"})
		if err != nil {
			return "", err
		}
		if text == "" {
			return strings.Join(lines, "\n"), nil
		}
		lines = append(lines, text)
	}
}

// judged are the findings about a field's answer, and that it is missing.
func (t *talk) judged(f steps.Field) []finding.Finding {
	return finding.For(t.state.Blockers(), f.Key)
}

// stands says what there is to say about an answer, and reports whether it may
// stand. A warning is said once: Enter then keeps the answer. What is only
// unconfirmed stands until the page is left.
func (t *talk) stands(f steps.Field, before string) bool {
	if f.Kind == steps.Confirm {
		return true
	}
	found := t.judged(f)
	worst, any := finding.Worst(found)
	changed := t.value(f) != before
	switch {
	case !any:
		return true
	case worst == finding.Error:
		t.findings(found)
		return false
	case changed:
		t.findings(found)
		if worst == finding.Warning {
			t.out.say("Enter keeps it as it is.")
		}
		return worst == finding.Note
	}
	return true
}

// readOut says the question: what is asked, what goes in, what is there now.
func (t *talk) readOut(f steps.Field) {
	text := t.state.Text(f.Key)
	t.out.gap()
	lead := ""
	if fields := t.state.Fields(); len(fields) > 1 && t.at < len(fields) {
		lead = fmt.Sprintf("Question %d of %d. ", t.at+1, len(fields))
	}
	t.out.say(lead + sentence(text.Label) + " " + text.Hint)
	if text.Example != "" && f.Kind != steps.Several && t.state.Get(f.Key) == "" {
		t.out.say("For example:")
		t.out.say(text.Example)
	}
	t.options(f)
	t.now(f)
	t.findings(t.state.Findings(f.Key))
}

// now reads the answer out that Enter keeps.
func (t *talk) now(f steps.Field) {
	value := t.value(f)
	switch {
	case t.state.Stale(f.Key):
		t.out.say("You confirmed it before, and what it rests on has changed. Look once more.")
	case value == "" && f.Lines:
		t.out.say("Paste the lines; an empty line ends them. Enter alone leaves it empty.")
	case value == "" && f.Kind == steps.Choice:
		first := t.state.OptionsOf(f)[0]
		t.out.say("Nothing is chosen yet. Enter alone takes " + t.said(f, first.Value) + ".")
	case value == "" && f.Kind == steps.Confirm:
		t.out.say("Not confirmed yet. Enter alone leaves it so.")
	case value == "" || f.Kind == steps.Several:
	case f.Kind == steps.Secret:
		t.out.say("There is one already, hidden. Enter keeps it.")
	case f.Lines:
		t.out.say("Now:")
		t.out.say(value)
		t.out.say("Enter keeps it. Or paste other lines; an empty line ends them.")
	default:
		t.out.say("Now: " + t.said(f, value) + ". Enter keeps it.")
	}
}

// said is an answer as it is read out: the option's name for a choice.
func (t *talk) said(f steps.Field, value string) string {
	for i, o := range t.state.OptionsOf(f) {
		if f.Kind == steps.Choice && o.Value == value {
			return fmt.Sprintf("%d, %s", i+1, o.Label)
		}
	}
	return strings.TrimSuffix(value, ".")
}

func (t *talk) promptOf(f steps.Field) string {
	label := strings.TrimSuffix(t.state.Label(f.Key), "?")
	switch f.Kind {
	case steps.Confirm:
		return label + ", yes or no"
	case steps.Choice:
		return fmt.Sprintf("%s, 1 to %d", label, len(t.state.OptionsOf(f)))
	case steps.Secret:
		return label + ", not shown"
	case steps.Several:
		return label + ", by numbers or names"
	}
	return label
}
