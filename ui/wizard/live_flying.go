package wizard

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

func (l *live) flying(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	url := m.state.Test().AuthorizeURL
	if !m.state.Test().Waiting() {
		return nil, nil
	}
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return []steps.Event{steps.PasteCallback{Text: msg.Content}}, nil
	case toggleMsg:
		return []steps.Event{steps.BrowserShows{What: msg.value}}, nil
	case tea.KeyPressMsg:
		k := m.keyMap
		switch {
		case key.Matches(msg, k.Next):
			return l.enter(m), nil
		case key.Matches(msg, k.Open):
			return nil, m.openURL(url)
		case key.Matches(msg, k.Copy):
			return nil, m.copy(url)
		case key.Matches(msg, k.Print):
			return nil, m.printUnwrapped(url)
		case key.Matches(msg, k.Deny):
			return []steps.Event{steps.GiveAccess{Give: false}}, nil
		case key.Matches(msg, k.Browser):
			l.asked = true
			return []steps.Event{steps.AskBrowser{}}, nil
		case key.Matches(msg, k.Again):
			return []steps.Event{steps.CancelTest{}, steps.StartTest{}}, nil
		case key.Matches(msg, k.Mend):
			return goTo(m.state, m.state.Test().Progress.Findings), nil
		case key.Matches(msg, k.NextField, k.PrevField, k.Up, k.Down) && m.state.Test().Asking:
			return l.choose(m, msg)
		}
	}
	before := l.paste.Value()
	var cmd tea.Cmd
	if l.paste, cmd = l.paste.Update(msg); l.paste.Value() != before {
		l.asked = false // who types an address means it
	}
	return nil, cmd
}

// choose moves between the paste and the question about the browser.
func (l *live) choose(m *model, msg tea.KeyPressMsg) ([]steps.Event, tea.Cmd) {
	if len(m.state.Test().Browser) > 0 { // back to the question
		return []steps.Event{steps.BrowserShows{}}, nil
	}
	if !l.asked || key.Matches(msg, m.keyMap.NextField, m.keyMap.PrevField) {
		l.asked = !l.asked
		return nil, nil
	}
	l.browser.move(arrow(m, msg))
	return nil, nil
}

// enter gives what was pasted, answers the question, or, in the demo, presses
// "Give access" in the simulated browser.
func (l *live) enter(m *model) []steps.Event {
	if l.asked && m.state.Test().Asking {
		if found := m.state.Test().Browser; len(found) > 0 {
			if jump := goTo(m.state, found); jump != nil {
				return jump
			}
			l.asked = false
			return []steps.Event{steps.BrowserShows{}}
		}
		return []steps.Event{steps.BrowserShows{What: l.browser.options[l.browser.at].Value}}
	}
	if text := strings.TrimSpace(l.paste.Value()); text != "" {
		l.paste.SetValue("")
		return []steps.Event{steps.PasteCallback{Text: text}}
	}
	if m.state.Options().Demo {
		return []steps.Event{steps.GiveAccess{Give: true}}
	}
	return nil
}

func (l *live) drawFlying(m *model, c *canvas, test steps.Test) {
	if test.AuthorizeURL == "" {
		c.add(hang(m.busy(), "Opening the port for Pinterest's answer", m.theme.Strong, c.width)...)
		return
	}
	c.add(hang(m.busy(), say.Stage(test.Progress.Stage), m.theme.Strong, c.width)...)
	if !test.Waiting() {
		c.indent(2, func(c *canvas) { c.add(wrap(say.Patience(test.Progress.Stage, 0), c.width)...) })
		return
	}
	c.gap()
	if len(test.Browser) > 0 {
		l.drawBrowser(m, c, test)
		l.drawPaste(m, c, test)
		c.add(link(test.AuthorizeURL, m.theme.Link, c.width)...)
		return
	}
	c.add(wrap(waitingText(m, test.Progress), c.width)...)
	c.gap()
	c.add(link(test.AuthorizeURL, m.theme.Link, c.width)...)
	c.gap()
	for _, f := range test.Progress.Findings {
		m.finding(c, f)
		c.gap()
	}
	l.drawPaste(m, c, test)
	if test.Asking {
		l.drawBrowser(m, c, test)
	}
}

func (l *live) drawPaste(m *model, c *canvas, test steps.Test) {
	c.focused(!l.asked, func() {
		m.named(c, m.theme.Strong.Render("Callback address"), "if the browser can't reach this computer")
		m.textLine(c, &l.paste, !l.asked)
		c.indent(2, func(c *canvas) {
			for _, f := range test.Refused {
				m.finding(c, f)
			}
		})
	})
	c.gap()
}

func (l *live) drawBrowser(m *model, c *canvas, test steps.Test) {
	c.focused(l.asked, func() {
		if len(test.Browser) > 0 {
			for _, f := range test.Browser {
				m.finding(c, f)
				c.gap()
			}
			return
		}
		c.add(hang("", "Nothing has come back yet; the test goes on waiting. What does the browser show?", m.theme.Strong, c.width)...)
		l.browser.draw(m, c, l.asked)
	})
}

func (m *model) busy() string {
	if m.config.Still {
		return m.theme.Accent.Render("… ")
	}
	return m.theme.Accent.Render(m.spinner.View()) + " "
}

func waitingText(m *model, p auth.Progress) string {
	var b strings.Builder
	b.WriteString("Open this address, log in, and press \"Give access\". ")
	if len(p.Listening) > 0 {
		b.WriteString("The answer is expected at " + strings.Join(p.Listening, " and ") + ". ")
	}
	b.WriteString(say.Patience(p.Stage, m.config.Run.Timeout))
	if m.state.Options().Demo {
		b.WriteString(" In the demo, Enter gives access from here.")
	}
	return b.String()
}

func (l *live) flyingKeys(m *model, test steps.Test) []key.Binding {
	k := m.keyMap
	keys, cancel := []key.Binding{}, as(k.Back, "cancel")
	if !test.Waiting() {
		return []key.Binding{cancel}
	}
	switch {
	case l.asked && len(test.Browser) > 0:
		if goTo(m.state, test.Browser) != nil {
			keys = append(keys, as(k.Next, "go and mend it"))
		} else {
			keys = append(keys, as(k.Next, "go on waiting"))
		}
		keys = append(keys, cancel, as(k.Down, "another answer"), k.Again)
	case l.asked:
		keys = append(keys, as(k.Next, "that is it"), l.browser.arrows("another"), cancel, as(k.NextField, "the address"))
	case l.typing():
		keys = append(keys, as(k.Next, "use this address"), cancel)
	case m.state.Options().Demo:
		keys = append(keys, as(k.Next, "give access"), as(k.Deny, "deny"), cancel)
	default:
		keys = append(keys, cancel)
	}
	if goTo(m.state, test.Progress.Findings) != nil {
		keys = append(keys, as(k.Mend, "another URI"))
	}
	switch {
	case !test.Asking:
		keys = append(keys, as(k.Browser, "no answer?"))
	case !l.asked:
		keys = append(keys, as(k.Down, "say what it shows"))
	}
	return append(keys, k.Open, k.Copy, k.Print)
}
