// Package wizard is the Bubble Tea front end: one root model, one component a
// screen, one theme, one key map. What happens is decided in steps; what has
// to be done is done by ui/run; here it is only shown, and keys become events.
package wizard

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/say"
)

// Config says what the wizard runs with.
type Config struct {
	State  steps.State
	Run    run.Config
	Input  io.Reader
	Output io.Writer
	// Fresh returns the state without the draft, for starting over.
	Fresh func() steps.State
	// Program names the commands in findings as they can be typed.
	Program say.Program
	// Still turns motion off: no spinner.
	Still bool
}

// An Outcome is how the wizard ended.
type Outcome struct {
	State steps.State
	// Interrupted says that Ctrl-C ended it.
	Interrupted bool
}

// ErrBroken says that a mistake in pinsetup ended the wizard.
var ErrBroken = errors.New("pinsetup broke: this is a mistake in it, and its report is above")

// Run shows the wizard until it ends. The draft has been saved, and the
// terminal restored, when it returns. A cancelled ctx ends it like Quit.
func Run(ctx context.Context, c Config) (Outcome, error) {
	return runModel(ctx, c, newModel)
}

// runModel runs the model that is made of the configuration.
func runModel(ctx context.Context, c Config, make func(Config, runner) *model) (Outcome, error) {
	var program *tea.Program
	came := &outcomes{}
	c.Run.Broken = func(mistake any) { program.Send(brokenMsg{mistake}) }
	runner := run.New(c.Run, func(e steps.Event) { program.Send(came.add(e)) })
	m := make(c, runner)
	m.came, m.ended = came, ctx.Done()
	options := []tea.ProgramOption{
		tea.WithInput(c.Input), tea.WithOutput(c.Output),
		tea.WithoutSignalHandler(), tea.WithContext(ctx), tea.WithFPS(120),
	}
	if c.Output == os.Stdout { // Lip Gloss has asked already, in tmux by a process of its own
		options = append(options, tea.WithColorProfile(lipgloss.Writer.Profile))
	}
	program = tea.NewProgram(careful{m}, options...)
	runner.Queue(m.state, m.state.Begin())
	stop := suspendable(program, m)
	final, err := program.Run()
	stop()
	if m.cut.Load() {
		// Bubble Tea takes the terminal again and leaves it at once, and then
		// says the two in the wrong order.
		_, _ = io.WriteString(c.Output, ansi.ResetModifyOtherKeys+ansi.PopKittyKeyboard(1))
	}
	if last, ok := final.(careful); ok {
		m = last.model
	}
	if !m.exiting {
		next, effects := m.state.Apply(steps.Quit{})
		m.state = next
		runner.Queue(next, effects)
	}
	<-runner.Done()
	m.catchUp()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		err = nil
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		err = ErrBroken
	}
	return Outcome{State: m.state, Interrupted: m.interrupted}, err
}

// eventMsg brings an event of the state machine to Update.
type eventMsg struct {
	// number is that of outcomes, 0 where it isn't one of those.
	number int
	event  steps.Event
}

// brokenMsg brings a mistake that an effect ran into to where Bubble Tea hears
// of mistakes.
type brokenMsg struct{ mistake any }

// outcomes are the events that effects came to and that the program hasn't
// heard of. A program that a signal ended takes none any more, and a file may
// be written yet: who asks for the state then has to hear of it.
type outcomes struct {
	mu      sync.Mutex
	last    int
	unheard []eventMsg
}

// add takes an event in, and returns the message that brings it to the program.
func (o *outcomes) add(e steps.Event) eventMsg {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last++
	msg := eventMsg{o.last, e}
	o.unheard = append(o.unheard, msg)
	return msg
}

// heard says that the message has come. They come in any order: several
// goroutines send.
func (o *outcomes) heard(msg eventMsg) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.unheard = slices.DeleteFunc(o.unheard, func(other eventMsg) bool { return other.number == msg.number })
}

// catchUp takes the outcomes that the program didn't hear of any more.
func (m *model) catchUp() {
	m.came.mu.Lock()
	defer m.came.mu.Unlock()
	for _, msg := range m.came.unheard {
		m.state, _ = m.state.Apply(msg.event)
	}
}

// stopMsg says that somebody stops the program, goOnMsg that it goes on: what
// had the terminal meanwhile may have left it as it likes.
type (
	stopMsg struct{}
	goOnMsg struct{}
)

// elsewhere gives the terminal back while c runs, and takes it again.
func elsewhere(c tea.ExecCommand) tea.Cmd {
	return tea.Exec(settled{c}, func(error) tea.Msg { return nil })
}

// settled is a command that doesn't end at once. Bubble Tea's renderer stops
// its ticker a moment after it said that it has stopped: a renderer that is
// started again within that moment would have its ticker stopped as well, and
// nothing would be drawn any more (startRenderer in v2.1.1).
type settled struct{ tea.ExecCommand }

// settling is how long that moment may be on a machine that is busy.
const settling = 50 * time.Millisecond

// Run runs the command when the renderer has stopped for certain.
func (s settled) Run() error {
	time.Sleep(settling)
	return s.ExecCommand.Run()
}

// nothing has the terminal given back and taken again.
type nothing struct{ unwrapped }

// Run does nothing.
func (*nothing) Run() error { return nil }

// exitMsg says that everything was carried out and the program may end.
type exitMsg struct{}
