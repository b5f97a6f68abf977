package plain

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/say"
)

// talk is the conversation. All of it runs in one goroutine; the runner's
// events and the input's bytes come to it.
type talk struct {
	ctx    context.Context
	config Config
	state  steps.State
	runner *run.Runner
	events *mailbox
	// broken are mistakes that an effect ran into.
	broken chan any
	in     *input
	out    *output

	// at is the question of the page that comes next; last goes to its last one.
	at int
	// read are the pages whose instructions were read out.
	read map[string]bool
	// owed counts effects whose outcome hasn't come yet.
	owed int
	// waiting ends a wait for an outcome that may never come.
	waiting <-chan time.Time
	// offered is the suggestion that was read out last at this question.
	offered *finding.Mend
	// warned says that the person knows that nothing is kept.
	warned   bool
	exiting  bool
	finished bool
}

// last is the position of a page's last question, whichever that is.
const last = -1

func newTalk(ctx context.Context, c Config) *talk {
	t := &talk{
		ctx: ctx, config: c, state: c.State, events: newMailbox(),
		out: &output{w: c.Output, blank: true}, read: map[string]bool{}, broken: make(chan any, 1),
	}
	t.in = openInput(c.Input, c.Output)
	c.Run.Broken = func(mistake any) {
		select {
		case t.broken <- mistake:
		default: // one is enough
		}
	}
	t.runner = run.New(c.Run, t.events.put)
	return t
}

// converse goes from page to page, until something ends it.
func (t *talk) converse() error {
	t.welcome()
	t.carryOut(t.state.Begin())
	if err := t.settle(); err != nil {
		return err
	}
	for {
		var err error
		switch page := t.state.Page(); {
		case page.Kind == steps.Live:
			err = t.live()
		case page.Kind == steps.Preview:
			err = t.preview()
		case page.Kind == steps.Done:
			err = t.done()
		case page.ID == "oauth.scopes":
			err = t.scopes()
		default:
			err = t.form()
		}
		switch {
		case errors.Is(err, errBack):
			t.back()
		case err != nil && !errors.Is(err, errMoved):
			return err
		}
	}
}

// apply takes an event to the state machine, and has its effects carried out.
func (t *talk) apply(e steps.Event) {
	next, effects := t.state.Apply(e)
	t.state = next
	t.carryOut(effects)
}

func (t *talk) carryOut(effects []steps.Effect) {
	t.runner.Queue(t.state, effects)
	for _, effect := range effects {
		if steps.Owes(effect) {
			t.owed++
		}
		if _, ok := effect.(steps.Exit); ok {
			t.exiting = true
		}
	}
}

// hear takes an outcome of an effect.
func (t *talk) hear(e steps.Event) {
	t.apply(e)
	if done := say.Receipt(e); done != "" {
		t.out.say(done)
	}
	if steps.Owed(e) {
		t.owed--
	}
	if kept, ok := e.(steps.DraftSaved); ok && !kept.OK && !t.warned {
		t.warned = true
		t.out.say("Warning: what you enter can't be kept on this machine. Finish in one go.")
	}
}

// settle waits until everything that was started has an outcome.
func (t *talk) settle() error {
	return t.await(func() bool { return t.owed == 0 })
}

// await waits for events until the condition holds.
func (t *talk) await(holds func() bool) error {
	for !holds() {
		if _, _, err := t.pump(false); err != nil {
			return err
		}
	}
	return t.out.err
}

// pump waits for the next thing that happens, and takes it: an event, or,
// where one is wanted, a line, which it returns.
func (t *talk) pump(wanted bool) (l line, ok bool, err error) {
	var chunks chan []byte
	if wanted {
		chunks = t.in.chunks
	}
	for {
		if t.ctx.Err() != nil {
			return line{}, false, t.ctx.Err()
		}
		if e, ok := t.events.take(); ok {
			t.hear(e)
			return line{}, false, nil
		}
		if wanted {
			if l, ok := t.in.next(); ok {
				return l, true, nil
			}
			if t.in.over() {
				return line{}, false, errEnded
			}
		}
		select {
		case <-t.ctx.Done():
		case mistake := <-t.broken:
			panic(mistake)
		case <-t.events.wake:
		case <-t.waiting:
			t.waiting = nil
			return line{}, false, nil
		case chunk, ok := <-chunks:
			t.in.take(chunk, ok)
		}
	}
}

// finish keeps what was entered and ends the runner. It is done once.
func (t *talk) finish() {
	if t.finished {
		return
	}
	t.finished = true
	if !t.exiting {
		t.apply(steps.Quit{})
	}
	<-t.runner.Done()
	for e, ok := t.events.take(); ok; e, ok = t.events.take() {
		t.state, _ = t.state.Apply(e)
	}
}

// mailbox keeps events until they are taken: the runner never waits.
type mailbox struct {
	mu     sync.Mutex
	events []steps.Event
	wake   chan struct{}
}

func newMailbox() *mailbox { return &mailbox{wake: make(chan struct{}, 1)} }

func (m *mailbox) put(e steps.Event) {
	m.mu.Lock()
	m.events = append(m.events, e)
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

func (m *mailbox) take() (steps.Event, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.events) == 0 {
		return nil, false
	}
	e := m.events[0]
	m.events = m.events[1:]
	return e, true
}
