package wizard

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
)

// A widget is one field of a form.
type widget interface {
	// update takes a key or paste while the field has the focus.
	update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd)
	// sync takes over the answer from the state.
	sync(s steps.State)
	focus(on bool)
	// resize gives a text the width of the form.
	resize(width int)
	// draw draws the field but its label and findings.
	draw(m *model, c *canvas, focused bool)
	typing() bool
	// keys are those that the field adds.
	keys(m *model) []key.Binding
}

// focusMsg moves the focus to a field; a click makes it.
type focusMsg struct{ key string }

// form is a page of fields, one below the other.
type form struct {
	page    steps.Page
	widgets map[string]widget
	fields  []steps.Field
	at      int
}

func newForm(m *model, p steps.Page) *form {
	f := &form{page: p, widgets: map[string]widget{}}
	for _, field := range p.Fields {
		f.widgets[field.Key] = newWidget(m, field)
	}
	f.sync(m.state)
	for i, field := range f.fields {
		if field.Key == m.state.Wanted() {
			f.move(i)
		}
	}
	return f
}

func newWidget(m *model, f steps.Field) widget {
	switch {
	case f.Kind == steps.Choice:
		return &radio{field: f}
	case f.Kind == steps.Several:
		return &checks{field: f}
	case f.Kind == steps.Confirm:
		return &confirm{field: f}
	case f.Lines:
		return newArea(m, f)
	}
	return newInput(m, f)
}

func (f *form) sync(s steps.State) {
	f.fields = f.fields[:0:0]
	for _, field := range f.page.Fields {
		if field.Shown == nil || field.Shown(s) {
			f.fields = append(f.fields, field)
		}
	}
	f.at = min(f.at, len(f.fields)-1)
	for i, field := range f.fields {
		f.widgets[field.Key].sync(s)
		f.widgets[field.Key].focus(i == f.at)
	}
}

func (f *form) current() (steps.Field, widget) {
	if f.at < 0 || f.at >= len(f.fields) {
		return steps.Field{}, nil
	}
	field := f.fields[f.at]
	return field, f.widgets[field.Key]
}

func (f *form) resize(width int) {
	for _, w := range f.widgets {
		w.resize(width)
	}
}

func (f *form) typing() bool {
	_, w := f.current()
	return w != nil && w.typing()
}

// move gives the focus to another field, and leaves the one that had it.
func (f *form) move(to int) []steps.Event {
	if to < 0 || to >= len(f.fields) || to == f.at {
		return nil
	}
	left, w := f.current()
	w.focus(false)
	f.at = to
	_, w = f.current()
	w.focus(true)
	return []steps.Event{steps.Leave{Key: left.Key}}
}

func (f *form) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	field, w := f.current()
	if w == nil {
		return []steps.Event{steps.Next{}}, nil
	}
	switch msg := msg.(type) {
	case focusMsg:
		for i, other := range f.fields {
			if other.Key == msg.key {
				return f.move(i), nil
			}
		}
		return nil, nil
	case toggleMsg:
		for i, other := range f.fields {
			if other.Key == msg.key {
				events := f.move(i)
				more, cmd := f.widgets[msg.key].update(m, msg)
				return append(events, more...), cmd
			}
		}
		return nil, nil
	case tea.PasteMsg:
		if field.Kind != steps.Text && field.Kind != steps.Secret {
			m.notice = "Nothing was pasted: this is no text."
			if f.at < len(f.fields)-1 {
				m.notice += " " + m.keyMap.NextField.Help().Key + " leads to the next field."
			}
			return nil, nil
		}
	case tea.KeyPressMsg:
		if events, cmd, ok := f.press(m, field, msg); ok {
			return events, cmd
		}
	}
	return w.update(m, msg)
}

// press takes the keys that mean the same in every form.
func (f *form) press(m *model, field steps.Field, msg tea.KeyPressMsg) ([]steps.Event, tea.Cmd, bool) {
	k := m.keyMap
	if cmd, ok := m.carry(msg, m.inHand(field), field.Key); ok {
		return nil, cmd, true
	}
	switch {
	case key.Matches(msg, k.NextField):
		return f.move(f.at + 1), nil, true
	case key.Matches(msg, k.PrevField):
		return f.move(f.at - 1), nil, true
	case key.Matches(msg, k.Mend):
		return nil, m.mend(m.state.Findings(field.Key)), true
	case key.Matches(msg, k.Visit) && m.state.CanCheckWeb():
		return []steps.Event{steps.CheckWeb{}}, nil, true
	case key.Matches(msg, k.Next) && !(field.Lines && f.area().open()):
		return f.enter(m, field), nil, true
	}
	return nil, nil, false
}

