package steps

import (
	"slices"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps/rules"
)

// Some answers can only be judged by a look at the world outside: whether a
// page opens, whether a port is free. A front end looks, and says what it saw.

// webKeys are the fields whose pages reviewers open.
var webKeys = []string{"app.website", "app.privacyPolicy"}

// A look is what was seen outside about an answer.
type look struct {
	value string
	found []finding.Finding
}

// CanCheckWeb reports whether the page asks for addresses, and one of them can
// be opened.
func (s State) CanCheckWeb() bool {
	return s.page == "app.sheet" && slices.ContainsFunc(webKeys, func(key string) bool { return s.Get(key) != "" && s.right(key) })
}

// checkWeb has the pages opened whose addresses are right so far.
func (s State) checkWeb() (State, []Effect) {
	if !s.CanCheckWeb() {
		return s, nil
	}
	var effects []Effect
	for _, key := range webKeys {
		s = s.clean(key).touch(key)
		s.looks = without(s.looks, key)
		if url := s.Get(key); url != "" && s.right(key) {
			opening := assets.Finding("web.opening")
			opening.Field = key
			s.looks = with(s.looks, key, look{url, []finding.Finding{opening}})
			effects = append(effects, OpenPage{Key: key, URL: url})
		}
	}
	return s, effects
}

// Begin returns what has to be done before the first event: a state that was
// resumed may stand where something outside has to be looked at, and the demo's
// portal begins anew.
func (s State) Begin() []Effect { return append(s.registered(), s.lookOutside(State{})...) }

// lookOutside has that looked at which the page asks for, when it is another
// one than before or the page was just opened.
func (s State) lookOutside(before State) []Effect {
	return slices.Concat(s.lookAtPort(before), s.lookAtIcon(before),
		s.lookAtFolder("connector.where", keyFile, before), s.lookAtFolder(packetPage, keyPacketFile, before))
}

// news returns the answer of a field on this page, "" where it is no news.
func (s State) news(page, key string, before State) string {
	if value := s.Get(key); s.page == page && (before.page != page || before.Get(key) != value) {
		return value
	}
	return ""
}

// lookAtPort has the port of the test redirect URI looked at.
func (s State) lookAtPort(before State) []Effect {
	uri := s.news("oauth.test", keyTestURI, before)
	if uri == "" || !s.right(keyTestURI) {
		return nil
	}
	return []Effect{LookAtPort{Key: keyTestURI, URI: uri}}
}

// lookAtIcon has the app's icon looked at. The demo's is made up, and a secret
// that was pasted there is no file's name.
func (s State) lookAtIcon(before State) []Effect {
	if path := s.news("app.use", keyIcon, before); path != "" && !s.options.Demo && !rules.Secretive(keyIcon, path) {
		return []Effect{LookAtIcon{Key: keyIcon, Path: path}}
	}
	return nil
}

// lookAtFolder has the folder looked at for the file that a field of the page names.
func (s State) lookAtFolder(page, key string, before State) []Effect {
	if path := s.news(page, key, before); path != "" && s.right(key) {
		return []Effect{LookAtFolder{Key: key, Path: path}}
	}
	return nil
}

// right reports whether the field's rule finds no error in its answer.
func (s State) right(key string) bool {
	f, _ := FieldOf(key)
	return !finding.HasError(f.Rule(rules.Input{Field: key, Value: s.Get(key), Get: s.answerFor}))
}

// looked notes what was seen. It counts as long as the answer is the same.
func (s State) looked(e Looked) State {
	if _, ok := FieldOf(e.Key); ok {
		s.looks = with(s.looks, e.Key, look{e.Value, e.Findings})
		if e.Key == keyTestURI {
			s.taken = without(s.taken, e.Value)
			if len(e.Findings) > 0 {
				s.taken = with(s.taken, e.Value, true)
			}
		}
	}
	return s
}

// seenAtOnce is seenOutside where that is true before the answer is whole: there
// is no file under the half of its name.
func (s State) seenAtOnce(key string) []finding.Finding {
	if key == keyIcon || key == keyFile || key == keyPacketFile {
		return nil
	}
	return s.seenOutside(key)
}

// seenOutside returns what was seen about the field's answer as it stands now.
func (s State) seenOutside(key string) []finding.Finding {
	if l, ok := s.looks[key]; ok && l.value == s.Get(key) {
		return l.found
	}
	return nil
}
