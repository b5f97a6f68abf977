package wizard

import (
	"fmt"
	"slices"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/ui/say"
)

// intro draws what a person reads first: why the page is there, and what to do.
// Beside a wide form the guide has its own column; where the window is too low
// for all of it and the first field, why the page is there goes first. In the
// end one line says where to read.
func (m *model) intro(c *canvas) {
	_, page := m.state.Guide()
	if c.brevity == everything {
		c.add(wrap(page.Intro, c.width)...)
		c.gap()
	}
	switch {
	case m.wide():
	case c.brevity >= noGuide:
		c.add(m.theme.Faint.Render(cut(m.keyMap.Why.Help().Key+" shows what to do here, and why", c.width)))
		if c.brevity < tight {
			c.gap()
		}
	default:
		m.doLines(c, page)
		c.gap()
	}
}

// doLines draws the instructions, numbered where there are several.
func (m *model) doLines(c *canvas, page assets.GuidePage) {
	n := 0
	for _, line := range page.Lines {
		if line.Kind == "do" {
			n++
		}
	}
	i := 0
	for _, line := range page.Lines {
		if line.Kind != "do" {
			continue
		}
		i++
		lead := m.theme.Accent.Render("→") + " "
		if n > 1 {
			lead = m.theme.Accent.Render(fmt.Sprintf("%d", i)) + " "
		}
		c.opens(line.Link, func() { c.add(hang(lead, signed(line.Text, line.Evidence.Unsure()), m.theme.Text, c.width)...) })
	}
}

// guideLines draws everything that the page's guide has: instructions,
// reasons, traps, notes, and where each is documented.
func (m *model) guideLines(c *canvas, page assets.GuidePage, links bool) {
	step := 0
	for _, line := range page.Lines {
		sign, style := "", m.theme.Accent
		switch line.Kind {
		case "do": // the pointer's sign would look like a choice
			step++
			sign = fmt.Sprint(step)
		case "why":
			sign, style = "?", m.theme.Note
		case "trap":
			sign, style = signWarn, m.theme.Warn
		case "note":
			sign, style = signNote, m.theme.Faint
		}
		c.add(hang(style.Render(sign)+" ", line.Text+say.Evidence(line.Evidence, line.Source), m.theme.Text, c.width)...)
		if links && line.Link != "" {
			c.opens(line.Link, func() { c.add(indented(2, link(line.Link, m.theme.Link, c.width-2))...) })
		}
		c.gap()
	}
}

// signed returns a text of a form with the sign of what nobody documents behind
// it. The words for that have no room there: "why?" has them.
func signed(text string, unsure bool) string {
	if text == "" || !unsure {
		return text
	}
	return text + signUnsure
}

// legend explains the marks where the page's lines have any.
func (m *model) legend(c *canvas, page assets.GuidePage) {
	marked := func(l assets.GuideLine) bool { return say.Evidence(l.Evidence, l.Source) != "" }
	if slices.ContainsFunc(page.Lines, marked) {
		c.add(hang("", say.EvidenceLegend, m.theme.Faint, c.width)...)
		c.gap()
	}
}

// guideColumn is the guide beside a wide form.
func (m *model) guideColumn(c *canvas) {
	_, page := m.state.Guide()
	m.title(c, "Guide")
	m.legend(c, page)
	m.guideLines(c, page, false)
}

// links are the addresses that Open opens, one after the other: those of what
// the cursor is on come first.
func (m *model) links(field string) []string {
	_, page := m.state.Guide()
	return page.Links(field)
}

// pageLink is the one that it opens next; "" for none.
func (m *model) pageLink(field string) string {
	links := m.links(field)
	if len(links) == 0 {
		return ""
	}
	return links[m.opened%len(links)]
}