func (f *form) area() *area {
	for _, w := range f.widgets {
		if a, ok := w.(*area); ok {
			return a
		}
	}
	return &area{}
}

// enter goes on: to the next field, from the last one to the next page. What
// stands in the way gets the focus.
func (f *form) enter(m *model, field steps.Field) []steps.Event {
	var events []steps.Event
	if r, ok := f.widgets[field.Key].(*radio); ok {
		events = append(events, r.choose(m.state)...)
	}
	if f.at < len(f.fields)-1 {
		return append(events, f.move(f.at+1)...)
	}
	next := m.state
	for _, e := range events {
		next, _ = next.Apply(e)
	}
	if f.at < len(next.Fields())-1 { // what was chosen asks for more
		return events
	}
	if blocked := firstBlocked(next); blocked >= 0 {
		events = append(events, f.move(blocked)...)
	}
	return append(events, steps.Next{})
}

// firstBlocked returns the index of the first field for which Next stays; -1 for
// none.
func firstBlocked(s steps.State) int {
	found := s.InTheWay()
	for i, field := range s.Fields() {
		if len(finding.For(found, field.Key)) > 0 {
			return i
		}
	}
	return -1
}

func (f *form) draw(m *model, c *canvas) {
	m.intro(c)
	if f.page.ID == "oauth.register" { // what the instructions talk of
		m.copies(c)
	}
	for i, field := range f.fields {
		f.drawField(m, c, field, i == f.at)
	}
	if f.page.ID == "oauth.connector" && m.state.Get("oauth.target") == "appmixer" { // what comes of the answers
		m.copies(c)
	}
	m.packet(c)
}

func (f *form) drawField(m *model, c *canvas, field steps.Field, focused bool) {
	w := f.widgets[field.Key]
	c.focused(focused, func() {
		c.click(clickOn(field), func() {
			if field.Kind != steps.Confirm {
				m.label(c, field, focused)
			}
			w.draw(m, c, focused)
		})
		c.indent(2, func(c *canvas) {
			m.findings(c, m.state.Findings(field.Key), focused)
		})
	})
	if field.Kind != steps.Confirm {
		c.gap()
	}
}

// clickOn is what a click on a field means: a confirmation is ticked by it.
func clickOn(f steps.Field) tea.Msg {
	if f.Kind == steps.Confirm {
		return toggleMsg{f.Key, "yes"}
	}
	return focusMsg{f.Key}
}

// label is the name of a field, and what goes in.
func (m *model) label(c *canvas, field steps.Field, focused bool) {
	text := m.state.Text(field.Key)
	style := m.theme.Strong
	if focused {
		style = m.theme.Accent
	}
	line := style.Render(text.Label)
	if m.state.Stale(field.Key) {
		line += m.theme.Warn.Render("  " + signWarn + " to be confirmed again")
	}
	m.named(c, line, signed(text.Hint, text.Evidence.Unsure()))
}

// named adds a name with its hint beside it, or below where there is no room.
func (m *model) named(c *canvas, name, hint string) {
	if lipgloss.Width(name)+2+lipgloss.Width(hint) <= c.width {
		c.add(name + "  " + m.theme.Faint.Render(hint))
		return
	}
	c.add(name)
	c.add(hang("", hint, m.theme.Faint, c.width)...)
}

func (f *form) keys(m *model) []key.Binding {
	k := m.keyMap
	field, w := f.current()
	keys := []key.Binding{as(k.Next, f.onEnter(m.state))}
	if at, _ := m.state.Position(); at > 1 || m.state.Page().Step != "start" {
		keys = append(keys, k.Back)
	}
	if m.scrolls() {
		keys = append(keys, as(k.Down, "read on"))
	}
	if w != nil {
		keys = append(keys, w.keys(m)...)
	}
	if mendOf(m.state.Findings(field.Key)) != nil {
		keys = append(keys, k.Mend)
	}
	if v, ok := m.copyable(field.Key); ok {
		does := "copy"
		if len(m.state.Copies()) > 1 && f.page.ID == "oauth.register" {
			does = "copy " + v.Label
		}
		keys = append(keys, as(k.Copy, does))
	}
	if m.state.CanCheckWeb() {
		keys = append(keys, k.Visit)
	}
	if m.pageLink(field.Key) != "" {
		keys = append(keys, k.Open)
	}
	return append(keys, k.Why)
}

// onEnter says what Enter does on the field with the focus.
func (f *form) onEnter(s steps.State) string {
	_, w := f.current()
	r, choice := w.(*radio)
	switch a, list := w.(*area); {
	case choice && r.choose(s) != nil:
		return "choose this"
	case list && a.open():
		return "next line"
	case f.at < len(f.fields)-1:
		return "next field"
	}
	return "next"
}
