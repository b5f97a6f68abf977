package wizard

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/say"
)

// preview shows the file as it will be, and writes it.
type preview struct{}

func (*preview) sync(steps.State) {}
func (*preview) typing() bool     { return false }
func (*preview) resize(int)       {}

func (p *preview) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	switch k := m.keyMap; {
	case key.Matches(press, k.Next):
		if open := m.state.Open(); finding.HasError(open) {
			return goTo(m.state, open), nil
		}
		return []steps.Event{steps.Save{}}, nil
	case key.Matches(press, k.Mend):
		if mend := m.state.File().Mend(); mend != nil && m.mendInSight() {
			return []steps.Event{steps.Mend{Mend: *mend}}, nil
		}
	}
	return nil, nil
}

func (p *preview) draw(m *model, c *canvas) {
	file := m.state.File()
	if file.NotSaved != nil {
		m.finding(c, *file.NotSaved)
		c.gap()
	}
	for _, f := range m.state.Open() {
		m.finding(c, f)
		c.gap()
	}
	if file.Prepared == nil {
		c.add(hang(m.busy(), "Reading "+m.state.Get("connector.file"), m.theme.Text, c.width)...)
		return
	}
	if finding.HasError(file.Prepared.Findings) {
		return // there is no file to show
	}
	path := m.state.Get("connector.file")
	switch {
	case file.Prepared.New:
		c.add(wrap(say.NewFile(m.state, path), c.width)...)
	case !file.Prepared.Changed:
		c.add(wrap(path+" says all of this already. Nothing has to be written.", c.width)...)
	default:
		c.add(wrap("This is what changes in "+path+". Everything else in it stays as it is, byte by byte.", c.width)...)
	}
	switch text, lost := m.state.Unproved(); {
	case lost:
		c.add(hang(m.theme.Warn.Render(signWarn)+" ", text, m.theme.Warn, c.width)...)
	case text != "":
		c.add(hang(signNote+" ", text, m.theme.Note, c.width)...)
	}
	c.gap()
	p.file(m, c, file.Prepared.Diff)
}

// file draws the lines of the file with what happens to each, coloured as
// TOML. Long lines go on below, further in: all of the file can be read.
func (p *preview) file(m *model, c *canvas, diff []store.DiffLine) {
	paint := tomlPainter{theme: m.theme}
	for i, line := range diff {
		if i > 0 && leaps(diff[i-1], line) {
			c.add(m.theme.Faint.Render("  …"))
		}
		lead, text := "  ", paint.line(line.Text)
		switch line.Op {
		case '+':
			lead = m.theme.Added.Render("+ ")
		case '-':
			lead, text = m.theme.Removed.Render("- "), m.theme.Removed.Render(line.Text)
		}
		for j, part := range strings.Split(lipgloss.Wrap(text, c.width-4, ""), "\n") {
			if j > 0 {
				lead = "    "
			}
			c.add(lead + part)
		}
	}
}

// leaps reports whether lines without a difference were left out between two.
func leaps(a, b store.DiffLine) bool {
	return b.New > 0 && a.New > 0 && b.New > a.New+1 || b.Old > 0 && a.Old > 0 && b.Old > a.Old+1
}

func (p *preview) keys(m *model) []key.Binding {
	k := m.keyMap
	does := "write the file"
	switch file := m.state.File(); {
	case finding.HasError(m.state.Open()):
		does = "go and mend it"
	case file.Prepared == nil: // nothing is written that wasn't shown
		return []key.Binding{k.Back}
	case !file.Prepared.Changed:
		does = "finish"
	}
	keys := []key.Binding{as(k.Next, does), k.Back}
	if m.state.File().Mend() != nil {
		keys = append(keys, k.Mend)
	}
	return append(keys, m.scrollKey()...)
}

// done says where everything is, what was proved, and what remains to be done
// by whom.
type done struct{}

func (*done) sync(steps.State) {}
func (*done) resize(int)       {}
func (*done) typing() bool     { return false }

func (d *done) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	if cmd, ok := m.carry(press, m.state.File().Path, ""); ok {
		return nil, cmd
	}
	if key.Matches(press, m.keyMap.Next) {
		return []steps.Event{steps.Quit{}}, nil
	}
	return nil, nil
}

func (d *done) draw(m *model, c *canvas) {
	c.add(m.theme.Good.Render(signGood+" ")+m.theme.Strong.Render("Written."), "")
	c.add(hang("  ", m.state.File().Path, m.theme.Note, c.width)...)
	c.gap()
	for _, part := range m.state.Summary() {
		c.add(m.theme.Strong.Render(part.Title))
		for _, line := range part.Lines {
			c.add(hang("  "+signNote+" ", line, m.theme.Text, c.width)...)
		}
		c.gap()
	}
}

func (d *done) keys(m *model) []key.Binding {
	k := m.keyMap
	return append([]key.Binding{as(k.Next, "finish"), k.Back, as(k.Copy, "copy the path")}, m.scrollKey()...)
}
