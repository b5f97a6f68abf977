package wizard

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

// live is the page of the live test: before it, while it waits for the
// browser, and what it found.
type live struct {
	paste   textinput.Model
	browser *radio // what the browser shows
	account *confirm
	// asked says that the question about the browser has the keys.
	asked bool
}

func newLive(m *model) *live {
	t := textinput.New()
	t.Prompt = ""
	t.SetVirtualCursor(false)
	t.SetStyles(m.theme.input())
	t.Placeholder = "paste the address that the browser ends at"
	t.CharLimit = 0
	t.Focus()
	l := &live{
		paste:   t,
		browser: &radio{field: steps.Field{Key: "credentials.browser", Kind: steps.Choice}},
		account: &confirm{field: steps.Field{Key: "credentials.account", Kind: steps.Confirm}},
	}
	l.sync(m.state)
	return l
}

func (l *live) sync(s steps.State) {
	l.account.sync(s)
	if len(l.browser.options) == 0 {
		for _, o := range s.Text("credentials.browser").Options {
			l.browser.options = append(l.browser.options, steps.Option{Value: o.Value, Label: o.Label, Hint: o.Hint})
		}
	}
	if len(s.Test().Browser) > 0 {
		l.asked = true
	}
	if !s.Test().Flying() {
		l.asked = false
		l.paste.SetValue("")
	}
}

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
		if found := m.state.TestFindings(); len(found) > 0 {
			return l.goTo(found), nil
		}
		return []steps.Event{steps.StartTest{}}, nil
	case key.Matches(press, k.Skip):
		return []steps.Event{steps.SkipTest{}}, nil
	}
	return nil, nil
}

// goTo jumps to where the first finding is mended.
func (l *live) goTo(found []finding.Finding) []steps.Event {
	for _, f := range found {
		if page, ok := steps.PageOf(f.Field); ok && f.Field != "credentials.account" {
			return []steps.Event{steps.Jump{Page: page.ID}}
		}
	}
	return nil
}

func (l *live) flying(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	url := m.state.Test().AuthorizeURL
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
			return nil, printUnwrapped(url)
		case key.Matches(msg, k.Deny):
			return []steps.Event{steps.GiveAccess{Give: false}}, nil
		case key.Matches(msg, k.Browser):
			l.asked = true
			return []steps.Event{steps.StillWaiting{}}, nil
		case key.Matches(msg, k.Again):
			return []steps.Event{steps.CancelTest{}, steps.StartTest{}}, nil
		case key.Matches(msg, k.NextField, k.PrevField, k.Up, k.Down) && m.state.Test().Asking:
			return l.choose(m, msg)
		}
	}
	var cmd tea.Cmd
	l.paste, cmd = l.paste.Update(msg)
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
	return l.browser.update(m, msg)
}

// enter gives what was pasted, answers the question, or, in the demo, presses
// "Give access" in the simulated browser.
func (l *live) enter(m *model) []steps.Event {
	if l.asked && m.state.Test().Asking {
		if found := m.state.Test().Browser; len(found) > 0 && found[0].Field != "" && finding.HasError(found) {
			return append([]steps.Event{steps.CancelTest{}}, l.goTo(found)...)
		}
		return []steps.Event{steps.BrowserShows{What: l.browser.options[l.browser.at].Value}}
	}
	if text := strings.TrimSpace(l.paste.Value()); text != "" {
		l.paste.SetValue("")
		return []steps.Event{steps.PasteCallback{Text: text}}
	}
	if m.state.Options().Demo && m.state.Test().Progress.Stage != auth.Exchanging {
		return []steps.Event{steps.GiveAccess{Give: true}}
	}
	return nil
}

func (l *live) after(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	if toggle, ok := msg.(toggleMsg); ok {
		return l.account.update(m, toggle)
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	result := m.state.Test().Result
	k := m.keyMap
	switch {
	case key.Matches(press, k.Again):
		return []steps.Event{steps.StartTest{}}, nil
	case key.Matches(press, k.Skip) && !result.OK:
		return []steps.Event{steps.SkipTest{}}, nil
	case key.Matches(press, k.Toggle) && result.OK:
		return l.account.toggle(), nil
	case key.Matches(press, k.Next) && result.OK:
		if !l.account.on {
			return l.account.toggle(), nil
		}
		return []steps.Event{steps.Next{}}, nil
	case key.Matches(press, k.Next):
		return l.goTo(result.Findings), nil
	}
	return nil, nil
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
		c.add(hang(m.theme.Faint.Render(fmt.Sprintf("%-15s", name)), value, m.theme.Text, c.width)...)
	}
	row("App ID", m.state.Get("credentials.clientId"))
	row("Comes back to", m.state.Get("oauth.testRedirectUri"))
	row("Asks for", strings.Join(strings.Fields(m.state.Get("oauth.scopes")), ", "))
	c.gap()
	if m.state.Options().Demo {
		c.add(wrap("This is the demo: a simulated Pinterest on this computer answers, and nothing leaves the machine.", c.width)...)
	}
}

