package wizard

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/pinsetup/pinsetup/steps"
)

// confirm is something that a person says is so.
type confirm struct {
	field steps.Field
	on    bool
}

func (w *confirm) sync(s steps.State) { w.on = s.Get(w.field.Key) == "yes" }
func (w *confirm) focus(bool)         {}
func (w *confirm) resize(int)         {}
func (w *confirm) typing() bool       { return false }

// toggleMsg toggles an option of a field; a click makes it.
type toggleMsg struct{ key, value string }

func (w *confirm) toggle() []steps.Event {
	value := "yes"
	if w.on {
		value = ""
	}
	return []steps.Event{steps.Input{Key: w.field.Key, Value: value}}
}

func (w *confirm) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if key.Matches(msg, m.keyMap.Toggle) {
			return w.toggle(), nil
		}
		return m.formMove(arrow(m, msg)), nil
	case toggleMsg:
		return w.toggle(), nil
	}
	return nil, nil
}

func (w *confirm) draw(m *model, c *canvas, focused bool) {
	text := m.state.Text(w.field.Key)
	box, style := "[ ] ", m.theme.Text
	if w.on {
		box = m.theme.Good.Render("[" + signGood + "] ")
	}
	if focused {
		style = m.theme.Accent
	}
	o := steps.Option{Label: text.Label, Hint: text.Hint, Unsure: text.Evidence.Unsure()}
	column := confirmColumn(m.state, c.width)
	if m.state.Stale(w.field.Key) {
		o.Hint, o.Unsure, column = signWarn+" to be confirmed again: what it rests on has changed", false, 0
		if len(m.state.Findings(w.field.Key)) > 0 {
			o.Hint = "" // they say it
		}
	}
	m.optionLine(c, pointer(m, focused)+box, o, style, column)
}

// confirmColumn is where the hints of a page's confirmations begin.
func confirmColumn(s steps.State, width int) int {
	var all []steps.Option
	for _, f := range s.Fields() {
		if f.Kind == steps.Confirm {
			text := s.Text(f.Key)
			all = append(all, steps.Option{Label: text.Label, Hint: text.Hint, Unsure: text.Evidence.Unsure()})
		}
	}
	return hintColumn(all, checksLead, width)
}

func (w *confirm) keys(m *model) []key.Binding {
	if w.on {
		return []key.Binding{as(m.keyMap.Toggle, "untick")}
	}
	return []key.Binding{as(m.keyMap.Toggle, "tick")}
}

func pointer(m *model, focused bool) string {
	if focused {
		return m.theme.Accent.Render(signPointer) + " "
	}
	return "  "
}

// choices are options one below the other, with the pointer at one of them.
type choices struct {
	options []steps.Option
	at      int
}

// move moves the pointer; at the ends it stays, and false is returned.
func (l *choices) move(by int) bool {
	to := l.at + by
	if to < 0 || to >= len(l.options) {
		return false
	}
	l.at = to
	return true
}

// point puts the pointer at the option with this value.
func (l *choices) point(value string) {
	l.at = max(slices.IndexFunc(l.options, func(o steps.Option) bool { return o.Value == value }), 0)
}

// arrow returns how far an arrow moves; 0 where the key is none.
func arrow(m *model, msg tea.KeyPressMsg) int {
	switch {
	case key.Matches(msg, m.keyMap.Down):
		return 1
	case key.Matches(msg, m.keyMap.Up):
		return -1
	}
	return 0
}

// arrows is the key of the arrows, with what they do here. As a button it
// moves to where there is something.
func (l *choices) arrows(does string) key.Binding {
	if l.at == len(l.options)-1 {
		return bind("↑↓", does, "up")
	}
	return bind("↑↓", does, "down")
}

// radio is one of some options. The arrows choose, as radio buttons do
// everywhere; they stay within the group, so that nobody chooses on the way to
// another field.
type radio struct {
	choices
	field steps.Field
}

func (w *radio) sync(s steps.State) {
	w.options = s.OptionsOf(w.field)
	if i := slices.IndexFunc(w.options, func(o steps.Option) bool { return o.Chosen }); i >= 0 {
		w.at = i
	}
}

func (w *radio) focus(bool)   {}
func (w *radio) resize(int)   {}
func (w *radio) typing() bool { return false }

// choose chooses the option under the pointer, if it isn't.
func (w *radio) choose(s steps.State) []steps.Event {
	if w.at >= len(w.options) || s.Get(w.field.Key) == w.options[w.at].Value {
		return nil
	}
	return []steps.Event{steps.Input{Key: w.field.Key, Value: w.options[w.at].Value}}
}

func (w *radio) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if by := arrow(m, msg); by != 0 && w.move(by) || key.Matches(msg, m.keyMap.Toggle) {
			return w.choose(m.state), nil
		}
	case toggleMsg:
		w.point(msg.value)
		return w.choose(m.state), nil
	}
	return nil, nil
}

