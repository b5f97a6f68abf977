package wizard

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/steps"
)

// The smallest terminal in which every page can be used, and the width from
// which the rail and the guide stand beside the form.
const (
	minWidth, minHeight = 40, 12
	wideWidth           = 110
	textWidth           = 84 // longer lines are hard to read
)

// railSpot is where a step can be clicked.
type railSpot struct {
	y, from, to int
	page        string
}

// View draws the whole screen.
func (m *model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "pinsetup"
	if m.width == 0 {
		return v
	}
	if m.width < minWidth || m.height < minHeight {
		v.SetContent(m.tooSmall())
		return v
	}
	header := m.header()
	footer := m.footer()
	lines, cursor := m.body(m.height-len(header)-len(footer), len(header))
	all := append(append(header, lines...), footer...)
	v.SetContent(strings.Join(all, "\n"))
	v.Cursor = cursor
	return v
}

func (m *model) tooSmall() string {
	lines := wrap(fmt.Sprintf("This window is %d×%d. pinsetup needs %d×%d: make it larger and it goes on.",
		m.width, m.height, minWidth, minHeight), m.width)
	return strings.Join(lines[:min(len(lines), max(m.height, 1))], "\n")
}

func (m *model) wide() bool { return m.width >= wideWidth }

// bodyHeight is the height of the part that scrolls.
func (m *model) bodyHeight() int { return m.height - len(m.header()) - len(m.footer()) }