func (l *live) drawFlying(m *model, c *canvas, test steps.Test) {
	if test.AuthorizeURL == "" {
		c.add(m.busy() + m.theme.Strong.Render("Opening the port for Pinterest's answer"))
		return
	}
	c.add(m.busy() + m.theme.Strong.Render(say.Stage(test.Progress.Stage)))
	c.gap()
	if test.Progress.Stage != auth.Waiting && test.Progress.Stage != "" {
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
		c.add(m.theme.Strong.Render("Callback address") + m.theme.Faint.Render(cut("  if the browser can't reach this computer", c.width-16)))
		bar := m.theme.Accent.Render(signBar) + " "
		if l.asked {
			bar = m.theme.Rule.Render(signBar) + " "
		} else {
			c.at(l.paste.Cursor(), 2)
		}
		l.paste.SetWidth(c.width - 4)
		c.add(bar + l.paste.View())
		for _, f := range test.Refused {
			inner := newCanvas(c.width - 2)
			m.finding(inner, f)
			c.add(indented(2, inner.lines)...)
		}
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
		c.add(m.theme.Strong.Render("Nothing has come back yet. What does the browser show?"))
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
	if m.state.Options().Demo {
		b.WriteString("In the demo, Enter gives access from here.")
	}
	return b.String()
}

func (l *live) drawAfter(m *model, c *canvas, r auth.Result) {
	if r.OK {
		c.add(m.theme.Good.Render(signGood+" ") + m.theme.Strong.Render("The live test passed."))
	} else {
		c.add(m.theme.Bad.Render(signBad+" ") + m.theme.Strong.Render("The live test did not pass."))
	}
	c.gap()
	if r.OK {
		c.focused(true, func() {
			if r.Account != nil {
				c.add(hang("", "Pinterest says that you are "+say.Account(*r.Account)+".", m.theme.Text, c.width)...)
			}
			c.click(toggleMsg{"credentials.account", "yes"})
			l.account.draw(m, c, true)
			for _, f := range m.state.Findings("credentials.account") {
				m.finding(c, f)
			}
		})
		c.gap()
	}
	for _, f := range r.Findings {
		m.finding(c, f)
		c.gap()
	}
	l.drawProofs(m, c, r)
}

// drawProofs lists what was tried, and how each came out.
func (l *live) drawProofs(m *model, c *canvas, r auth.Result) {
	row := func(p auth.Proof, name, value string) {
		sign, style := signNote, m.theme.Faint
		switch p {
		case auth.Verified:
			sign, style = signGood, m.theme.Good
		case auth.Rejected:
			sign, style = signBad, m.theme.Bad
		}
		c.add(cut(style.Render(sign)+" "+fmt.Sprintf("%-22s", name)+m.theme.Faint.Render(value), c.width))
	}
	if r.Credentials != "" {
		row(r.Credentials, "App ID and secret", string(r.Credentials))
	}
	if len(r.Granted) > 0 {
		row(auth.Verified, "Scopes granted", fmt.Sprintf("%d, asked for %d", len(r.Granted), len(r.Requested)))
	}
	for _, p := range r.Probes {
		row(p.Proof, p.Scope, fmt.Sprintf("%s  %s", p.Proof, p.Request))
	}
	if r.AccessTier != "" {
		row(auth.Present, "Access", r.AccessTier)
	}
	for _, limit := range r.RateLimits {
		if text := say.Limit(limit); text != "" {
			row(auth.Present, "Rate limit", text)
			break
		}
	}
	if r.TokenExpiresIn > 0 {
		row(auth.Present, "Token lives for", say.Lifetimes(r.TokenExpiresIn, r.RefreshExpiresIn))
	}
}

func (l *live) keys(m *model) []key.Binding {
	k := m.keyMap
	test := m.state.Test()
	switch {
	case test.Flying():
		return l.flyingKeys(m, test)
	case test.Result == nil || m.state.TestStale():
		if len(m.state.TestFindings()) > 0 {
			return []key.Binding{as(k.Next, "mend the first"), k.Back, k.Skip, k.Why}
		}
		return []key.Binding{as(k.Next, "start the test"), k.Back, k.Skip, k.Why}
	case test.Result.OK && !l.account.on:
		return []key.Binding{as(k.Next, "yes, the right account"), k.Again, k.Back, k.Why}
	case test.Result.OK:
		return []key.Binding{k.Next, k.Back, k.Again, k.Why}
	}
	return []key.Binding{as(k.Next, "go and mend it"), k.Again, k.Back, k.Skip, k.Why}
}

func (l *live) flyingKeys(m *model, test steps.Test) []key.Binding {
	k := m.keyMap
	keys := []key.Binding{}
	switch {
	case l.asked && len(test.Browser) > 0 && finding.HasError(test.Browser):
		keys = append(keys, as(k.Next, "go and mend it"), as(k.Down, "it shows something else"))
	case l.asked:
		keys = append(keys, as(k.Next, "that is it"), as(k.Down, "choose"))
	case l.typing():
		keys = append(keys, as(k.Next, "use this address"))
	case m.state.Options().Demo:
		keys = append(keys, as(k.Next, "give access"), k.Deny)
	}
	return append(keys, k.Open, k.Copy, k.Print, k.Browser, as(k.Back, "cancel"))
}
