package wizard

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A canvas is the body of a screen while it is drawn: lines, the region that
// has to stay visible, the cursor, and what a click on a line means.
type canvas struct {
	width  int
	lines  []string
	focus  [2]int // first and last line that have to be visible; -1 for none
	first  int    // last line of the first thing that could have the focus
	cursor *tea.Cursor
	clicks map[int]tea.Msg
}

func newCanvas(width int) *canvas {
	return &canvas{width: width, focus: [2]int{-1, -1}, clicks: map[int]tea.Msg{}}
}

func (c *canvas) add(lines ...string) { c.lines = append(c.lines, lines...) }

// gap adds one empty line, but never a second one.
func (c *canvas) gap() {
	if n := len(c.lines); n > 0 && ansi.StringWidth(strings.TrimSpace(c.lines[n-1])) > 0 {
		c.add("")
	}
}

// focused says that what draw adds has to stay visible.
func (c *canvas) focused(is bool, draw func()) {
	from := len(c.lines)
	draw()
	if c.first == 0 {
		c.first = len(c.lines) - 1
	}
	if is {
		c.focus = [2]int{from, len(c.lines) - 1}
	}
}

// click says what a click on the next line means.
func (c *canvas) click(msg tea.Msg) { c.clicks[len(c.lines)] = msg }

// at puts the cursor of an input on the next line, behind indent cells.
func (c *canvas) at(cur *tea.Cursor, indent int) {
	if cur == nil {
		return
	}
	moved := *cur
	moved.X, moved.Y = cur.X+indent, cur.Y+len(c.lines)
	c.cursor = &moved
}

// window returns the part of the body that fits the height, scrolled so that
// the focus is visible, or as far as the reader scrolled by hand.
func (c *canvas) window(height int, scroll *int) []string {
	last := max(len(c.lines)-height, 0)
	if first, end := c.focus[0], c.focus[1]; first >= 0 && *scroll < 0 {
		*scroll = 0
		if end >= height {
			*scroll = end - height + 1
		}
		*scroll = min(*scroll, first)
	}
	*scroll = min(max(*scroll, 0), last)
	shown := c.lines[*scroll:min(*scroll+height, len(c.lines))]
	lines := make([]string, height)
	copy(lines, shown)
	return lines
}
