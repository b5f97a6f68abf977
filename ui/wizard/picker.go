package wizard

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/scopes"
)

// picker is the page on which scopes are chosen, in three views of one choice:
// by task, by permission, by single scope.
type picker struct {
	views  []*checks
	view   int
	search *search
}

var viewNames = []string{"by task", "by permission", "by scope"}

// viewMsg changes the view; a click on its name makes it.
type viewMsg struct{ view int }

func newPicker(m *model) *picker {
	p := &picker{search: newSearch(m)}
	for _, f := range m.state.Page().Fields {
		p.views = append(p.views, &checks{field: f})
	}
	p.sync(m.state)
	return p
}

func (p *picker) sync(s steps.State) {
	for _, v := range p.views {
		v.sync(s)
	}
}

func (p *picker) typing() bool     { return p.search.open }
func (p *picker) resize(width int) { fitTo(&p.search.text, width) }

func (p *picker) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	v := p.views[p.view]
	switch msg := msg.(type) {
	case viewMsg:
		p.show(msg.view)
		return nil, nil
	case tea.PasteMsg:
		if p.search.open {
			p.search.take(msg)
			p.settle()
			return nil, nil
		}
		return p.paste(m, msg.Content), nil
	case tea.KeyPressMsg:
		k := m.keyMap
		if p.search.press(m, msg) {
			p.settle()
			return nil, nil
		}
		if cmd, ok := m.carry(msg, strings.Join(strings.Fields(m.state.Get("oauth.scopes")), ","), ""); ok {
			return nil, cmd
		}
		switch {
		case key.Matches(msg, k.Search):
			p.search.begin()
			return nil, nil
		case key.Matches(msg, k.Right, k.NextField):
			p.show(p.view + 1)
			return nil, nil
		case key.Matches(msg, k.Left, k.PrevField):
			p.show(p.view - 1)
			return nil, nil
		case arrow(m, msg) != 0:
			p.move(arrow(m, msg))
			return nil, nil
		case len(p.shown()) == 0 && key.Matches(msg, k.Toggle):
			return nil, nil
		case key.Matches(msg, k.Next):
			if finding.HasError(m.state.Blockers()) {
				m.scroll = 0 // what is in the way stands on top
			}
			return []steps.Event{steps.Next{}}, nil
		case key.Matches(msg, k.Mend):
			return nil, m.mend(m.state.Findings("oauth.scopes"))
		}
	}
	return v.update(m, msg)
}

// paste adds scopes that somebody has in the clipboard; names that no longer
// exist stay to be seen, with their translation.
func (p *picker) paste(m *model, text string) []steps.Event {
	names := scopes.Split(text)
	have := strings.Fields(m.state.Get("oauth.scopes"))
	for _, name := range names {
		if !slices.Contains(have, name) {
			have = append(have, name)
		}
	}
	p.search.clear()
	p.view, m.scroll = len(p.views)-1, 0 // what there is to say of them stands on top
	return []steps.Event{steps.Input{Key: "oauth.scopes", Value: strings.Join(have, " ")}}
}

func (p *picker) draw(m *model, c *canvas) {
	if _, page := m.state.Guide(); c.brevity == everything {
		c.add(wrap(page.Intro, c.width)...)
		c.gap()
	}
	p.tabs(m, c)
	p.chosen(m, c)
	m.findings(c, m.state.Findings("oauth.scopes"), true)
	c.gap()
	v, left := p.views[p.view], p.shown()
	p.search.draw(m, c, len(left), len(v.options))
	column := hintColumn(v.options, checksLead, c.width)
	group := ""
	for _, i := range left {
		o, here := v.options[i], i == v.at
		c.focused(here && !p.search.open, func() {
			if o.Group != group {
				group = o.Group
				c.gap()
				c.add(m.theme.Faint.Render(group))
			}
			c.click(toggleMsg{v.field.Key, o.Value}, func() { p.option(m, c, v, o, here, column) })
		})
	}
}

