// Package cli is pinsetup's command line: one file a command.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// Exit codes, a contract with scripts.
const (
	exitOK      = 0
	exitFailed  = 1 // a check failed, or an error finding stands
	exitUsage   = 2 // wrong usage, or no terminal where one is needed
	exitNetwork = 3 // the network or Pinterest can't be reached
	exitFile    = 4 // the file can't be read or written
)

// An exitError ends the program with a code. An empty text says nothing more.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func exit(code int, err error) error { return &exitError{code, err} }

func usage(format string, args ...any) error {
	return exit(exitUsage, fmt.Errorf(format, args...))
}

// app is one run of the command line.
type app struct {
	in       io.Reader
	out, err io.Writer
	flags    flags
}

// Run runs pinsetup with these arguments and streams and returns the exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, caught := catchSignals()
	a := &app{in: stdin, out: stdout, err: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if code := caught(); code != 0 {
		return code
	}
	return a.report(err)
}

// report prints an error and returns its exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitOK
	}
	code := exitUsage // what cobra itself refuses is wrong usage
	var e *exitError
	if errors.As(err, &e) {
		code = e.code
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(a.err, "pinsetup: "+safe.Redact(text))
	}
	return code
}

// catchSignals returns a context that a signal cancels, and a function that
// returns the exit code of the signal that did, 0 for none.
func catchSignals() (context.Context, func() int) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		s, ok := <-signals
		if ok {
			cancel(caughtError{s})
		}
	}()
	return ctx, func() int {
		signal.Stop(signals)
		var caught caughtError
		if errors.As(context.Cause(ctx), &caught) {
			if n, ok := caught.Signal.(syscall.Signal); ok {
				return 128 + int(n)
			}
		}
		return 0
	}
}

type caughtError struct{ os.Signal }

func (c caughtError) Error() string { return "ended by " + c.String() }

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "pinsetup",
		Short:         "Connect Pinterest's API: a wizard from nothing to a proved configuration",
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          a.wizard,
	}
	a.flags.register(root.PersistentFlags())
	return root
}
