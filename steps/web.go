package steps

import "github.com/pinsetup/pinsetup/assets/finding"

// webKeys are the fields whose pages reviewers open.
var webKeys = []string{"app.website", "app.privacyPolicy"}

// A webVisit is what was found when the page of a field was opened.
type webVisit struct {
	url   string
	found []finding.Finding
}

// CanCheckWeb reports whether the page asks for addresses that can be opened.
func (s State) CanCheckWeb() bool { return s.page == "app.sheet" }

// checkWeb has the pages opened whose addresses are right so far.
func (s State) checkWeb() (State, []Effect) {
	if !s.CanCheckWeb() {
		return s, nil
	}
	var effects []Effect
	for _, key := range webKeys {
		s = s.clean(key).touch(key)
		f, _ := FieldOf(key)
		s.web = without(s.web, key)
		if url := s.Get(key); url != "" && !finding.HasError(s.judge(f)) {
			effects = append(effects, OpenPage{Key: key, URL: url})
		}
	}
	return s, effects
}

// pageOpened notes what was found. It counts as long as the address is the same.
func (s State) pageOpened(e PageOpened) State {
	if _, ok := FieldOf(e.Key); ok {
		s.web = with(s.web, e.Key, webVisit{e.URL, e.Findings})
	}
	return s
}

// visited returns what was found on the page of a field, as it stands now.
func (s State) visited(key string) []finding.Finding {
	if v, ok := s.web[key]; ok && v.url == s.Get(key) {
		return v.found
	}
	return nil
}
