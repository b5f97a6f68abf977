package wizard

import (
	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
)

// A theme is every style of the wizard, by what it means. Colours are picked
// to stay readable when a terminal has only sixteen of them, and no meaning
// rests on colour alone: each has its sign.
type theme struct {
	Text, Strong, Faint   lipgloss.Style
	Brand, Accent, Rule   lipgloss.Style
	Good, Warn, Bad, Note lipgloss.Style
	Key, Link, Selected   lipgloss.Style
	Added, Removed        lipgloss.Style
	Table, Name, String   lipgloss.Style // parts of TOML
}

func newTheme(dark bool) theme {
	pick := lipgloss.LightDark(dark)
	color := func(light, dark string) lipgloss.Style {
		return lipgloss.NewStyle().Foreground(pick(lipgloss.Color(light), lipgloss.Color(dark)))
	}
	plain := lipgloss.NewStyle()
	return theme{
		Text:     plain,
		Strong:   plain.Bold(true),
		Faint:    color("#626880", "#9399b2"),
		Brand:    color("#a01850", "#f38ba8").Bold(true),
		Accent:   color("#5b3fd6", "#b4a7ff").Bold(true),
		Rule:     color("#b8bccc", "#45475a"),
		Good:     color("#1f7a33", "#8fd694"),
		Warn:     color("#8a5a00", "#f2c56b"),
		Bad:      color("#b3123a", "#ff8297"),
		Note:     color("#1c5fb0", "#8ec5ff"),
		Key:      plain.Bold(true),
		Link:     color("#1c5fb0", "#8ec5ff").Underline(true),
		Selected: color("#5b3fd6", "#b4a7ff").Bold(true),
		Added:    color("#1f7a33", "#8fd694"),
		Removed:  color("#b3123a", "#ff8297"),
		Table:    color("#a01850", "#f38ba8"),
		Name:     color("#1c5fb0", "#8ec5ff"),
		String:   color("#1f7a33", "#8fd694"),
	}
}

// input returns the styles of a text input.
func (t theme) input() textinput.Styles {
	s := textinput.Styles{}
	s.Focused.Text, s.Blurred.Text = t.Text, t.Text
	s.Focused.Placeholder, s.Blurred.Placeholder = t.Faint, t.Faint
	return s
}

// A sign with its style, and what it means.
type meaning struct {
	sign, means string
	style       lipgloss.Style
}

// signs are the signs that the help explains.
func (m *model) signs() []meaning {
	t := m.theme
	return []meaning{
		{signGood, "done, or found right", t.Good}, {signHere, "where you are; the option that is chosen", t.Accent},
		{signAhead, "a step that is still ahead", t.Faint}, {signBad, "has to be mended before you go on", t.Bad},
		{signWarn, "should be looked at; you can go on", t.Warn}, {signNote, "worth knowing", t.Note},
	}
}

// Signs that stand beside colours. Each is one cell wide everywhere.
const (
	signGood    = "✓"
	signBad     = "✗"
	signWarn    = "!"
	signNote    = "·"
	signHere    = "●"
	signAhead   = "○"
	signPointer = "›"
	signBar     = "┃"
)
