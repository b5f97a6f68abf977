package wizard

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

// An overlay lies over the page until it is closed.
type overlay interface {
	press(m *model, msg tea.KeyPressMsg) tea.Cmd
	click(m *model, msg tea.Msg) tea.Cmd
	draw(m *model, c *canvas)
	keys(m *model) []key.Binding
}

// title draws what stands above everything in an overlay.
func (m *model) title(c *canvas, text string) {
	c.add(hang("", text, m.theme.Strong, c.width)...)
	c.gap()
}

// reading is an overlay that is only read: any of its keys scrolls or closes it.
type reading struct{}

func (reading) click(*model, tea.Msg) tea.Cmd { return nil }

func (reading) press(m *model, msg tea.KeyPressMsg) tea.Cmd {
	if cmd, ok := m.carry(msg, m.pageLink(""), ""); ok {
		return cmd
	}
	k := m.keyMap
	switch {
	case key.Matches(msg, k.Down):
		m.scrollBy(1)
	case key.Matches(msg, k.Up):
		m.scrollBy(-1)
	case key.Matches(msg, k.Toggle):
		m.scrollBy(m.half())
	default:
		m.close()
	}
	return nil
}

func (reading) keys(m *model) []key.Binding {
	return append(m.scrollKey(), as(m.keyMap.Back, "close"))
}

// help shows every key.
type help struct {
	reading
	here []key.Binding
}

func newHelp(m *model) *help { return &help{here: m.screen.keys(m)} }

func (h *help) draw(m *model, c *canvas) {
	k := m.keyMap
	m.title(c, "Keys")
	section := func(title string, keys []key.Binding) {
		c.add(m.theme.Faint.Render(title))
		for _, b := range keys {
			c.add(hang("  "+pad(m.theme.Key.Render(b.Help().Key), 11)+" ", b.Help().Desc, m.theme.Text, c.width)...)
		}
		c.add("")
	}
	section("on this page", h.here)
	everywhere := []key.Binding{
		k.Next, k.Back, k.NextField, k.PrevField, k.PageUp, k.PageDown, k.Why, k.Steps,
		bind("alt+1…6", "jump to a step that was reached"),
		k.Open, k.Copy, as(k.Print, "print an address unwrapped, to select it"),
		k.StartOver, k.Suspend, as(k.Quit, "quit. "+say.Kept(m.state.DraftKept())),
	}
	section("everywhere", slices.DeleteFunc(everywhere, func(b key.Binding) bool {
		return slices.ContainsFunc(h.here, func(here key.Binding) bool { return here.Help().Key == b.Help().Key })
	}))
	c.add(wrap("The mouse works too: on steps, fields, options, values to copy, and on the keys below.", c.width)...)
	c.gap()
	c.add(m.theme.Faint.Render("signs"))
	for _, s := range m.signs() {
		c.add(hang("  "+pad(s.style.Render(s.sign), 11)+" ", s.means, m.theme.Text, c.width)...)
	}
}

// why shows everything that the guide has for the page.
type why struct{ reading }

func (w *why) draw(m *model, c *canvas) {
	guide, page := m.state.Guide()
	m.title(c, guide.Title+" · "+page.Title)
	c.add(wrap(guide.Summary, c.width)...)
	c.gap()
	c.add(wrap(page.Intro, c.width)...)
	c.gap()
	page.Lines = slices.Concat(page.Lines, page.Marked())
	m.legend(c, page)
	m.guideLines(c, page, true)
}

// stepList jumps to a step that was reached.
type stepList struct {
	items []steps.RailItem
	at    int
}

func newStepList(m *model) *stepList {
	l := &stepList{items: m.state.Rail()}
	l.at = slices.IndexFunc(l.items, func(item steps.RailItem) bool { return item.Status == steps.Current })
	return l
}

