package steps

import (
	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// A mend may set another field than the one that offers it, even one of another
// page. Then that one says what was changed: nobody else would see it.

// elsewhere is what a mend set.
type elsewhere struct{ key, value string }

// noteMend remembers which field of the page offered to set another one so.
func (s State) noteMend(key, value string) State {
	s.elsewhere = without(s.elsewhere, key)
	for _, f := range s.Fields() {
		if f.Key == key {
			continue
		}
		for _, found := range s.Findings(f.Key) {
			if m := found.Mend; m != nil && m.Field == key && m.Value == value {
				s.elsewhere = with(s.elsewhere, f.Key, elsewhere{key, value})
			}
		}
	}
	return s
}

// setElsewhere says what the field's mend set, as long as that stands.
func (s State) setElsewhere(key string) []finding.Finding {
	e, ok := s.elsewhere[key]
	if !ok || s.answers[e.key] != e.value {
		return nil
	}
	said := assets.Finding("wizard.set-elsewhere", "field", s.Label(e.key), "value", s.Carried(e.key))
	said.Field = key
	return []finding.Finding{said}
}

// possible leaves mends out that lead to a port of which it was seen that another
// program has it: the next look would only lead back.
func (s State) possible(found []finding.Finding) []finding.Finding {
	for i, f := range found {
		if f.Mend != nil && f.Mend.Field == keyTestURI && s.taken[f.Mend.Value] {
			found[i].Mend = nil
		}
	}
	return found
}
