// Package plain is the front end without a screen: the wizard asked line by
// line, one question at a time, for screen readers, simple terminals and
// pipes. It repaints nothing, and writes nothing but text and line breaks.
//
// What happens is decided in steps; what has to be done is done by ui/run;
// here it is only read out, and answers become events.
package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

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
	// Again is the command that goes on where the conversation stopped.
	Again string
}

// An Outcome is how the wizard ended.
type Outcome struct {
	State steps.State
	// Ended says that the input came to its end before the wizard did.
	Ended bool
}

// Run asks until the file is written, the person quits, the input ends, or
// ctx is cancelled: none of them is an error. The draft has been saved, and
// the terminal restored, when it returns. The error says that the output
// can't be written.
func Run(ctx context.Context, c Config) (outcome Outcome, err error) {
	t := newTalk(ctx, c)
	defer t.in.close() // whatever else fails: it gives the terminal back
	defer func() {
		mistake := recover()
		t.finish()
		outcome.State = t.state
		if mistake != nil {
			err = fmt.Errorf("%w:\n\n%v\n\n%s", ErrBroken, mistake, debug.Stack())
		}
	}()
	err = t.converse()
	outcome.Ended = errors.Is(err, errEnded)
	t.finish()
	t.goodbye(err)
	return outcome, t.out.err
}

// ErrBroken says that a mistake in pinsetup ended the conversation. What was
// entered is kept.
var ErrBroken = errors.New("pinsetup broke: this is a mistake in it")

// What ends a question without an answer.
var (
	errBack    = errors.New("one question back")
	errMoved   = errors.New("the page has changed")
	errSettled = errors.New("something happened that the question was waiting for")
	errQuit    = errors.New("the person quits")
	errDone    = errors.New("everything is written")
	errEnded   = errors.New("the input has ended")
)
