package plain

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pinsetup/pinsetup/steps"
)

// A word is an answer that means the same at every question.
type word string

const (
	noWord      word = ""
	wordBack    word = "back"
	wordJump    word = "jump"
	wordSteps   word = "steps"
	wordWhy     word = "why"
	wordHelp    word = "help"
	wordAgain   word = "again"
	wordSkip    word = "skip"
	wordClear   word = "clear"
	wordValues  word = "values"
	wordOpen    word = "open"
	wordVisit   word = "visit"
	wordFix     word = "fix"
	wordRestart word = "restart"
	wordQuit    word = "quit"
	// Only while the live test runs.
	wordCancel  word = "cancel"
	wordBrowser word = "browser"
)

// everywhere are the words of every question, with what they do.
var everywhere = []struct {
	word word
	does string
}{
	{wordBack, "the question before this one."},
	{wordJump, "another step, by number or name: jump 3, or jump OAuth. Only steps that were reached."},
	{wordSteps, "all steps, and how each one stands."},
	{wordWhy, "everything that the guide says about this page."},
	{wordHelp, "this list."},
	{wordAgain, "this question once more. At the live test: run it again."},
	{wordSkip, "leave this answer as it is. At the live test: go on without it."},
	{wordClear, "empty this answer."},
	{wordFix, "take the suggestion that stands below a finding."},
	{wordValues, "what to copy into the portal, each value alone on its line."},
	{wordOpen, "open the page of the portal in the browser."},
	{wordVisit, "open the website and the privacy policy, as reviewers do, and say what is there."},
	{wordRestart, "forget everything that was entered, and begin again."},
	{wordQuit, "stop here. What was entered is kept."},
}

// aliases are what people type in the place of a word.
var aliases = map[string]word{
	"?": wordHelp, "exit": wordQuit, "copy": wordValues, "mend": wordFix, "repeat": wordAgain, "b": wordBack, "q": wordQuit,
}

// wordOf returns the word that an answer is, and what follows it. Only "jump"
// has something behind it.
func wordOf(text string) (w word, rest string) {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	first = strings.ToLower(first)
	rest = strings.TrimSpace(rest)
	if first == string(wordJump) {
		return wordJump, rest
	}
	if rest != "" {
		return noWord, ""
	}
	if w, ok := aliases[first]; ok {
		return w, ""
	}
	if first == string(wordCancel) || first == string(wordBrowser) {
		return word(first), ""
	}
	for _, e := range everywhere {
		if first == string(e.word) {
			return e.word, ""
		}
	}
	return noWord, ""
}

// literal takes the "=" off that keeps an answer from being a word.
func literal(text string) string {
	if after, ok := strings.CutPrefix(text, "="); ok {
		if w, _ := wordOf(after); w != noWord {
			return after
		}
	}
	return text
}

// stepOf returns the step that a number or the beginning of a name means.
func stepOf(rail []steps.RailItem, text string) (steps.RailItem, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		if n < 1 || n > len(rail) {
			return steps.RailItem{}, false
		}
		return rail[n-1], true
	}
	i := slices.IndexFunc(rail, func(item steps.RailItem) bool { return text != "" && begins(item.Short, text) })
	if i < 0 {
		return steps.RailItem{}, false
	}
	return rail[i], true
}

func begins(name, text string) bool {
	return len(text) <= len(name) && strings.EqualFold(name[:len(text)], text)
}