// option draws one option; what the pointer is on is told whole.
func (p *picker) option(m *model, c *canvas, v *checks, o steps.Option, here bool, column int) {
	m.option(c, o, here, column)
	if here && v.field.Key == "oauth.scopes" {
		p.about(m, c, o.Value)
	}
}

// about says of a scope what it needs beside it, and whether it is unneeded.
func (p *picker) about(m *model, c *canvas, name string) {
	for _, scope := range assets.Scopes() {
		if scope.Name == name && len(scope.Needs) > 0 {
			c.add(hang("      ", "of no use without "+strings.Join(scope.Needs, ", "), m.theme.Faint, c.width)...)
		}
	}
	if slices.Contains(m.state.ScopeNote().Unneeded, name) {
		c.add(hang("      ", "none of the chosen tasks needs it", m.theme.Warn, c.width)...)
	}
}

func (p *picker) tabs(m *model, c *canvas) {
	var parts []string
	x := 0
	for i, name := range viewNames {
		style, text := m.theme.Faint, " "+name+" "
		if i == p.view {
			style, text = m.theme.Accent, "["+name+"]"
		}
		parts = append(parts, style.Render(text))
		c.spots = append(c.spots, spot{len(c.lines), x, x + len(text), viewMsg{i}})
		x += len(text) + 1
	}
	c.add(cut(strings.Join(parts, " "), c.width))
}

// chosen says what will be asked for, and what that allows.
func (p *picker) chosen(m *model, c *canvas) {
	note := m.state.ScopeNote()
	if len(note.Chosen) == 0 {
		c.add(m.theme.Faint.Render("Nothing chosen yet."))
		return
	}
	lead := m.theme.Strong.Render(fmt.Sprintf("%d chosen: ", len(note.Chosen)))
	if c.brevity >= noGuide {
		c.add(cut(lead+m.theme.Note.Render(strings.Join(note.Chosen, ", ")), c.width))
		return
	}
	c.add(hang(lead, strings.Join(note.Chosen, ", "), m.theme.Note, c.width)...)
	if len(note.Unneeded) > 0 {
		c.add(hang("", "No chosen task needs "+strings.Join(note.Unneeded, ", ")+".", m.theme.Faint, c.width)...)
	}
	line := fmt.Sprintf("These scopes allow %d of %d tasks", len(note.Allowed), len(assets.Tasks()))
	switch p.views[p.view].field.Key {
	case "oauth.tasks":
		c.add(hang("", line+"; those with "+signNote+" you did not choose.", m.theme.Faint, c.width)...)
	case "oauth.scopes":
		c.add(hang("", line+":", m.theme.Faint, c.width)...)
		p.allowed(m, c, note.Allowed)
	default:
		c.add(hang("", line+".", m.theme.Faint, c.width)...)
	}
}

// allowed names the tasks that the chosen scopes allow, on three lines at most.
func (p *picker) allowed(m *model, c *canvas, tasks []assets.Task) {
	titles := make([]string, len(tasks))
	for i, t := range tasks {
		titles[i] = t.Title
	}
	lines := wrap(strings.Join(titles, "; "), c.width-2)
	if len(lines) > 3 {
		lines = lines[:3]
		lines[2] = cut(lines[2], c.width-4) + " …"
	}
	for _, line := range lines {
		c.add("  " + m.theme.Faint.Render(line))
	}
}

func (p *picker) keys(m *model) []key.Binding {
	k := m.keyMap
	if p.search.open {
		return []key.Binding{as(k.Next, "to what was found"), as(k.Back, "show all again")}
	}
	back, tick := k.Back, []key.Binding{as(k.Toggle, "tick")}
	if p.search.text.Value() != "" {
		back = as(k.Back, "show all again")
	}
	if len(p.shown()) == 0 {
		tick = nil
	}
	keys := append([]key.Binding{k.Next, back}, tick...)
	keys = append(keys, as(k.Right, "other view"), k.Search)
	if mendOf(m.state.Findings("oauth.scopes")) != nil {
		keys = append(keys, k.Mend)
	}
	return append(keys, k.Copy, k.Why)
}