func (l *stepList) press(m *model, msg tea.KeyPressMsg) tea.Cmd {
	m.scroll = -1
	switch k := m.keyMap; {
	case key.Matches(msg, k.Down):
		l.move(1)
	case key.Matches(msg, k.Up):
		l.move(-1)
	case key.Matches(msg, k.Next, k.Toggle):
		return l.jump(m, l.at)
	case len(msg.Text) == 1 && "1" <= msg.Text && msg.Text <= "9":
		return l.jump(m, int(msg.Text[0]-'1'))
	default:
		m.close()
	}
	return nil
}

// move moves the pointer to the next step that can be opened.
func (l *stepList) move(by int) {
	for i := l.at + by; 0 <= i && i < len(l.items); i += by {
		if l.items[i].Page != "" {
			l.at = i
			return
		}
	}
}

// jump goes to a step, or says why not.
func (l *stepList) jump(m *model, i int) tea.Cmd {
	if i < 0 || i >= len(l.items) {
		return nil
	}
	if l.items[i].Page == "" {
		m.notice = fmt.Sprintf("Step %d, %s, was not reached yet.", i+1, l.items[i].Short)
		return nil
	}
	m.close()
	return m.apply(steps.Jump{Page: l.items[i].Page})
}

func (l *stepList) click(m *model, msg tea.Msg) tea.Cmd {
	if i, ok := msg.(int); ok {
		return l.jump(m, i)
	}
	return nil
}

func (l *stepList) draw(m *model, c *canvas) {
	m.title(c, "Steps")
	for i, item := range l.items {
		sign, style := m.mark(item.Status)
		c.focused(i == l.at, func() {
			c.click(i, func() {
				c.add(cut(pointer(m, i == l.at)+style.Render(fmt.Sprintf("%s %d %-12s", sign, i+1, item.Short))+
					"  "+m.theme.Faint.Render(say.Standing(item)), c.width))
			})
		})
	}
	c.gap()
	c.add(wrap("Any step that was reached can be opened again. Nothing that was typed is lost.", c.width)...)
}

func (l *stepList) keys(m *model) []key.Binding {
	keys := []key.Binding{as(m.keyMap.Back, "close")}
	others := slices.ContainsFunc(l.items, func(item steps.RailItem) bool { return item.Page != "" && item.Status != steps.Current })
	if others {
		keys = append([]key.Binding{as(m.keyMap.Next, "go there"), bind("↑↓", "another", "up")}, keys...)
	}
	return keys
}

// startOver asks before everything that was entered is given up.
type startOver struct{}

func (*startOver) press(m *model, msg tea.KeyPressMsg) tea.Cmd {
	m.close()
	if msg.String() != "y" {
		return nil
	}
	m.state = m.config.Fresh().After(m.state)
	m.runner.Queue(m.state, []steps.Effect{steps.StopTest{}, steps.ForgetDraft{}})
	m.arrive()
	return nil
}

func (*startOver) click(*model, tea.Msg) tea.Cmd { return nil }

func (*startOver) draw(m *model, c *canvas) {
	m.title(c, "Start over?")
	c.add(wrap("Everything that was entered so far is forgotten, the draft too. The configuration file stays as it is.", c.width)...)
}

func (*startOver) keys(*model) []key.Binding {
	return []key.Binding{bind("y", "start over", "y"), bind("esc", "keep everything", "esc")}
}

// quitting asks before everything that was entered is lost: where no draft can
// be kept. The second Ctrl-C is an answer, too.
type quitting struct{}

func (*quitting) press(m *model, msg tea.KeyPressMsg) tea.Cmd {
	m.close()
	if msg.String() != "y" {
		return nil
	}
	m.interrupted = true
	return m.apply(steps.Quit{})
}

func (*quitting) click(*model, tea.Msg) tea.Cmd { return nil }

func (*quitting) draw(m *model, c *canvas) {
	m.title(c, "Quit, and lose what you entered?")
	c.add(wrap("Nothing can be kept on this computer: the folder for drafts can't be written. "+
		"The configuration file, once it is written, is there all the same.", c.width)...)
}

func (*quitting) keys(*model) []key.Binding {
	return []key.Binding{bind("y", "quit", "y"), bind("esc", "go on", "esc")}
}
