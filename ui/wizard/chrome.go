package wizard

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/pinsetup/pinsetup/steps"
)

// header is the title, the rail and a rule.
func (m *model) header() *canvas {
	t := m.theme
	c := newCanvas(m.width)
	left, status := " "+t.Brand.Render("pinsetup"), t.Faint.Render(m.status())+" "
	// What is kept matters more than the second half of the title.
	if whole := left + t.Faint.Render("  Pinterest connector"); lipgloss.Width(whole)+lipgloss.Width(status) < m.width {
		left = whole
	}
	c.add(spread(left, status, m.width))
	if !m.wide() {
		m.railLine(c)
	}
	c.add(m.rule(m.width))
	return c
}

func (m *model) rule(width int) string {
	return m.theme.Rule.Render(strings.Repeat("─", max(width, 0)))
}

// status says in a few words where the run goes and what is kept.
func (m *model) status() string {
	var words []string
	if m.state.Options().Demo {
		words = append(words, "demo")
	}
	switch kept := m.state.DraftKept(); {
	case kept.OK && kept.SecretKept:
		words = append(words, "draft and secret kept")
	case kept.OK:
		words = append(words, "draft saved")
	}
	return strings.Join(words, " · ")
}

func (m *model) mark(status steps.Status) (sign string, style lipgloss.Style) {
	switch status {
	case steps.Current:
		return signHere, m.theme.Accent
	case steps.Passed:
		return signGood, m.theme.Good
	case steps.Trouble:
		return signWarn, m.theme.Warn
	}
	return signAhead, m.theme.Faint
}

// jumpMsg goes to a page; a click on the rail makes it.
type jumpMsg struct{ page string }

// railLine is the rail on one line; names are left out where they don't fit.
func (m *model) railLine(c *canvas) {
	items := m.state.Rail()
	full := 1
	for _, item := range items {
		full += lipgloss.Width(item.Short) + 5
	}
	gap := "   "
	if full-2*len(items) > m.width || full > m.width {
		gap = "  "
	}
	var b strings.Builder
	b.WriteString(" ")
	x := 1
	for _, item := range items {
		sign, style := m.mark(item.Status)
		word := sign + " " + item.Short
		if full > m.width && item.Status != steps.Current {
			word = sign
		}
		width := lipgloss.Width(word)
		if item.Page != "" {
			c.spots = append(c.spots, spot{len(c.lines), x, x + width, jumpMsg{item.Page}})
		}
		b.WriteString(style.Render(word) + gap)
		x += width + len(gap)
	}
	place := ""
	if at, of := m.state.Position(); full > m.width && at > 0 && of > 1 { // the title may be scrolled away
		place = m.theme.Faint.Render(fmt.Sprintf("%d of %d", at, of)) + " "
	}
	c.add(spread(strings.TrimRight(b.String(), " "), place, m.width))
}

// railColumn is the rail from top to bottom.
func (m *model) railColumn(width int) *canvas {
	c := newCanvas(width)
	c.add("")
	for i, item := range m.state.Rail() {
		sign, style := m.mark(item.Status)
		draw := func() { c.add(style.Render(fmt.Sprintf(" %s %d %s", sign, i+1, item.Short))) }
		if item.Page != "" {
			c.click(jumpMsg{item.Page}, draw)
		} else {
			draw()
		}
		c.add("")
	}
	return c
}

// heading is the title of the step and where the page is in it.
func (m *model) heading(c *canvas) {
	t := m.theme
	guide, page := m.state.Guide()
	at, of := m.state.Position()
	place := page.Title
	if at > 0 && of > 1 {
		place = fmt.Sprintf("%d of %d · %s", at, of, page.Title)
	}
	switch {
	case lipgloss.Width(guide.Title)+lipgloss.Width(place)+2 <= c.width:
		c.add(spread(t.Strong.Render(guide.Title), t.Faint.Render(place), c.width))
	case c.brevity >= noGuide: // the rail names the step, and the place
		c.add(t.Strong.Render(cut(page.Title, c.width)))
	default:
		c.add(t.Strong.Render(cut(guide.Title, c.width)), t.Faint.Render(cut(place, c.width)))
	}
	if c.brevity < tight {
		c.gap()
	}
}

// The window from which two lines of keys leave enough for the page, and the
// width up to which one line has too few of them.
const (
	tallEnough  = 15
	narrowWidth = 72
)

