package wizard

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/pinsetup/pinsetup/steps"
)

// The smallest terminal in which every page can be used, and the width from
// which the rail and the guide stand beside the form.
const (
	minWidth, minHeight = 40, 12
	wideWidth           = 110
	railWidth           = 20
	textWidth           = 84 // longer lines are hard to read
	guideWidth          = 60
	fileWidth           = 110
)

// A hitMsg says that a spot was clicked.
type hitMsg struct{ msg tea.Msg }

// View draws the whole screen. It changes nothing: what a click means stands
// in the view itself.
func (m *model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "pinsetup"
	if m.window.Width == 0 {
		return v
	}
	if m.tooSmall() {
		v.SetContent(m.makeItLarger())
		return v
	}
	f := m.frame()
	v.SetContent(strings.Join(f.lines, "\n"))
	v.Cursor = f.cursor
	v.OnMouse = func(msg tea.MouseMsg) tea.Cmd { return hit(f.spots, msg) }
	return v
}

// hit returns what a click of the left button means.
func hit(spots []spot, msg tea.MouseMsg) tea.Cmd {
	click, ok := msg.(tea.MouseClickMsg)
	if !ok || click.Button != tea.MouseLeft {
		return nil
	}
	for _, s := range spots {
		if s.y == click.Y && s.from <= click.X && click.X < s.to {
			return func() tea.Msg { return hitMsg{s.msg} }
		}
	}
	return nil
}

// tooSmall reports whether the window is known to be smaller than every page
// needs.
func (m *model) tooSmall() bool {
	return m.window.Width > 0 && (m.window.Width < minWidth || m.window.Height < minHeight)
}

func (m *model) makeItLarger() string {
	lines := wrap(fmt.Sprintf("This window is %d×%d. pinsetup needs %d×%d: make it larger and it goes on.",
		m.window.Width, m.window.Height, minWidth, minHeight), m.window.Width)
	return strings.Join(lines[:min(len(lines), max(m.window.Height, 1))], "\n")
}

func (m *model) wide() bool { return m.width >= wideWidth }

// A frame is a whole screen.
type frame struct {
	lines  []string
	cursor *tea.Cursor
	spots  []spot
	// from is the first line of the body that is shown, of total; height is
	// how many are.
	from, total, height int
	// wrong is the first finding that keeps from going on, in the body's lines.
	wrong *region
	// mend is where the key that mends stands first, in the same lines.
	mend *region
}

// frame puts header, body and footer together.
func (m *model) frame() frame {
	head, foot := m.header(), m.footer()
	f := frame{height: m.height - len(head.lines) - len(foot.lines)}
	top := len(head.lines)
	left, center, right := m.columns()
	c := m.paint(center, f.height)
	f.total = len(c.lines)
	var body []string
	body, f.from = c.window(f.height, m.scroll)
	f.wrong, f.mend = c.wrong, c.mend
	m.moreSigns(head, foot, f, left+center)
	f.spots = append(f.spots, head.spots...)
	if left > 0 {
		rail := m.railColumn(left)
		f.spots = append(f.spots, moved(rail.spots, 0, top, top, top+f.height)...)
		body = m.beside(body, rail, center, right)
	} else {
		left = 1
		body = indented(left, body)
	}
	f.spots = append(f.spots, moved(c.spots, left, top-f.from, top, top+f.height)...)
	f.spots = append(f.spots, moved(foot.spots, 0, m.height-len(foot.lines), 0, m.height)...)
	f.lines = append(append(head.lines, body...), foot.lines...)
	if at := c.cursor; at != nil && f.from <= at.Y && at.Y < f.from+f.height {
		cursor := *at
		cursor.X += left
		cursor.Y += top - f.from
		f.cursor = &cursor
	}
	return f
}

// moved returns spots of a part in the cells of the screen; those above first
// or from the end on are left out.
func moved(spots []spot, x, y, first, end int) []spot {
	var all []spot
	for _, s := range spots {
		s.y, s.from, s.to = s.y+y, s.from+x, s.to+x
		if first <= s.y && s.y < end {
			all = append(all, s)
		}
	}
	return all
}

// scrollBy scrolls what is shown by so many lines, as far as there are any.
func (m *model) scrollBy(lines int) tea.Cmd {
	f := m.frame()
	m.scroll = min(max(f.from+lines, 0), max(f.total-f.height, 0))
	return nil
}

