package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// A watch catches the signals that end a run: the first one asks it to end by
// cancelling ctx, so that what was begun is finished or taken back; with a
// second one nobody waits for that any more.
type watch struct {
	ctx   context.Context
	again chan struct{} // closed by the second signal
	first atomic.Value  // of os.Signal
	stop  func()
}

// catchSignals begins to watch. log is asked when there is something to note:
// where it goes to is known later.
func catchSignals(log func() *slog.Logger) *watch {
	ctx, cancel := context.WithCancelCause(context.Background())
	w := &watch{ctx: ctx, again: make(chan struct{})}
	signals := make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // as nohup has it; to be notified would end that
			signal.Notify(signals, s)
		}
	}
	w.stop = func() { signal.Stop(signals); close(signals) } // nothing is sent after Stop
	go func() {
		s, ok := <-signals
		if !ok {
			return
		}
		w.first.Store(s)
		log().Info("signal", "signal", s.String())
		cancel(errInterrupted)
		if s, ok = <-signals; ok {
			log().Info("signal", "signal", s.String(), "again", true)
			close(w.again)
		}
	}()
	return w
}

// errInterrupted ends what a signal ended. The signal's exit code says it.
var errInterrupted = errors.New("ended by a signal")

// code ends the watch, and returns the exit code of the signal that ended the
// run, 0 for none.
func (w *watch) code() int {
	w.stop()
	if n, ok := w.first.Load().(syscall.Signal); ok {
		return 128 + int(n)
	}
	return exitOK
}

// interruptible waits for what read returns, but not longer than ctx lives: a
// read from a terminal or a pipe can't be broken off. One that is left behind
// ends with the process.
func interruptible[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := read()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

// limited gives a context the end that --timeout asks for. What one part of a
// command took, the next one has no more; time outside of the parts, in which a
// person is asked, doesn't count.
func (a *app) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if a.flags.timeout == 0 {
		return ctx, func() {}
	}
	begun := time.Now()
	ctx, cancel := context.WithTimeout(ctx, a.flags.timeout-a.used)
	return ctx, func() {
		cancel()
		a.used += time.Since(begun)
	}
}

// rememberTerminal returns a function that gives the terminal back as it is
// now, where what ran in between was kept from doing so. A terminal that is as
// it was is left alone: setting it would stop a process in the background.
func rememberTerminal(in io.Reader, out *output) (restore func(fullScreen bool)) {
	f, ok := in.(*os.File)
	if !ok {
		return func(bool) {}
	}
	before, err := term.GetState(f.Fd())
	if err != nil { // no terminal
		return func(bool) {}
	}
	return func(fullScreen bool) {
		if fullScreen {
			wrote := make(chan struct{})
			go func() {
				_, _ = io.WriteString(out.to, ansi.ResetModeAltScreenSaveCursor+ansi.ResetModeBracketedPaste+
					ansi.ResetModeMouseButtonEvent+ansi.ResetModeMouseExtSgr+ansi.SetModeTextCursorEnable+ansi.ResetStyle)
				close(wrote)
			}()
			select {
			case <-wrote:
			case <-time.After(time.Second): // a terminal that takes nothing can't be waited for
			}
		}
		if now, err := term.GetState(f.Fd()); err == nil && *now != *before {
			_ = term.Restore(f.Fd(), before)
		}
	}
}
