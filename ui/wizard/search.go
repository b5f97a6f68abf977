package wizard

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// search leaves those of many options that hold every word of a text.
type search struct {
	text textinput.Model
	// open says that it is typed into. Closed, it keeps what was found.
	open bool
}

func newSearch(m *model) *search {
	t := textinput.New()
	t.Prompt = ""
	t.SetVirtualCursor(false)
	t.SetStyles(m.theme.input())
	t.Placeholder = "words of a task, a scope, or an operation's name"
	return &search{text: t}
}

// begin has letters go into it.
func (s *search) begin() {
	s.open = true
	s.text.Focus()
}

// end leaves what was found.
func (s *search) end() {
	s.open = false
	s.text.Blur()
}

// clear shows everything again, and reports whether it didn't.
func (s *search) clear() bool {
	was := s.open || s.text.Value() != ""
	s.text.SetValue("")
	s.end()
	return was
}

// finds reports whether an option holds every word, in any of its texts.
func (s *search) finds(o steps.Option) bool {
	in := strings.ToLower(strings.Join([]string{o.Group, o.Label, o.Hint, o.Value}, "\n"))
	for _, word := range strings.Fields(strings.ToLower(s.text.Value())) {
		if !strings.Contains(in, word) {
			return false
		}
	}
	return true
}

// press takes the keys that do something while it is typed into, and reports
// whether this was one.
func (s *search) press(m *model, msg tea.KeyPressMsg) bool {
	switch k := m.keyMap; {
	case !s.open:
		return false
	case key.Matches(msg, k.Next):
		s.end()
		return true
	case arrow(m, msg) != 0 || key.Matches(msg, k.NextField, k.PrevField):
		s.end()
		return false
	case key.Matches(msg, k.Mend, k.Open, k.Copy, k.Print):
		return false
	}
	s.take(msg)
	return true
}

// take takes what is typed or pasted, without what a terminal may not meet.
func (s *search) take(msg tea.Msg) {
	s.text, _ = s.text.Update(msg)
	if clean := safe.Clean(s.text.Value(), 0); clean != s.text.Value() {
		s.text.SetValue(clean)
	}
}

// draw draws what is searched for and how much was found, where there is a search.
func (s *search) draw(m *model, c *canvas, found, of int) {
	if !s.open && s.text.Value() == "" {
		return
	}
	c.focused(s.open || found == 0, func() {
		m.textLine(c, &s.text, s.open)
		if found == 0 {
			c.add(hang("", "None of them holds that. "+m.keyMap.Back.Help().Key+" shows all of them again.", m.theme.Warn, c.width)...)
			return
		}
		c.add(m.theme.Faint.Render(fmt.Sprintf("  %d of %d", found, of)))
	})
}

// shown are the indices of the options that the search leaves.
func (p *picker) shown() []int {
	var left []int
	for i, o := range p.views[p.view].options {
		if p.search.finds(o) {
			left = append(left, i)
		}
	}
	return left
}

// move moves the pointer among the options that are shown.
func (p *picker) move(by int) {
	v, to := p.views[p.view], -1
	for _, i := range p.shown() {
		if by > 0 && i > v.at {
			v.at = i
			return
		}
		if by < 0 && i < v.at {
			to = i
		}
	}
	if to >= 0 {
		v.at = to
	}
}

// settle puts the pointer at an option that is shown.
func (p *picker) settle() {
	v, left := p.views[p.view], p.shown()
	for _, i := range left {
		if i == v.at {
			return
		}
	}
	if len(left) > 0 {
		v.at = left[0]
	}
}

// show shows another view.
func (p *picker) show(view int) {
	p.view = (view + len(p.views)) % len(p.views)
	p.settle()
}
