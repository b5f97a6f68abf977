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

// suspend stops the program as Ctrl-Z does: a terminal in raw mode only sends
// the letter.
func suspend() tea.Msg {
	if !stoppable() {
		return noticeMsg("There is no shell behind pinsetup here, so it can't be stopped.")
	}
	// The signal comes to suspendable; a process can always signal itself.
	_ = syscall.Kill(os.Getpid(), syscall.SIGTSTP)
	return nil
}

// stoppable reports whether somebody is there who could let a stopped program
// go on. The system doesn't stop the first program of a terminal, as there is
// one in a container: nobody could.
func stoppable() bool {
	mine, err := unix.Getsid(0)
	if err != nil || mine == os.Getpid() {
		return false
	}
	parents, err := unix.Getsid(os.Getppid())
	return err == nil && parents == mine
}

// suspendable gives the terminal back before SIGTSTP stops the program, and
// takes it again after SIGCONT, whoever sends them. away says that something
// else has the terminal, and it is given back already.
func suspendable(program *tea.Program, away *atomic.Bool) (stop func()) {
	stops, goesOn, done := make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(stops, syscall.SIGTSTP)
	signal.Notify(goesOn, syscall.SIGCONT)
	go func() {
		for {
			select {
			case <-stops:
				if !stoppable() {
					continue
				}
				signal.Reset(syscall.SIGTSTP) // for the one that stops
				if away.Load() {
					_ = syscall.Kill(os.Getpid(), syscall.SIGTSTP)
				} else {
					program.Send(tea.SuspendMsg{})
				}
				select {
				case <-goesOn:
				case <-done:
					return
				}
				signal.Notify(stops, syscall.SIGTSTP)
			case <-goesOn: // after a SIGSTOP, which nobody can see coming
				if !away.Load() && program.ReleaseTerminal() == nil {
					_ = program.RestoreTerminal()
				}
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(stops)
		signal.Stop(goesOn)
		close(done)
	}
}
