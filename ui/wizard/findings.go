package wizard

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

func (m *model) severity(s finding.Severity) (sign string, style lipgloss.Style) {
	switch s {
	case finding.Error:
		return signBad, m.theme.Bad
	case finding.Warning:
		return signWarn, m.theme.Warn
	}
	return signNote, m.theme.Note
}

// findings draws what was noticed of a field. The key mends one thing at a time,
// of the field that has the focus: it stands at the first that can be mended.
func (m *model) findings(c *canvas, found []finding.Finding, focused bool) {
	first := mendOf(found)
	for _, f := range found {
		c.trouble(f.Severity == finding.Error, func() { m.drawFinding(c, f, focused && f.Mend == first) })
	}
}

// finding draws what was noticed: what, why, how to mend it, and the key that
// mends it.
func (m *model) finding(c *canvas, f finding.Finding) {
	c.trouble(f.Severity == finding.Error, func() { m.drawFinding(c, f, true) })
}

func (m *model) drawFinding(c *canvas, f finding.Finding, atHand bool) {
	f = m.config.Program.Finding(f)
	sign, style := m.severity(f.Severity)
	lead, title := style.Render(sign)+" ", m.place(f)+f.Title
	if press, does := m.answers(f); does != "" && f.Cause == "" { // the key is all that there is to do
		does = "  " + m.theme.Key.Render(press.Help().Key) + " " + m.theme.Text.Render(does)
		lines := hang(lead, title, style, c.width)
		if last := len(lines) - 1; lipgloss.Width(lines[last]+does) <= c.width {
			lines[last] += does
			does = ""
		}
		if c.add(lines...); does != "" {
			c.add(does)
		}
		return
	}
	c.add(hang(lead, title, style, c.width)...)
	if f.Cause != "" {
		c.add(indented(2, hang("", f.Cause+say.Evidence(f.Evidence, f.Source), m.theme.Text, c.width-2))...)
	}
	press, does := m.answers(f)
	if f.Fix != "" && f.Mend == nil && does == "" { // or the key is the fix
		c.add(indented(2, hang("→ ", f.Fix, m.theme.Text, c.width-2))...)
	}
	if f.Detail != "" {
		c.add(indented(2, hang("", f.Detail, m.theme.Faint, c.width-2))...)
	}
	if f.RequestID != "" {
		c.add(indented(2, hang("", "Pinterest's request ID: "+f.RequestID, m.theme.Faint, c.width-2))...)
	}
	if f.Link != "" && f.Severity == finding.Error {
		c.opens(f.Link, func() { c.add(indented(2, link(f.Link, m.theme.Link, c.width-2))...) })
	}
	if does != "" {
		c.add("  " + m.theme.Key.Render(press.Help().Key) + " " + m.theme.Text.Render(does))
	}
	switch {
	case f.Mend != nil && !atHand:
		c.add(indented(2, hang("→ ", f.Mend.Label, m.theme.Text, c.width-2))...)
	case f.Mend != nil:
		c.mends(func() {
			c.add(indented(2, hang(m.theme.Key.Render(m.keyMap.Mend.Help().Key)+" ", f.Mend.Label, m.theme.Good, c.width-2))...)
		})
	}
}

// place names the field that an error is about, where it is on another page.
// What came of a live test names its places itself.
func (m *model) place(f finding.Finding) string {
	page, ok := steps.PageOf(f.Field)
	test := m.state.Test()
	if !ok || f.Severity != finding.Error || page.ID == m.state.Page().ID || test.Flying() ||
		m.shows("credentials.test") && test.Result != nil || strings.Contains(f.Title, m.state.Label(f.Field)) {
		return ""
	}
	return m.state.Label(f.Field) + ": "
}

// answers returns the key that gives the answer that is missing.
func (m *model) answers(f finding.Finding) (press key.Binding, does string) {
	field, ok := steps.FieldOf(f.Field)
	if !ok || !strings.HasPrefix(f.ID, "wizard.") {
		return press, ""
	}
	switch field.Kind {
	case steps.Confirm:
		return m.keyMap.Toggle, "ticks it when it is done"
	case steps.Several:
		return m.keyMap.Toggle, "ticks it"
	case steps.Choice:
		return m.keyMap.Next, "chooses what › points at"
	}
	return press, ""
}

// mendOf returns the first mend that the findings offer.
func mendOf(findings []finding.Finding) *finding.Mend {
	for _, f := range findings {
		if f.Mend != nil {
			return f.Mend
		}
	}
	return nil
}