func (w *radio) draw(m *model, c *canvas, focused bool) {
	w.choices.draw(m, c, w.field.Key, focused, func(o steps.Option) string {
		if o.Chosen {
			return m.theme.Good.Render("(" + signHere + ") ")
		}
		return "( ) "
	})
}

// draw draws the options, each with its sign.
func (l *choices) draw(m *model, c *canvas, key string, focused bool, sign func(steps.Option) string) {
	lead := lipgloss.Width(pointer(m, false) + sign(steps.Option{}))
	column := hintColumn(l.options, lead, c.width)
	for i, o := range l.options {
		here := focused && i == l.at
		style := m.theme.Text
		if here {
			style = m.theme.Selected
		}
		c.focused(here, func() {
			if c.brevity >= noGuide && column == 0 && !here {
				o.Hint = "" // it comes when the pointer does
			}
			c.click(toggleMsg{key, o.Value}, func() { m.optionLine(c, pointer(m, here)+sign(o), o, style, column) })
		})
	}
}

// hintColumn is where the hints of some options begin, which have a lead of
// this width: all beside the labels, one below the other; 0 where they don't
// all fit, and stand below the labels.
func hintColumn(options []steps.Option, lead, width int) int {
	column, longest := 0, 0
	for _, o := range options {
		column = max(column, lead+lipgloss.Width(o.Label)+2)
		longest = max(longest, lipgloss.Width(signed(o.Hint, o.Unsure)))
	}
	if column+longest > width {
		return 0
	}
	return column
}

// optionLine draws an option with its hint in the column, or below.
func (m *model) optionLine(c *canvas, lead string, o steps.Option, style lipgloss.Style, column int) {
	hint := signed(o.Hint, o.Unsure)
	if hint != "" && column > 0 {
		c.add(pad(lead+style.Render(o.Label), column) + m.theme.Faint.Render(hint))
		return
	}
	c.add(hang(lead, o.Label, style, c.width)...)
	if hint != "" {
		c.add(hang(strings.Repeat(" ", max(lipgloss.Width(lead), 4)), hint, m.theme.Faint, c.width)...)
	}
}

func (w *radio) keys(*model) []key.Binding { return []key.Binding{w.arrows("choose")} }

// menu is what may be answered once, without an answer that stays: moving the
// pointer does nothing yet.
type menu struct {
	choices
	key string
}

func (w *menu) draw(m *model, c *canvas, focused bool) {
	w.choices.draw(m, c, w.key, focused, func(steps.Option) string { return "" })
}

// checks is any number of some options.
type checks struct {
	choices
	field steps.Field
}

func (w *checks) sync(s steps.State) { w.options = s.OptionsOf(w.field) }
func (w *checks) focus(bool)         {}
func (w *checks) resize(int)         {}
func (w *checks) typing() bool       { return false }

// toggle ticks an option, or unticks it, with all that it stands for.
func (w *checks) toggle(value string) []steps.Event {
	var chosen []string
	meant := strings.Fields(value)
	was := slices.ContainsFunc(w.options, func(o steps.Option) bool { return o.Value == value && o.Chosen })
	for _, o := range w.options {
		on := o.Chosen
		if slices.Contains(meant, o.Value) {
			on = !was
		}
		if on && !strings.Contains(o.Value, " ") {
			chosen = append(chosen, o.Value)
		}
	}
	return []steps.Event{steps.Input{Key: w.field.Key, Value: strings.Join(chosen, " ")}}
}

func (w *checks) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if by := arrow(m, msg); by != 0 {
			if w.move(by) {
				return nil, nil
			}
			return m.formMove(by), nil
		}
		if key.Matches(msg, m.keyMap.Toggle) && w.at < len(w.options) {
			return w.toggle(w.options[w.at].Value), nil
		}
	case toggleMsg:
		w.point(msg.value)
		return w.toggle(msg.value), nil
	}
	return nil, nil
}

func (w *checks) draw(m *model, c *canvas, focused bool) {
	column := hintColumn(w.options, checksLead, c.width)
	for i, o := range w.options {
		here := focused && i == w.at
		c.focused(here, func() {
			c.click(toggleMsg{w.field.Key, o.Value}, func() { m.option(c, o, here, column) })
		})
	}
}

// checksLead is the width of pointer and box.
const checksLead = 6

// option draws one option of several.
func (m *model) option(c *canvas, o steps.Option, here bool, column int) {
	box, style := "[ ] ", m.theme.Text
	switch {
	case o.Chosen:
		box = m.theme.Good.Render("[" + signGood + "] ")
	case o.Allowed:
		box = "[" + m.theme.Note.Render(signNote) + "] "
	}
	if here {
		style = m.theme.Selected
	}
	m.optionLine(c, pointer(m, here)+box, o, style, column)
}

func (w *checks) keys(m *model) []key.Binding { return []key.Binding{as(m.keyMap.Toggle, "tick")} }

// formMove moves the focus of a form by so many fields.
func (m *model) formMove(by int) []steps.Event {
	if f, ok := m.screen.(*form); ok {
		return f.move(f.at + by)
	}
	return nil
}
