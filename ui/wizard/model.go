package wizard

import (
	"slices"
	"sync/atomic"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

// A screen is one page of the wizard on the terminal. It turns messages into
// events of the state machine, and draws what the state says.
type screen interface {
	// update takes a message and returns what the person meant by it.
	update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd)
	// sync takes over what the state machine changed.
	sync(s steps.State)
	// resize gives what is typed in the width of the body.
	resize(width int)
	// draw draws the body. It changes nothing.
	draw(m *model, c *canvas)
	// keys are those that do something now, the most useful first.
	keys(m *model) []key.Binding
	// typing reports whether letters go into a text.
	typing() bool
}

// A runner carries out what the state machine wants done: *run.Runner.
type runner interface {
	Queue(steps.State, []steps.Effect)
	Settle()
	Done() <-chan struct{}
}

// model is the root: the state, the screen that shows it, and what lies over it.
type model struct {
	config  Config
	runner  runner
	state   steps.State
	screen  screen
	over    overlay
	theme   theme
	keyMap  keyMap
	spinner spinner.Model

	// dark and profile are the terminal's: its background, and what it can show.
	dark    bool
	profile colorprofile.Profile

	// window is the terminal's size, zero while it isn't known; width and height
	// are what is laid out: never less than every page needs.
	window        tea.WindowSizeMsg
	width, height int
	// scroll is the first line of the body that is shown; -1 follows the focus.
	scroll int
	// under is where the page was scrolled to that an overlay lies over.
	under int
	// notice is what the last key did, until the next one.
	notice string
	// copied counts what was copied on this page.
	copied int
	// sent is what the last notice spoke of, and address what it couldn't open;
	// opened counts the pages that were. They last until another key is pressed.
	sent, address string
	opened        int
	// refused says that the last key couldn't go on.
	refused bool
	// lost says that what is entered can't be kept.
	lost bool
	// away is true while something else has the terminal; ended is closed when
	// the wizard has to end.
	away  atomic.Bool
	ended <-chan struct{}
	// stopped says that the program stopped by itself.
	stopped atomic.Bool
	// cut says that the wizard had to end while something else had the terminal.
	cut atomic.Bool

	exiting bool
	// came are the events that effects came to and that weren't heard of yet.
	came *outcomes
	// interrupted says that Ctrl-C ended the program.
	interrupted bool
}

func newModel(c Config, runner runner) *model {
	m := &model{
		config: c, runner: runner, state: c.State, dark: true, profile: colorprofile.TrueColor,
		theme: newTheme(true, colorprofile.TrueColor), keyMap: newKeyMap(), scroll: -1, came: &outcomes{},
		width: minWidth, height: minHeight,
		spinner: spinner.New(spinner.WithSpinner(spinner.MiniDot)),
	}
	m.screen = m.screenFor(m.state.Page())
	if m.state.Resumed() {
		m.notice = "This is where you stopped. " + m.keyMap.StartOver.Help().Key + " starts over."
	}
	return m
}

// Init asks the terminal for its background.
func (m *model) Init() tea.Cmd { return tea.Batch(measure, tea.RequestBackgroundColor) }

// measure measures the width of one sign that isn't ASCII. The first one has a
// table of 2 MB built (go-runewidth), which is better done while the renderer
// waits for its first frame than in it.
func measure() tea.Msg {
	ansi.WcWidth.StringWidth(signHere)
	return nil
}

func (m *model) screenFor(p steps.Page) screen {
	switch {
	case p.Kind == steps.Live:
		return newLive(m)
	case p.Kind == steps.Preview:
		return &preview{}
	case p.Kind == steps.Done:
		return &done{}
	case p.ID == "oauth.scopes":
		return newPicker(m)
	}
	return newForm(m, p)
}

// Update takes one message. What a person does counts while it can be seen.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if m.tooSmall() && m.blind(msg) {
		return m, nil
	}
	next, cmd := m.take(msg)
	_, center, _ := m.columns()
	m.screen.resize(center)
	return next, cmd
}

func (m *model) take(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.window, m.width, m.height = msg, max(msg.Width, minWidth), max(msg.Height, minHeight)
		if m.over == nil {
			m.scroll = -1
		}
		if m.refused {
			m.scrollToWrong()
		}
		return m, nil
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.theme = newTheme(m.dark, m.profile)
		return m, nil
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
		m.theme = newTheme(m.dark, m.profile)
		return m, nil
	case eventMsg:
		m.came.heard(msg)
		if kept, ok := msg.event.(steps.DraftSaved); ok {
			m.lost = !kept.OK
		}
		return m, m.apply(msg.event)
	case brokenMsg:
		panic(msg.mistake)
	case exitMsg:
		return m, tea.Quit
	case stopMsg:
		return m, m.suspend()
	case goOnMsg:
		return m, elsewhere(&nothing{})
	case news:
		msg.say(m)
		return m, nil
	case spinner.TickMsg:
		if !m.moving() {
			return m, nil
		}
		var cmd tea.Cmd
		m.spinner, cmd = m.spinner.Update(msg)
		return m, cmd
	case tea.KeyPressMsg:
		return m, m.press(msg)
	case hitMsg:
		return m, m.click(msg.msg)
	case tea.MouseClickMsg:
		return m, nil // the view says what it hit: hitMsg
	case tea.MouseWheelMsg:
		m.wheel(msg.Mouse())
		return m, nil
	case tea.PasteMsg:
		return m, m.paste(msg)
	}
	return m, m.pass(msg)
}

