package wizard

import (
	"image/color"

	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
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

// newTheme picks the colours for a background and for what the terminal can
// show. Of sixteen colours each terminal has its own: those that are readable
// on most are named, rather than taking the nearest.
func newTheme(dark bool, profile colorprofile.Profile) theme {
	pick := lipgloss.LightDark(dark)
	color := func(light, dark string, light16, dark16 color.Color) lipgloss.Style {
		if profile == colorprofile.ANSI {
			return lipgloss.NewStyle().Foreground(pick(light16, dark16))
		}
		return lipgloss.NewStyle().Foreground(pick(lipgloss.Color(light), lipgloss.Color(dark)))
	}
	plain := lipgloss.NewStyle()
	brand := color("#a01850", "#f38ba8", lipgloss.Magenta, lipgloss.BrightMagenta)
	accent := color("#5b3fd6", "#b4a7ff", lipgloss.Blue, lipgloss.BrightCyan).Bold(true)
	good := color("#0b6623", "#8fd694", lipgloss.Green, lipgloss.BrightGreen)
	bad := color("#b3123a", "#ff8297", lipgloss.Red, lipgloss.BrightRed)
	note := color("#1c5fb0", "#8ec5ff", lipgloss.Blue, lipgloss.Cyan)
	return theme{
		Text:     plain,
		Strong:   plain.Bold(true),
		Faint:    color("#5c6278", "#9da3bb", lipgloss.BrightBlack, lipgloss.White),
		Brand:    brand.Bold(true),
		Accent:   accent,
		Rule:     color("#b8bccc", "#45475a", lipgloss.White, lipgloss.BrightBlack),
		Good:     good,
		Warn:     color("#8a5a00", "#f2c56b", lipgloss.Magenta, lipgloss.BrightYellow),
		Bad:      bad,
		Note:     note,
		Key:      plain.Bold(true),
		Link:     note.Underline(true),
		Selected: accent,
		Added:    good,
		Removed:  bad,
		Table:    brand,
		Name:     note,
		String:   good,
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
		{signUnsure, "behind what nobody documents: " + m.keyMap.Why.Help().Key + " says how it is known", t.Faint},
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
	signUnsure  = "°"
)