// scrollToWrong shows the first finding that keeps from going on, where it
// isn't on the screen.
func (m *model) scrollToWrong() {
	f := m.frame()
	if f.wrong == nil {
		return
	}
	if to := f.wrong.reveal(f.from, f.height); to != f.from {
		m.scroll = to
	}
}

// scrollKey is the key that scrolls, where there is something to scroll to.
// It is asked for while the footer is drawn, so it doesn't draw the footer.
func (m *model) scrollKey() []key.Binding {
	_, center, _ := m.columns()
	rows := m.footRows()
	if m.over != nil {
		rows = 1 // few keys
	}
	height := m.height - len(m.header().lines) - 1 - len(m.noticeLines()) - rows
	c := m.paint(center, height)
	_, from := c.window(height, m.scroll)
	switch {
	case len(c.lines) <= height:
		return nil
	case from+height >= len(c.lines):
		return []key.Binding{as(m.keyMap.Up, "scroll")}
	}
	return []key.Binding{as(m.keyMap.Down, "scroll")}
}

// half is half of what the window shows of the body.
func (m *model) half() int { return m.frame().height / 2 }

// paint draws the screen or what lies over it. Where what is said first would
// push the first field out of the window, or, where that can't be helped, its
// first option, it is drawn again with less of it.
func (m *model) paint(width, height int) *canvas {
	if m.over != nil {
		c := newCanvas(width)
		m.over.draw(m, c)
		c.trim()
		return c
	}
	var best *canvas
	for _, brief := range []brevity{everything, noIntro, noGuide, tight} {
		c := newCanvas(width)
		c.brevity = brief
		m.heading(c)
		m.screen.draw(m, c)
		c.trim()
		if c.whole < height {
			return c
		}
		if best == nil && c.first < height || best == nil && brief == tight {
			best = c
		}
	}
	return best
}

// columns returns the widths of rail, form and guide; 0 for one that isn't there.
func (m *model) columns() (left, center, right int) {
	if !m.wide() || m.over != nil {
		return 0, min(m.width-2, textWidth+8), 0
	}
	if m.state.Page().Kind == steps.Preview && m.width < railWidth+textWidth+guideWidth { // the lines of a file are long
		return railWidth, min(m.width-railWidth-1, fileWidth), 0
	}
	center = min(m.width-railWidth-40, textWidth)
	return railWidth, center, min(m.width-railWidth-center-4, guideWidth)
}

// moreSigns says in the rules above and below the body that there is more, and
// makes buttons of it.
func (m *model) moreSigns(head, foot *canvas, f frame, end int) {
	sign := func(c *canvas, y int, text string, press key.Binding) {
		at := min(end, m.width) - lipgloss.Width(text) - 2
		c.lines[y] = m.rule(at) + " " + m.theme.Faint.Render(text) + " " + m.rule(m.width-at-lipgloss.Width(text)-2)
		c.spots = append(c.spots, spot{y, at, at + lipgloss.Width(text) + 2, pressMsg{press}})
	}
	if f.from > 0 {
		sign(head, len(head.lines)-1, "↑ more", m.keyMap.PageUp)
	}
	if f.from+f.height < f.total {
		sign(foot, 0, "↓ more", m.keyMap.PageDown)
	}
}

// beside puts the rail left of the form and the guide, if it has a width, right
// of it.
func (m *model) beside(lines []string, rail *canvas, center, right int) []string {
	if right == 0 {
		for i := range lines {
			lines[i] = pad(line(rail.lines, i), rail.width) + lines[i]
		}
		return lines
	}
	guide := newCanvas(right)
	m.guideColumn(guide)
	height := len(lines)
	if len(guide.lines) > height {
		guide.lines[height-1] = m.theme.Faint.Render("… " + m.keyMap.Why.Help().Key + " shows all of it")
	}
	bar := "  " + m.theme.Rule.Render("│") + " "
	for i := range lines {
		lines[i] = pad(line(rail.lines, i), rail.width) + pad(lines[i], center) + bar + line(guide.lines, i)
	}
	return lines
}

func line(lines []string, i int) string {
	if i >= len(lines) {
		return ""
	}
	return lines[i]
}

func pad(line string, width int) string {
	return line + strings.Repeat(" ", max(width-lipgloss.Width(line), 0))
}
