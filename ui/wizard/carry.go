package wizard

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/run"
)

// What goes from here to the portal, and what opens it.

// copyMsg copies a value; a click on it makes it.
type copyMsg struct{ value steps.Shown }

// copies shows the values that the page offers to copy into the portal.
func (m *model) copies(c *canvas) {
	longest := 0
	for _, v := range m.state.Copies() {
		longest = max(longest, ansi.StringWidth(v.Label))
	}
	for _, v := range m.state.Copies() {
		c.click(copyMsg{v}, func() {
			if longest+2+ansi.StringWidth(v.Value) <= c.width {
				c.add(pad(m.theme.Strong.Render(v.Label), longest+2) + m.value(v.Value, c.width)[0])
				return
			}
			c.add(m.theme.Strong.Render(v.Label))
			c.add(indented(2, m.value(v.Value, c.width-2))...)
		})
	}
	c.gap()
}

// value is what is shown to be copied. An address is a link, so that a terminal
// can copy it whole from any of its rows.
func (m *model) value(text string, width int) []string {
	if strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") {
		return link(text, m.theme.Note, width)
	}
	return hang("", text, m.theme.Note, width)
}

// copyable returns what Copy copies next: the field's answer where it goes to
// the portal, else the page's values in turn.
func (m *model) copyable(field string) (steps.Shown, bool) {
	copies := m.state.Copies()
	if len(copies) == 0 {
		return steps.Shown{}, false
	}
	if m.state.Page().ID == "oauth.register" {
		return copies[m.copied%len(copies)], true
	}
	i := slices.IndexFunc(copies, func(v steps.Shown) bool { return v.Key == field })
	return copies[max(i, 0)], i >= 0 || len(copies) == 1
}

func (m *model) copyNext(field string) tea.Cmd {
	v, ok := m.copyable(field)
	if !ok {
		v.Value = m.pageLink()
	}
	m.copied++
	return m.copy(v.Value)
}

// print prints unwrapped what was copied last, or could be.
func (m *model) print(field string) tea.Cmd {
	v, ok := m.copyable(field)
	switch {
	case m.sent != "":
		v.Value = m.sent
	case !ok:
		v.Value = m.pageLink()
	}
	return m.printUnwrapped(v.Value)
}

// openURL opens a page in the browser, or says why it can't.
func (m *model) openURL(url string) tea.Cmd {
	if url == "" {
		m.notice = "There is no page to open here."
		return nil
	}
	if m.config.Run.NoBrowser {
		m.notice = "No browser, as you said: " + m.keyMap.Print.Help().Key + " prints the address."
		return nil
	}
	return func() tea.Msg {
		if err := run.OpenBrowser(url); err != nil {
			return noticeMsg("No browser opened: copy the address, or print it with ctrl+p.")
		}
		return noticeMsg("Opened " + url)
	}
}

// noticeMsg is shown above the keys until the next key.
type noticeMsg string