// footer is a rule, what the last key did, and the keys that fit the moment.
func (m *model) footer() *canvas {
	c := newCanvas(m.width)
	c.add(m.rule(m.width))
	c.add(m.noticeLines()...)
	keys := append(m.screen.keys(m), m.helpKey())
	if m.over != nil {
		keys = m.over.keys(m)
	}
	rows := m.footRows()
	if rows == 2 && m.fitOneLine(keys) {
		rows = 1
	}
	m.keyLines(c, keys, rows)
	return c
}

// noticeRows is how many lines what the last key did may take.
const noticeRows = 3

// noticeLines say what the last key did, or why it did nothing.
func (m *model) noticeLines() []string {
	lead, style := " "+signNote+" ", m.theme.Note
	if m.refused {
		lead, style = " "+signBad+" ", m.theme.Bad
	}
	if m.notice == "" {
		return nil
	}
	lines := m.said(style.Render(lead), style)
	if len(lines) > noticeRows {
		lines = lines[:noticeRows]
		lines[noticeRows-1] = cut(lines[noticeRows-1], m.width-3) + style.Render(" …")
	}
	return lines
}

// said is the notice in lines. An address at its end is a link, on rows of its
// own where the line has no room for it.
func (m *model) said(lead string, style lipgloss.Style) []string {
	before, is := strings.CutSuffix(m.notice, m.sent)
	switch {
	case !is || !strings.HasPrefix(m.sent, "http"):
		return hang(lead, m.notice, style, m.width-1)
	case lipgloss.Width(lead+m.notice) < m.width:
		return []string{lead + style.Render(before) + link(m.sent, m.theme.Link, m.width)[0]}
	}
	indent := lipgloss.Width(lead)
	return append(hang(lead, strings.TrimSpace(before), style, m.width-1),
		indented(indent, link(m.sent, m.theme.Link, m.width-1-indent))...)
}

func (m *model) footRows() int {
	if m.width < narrowWidth && m.height >= tallEnough {
		return 2
	}
	return 1
}

func (m *model) fitOneLine(keys []key.Binding) bool {
	width := 1 - len(keyGap)
	for _, b := range keys {
		width += lipgloss.Width(b.Help().Key+" "+b.Help().Desc) + len(keyGap)
	}
	return width <= m.width
}

// keyGap stands between two keys.
const keyGap = "   "

// keyLines shows as many keys as fit the rows; the last one, help, always
// does. Each is a button, too.
func (m *model) keyLines(c *canvas, keys []key.Binding, rows int) {
	last := keys[len(keys)-1]
	keys = keys[:len(keys)-1]
	for row := range rows {
		x := 1
		var b strings.Builder
		put := func(binding key.Binding, room int) bool {
			h := binding.Help()
			text := m.theme.Key.Render(h.Key) + " " + m.theme.Faint.Render(h.Desc)
			if x > 1 && x+lipgloss.Width(text) > room {
				return false
			}
			text = cut(text, room-x)
			c.spots = append(c.spots, spot{len(c.lines), x, x + lipgloss.Width(text), pressMsg{binding}})
			b.WriteString(text + keyGap)
			x += lipgloss.Width(text) + len(keyGap)
			return true
		}
		room := m.width
		if row == rows-1 {
			room -= lipgloss.Width(last.Help().Key+" "+last.Help().Desc) + len(keyGap)
		}
		for len(keys) > 0 && put(keys[0], room) {
			keys = keys[1:]
		}
		if row == rows-1 {
			put(last, m.width)
		}
		c.add(" " + strings.TrimSuffix(b.String(), keyGap))
	}
}

// pressMsg presses a key; a click on it in the footer makes it.
type pressMsg struct{ key key.Binding }

// special are the names of keys that are no letters.
var special = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "f1": tea.KeyF1,
}

// keyPress returns the key's message, as the terminal sends it.
func keyPress(b key.Binding) (press tea.KeyPressMsg, ok bool) {
	if len(b.Keys()) == 0 {
		return press, false
	}
	name := b.Keys()[0]
	for prefix, mod := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "alt+": tea.ModAlt, "shift+": tea.ModShift} {
		if rest, is := strings.CutPrefix(name, prefix); is {
			name, press.Mod = rest, press.Mod|mod
		}
	}
	if code, is := special[name]; is {
		press.Code = code
		return press, true
	}
	code := []rune(name)
	if press.Code = code[0]; press.Mod == 0 {
		press.Text = name
	}
	return press, len(code) == 1
}

// helpKey is the key of the help: while a text is typed, ? is a letter of it.
func (m *model) helpKey() key.Binding {
	if m.screen.typing() {
		return bind("f1", "all keys", "f1")
	}
	return m.keyMap.Help
}
