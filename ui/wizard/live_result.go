package wizard

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

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
		if events := goTo(m.state, result.Findings); events != nil {
			return events, nil
		}
		return []steps.Event{steps.StartTest{}}, nil
	}
	return nil, nil
}

func (l *live) drawAfter(m *model, c *canvas, r auth.Result) {
	notes, found := split(m.state.TestFound())
	sign, style := m.severity(finding.Warning)
	switch {
	case !r.OK:
		c.add(m.theme.Bad.Render(signBad+" ") + m.theme.Strong.Render("The live test did not pass."))
	case len(found) > 0 || m.state.AccountDoubted():
		c.add(style.Render(sign+" ") + m.theme.Strong.Render("The live test came through. Look at this before you go on:"))
	default:
		c.add(m.theme.Good.Render(signGood+" ") + m.theme.Strong.Render("The live test passed."))
	}
	c.gap()
	show := func(all []finding.Finding) {
		for _, f := range all {
			m.finding(c, f)
			c.gap()
		}
	}
	show(found)
	if r.OK {
		c.focused(true, func() {
			if r.Account != nil {
				c.add(hang("", "Pinterest says that you are "+say.Account(*r.Account)+".", m.theme.Text, c.width)...)
			}
			c.click(toggleMsg{"credentials.account", "yes"}, func() { l.account.draw(m, c, true) })
			for _, f := range m.state.Findings("credentials.account") {
				m.finding(c, f)
			}
		})
		c.gap()
	}
	l.drawProofs(m, c, r)
	c.gap()
	show(notes)
}

// split tells what needs nothing to be done from what does.
func split(all []finding.Finding) (notes, rest []finding.Finding) {
	for _, f := range all {
		if f.Severity == finding.Note {
			notes = append(notes, f)
		} else {
			rest = append(rest, f)
		}
	}
	return notes, rest
}

// accept is what Enter does to the account that gave access.
func (l *live) accept(m *model) key.Binding {
	if m.state.AccountDoubted() {
		return as(m.keyMap.Next, "use this account anyway")
	}
	return as(m.keyMap.Next, "yes, the right account")
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
		c.add(hang(style.Render(sign)+" "+fmt.Sprintf("%-22s", name), value, m.theme.Faint, c.width)...)
	}
	if r.Credentials != "" {
		row(r.Credentials, "App ID and secret", string(r.Credentials))
	}
	if len(r.Granted) > 0 {
		all := auth.Verified
		if len(r.Missing()) > 0 {
			all = auth.Rejected
		}
		row(all, "Scopes granted", say.Granted(r))
	}
	for _, p := range r.Probes {
		row(p.Proof, p.Scope, string(p.Proof)+"  "+say.Probe(p))
	}
	if r.AccessTier != "" {
		row(auth.Present, "Access", r.AccessTier)
	}
	if text := say.Limit(r.RateLimits); text != "" {
		row(auth.Present, "Rate limit", text)
	}
	if r.TokenExpiresIn > 0 {
		row(auth.Present, "Token lives for", say.Lifetimes(r.TokenExpiresIn, r.RefreshExpiresIn))
	}
}