// header is the title, the rail and a rule.
func (m *model) header() []string {
	t := m.theme
	left := " " + t.Brand.Render("pinsetup") + t.Faint.Render("  Pinterest connector")
	lines := []string{spread(left, t.Faint.Render(m.status())+" ", m.width)}
	if !m.wide() {
		lines = append(lines, m.railLine(len(lines)))
	}
	return append(lines, t.Rule.Render(strings.Repeat("─", m.width)))
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

// railLine is the rail on one line; names are left out where they don't fit.
func (m *model) railLine(y int) string {
	m.rail = m.rail[:0]
	items := m.state.Rail()
	full := 1
	for _, item := range items {
		full += lipgloss.Width(item.Short) + 5
	}
	var b strings.Builder
	b.WriteString(" ")
	x := 1
	for i, item := range items {
		sign, style := m.mark(item.Status)
		word := sign + " " + item.Short
		if full > m.width && item.Status != steps.Current {
			word = sign
		}
		gap := "   "
		if full-2*len(items) > m.width || full > m.width {
			gap = "  "
		}
		if i == len(items)-1 {
			gap = ""
		}
		m.rail = append(m.rail, railSpot{y, x, x + lipgloss.Width(word), item.Page})
		b.WriteString(style.Render(word) + gap)
		x += lipgloss.Width(word) + len(gap)
	}
	return cut(b.String(), m.width)
}

// footer is a rule and the keys that fit the moment, or what the last one did.
func (m *model) footer() []string {
	rule := m.theme.Rule.Render(strings.Repeat("─", m.width))
	if m.notice != "" {
		return []string{rule, cut(" "+m.theme.Note.Render(m.notice), m.width)}
	}
	keys := m.screen.keys(m)
	if m.over != nil {
		keys = m.over.keys(m)
	} else {
		keys = append(keys, m.helpKey())
	}
	return []string{rule, m.keyLine(keys)}
}

// helpKey is the key of the help: while a text is typed, ? is a letter of it.
func (m *model) helpKey() key.Binding {
	if m.screen.typing() {
		return bind("f1", "all keys", "f1")
	}
	return m.keyMap.Help
}

// keyLine shows as many keys as fit; the last one, help, always does.
func (m *model) keyLine(keys []key.Binding) string {
	var parts []string
	for _, b := range keys {
		h := b.Help()
		parts = append(parts, m.theme.Key.Render(h.Key)+" "+m.theme.Faint.Render(h.Desc))
	}
	last := parts[len(parts)-1]
	line := ""
	for _, part := range parts[:len(parts)-1] {
		next := line + part + "   "
		if lipgloss.Width(" "+next+last) > m.width {
			break
		}
		line = next
	}
	return " " + line + last
}

// body draws the screen or what lies over it, and keeps what can be clicked.
func (m *model) body(height, top int) ([]string, *tea.Cursor) {
	m.clicks = map[int]tea.Msg{}
	left, center, right := m.columns()
	c := m.paint(center, height)
	scroll := m.scroll
	lines := c.window(height, &scroll)
	m.lastScroll = scroll
	if m.scroll >= 0 {
		m.scroll = scroll
	}
	for y, msg := range c.clicks {
		if y >= scroll && y < scroll+height {
			m.clicks[top+y-scroll] = msg
		}
	}
	m.scrollSigns(lines, scroll, len(c.lines), center)
	if left > 0 {
		lines = m.beside(lines, height, left, center, right, top)
	} else {
		lines = indented(1, lines)
	}
	return lines, m.cursor(c, scroll, height, top, max(left, 1))
}

// paint draws the screen or what lies over it. Where the guide would push the
// first field out of the window, it is drawn again without.
func (m *model) paint(width, height int) *canvas {
	c := newCanvas(width)
	if m.over != nil {
		m.over.draw(m, c)
		return c
	}
	for _, m.compact = range []bool{false, true} {
		c = newCanvas(width)
		m.heading(c)
		m.screen.draw(m, c)
		if c.first < height {
			break
		}
	}
	return c
}

// columns returns the widths of rail, form and guide; 0 for one that isn't there.
func (m *model) columns() (left, center, right int) {
	if !m.wide() || m.over != nil {
		return 0, min(m.width-2, textWidth+8), 0
	}
	left = 20
	center = min(m.width-left-40, textWidth)
	return left, center, min(m.width-left-center-4, 60)
}

func (m *model) cursor(c *canvas, scroll, height, top, left int) *tea.Cursor {
	if c.cursor == nil || c.cursor.Y < scroll || c.cursor.Y >= scroll+height {
		return nil
	}
	cursor := *c.cursor
	cursor.X += left
	cursor.Y += top - scroll
	return &cursor
}

// scrollSigns shows that there is more above or below.
func (m *model) scrollSigns(lines []string, scroll, total, width int) {
	sign := func(line *string, text string) {
		room := width - lipgloss.Width(text) - 2
		if lipgloss.Width(strings.TrimRight(ansi.Strip(*line), " ")) > room {
			*line = cut(*line, room)
		}
		*line = pad(ansi.Truncate(*line, room, ""), room+2) + m.theme.Faint.Render(text)
	}
	if scroll > 0 {
		sign(&lines[0], "↑ more")
	}
	if last := len(lines) - 1; scroll+len(lines) < total {
		sign(&lines[last], "↓ more")
	}
}

// heading is the title of the step and where the page is in it.
func (m *model) heading(c *canvas) {
	t := m.theme
	guide, page := m.state.Guide()
	at, of := m.state.Position()
	place := page.Title
	if of > 1 {
		place = fmt.Sprintf("%d of %d · %s", at, of, page.Title)
	}
	if lipgloss.Width(guide.Title)+lipgloss.Width(place)+2 > c.width {
		c.add(t.Strong.Render(cut(guide.Title, c.width)), t.Faint.Render(cut(place, c.width)))
	} else {
		c.add(spread(t.Strong.Render(guide.Title), t.Faint.Render(place), c.width))
	}
	c.gap()
}

// beside puts the rail left of the form and the guide right of it.
func (m *model) beside(lines []string, height, left, center, right, top int) []string {
	rail := m.railColumn(top)
	guide := newCanvas(right)
	m.guideColumn(guide)
	if len(guide.lines) > height {
		guide.lines[height-1] = m.theme.Faint.Render("… " + m.keyMap.Why.Help().Key + " shows all of it")
	}
	bar := "  " + m.theme.Rule.Render("│") + " "
	for i := range lines {
		l, r := "", ""
		if i < len(rail) {
			l = rail[i]
		}
		if i < len(guide.lines) {
			r = guide.lines[i]
		}
		lines[i] = pad(l, left) + pad(lines[i], center) + bar + r
	}
	return lines
}

func pad(line string, width int) string {
	return line + strings.Repeat(" ", max(width-lipgloss.Width(line), 0))
}

// railColumn is the rail from top to bottom.
func (m *model) railColumn(top int) []string {
	m.rail = m.rail[:0]
	lines := []string{""}
	for i, item := range m.state.Rail() {
		sign, style := m.mark(item.Status)
		m.rail = append(m.rail, railSpot{top + len(lines), 0, 18, item.Page})
		lines = append(lines, style.Render(fmt.Sprintf(" %s %d %s", sign, i+1, item.Short)), "")
	}
	return lines
}
