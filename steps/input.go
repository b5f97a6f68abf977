package steps

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps/rules"
)

// input sets a field. A field that is typed into for the first time is judged
// only when it is left; what was pasted, or chosen, is judged at once.
func (s State) input(e Input) (State, []Effect) {
	f, ok := FieldOf(e.Key)
	switch {
	case ok && f.Kind == Secret && e.Value == "" && s.options.Demo:
		s, effects := s.inputSecret(InputSecret{s.options.Secret})
		return s.touch(keySecret), effects
	case !ok || f.Kind == Secret:
		return s, nil
	}
	if f.Kind == Text && strings.TrimSpace(e.Value) == "" {
		e.Value = "" // a space is pressed where one was to be chosen
	}
	before := s.answers[e.Key]
	s = s.noteMend(e.Key, e.Value)
	switch e.Key {
	case keyTasks, keyPermissions:
		s = s.chooseScopes(e.Key, e.Value)
	default:
		s = s.set(e.Key, e.Value)
	}
	whole := pasted(before, e.Value) || f.Kind != Text
	if whole {
		s = s.clean(e.Key).touch(e.Key)
	}
	return s.afterInput(e.Key, before), []Effect{SaveDraft{Typing: !whole}}
}

// afterInput lets go of what belonged to the old answer.
func (s State) afterInput(key, before string) State {
	switch {
	case key == keySecretKind && s.answers[key] != before:
		return s.secretElsewhere(before, s.answers[key])
	case key == keyWay && s.answers[key] == "existing" && s.Get(keyScopes) == "":
		return s.set(keyTasks, "").set(keyScopes, usualScopes)
	case key == keyWay && before == "existing" && !s.touched[keyScopes] && s.options.Values[keyScopes] == "" && s.Get(keyScopes) == usualScopes:
		return s.set(keyScopes, "") // they came with the other way
	}
	return s
}

// secretElsewhere names the place that was chosen for the secret: as it was named
// before, where somebody comes back to it, and else as it is called usually.
func (s State) secretElsewhere(from, to string) State {
	usual := func(kind string) string { return s.usualPlace(kind).Ref }
	s.refs = without(s.refs, from)
	if ref := s.answers[keySecretRef]; ref != usual(from) {
		s.refs = with(s.refs, from, ref)
	}
	return s.set(keySecretRef, cmp.Or(s.refs[to], usual(to)))
}

func (s State) inputSecret(e InputSecret) (State, []Effect) {
	before := s.secret.Reveal()
	s.secret = e.Value
	s.removed = without(s.removed, keySecret)
	whole := pasted(before, e.Value.Reveal())
	if whole {
		s = s.clean(keySecret).touch(keySecret)
	}
	return s, []Effect{SaveDraft{Typing: !whole}}
}

// SecretEntered reports whether the app secret is typed to its end, as far as can
// be told, and nothing else was pasted in its place: only then may it be hidden
// wherever it appears, and kept.
func (s State) SecretEntered() bool {
	f, _ := FieldOf(keySecret)
	return s.page != keysPage && !finding.HasError(s.judge(f))
}

func (s State) leave(e Leave) (State, []Effect) {
	f, ok := FieldOf(e.Key)
	if !ok {
		return s, nil
	}
	s = s.clean(e.Key)
	// An empty field that was only passed through is not yet to blame; one that
	// was emptied is.
	begun := New(s.options).answers[e.Key]
	if s.Get(e.Key) != "" || begun != "" || f.Kind == Secret && !s.secret.IsZero() {
		s = s.touch(e.Key)
	}
	return s, nil
}

// pasted reports whether more than a keystroke lies between two values.
func pasted(before, after string) bool {
	return utf8.RuneCountInString(after) > utf8.RuneCountInString(before)+1
}

// clean removes what a paste brought along, and remembers what it was.
func (s State) clean(key string) State {
	f, ok := FieldOf(key)
	if !ok || f.Kind != Text && f.Kind != Secret {
		return s
	}
	value := s.answers[key]
	if f.Kind == Secret {
		value = s.secret.Reveal()
	}
	cleaned, removed := rules.Clean(key, value)
	if cleaned == value {
		return s
	}
	if f.Kind == Secret {
		s.secret = safe.Hold(cleaned) // it may be something else, pasted by mistake
	} else {
		s = s.set(key, cleaned)
	}
	s.removed = with(s.removed, key, removed)
	return s
}

// judge returns what there is to say of a field's answer, what is wrong with it
// before what may be right.
func (s State) judge(f Field) []finding.Finding {
	value := s.Get(f.Key)
	if f.Kind == Secret {
		value = s.secret.Reveal()
	}
	found := slices.Concat(s.removed[f.Key], s.seenOutside(f.Key), s.notTheDemos(f.Key))
	if value == "" {
		return append(found, s.missed(f)...)
	}
	if f.Rule == nil {
		return found
	}
	found = append(found, f.Rule(rules.Input{Field: f.Key, Value: value, Get: s.answerFor})...)
	found = append(found, s.setElsewhere(f.Key)...)
	slices.SortStableFunc(found, func(a, b finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return s.possible(found)
}

// answerFor is Get for the rules.
func (s State) answerFor(key string) string {
	if key == rules.Demo && s.options.Demo {
		return "yes"
	}
	return s.Get(key)
}

// missed says what an empty field that may stay empty comes to.
func (s State) missed(f Field) []finding.Finding {
	if f.Missed == "" || s.Get(f.Key) != "" || f.Needed != nil && f.Needed(s) {
		return nil
	}
	said := assets.Finding(f.Missed)
	said.Step, _, _ = strings.Cut(f.Key, ".")
	said.Field = f.Key
	return []finding.Finding{said}
}

// redirectURI is the connector's: typed, or made from the base of Appmixer's API.
func (s State) redirectURI() string {
	if s.answers[keyTarget] != "appmixer" {
		return s.answers[keyRedirect]
	}
	uri, found := rules.FromAPIBase(s.answers[keyAPIBase])
	if finding.HasError(found) {
		return ""
	}
	return uri
}
