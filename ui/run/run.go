// Package run carries out the effects of the wizard's state machine: it flies
// live tests, keeps drafts, reads and writes the file. Every front end uses
// the same one.
package run

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

// stillWaiting is after how long the wizard asks what the browser shows. A
// login and a consent take most people less.
const stillWaiting = 40 * time.Second

// Config says what a Runner works with.
type Config struct {
	// Demo is the simulated Pinterest, nil for the real one.
	Demo *simulator.Server
	// DraftID names the draft.
	DraftID string
	// Drafts is where drafts are kept.
	Drafts store.Drafts
	// Keyring keeps the draft's secret; nil keeps it nowhere.
	Keyring *store.Keyring
	// NoBrowser opens no browser; the address is shown all the same.
	NoBrowser bool
	// Timeout limits a live test; 0 leaves it to auth.
	Timeout time.Duration
	Log     *slog.Logger
	// Notice, if not nil, is told what a person should know before the wizard
	// begins.
	Notice func(string)
	// Broken is told of a mistake in pinsetup that an effect ran into. The other
	// effects are carried out all the same: the draft is saved. Nil panics, where
	// nobody can give the terminal back.
	Broken func(mistake any)
}

// A Runner carries out effects, one after the other, and sends what comes of
// them as events.
type Runner struct {
	config Config
	send   func(steps.Event)
	ctx    context.Context
	cancel context.CancelFunc

	mu      sync.Mutex
	queue   []job
	typed   *typed   // a draft that waits for more letters
	page    string   // of the newest state
	entered []string // pages that the log doesn't have yet
	wake    chan struct{}
	done    chan struct{}

	// What follows belongs to the goroutine that works the queue.
	flight    *flight
	prepared  *store.File
	written   bool        // the newest WriteFile was carried out
	kept      safe.Secret // what the keyring has for the draft
	keptKnown bool        // kept says what an earlier run left there, too
	noRing    bool        // the keyring didn't answer; it isn't asked again
}

type job struct {
	state  steps.State
	effect steps.Effect
}

// A draft waits until nothing was typed for rest, and no longer than patience:
// each letter would cost two waits for the disk, and what was typed a second ago
// survives a kill.
const (
	rest     = 300 * time.Millisecond
	patience = 700 * time.Millisecond
)

// typed is a draft that waits: for more letters until due, and not beyond end.
type typed struct {
	job
	due, end time.Time
}

