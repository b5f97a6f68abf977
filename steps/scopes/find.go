package scopes

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/pinsetup/pinsetup/assets"
)

// idle are words that say nothing about a task.
const idle = " a an and the to of for on in my i want with from all "

// Find returns the tasks that the words describe ("publish pins"), best first,
// and how many of them fit alike: where that is more than one, the first is a
// guess. A word may be the beginning of another one ("analyt"), and the name of
// a scope or a path of the API counts too.
func Find(words string) (found []assets.Task, alike int) {
	type hit struct {
		task  assets.Task
		score int
	}
	var hits []hit
	asked := tokens(words)
	for _, task := range assets.Tasks() {
		if score := score(task, asked); score > 0 {
			hits = append(hits, hit{task, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	for _, h := range hits {
		found = append(found, h.task)
		if h.score == hits[0].score {
			alike++
		}
	}
	return found, alike
}

// score says how well the task fits: a word of its title counts more than
// one of its other words, and those more than its scopes and paths. Of two
// that fit alike, the one is meant whose group is named ("pins" are those of
// the Pins, not an account's best ones), or all of whose title.
func score(task assets.Task, asked []string) int {
	places := []struct {
		words  []string
		weight int
	}{
		{tokens(task.Title + " " + task.ID), 6},
		{tokens(strings.Join(task.Words, " ")), 4},
		{tokens(strings.Join(task.Scopes, " ") + " " + strings.Join(task.Operations, " ")), 1},
	}
	group := tokens(task.Group)
	total, missed := 0, 0
	for _, word := range asked {
		best := 0
		for _, p := range places {
			if slices.Contains(p.words, word) {
				best = max(best, 2*p.weight)
			} else if slices.ContainsFunc(p.words, func(w string) bool { return begins(w, word) }) {
				best = max(best, p.weight)
			}
		}
		if slices.Contains(group, word) {
			best++
		}
		if best == 0 {
			missed++
		}
		total += best
	}
	if !slices.ContainsFunc(tokens(task.Title), func(w string) bool { return !slices.Contains(asked, w) }) {
		total++
	}
	return total - 3*missed
}

// begins reports whether one of the words is the beginning of the other:
// "publish" of "publishing", "analyt" of "analytics".
func begins(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 3 && strings.HasPrefix(b, a)
}

// tokens returns the words of the text in lower case, singular, without the
// idle ones.
func tokens(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if !strings.Contains(idle, " "+word+" ") {
			if len(word) > 3 {
				word = strings.TrimSuffix(word, "s")
			}
			words = append(words, word)
		}
	}
	return words
}
