package plain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/scopes"
)

func yesOrNo(text string) (yes, ok bool) {
	switch strings.ToLower(strings.Trim(text, " .!")) {
	case "yes", "y", "1", "ok", "done":
		return true, true
	case "no", "n", "0", "not yet":
		return false, true
	}
	return false, false
}

// options reads out what there is to choose from, with numbers.
func (t *talk) options(f steps.Field) {
	if f.Kind != steps.Choice && f.Kind != steps.Several {
		return
	}
	options := t.state.OptionsOf(f)
	group := ""
	var chosen, allowed []string
	for i, o := range options {
		if o.Group != group {
			group = o.Group
			t.out.say(group + ":")
		}
		t.out.say(fmt.Sprintf("%d. %s %s", i+1, sentence(o.Label), o.Hint))
		if o.Chosen {
			chosen = append(chosen, strconv.Itoa(i+1))
		}
		if o.Allowed {
			allowed = append(allowed, strconv.Itoa(i+1))
		}
	}
	if f.Kind != steps.Several {
		return
	}
	t.out.say("Answer like 1 3 5, or 1-4, or with names; + in front adds, - takes away; all or none.")
	if len(chosen) > 0 {
		t.out.say("Chosen now: " + list(chosen) + ". Enter keeps it.")
	} else {
		t.out.say("Chosen now: nothing.")
	}
	if len(allowed) > 0 {
		t.out.say("Allowed by the chosen scopes, and not chosen: " + list(allowed) + ".")
	}
}

// choose returns the value of the one option that the text means.
func choose(options []steps.Option, text string) (value, problem string) {
	if i, ok := pick(options, text); ok {
		return options[i].Value, ""
	}
	return "", fmt.Sprintf("That is none of the options. Answer with a number from 1 to %d, or with a name.", len(options))
}

// pick finds an option by number, by name, or by what only its name begins with.
func pick(options []steps.Option, text string) (int, bool) {
	if n, err := strconv.Atoi(strings.TrimSuffix(text, ".")); err == nil {
		return n - 1, n >= 1 && n <= len(options)
	}
	found := -1
	for i, o := range options {
		if strings.EqualFold(o.Value, text) || strings.EqualFold(o.Label, text) {
			return i, true
		}
		if begins(o.Label, text) && text != "" {
			if found >= 0 {
				return 0, false
			}
			found = i
		}
	}
	return max(found, 0), found >= 0
}

// chooseSeveral returns the values that the text means, separated by spaces.
func (t *talk) chooseSeveral(f steps.Field, text string) (values, problem string) {
	options := t.state.OptionsOf(f)
	switch strings.ToLower(text) {
	case "none":
		return "", ""
	case "all":
		return strings.Join(valuesOf(options), " "), ""
	}
	pieces := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\t", r) })
	if len(pieces) == 0 {
		return "", t.unknown(f, options, text, text)
	}
	var chosen []string
	if strings.ContainsAny(pieces[0][:1], "+-") {
		chosen = strings.Fields(t.state.Get(f.Key))
	} else if i, ok := pick(options, text); ok { // a name of several words
		return options[i].Value, ""
	}
	for _, piece := range pieces {
		name := strings.TrimLeft(piece, "+-")
		picked, ok := pickRange(options, name)
		if !ok && f.Key == "oauth.scopes" && strings.Trim(name, "0123456789-") != "" {
			picked, ok = scopes.Split(name), true // what it is, and what it became, says its finding
		}
		if !ok {
			return "", t.unknown(f, options, name, text)
		}
		picked = strings.Fields(strings.Join(picked, " ")) // an option may stand for several
		chosen = slices.DeleteFunc(chosen, func(v string) bool { return slices.Contains(picked, v) })
		if piece[0] != '-' {
			chosen = append(chosen, picked...)
		}
	}
	return strings.Join(chosen, " "), ""
}

func valuesOf(options []steps.Option) []string {
	values := make([]string, len(options))
	for i, o := range options {
		values[i] = o.Value
	}
	return values
}

// pickRange returns the values of one number or name, or of "2-5".
func pickRange(options []steps.Option, text string) ([]string, bool) {
	if i, ok := pick(options, text); ok {
		return []string{options[i].Value}, true
	}
	from, to, ok := strings.Cut(text, "-")
	first, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if !ok || err1 != nil || err2 != nil || first < 1 || end > len(options) || first > end {
		return nil, false
	}
	return valuesOf(options[first-1 : end]), true
}

// unknown says that a piece of an answer is none of the options, and, for
// tasks, which ones the words may mean.
func (t *talk) unknown(f steps.Field, options []steps.Option, piece, text string) string {
	problem := fmt.Sprintf("%s is none of the options. Numbers go from 1 to %d.", piece, len(options))
	if f.Key != "oauth.tasks" {
		return problem
	}
	var near []string
	found, _ := scopes.Find(text)
	for _, task := range found {
		i := slices.IndexFunc(options, func(o steps.Option) bool { return o.Value == task.ID })
		if i >= 0 && len(near) < 5 {
			near = append(near, fmt.Sprintf("%d, %s", i+1, task.Title))
		}
	}
	if len(near) > 0 {
		problem += " Near to your words: " + strings.Join(near, "; ") + "."
	}
	return problem
}
