package wizard

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
)

// mendInSight reports whether the key that mends stands on the screen. Where it
// doesn't, it is shown first: nobody mends what they don't see.
func (m *model) mendInSight() bool {
	f := m.frame()
	if f.mend == nil || f.from <= f.mend.from && f.mend.to < f.from+f.height {
		return true
	}
	m.notice = m.keyMap.Mend.Help().Key + " does what is said here. Press it again if you want that."
	f = m.frame() // the notice takes room, too
	m.scroll = f.mend.reveal(f.from, f.height)
	return false
}

// mend takes the first mend that the findings offer, and says what it changed.
func (m *model) mend(found []finding.Finding) tea.Cmd {
	mend := mendOf(found)
	if mend == nil || !m.mendInSight() {
		return nil
	}
	before := m.state
	cmd := tea.Batch(
		m.apply(steps.Input{Key: mend.Field, Value: mend.Value}),
		m.apply(steps.Leave{Key: mend.Field}),
	)
	m.notice = m.changedBy(*mend, before)
	return cmd
}

// changedBy says what a mend changed: the answer, and what was confirmed of the
// one before.
func (m *model) changedBy(mend finding.Mend, before steps.State) string {
	said := m.state.Label(mend.Field)
	f, _ := steps.FieldOf(mend.Field)
	if value := m.state.Carried(mend.Field); f.Kind != steps.Secret && value != "" {
		said += ": " + strings.Join(strings.Fields(value), " ")
	} else {
		said += " is changed."
	}
	for _, f := range m.state.Fields() {
		if m.state.Stale(f.Key) && !before.Stale(f.Key) {
			said += "\n" + "To be confirmed again: " + m.state.Label(f.Key)
		}
	}
	return said
}
