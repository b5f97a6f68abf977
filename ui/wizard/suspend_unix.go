//go:build unix

package wizard

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

// A pause gives the terminal back while the program is stopped, and takes it
// again when it goes on.
type pause struct {
	unwrapped // for the streams, which it doesn't use
	// stopped says to suspendable that the SIGCONT to come needs nothing.
	stopped *atomic.Bool
}

// Run stops the program until somebody lets it go on.
func (p *pause) Run() error {
	p.stopped.Store(true)
	return stop()
}

// stop stops the whole job, as Ctrl-Z does at a terminal that isn't in raw
// mode. SIGTSTP wouldn't stop it: Go swallows a signal that it was once told
// to notify of (tea.Suspend waits for ever then). It returns when the job goes
// on: the signal alone leaves this thread running for a moment.
func stop() error {
	goesOn := make(chan os.Signal, 1)
	signal.Notify(goesOn, syscall.SIGCONT)
	defer signal.Stop(goesOn)
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return err
	}
	<-goesOn
	return nil
}

// suspend stops the program where a shell is there to let it go on. A save comes
// to its end first: stopped, it would keep its lock, and its time would run out.
func (m *model) suspend() tea.Cmd {
	if m.state.File().Saving() {
		m.notice = "The file is being written. Stop pinsetup when that is done."
		return nil
	}
	if !stoppable() {
		m.notice = "There is no shell behind pinsetup here, so it can't be stopped."
		return nil
	}
	m.runner.Settle()
	return elsewhere(&pause{stopped: &m.stopped})
}

// stoppable reports whether somebody is there who could let a stopped program
// go on. The first program of a terminal, as there is one in a container, has
// nobody.
func stoppable() bool {
	mine, err := unix.Getsid(0)
	if err != nil || mine == os.Getpid() {
		return false
	}
	parents, err := unix.Getsid(os.Getppid())
	return err == nil && parents == mine
}

// suspendable has SIGTSTP do what Ctrl-Z does, and SIGCONT bring the screen
// back: after a SIGSTOP, too, which nobody can see coming.
func suspendable(program *tea.Program, m *model) (end func()) {
	signals, done := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, syscall.SIGTSTP, syscall.SIGCONT)
	go func() {
		for {
			select {
			case s := <-signals:
				switch {
				case s == syscall.SIGTSTP && m.away.Load() && stoppable():
					_ = stop()
				case s == syscall.SIGTSTP && !m.away.Load():
					program.Send(stopMsg{})
				case s == syscall.SIGCONT && !m.away.Load() && !m.stopped.Swap(false):
					program.Send(goOnMsg{})
				}
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
