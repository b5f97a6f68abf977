package wizard

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
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

// inHand is what Copy and Print take: a value for the portal, the text in the
// field with the cursor, or, on what is no text, the address that Open opens.
func (m *model) inHand(field steps.Field) string {
	v, ok := m.copyable(field.Key)
	switch {
	case ok:
		return v.Value
	case field.Kind == steps.Secret:
		return ""
	case field.Kind == steps.Text && field.Key != "":
		return m.state.Get(field.Key)
	}
	return m.pageLink(field.Key)
}

// carry does what Copy, Print and Open do where this is in hand, and reports
// whether the key was one of them. The address that a notice has just spoken of
// is nearer than what the cursor is on.
func (m *model) carry(msg tea.KeyPressMsg, text, field string) (cmd tea.Cmd, ok bool) {
	k := m.keyMap
	takes := key.Matches(msg, k.Copy, k.Print)
	switch {
	case key.Matches(msg, k.Open):
		return m.openNext(field), true
	case key.Matches(msg, k.Copy) && m.address != "":
		return m.copy(m.address), true
	case key.Matches(msg, k.Print) && m.sent != "":
		return m.printUnwrapped(m.sent), true
	case takes && text == "":
		m.notice = m.emptyHand(field)
		return nil, true
	case key.Matches(msg, k.Print):
		return m.printUnwrapped(text), true
	case takes:
		m.copied++
		return m.copy(text), true
	}
	return nil, false
}

// emptyHand says that there is nothing to take.
func (m *model) emptyHand(field string) string {
	said := "There is nothing to copy or print here."
	if f, _ := steps.FieldOf(field); f.Kind == steps.Secret {
		said = "The secret is neither copied nor printed."
	}
	if m.pageLink(field) != "" {
		said += " " + m.keyMap.Open.Help().Key + " opens the page."
	}
	return said
}

// openNext opens the page that the cursor is on; pressed once more, the next one
// that the instructions lead to.
func (m *model) openNext(field string) tea.Cmd {
	url := m.pageLink(field)
	m.opened++
	return m.openURL(url)
}

// openURL opens a page in the browser, or says its address where it can't.
func (m *model) openURL(url string) tea.Cmd {
	if url == "" {
		m.notice = "There is no page to open here."
		return nil
	}
	if m.config.Run.NoBrowser {
		openedMsg{url: url, failed: true}.say(m)
		return nil
	}
	return func() tea.Msg { return openedMsg{url, run.OpenBrowser(url) != nil} }
}

// openedMsg says what came of opening a page.
type openedMsg struct {
	url    string
	failed bool
}

// say says it. An address that didn't open is in hand until another key is
// pressed.
func (o openedMsg) say(m *model) {
	m.sent = o.url
	if !o.failed {
		m.notice = "Opened " + o.url
		return
	}
	m.address = o.url
	k := m.keyMap
	m.notice = "No browser from here. " + k.Copy.Help().Key + " copies, " + k.Print.Help().Key + " prints: " + o.url
}

// news is what a command came to: it is said above the keys until the next key.
type news interface{ say(*model) }

// noticeMsg is said in these words.
type noticeMsg string

func (n noticeMsg) say(m *model) { m.notice = string(n) }
