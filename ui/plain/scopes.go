package plain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
)

// views are the three ways to choose scopes, in the order of the page's fields.
var views = []steps.Option{
	{Value: "task", Label: "by task", Hint: "What the connector does; the fewest scopes follow."},
	{Value: "permission", Label: "by permission", Hint: "The six of the setup page, in today's scopes."},
	{Value: "scope", Label: "by scope", Hint: "Single scopes, by Pinterest's names."},
}

// scopes asks what the connector may do, in one of three views of one choice,
// as often as the person likes.
func (t *talk) scopes() error {
	t.header()
	t.at = 0
	fields := t.state.Page().Fields
	readOut := func() { t.readOutScopes() }
	readOut()
	for {
		a, err := t.ask(question{
			prompt: "Choose 1, 2 or 3, or Enter to go on", readOut: readOut, words: []word{wordSkip, wordFix},
		})
		if err != nil {
			return err
		}
		if a.word == wordFix {
			if problem := t.fix(fields[len(fields)-1]); problem != "" {
				t.out.say(problem)
			}
			readOut()
			continue
		}
		if a.text == "" {
			if gone, err := t.goOn(); gone || err != nil {
				return err
			}
			continue
		}
		if err := t.scopesBy(fields, a.text); err != nil {
			return err
		}
		readOut()
	}
}

// scopesBy asks in the view that the answer names. Scopes by their names are
// taken at once.
func (t *talk) scopesBy(fields []steps.Field, text string) error {
	if strings.ContainsAny(text, ":_") {
		problem, err := t.enter(fields[len(fields)-1], answer{text: text})
		if problem != "" {
			t.out.say(problem)
		}
		return err
	}
	i, ok := pick(views, strings.TrimSuffix(text, "s"))
	for n, v := range views {
		if !ok && begins(v.Value, text) {
			i, ok = n, true
		}
	}
	if !ok {
		t.out.say("Answer 1, 2 or 3, or with names of scopes.")
		return nil
	}
	return t.scopeView(fields[i])
}

// scopeView asks one view. What is wrong with the choice is said with the
// whole of it, afterwards.
func (t *talk) scopeView(f steps.Field) error {
	readOut := func() {
		t.out.gap()
		text := t.state.Text(f.Key)
		t.out.say(text.Label + ". " + text.Hint)
		t.options(f)
	}
	readOut()
	for {
		a, err := t.ask(question{prompt: t.promptOf(f), readOut: readOut, words: []word{wordSkip, wordClear}})
		if errors.Is(err, errBack) || a.word == wordSkip {
			return nil
		}
		if err != nil {
			return err
		}
		problem, err := t.enter(f, a)
		if err != nil || problem == "" {
			return err
		}
		t.out.say(problem)
	}
}

func (t *talk) readOutScopes() {
	t.out.gap()
	note := t.state.ScopeNote()
	if len(note.Chosen) == 0 {
		t.out.say("No scope is chosen yet.")
	} else {
		t.out.say("The connector will ask for: " + list(note.Chosen) + ".")
		t.out.say(fmt.Sprintf("These scopes allow %d of %d tasks.", len(note.Allowed), len(assets.Tasks())))
	}
	if len(note.Unneeded) > 0 {
		t.out.say("None of the chosen tasks needs " + list(note.Unneeded) + ".")
	}
	found := t.state.Findings("oauth.scopes")
	t.findings(found)
	t.out.say("Ways to choose:")
	for i, v := range views {
		t.out.say(fmt.Sprintf("%d. %s %s", i+1, sentence(v.Label), v.Hint))
	}
	if len(note.Chosen) > 0 && !finding.HasError(found) {
		t.out.say("Enter goes on with what is chosen.")
	}
}