// blind reports whether a message is something that a person does who sees
// nothing of the page: it isn't done. Only the way out is.
func (m *model) blind(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return !key.Matches(msg, m.keyMap.Quit, m.keyMap.Suspend)
	case tea.PasteMsg, tea.MouseMsg:
		return true
	}
	return false
}

// paste has the screen take what was pasted, where that can be an answer.
func (m *model) paste(msg tea.PasteMsg) tea.Cmd {
	m.notice, m.refused = "", false
	m.letGo()
	switch {
	case m.over != nil: // nobody would see where it goes
		return nil
	case len(msg.Content) > say.MaxAnswer:
		m.notice, m.refused = say.TooLong, true
		return nil
	}
	return m.pass(msg)
}

// moving reports whether something is under way that a spinner shows.
func (m *model) moving() bool {
	return !m.config.Still && (m.state.Test().Flying() || m.state.File().Saving())
}

// pass hands a message to the screen, and its events to the state machine.
func (m *model) pass(msg tea.Msg) tea.Cmd {
	events, cmd := m.screen.update(m, msg)
	cmds := []tea.Cmd{cmd}
	for _, e := range events {
		before := m.state.Page().ID
		cmds = append(cmds, m.apply(e))
		if _, next := e.(steps.Next); next && m.state.Page().ID == before {
			m.refuse()
		}
	}
	return tea.Batch(cmds...)
}

// refuse shows what keeps from going on.
func (m *model) refuse() {
	for _, f := range m.state.Blockers() {
		if f.Severity == finding.Error {
			m.refused, m.notice = true, f.Title
			if m.frame().wrong != nil { // the page says it, under its field
				m.notice = "Not yet: mend what " + signBad + " marks."
			}
			m.scrollToWrong()
			return
		}
	}
	if slices.ContainsFunc(m.state.Blockers(), func(f finding.Finding) bool { return f.Severity == finding.Warning }) {
		m.notice = "Have a look at the warning; the same key goes on."
	}
}

// apply takes an event to the state machine and has its effects carried out.
func (m *model) apply(e steps.Event) tea.Cmd {
	before, moved := m.state.Page().ID, m.moving()
	next, effects := m.state.Apply(e)
	m.state = next
	m.runner.Queue(next, effects)
	if m.state.Page().ID != before {
		m.arrive()
		m.notice = say.Receipt(e)
	}
	m.screen.sync(m.state)
	var cmds []tea.Cmd
	if !moved && m.moving() {
		cmds = append(cmds, m.spinner.Tick)
	}
	for _, effect := range effects {
		if _, exit := effect.(steps.Exit); exit {
			m.exiting = true
			cmds = append(cmds, func() tea.Msg { <-m.runner.Done(); return exitMsg{} })
		}
	}
	return tea.Batch(cmds...)
}

// letGo lets go of what the last notice spoke of.
func (m *model) letGo() { m.sent, m.address, m.opened = "", "", 0 }

// arrive shows the state's page from its beginning. What lies over it stays.
func (m *model) arrive() {
	m.screen, m.notice = m.screenFor(m.state.Page()), ""
	m.copied = 0
	m.letGo()
	if m.under = -1; m.over == nil {
		m.scroll = -1
	}
}

// reads reports whether the page is read rather than filled in: the arrows
// scroll it, and it doesn't follow a focus.
func (m *model) reads() bool {
	switch m.state.Page().Kind {
	case steps.Preview, steps.Done:
		return true
	case steps.Live:
		return !m.state.Test().Flying()
	}
	return false
}

// scrolls reports whether the arrows scroll the page.
func (m *model) scrolls() bool { return m.reads() || m.shows("review.packet") }

func (m *model) open(o overlay) tea.Cmd {
	m.over, m.under, m.scroll = o, m.scroll, 0
	return nil
}

func (m *model) close() { m.over, m.scroll = nil, m.under }

// click does what the spot that was hit stands for.
func (m *model) click(msg tea.Msg) tea.Cmd {
	m.notice, m.refused = "", false
	if press, ok := msg.(pressMsg); ok {
		if press, ok := keyPress(press.key); ok {
			return m.press(press)
		}
		return nil
	}
	m.letGo()
	switch msg := msg.(type) {
	case copyMsg:
		return m.copy(msg.value.Value)
	case openMsg:
		return m.openURL(msg.url)
	case jumpMsg:
		m.over, m.scroll = nil, -1
		return m.apply(steps.Jump{Page: msg.page})
	}
	if m.over != nil {
		return m.over.click(m, msg)
	}
	m.scroll = -1
	return m.pass(msg)
}

func (m *model) wheel(at tea.Mouse) {
	switch at.Button {
	case tea.MouseWheelUp:
		m.scrollBy(-2)
	case tea.MouseWheelDown:
		m.scrollBy(2)
	}
}
