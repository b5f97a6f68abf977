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
	focus  []region // what has to be visible, the inner before the outer
	first  int      // last line of the first thing that could have the focus: an option,
	whole  int      // and of the field that it is in
	depth  int      // of what is being drawn, in things that could have the focus
	wrong  *region  // the first finding that keeps from going on
	mend   *region  // where the key that mends stands first
	cursor *tea.Cursor
	spots  []spot
	brevity
}

// brevity says what there is no room for above the fields.
type brevity int

const (
	everything brevity = iota
	noIntro            // instructions, and not why the page is there
	noGuide            // neither, and hints of options only where the pointer is
	tight              // nor an empty line above the first field
)

// A region is lines, the last one included.
type region struct{ from, to int }

// A spot is cells of a line that can be clicked.
type spot struct {
	y, from, to int
	msg         tea.Msg
}

func newCanvas(width int) *canvas { return &canvas{width: width} }

func (c *canvas) add(lines ...string) { c.lines = append(c.lines, lines...) }

// gap adds one empty line, but never a second one.
func (c *canvas) gap() {
	if n := len(c.lines); n > 0 && ansi.StringWidth(strings.TrimSpace(c.lines[n-1])) > 0 {
		c.add("")
	}
}

// focused says that what draw adds has to stay visible. It nests: an option in
// a field comes before the whole field, where both don't fit.
func (c *canvas) focused(is bool, draw func()) {
	from := len(c.lines)
	c.depth++
	draw()
	c.depth--
	if c.first == 0 {
		c.first = len(c.lines) - 1
	}
	if c.whole == 0 && c.depth == 0 {
		c.whole = len(c.lines) - 1
	}
	if is {
		c.focus = append(c.focus, region{from, len(c.lines) - 1})
	}
}

// trouble says that what draw adds keeps from going on.
func (c *canvas) trouble(is bool, draw func()) {
	from := len(c.lines)
	draw()
	if is && c.wrong == nil {
		c.wrong = &region{from, len(c.lines) - 1}
	}
}

// mends says that the key that mends stands at what draw adds.
func (c *canvas) mends(draw func()) {
	from := len(c.lines)
	draw()
	if c.mend == nil {
		c.mend = &region{from, len(c.lines) - 1}
	}
}

// indent draws what is n cells further to the right.
func (c *canvas) indent(n int, draw func(*canvas)) {
	inner := newCanvas(c.width - n)
	draw(inner)
	at := len(c.lines)
	c.add(indented(n, inner.lines)...)
	c.spots = append(c.spots, moved(inner.spots, n, at, 0, len(c.lines))...)
	c.wrong, c.mend = either(c.wrong, inner.wrong, at), either(c.mend, inner.mend, at)
}

// either is the region that there is, or the inner one, so many lines below.
func either(is, inner *region, at int) *region {
	if is != nil || inner == nil {
		return is
	}
	return &region{inner.from + at, inner.to + at}
}

// trim takes away empty lines at the end: below them is nothing more to see.
func (c *canvas) trim() {
	for n := len(c.lines); n > 0 && strings.TrimSpace(ansi.Strip(c.lines[n-1])) == ""; n-- {
		c.lines = c.lines[:n-1]
	}
}

// click says what a click on the lines that draw adds means: on their text,
// not on the empty cells beside it.
func (c *canvas) click(msg tea.Msg, draw func()) {
	from := len(c.lines)
	draw()
	for y := from; y < len(c.lines); y++ {
		plain := strings.TrimRight(ansi.Strip(c.lines[y]), " ")
		if text := strings.TrimLeft(plain, " "); text != "" {
			c.spots = append(c.spots, spot{y, len(plain) - len(text), ansi.StringWidth(plain), msg})
		}
	}
}

// openMsg opens a page; a click on its address, or on what leads there, makes it.
type openMsg struct{ url string }

// opens says that a click on what draw adds opens a page, if there is one.
func (c *canvas) opens(url string, draw func()) {
	if url == "" {
		draw()
		return
	}
	c.click(openMsg{url}, draw)
}

// at puts the cursor of an input on the next line, behind indent cells.
func (c *canvas) at(cur *tea.Cursor, indent int) {
	if cur == nil {
		return
	}
	moved := *cur
	moved.X, moved.Y = cur.X+indent, cur.Y+len(c.lines)
	c.cursor = &moved
}

// window returns the part of the body that fits the height, and the line that
// it begins with: as far as the reader scrolled by hand, or, where scroll is
// negative, so that the focus is visible.
func (c *canvas) window(height, scroll int) (lines []string, from int) {
	if scroll < 0 {
		scroll = c.follow(height)
	}
	scroll = min(max(scroll, 0), max(len(c.lines)-height, 0))
	lines = make([]string, height)
	copy(lines, c.lines[scroll:min(scroll+height, len(c.lines))])
	return lines, scroll
}

// follow returns the first line from which the focus is visible, with as much
// around it as fits: from the beginning, where that shows the innermost of it.
func (c *canvas) follow(height int) int {
	if len(c.focus) > 1 && c.focus[0].to < height {
		return 0
	}
	scroll := 0
	for i := len(c.focus) - 1; i >= 0; i-- { // the inner last: it has to win
		scroll = c.focus[i].reveal(scroll, height)
	}
	return scroll
}

// reveal returns the line to scroll to from scroll, so that the region is
// visible; its beginning, where not all of it fits.
func (r region) reveal(scroll, height int) int {
	return min(max(scroll, r.to-height+1), r.from)
}