// New starts a Runner. send is called from other goroutines.
func New(c Config, send func(steps.Event)) *Runner {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(auth.WithLog(context.Background(), c.Log))
	logged := func(e steps.Event) {
		logEvent(c.Log, e)
		send(e)
	}
	r := &Runner{config: c, send: logged, ctx: ctx, cancel: cancel, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go r.work()
	return r
}

// Queue has the effects of a state carried out, in their order. It doesn't wait.
func (r *Runner) Queue(s steps.State, effects []steps.Effect) {
	if len(effects) == 0 {
		return
	}
	r.mu.Lock()
	if id := s.Page().ID; id != r.page {
		r.page, r.entered = id, append(r.entered, id)
	}
	for _, e := range effects {
		r.add(job{s, e})
	}
	r.mu.Unlock()
	r.stir()
}

// Settle has what was typed last saved without waiting for more: nobody types on
// in a program that is stopped.
func (r *Runner) Settle() {
	r.mu.Lock()
	r.endTyping()
	r.mu.Unlock()
	r.stir()
}

func (r *Runner) stir() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// add puts a job into the queue. A draft of what is being typed waits beside it,
// until it is due or a newer one, or what needs it saved, comes.
func (r *Runner) add(j job) {
	switch e := j.effect.(type) {
	case steps.SaveDraft:
		if e.Typing {
			now := time.Now()
			if r.typed == nil {
				r.typed = &typed{end: now.Add(patience)}
			}
			r.typed.job, r.typed.due = j, now.Add(rest)
			return
		}
		r.typed = nil // this one is newer
	case steps.ForgetDraft:
		r.typed = nil
	case steps.Exit:
		r.endTyping()
	}
	r.queue = append(r.queue, j)
}

// endTyping has the draft that waits be saved now.
func (r *Runner) endTyping() {
	if r.typed != nil {
		r.queue = append(r.queue, r.typed.job)
		r.typed = nil
	}
}

// Done is closed when an Exit effect was carried out, and everything before it.
func (r *Runner) Done() <-chan struct{} { return r.done }

// take returns the next job, or how long to wait for a draft; 0 is for ever. A
// draft that a later one replaces is left out.
func (r *Runner) take() (j job, wait time.Duration, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.typed != nil {
		if wait = min(time.Until(r.typed.due), time.Until(r.typed.end)); wait <= 0 {
			r.endTyping()
		}
	}
	for len(r.queue) > 0 {
		j := r.queue[0]
		r.queue = r.queue[1:]
		if _, draft := j.effect.(steps.SaveDraft); draft && r.draftFollows() {
			continue
		}
		return j, 0, true
	}
	return job{}, wait, false
}

// logPages notes the pages that were entered: who calls Queue mustn't wait for
// a file.
func (r *Runner) logPages() {
	r.mu.Lock()
	entered := r.entered
	r.entered = nil
	r.mu.Unlock()
	for _, id := range entered {
		r.config.Log.Info("page", "page", id)
	}
}

func (r *Runner) draftFollows() bool {
	for _, j := range r.queue {
		switch j.effect.(type) {
		case steps.SaveDraft:
			return true
		case steps.ForgetDraft:
			return false
		}
	}
	return false
}

func (r *Runner) work() {
	defer close(r.done)
	for {
		j, wait, ok := r.take()
		if !ok {
			var due <-chan time.Time
			if wait > 0 {
				due = time.After(wait)
			}
			select {
			case <-r.wake:
				continue
			case <-due:
				continue
			case <-r.ctx.Done():
				return
			}
		}
		if _, exit := j.effect.(steps.Exit); exit {
			r.guard(r.stopTest)
			r.cancel()
			return
		}
		r.guard(func() { r.do(j) })
	}
}

// guard does what may hold a mistake, and has the front end hear of it.
func (r *Runner) guard(do func()) {
	defer func() {
		if r.config.Broken == nil {
			return
		}
		if mistake := recover(); mistake != nil {
			r.config.Broken(fmt.Sprintf("%v\n\n%s", mistake, debug.Stack()))
		}
	}()
	do()
}

func (r *Runner) do(j job) {
	r.logPages()
	logEffect(r.config.Log, j.effect)
	if j.state.SecretEntered() {
		safe.Remember(j.state.Secret().Reveal())
	}
	switch e := j.effect.(type) {
	case steps.SaveDraft:
		r.saveDraft(j.state)
	case steps.ForgetDraft:
		r.forgetDraft()
	case steps.ReadConfig:
		r.readConfig(e)
	case steps.RegisterURIs:
		for _, uri := range e.URIs {
			if r.config.Demo != nil && uri != "" {
				r.config.Demo.Register(uri)
			}
		}
	case steps.FlyTest:
		r.flyTest(e)
	case steps.StopTest:
		r.stopTest()
	case steps.OfferPaste:
		r.offerPaste(e)
	case steps.Consent:
		r.consent(e)
	case steps.OpenPage:
		go r.guard(func() { r.openPage(e) })
	case steps.LookAtPort:
		r.lookAtPort(e)
	case steps.LookAtIcon:
		go r.guard(func() { r.lookAtIcon(e) })
	case steps.LookAtFolder:
		go r.guard(func() { r.lookAtFolder(e) })
	case steps.WritePacket:
		r.writePacket(e)
	case steps.PrepareFile:
		r.prepare(e.Plan)
	case steps.WriteFile:
		r.write(e.Plan)
	case steps.MendFile:
		r.mend(e)
	}
}
