package wizard

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
)

// live is the page of the live test: before it, while it waits for the
// browser, and what it found.
type live struct {
	paste   textinput.Model
	browser *menu // what the browser shows
	account *confirm
	// asked says that the question about the browser has the keys, and answered
	// that what its answer means is shown; asking, that it stands there.
	asked, answered, asking bool
}

func newLive(m *model) *live {
	t := textinput.New()
	t.Prompt = ""
	t.SetVirtualCursor(false)
	t.SetStyles(m.theme.input())
	t.Placeholder = "paste the address that it ends at"
	t.CharLimit = 0
	t.Focus()
	l := &live{
		paste:   t,
		browser: &menu{key: "credentials.browser"},
		account: &confirm{field: steps.Field{Key: "credentials.account", Kind: steps.Confirm}},
	}
	l.sync(m.state)
	return l
}

func (l *live) sync(s steps.State) {
	l.account.sync(s)
	if len(l.browser.options) == 0 {
		for _, o := range s.Text("credentials.browser").Options {
			l.browser.options = append(l.browser.options, steps.Option{Value: o.Value, Label: o.Label, Hint: o.Hint, Unsure: o.Evidence.Unsure()})
		}
	}
	// Who is asked answers at once, and whoever types or pastes an address still
	// does that. In the demo, Enter gives access unless somebody wanted the question.
	if asking := s.Test().Asking; asking != l.asking {
		l.asking, l.asked = asking, asking && (l.asked || l.paste.Value() == "" && !s.Options().Demo)
	}
	answered := len(s.Test().Browser) > 0
	if answered && !l.answered {
		l.asked = true
	}
	l.answered = answered
	if !s.Test().Flying() {
		l.asked = false
		l.paste.SetValue("")
	}
}

func (l *live) resize(width int) { fitTo(&l.paste, width) }

func (l *live) typing() bool { return l.paste.Value() != "" }

func (l *live) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	test := m.state.Test()
	switch {
	case test.Flying():
		return l.flying(m, msg)
	case test.Result == nil || m.state.TestStale():
		return l.before(m, msg)
	}
	return l.after(m, msg)
}

func (l *live) before(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	switch k := m.keyMap; {
	case key.Matches(press, k.Next, k.Again):
		if m.state.NoSecretYet() {
			return []steps.Event{steps.SkipTest{}}, nil
		}
		if found := m.state.TestFindings(); len(found) > 0 {
			return goTo(m.state, found), nil
		}
		return []steps.Event{steps.StartTest{}}, nil
	case key.Matches(press, k.Skip):
		return []steps.Event{steps.SkipTest{}}, nil
	}
	return nil, nil
}

// goTo jumps to where the findings are mended; nil where there is no way there.
func goTo(s steps.State, found []finding.Finding) []steps.Event {
	if jump, ok := s.WayTo(found); ok {
		return []steps.Event{jump}
	}
	return nil
}

func (l *live) draw(m *model, c *canvas) {
	test := m.state.Test()
	switch {
	case test.Flying():
		l.drawFlying(m, c, test)
	case test.Result == nil || m.state.TestStale():
		m.intro(c)
		if m.state.TestStale() {
			for _, f := range m.state.Blockers() {
				m.finding(c, f)
			}
			c.gap()
		}
		l.drawBefore(m, c)
	default:
		l.drawAfter(m, c, *test.Result)
	}
}

func (l *live) drawBefore(m *model, c *canvas) {
	if found := m.state.TestFindings(); len(found) > 0 {
		c.add(wrap("Before the test can start:", c.width)...)
		for _, f := range found {
			m.finding(c, f)
		}
		return
	}
	row := func(name, value string) {
		c.add(hang(m.theme.Faint.Render(fmt.Sprintf("%-15s ", name)), value, m.theme.Text, c.width)...)
	}
	row("App ID", m.state.Get("credentials.clientId"))
	row("Comes back to", m.state.Get("oauth.testRedirectUri"))
	if elsewhere := m.state.Elsewhere(); len(elsewhere) > 0 {
		row("Not Pinterest's", strings.Join(elsewhere, ", "))
	}
	row("Asks for", strings.Join(strings.Fields(m.state.Get("oauth.scopes")), ", "))
	c.gap()
	for _, f := range m.state.TestNotes() {
		m.finding(c, f)
		c.gap()
	}
	if m.state.Options().Demo {
		c.add(wrap("This is the demo: a simulated Pinterest on this computer answers, and nothing leaves the machine.", c.width)...)
	}
}

func (l *live) keys(m *model) []key.Binding {
	k := m.keyMap
	test := m.state.Test()
	switch {
	case test.Flying():
		return l.flyingKeys(m, test)
	case test.Result == nil || m.state.TestStale():
		switch found := m.state.TestFindings(); {
		case m.state.NoSecretYet():
			return []key.Binding{as(k.Next, "skip the test"), k.Back, k.Why}
		case goTo(m.state, found) != nil:
			return []key.Binding{as(k.Next, "mend the first"), k.Back, k.Skip, k.Why}
		case len(found) > 0:
			return []key.Binding{k.Back, k.Skip, k.Why}
		}
		return []key.Binding{as(k.Next, "start the test"), k.Back, k.Skip, k.Why}
	case test.Result.OK && !l.account.on:
		return []key.Binding{l.accept(m), k.Again, k.Back, k.Why}
	case test.Result.OK:
		return []key.Binding{k.Next, k.Back, k.Again, k.Why}
	}
	if goTo(m.state, test.Result.Findings) == nil {
		return []key.Binding{as(k.Next, "run again"), k.Back, k.Skip, k.Why}
	}
	return []key.Binding{as(k.Next, "go and mend it"), k.Again, k.Back, k.Skip, k.Why}
}
