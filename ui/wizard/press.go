package wizard

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/steps"
)

// An action is a key that means the same on every page.
type action struct {
	key key.Binding
	do  func(*model) tea.Cmd
}

// always are the keys that work whatever is on the screen.
func (m *model) always() []action {
	k := m.keyMap
	return []action{
		{k.Quit, (*model).quit},
		{k.Suspend, (*model).suspend},
		{k.PageUp, func(m *model) tea.Cmd { return m.scrollBy(-m.half()) }},
		{k.PageDown, func(m *model) tea.Cmd { return m.scrollBy(m.half()) }},
	}
}

// onPages are the keys of every page that nothing lies over.
func (m *model) onPages() []action {
	k := m.keyMap
	actions := []action{
		{m.helpKey(), func(m *model) tea.Cmd { return m.open(newHelp(m)) }},
		{k.Why, func(m *model) tea.Cmd { return m.open(&why{}) }},
		{k.Steps, func(m *model) tea.Cmd { return m.open(newStepList(m)) }},
		{k.StartOver, func(m *model) tea.Cmd { return m.open(&startOver{}) }},
		{k.Back, (*model).back},
	}
	if m.scrolls() {
		actions = append(actions,
			action{k.Up, func(m *model) tea.Cmd { return m.scrollBy(-1) }},
			action{k.Down, func(m *model) tea.Cmd { return m.scrollBy(1) }})
	}
	return actions
}

// stepKeys jump to the steps that were reached: alt+1 to the first one.
func (m *model) stepKeys() []action {
	var actions []action
	for i, item := range m.state.Rail() {
		if item.Page != "" {
			jump := func(m *model) tea.Cmd { return m.apply(steps.Jump{Page: item.Page}) }
			actions = append(actions, action{key.NewBinding(key.WithKeys(fmt.Sprintf("alt+%d", i+1))), jump})
		}
	}
	return actions
}

// press takes a key: what means the same everywhere first, the screen's next.
func (m *model) press(msg tea.KeyPressMsg) tea.Cmd {
	m.notice, m.refused = "", false
	k := m.keyMap
	carries := key.Matches(msg, k.Open, k.Copy, k.Print)
	if !carries {
		m.letGo()
	}
	actions := m.always()
	if m.over == nil {
		actions = append(actions, m.onPages()...)
		if msg.Mod.Contains(tea.ModAlt) {
			actions = append(actions, m.stepKeys()...)
		}
	}
	for _, a := range actions {
		if key.Matches(msg, a.key) {
			return a.do(m)
		}
	}
	if m.over != nil {
		return m.over.press(m, msg)
	}
	if !m.reads() && !carries && !key.Matches(msg, k.Mend) { // those act on what is seen
		m.scroll = -1
	}
	return m.pass(msg)
}

// back goes to the page before; what is open on this one is closed first: a
// search, or a live test that is under way.
func (m *model) back() tea.Cmd {
	if p, ok := m.screen.(*picker); ok && p.search.clear() {
		p.settle()
		return nil
	}
	if m.state.Test().Flying() {
		return m.apply(steps.CancelTest{})
	}
	return m.apply(steps.Back{})
}

// quit ends the wizard. It asks once where something would be lost.
func (m *model) quit() tea.Cmd {
	if _, asked := m.over.(*quitting); m.lost && !asked && !m.state.Finished() {
		return m.open(&quitting{})
	}
	m.interrupted = true
	return m.apply(steps.Quit{})
}
