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
		switch {
		case key.Matches(msg, m.keyMap.Toggle):
			return w.toggle(), nil
		case key.Matches(msg, m.keyMap.Down):
			return m.formMove(1), nil
		case key.Matches(msg, m.keyMap.Up):
			return m.formMove(-1), nil
		}
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
	c.add(hang(pointer(m, focused)+box, text.Label, style, c.width)...)
	hint := text.Hint
	if m.state.Stale(w.field.Key) {
		hint = signWarn + " to be confirmed again: what it rests on has changed"
	}
	if hint != "" {
		c.add(hang("      ", hint, m.theme.Faint, c.width)...)
	}
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

// radio is one of some options.
type radio struct {
	field   steps.Field
	options []steps.Option
	at      int
	focused bool
}

func (w *radio) sync(s steps.State) {
	w.options = s.OptionsOf(w.field)
	if !w.focused {
		if i := slices.IndexFunc(w.options, func(o steps.Option) bool { return o.Chosen }); i >= 0 {
			w.at = i
		}
	}
}

func (w *radio) focus(on bool) { w.focused = on }
func (w *radio) typing() bool  { return false }

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
		switch {
		case key.Matches(msg, m.keyMap.Down):
			if w.at == len(w.options)-1 {
				return m.formMove(1), nil
			}
			w.at++
		case key.Matches(msg, m.keyMap.Up):
			if w.at == 0 {
				return m.formMove(-1), nil
			}
			w.at--
		case key.Matches(msg, m.keyMap.Toggle):
			return w.choose(m.state), nil
		}
	case toggleMsg:
		for i, o := range w.options {
			if o.Value == msg.value {
				w.at = i
				return w.choose(m.state), nil
			}
		}
	}
	return nil, nil
}

func (w *radio) draw(m *model, c *canvas, focused bool) {
	for i, o := range w.options {
		here := focused && i == w.at
		sign := "( ) "
		if o.Chosen {
			sign = m.theme.Good.Render("(" + signHere + ") ")
		}
		style := m.theme.Text
		if here {
			style = m.theme.Selected
		}
		c.focused(here, func() {
			if c.compact && !here {
				o.Hint = "" // it comes when the pointer does
			}
			c.click(toggleMsg{w.field.Key, o.Value}, func() { m.optionLine(c, pointer(m, here)+sign, o, style) })
		})
	}
}

// optionLine draws an option with its hint beside it, or below where there is
// no room.
func (m *model) optionLine(c *canvas, lead string, o steps.Option, style lipgloss.Style) {
	line := lead + style.Render(o.Label)
	hint := m.theme.Faint.Render(o.Hint)
	if o.Hint == "" || lipgloss.Width(line)+2+lipgloss.Width(hint) <= c.width {
		c.add(hang(lead, o.Label, style, c.width)...)
		if o.Hint != "" {
			c.lines[len(c.lines)-1] += "  " + hint
		}
		return
	}
	c.add(hang(lead, o.Label, style, c.width)...)
	c.add(hang(strings.Repeat(" ", lipgloss.Width(lead)), o.Hint, m.theme.Faint, c.width)...)
}

func (w *radio) keys(m *model) []key.Binding {
	move := bind("↑↓", "another", "down")
	if w.at == len(w.options)-1 {
		move.SetKeys("up")
	}
	return []key.Binding{move}
}

// checks is any number of some options.
type checks struct {
	field   steps.Field
	options []steps.Option
	at      int
}

func (w *checks) sync(s steps.State) { w.options = s.OptionsOf(w.field) }
func (w *checks) focus(bool)         {}
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
		switch {
		case key.Matches(msg, m.keyMap.Down):
			if w.at == len(w.options)-1 {
				return m.formMove(1), nil
			}
			w.at++
		case key.Matches(msg, m.keyMap.Up):
			if w.at == 0 {
				return m.formMove(-1), nil
			}
			w.at--
		case key.Matches(msg, m.keyMap.Toggle) && w.at < len(w.options):
			return w.toggle(w.options[w.at].Value), nil
		}
	case toggleMsg:
		w.at = max(slices.IndexFunc(w.options, func(o steps.Option) bool { return o.Value == msg.value }), 0)
		return w.toggle(msg.value), nil
	}
	return nil, nil
}

func (w *checks) draw(m *model, c *canvas, focused bool) {
	for i, o := range w.options {
		here := focused && i == w.at
		c.focused(here, func() {
			c.click(toggleMsg{w.field.Key, o.Value}, func() { m.option(c, o, here) })
		})
	}
}

// option draws one option of several.
func (m *model) option(c *canvas, o steps.Option, here bool) {
	box, style := "[ ] ", m.theme.Text
	if o.Chosen {
		box = m.theme.Good.Render("[" + signGood + "] ")
	}
	if here {
		style = m.theme.Selected
	}
	m.optionLine(c, pointer(m, here)+box, o, style)
}

func (w *checks) keys(m *model) []key.Binding { return []key.Binding{as(m.keyMap.Toggle, "tick")} }

// formMove moves the focus of a form by so many fields.
func (m *model) formMove(by int) []steps.Event {
	if f, ok := m.screen.(*form); ok {
		return f.move(f.at + by)
	}
	return nil
}
