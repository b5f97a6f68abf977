// Package cli is pinsetup's command line: one file a command.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/store"
)

// app is one run of the command line.
type app struct {
	in       io.Reader
	out, err io.Writer
	flags    flags
	log      *logFile
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
	code := caught()
	if code == 0 {
		code = a.report(err)
	}
	a.log.close(code)
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

// root makes the command tree. Nothing is read or looked up here: most of it
// isn't used in a run.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "pinsetup",
		Short: "Connect Pinterest's API: a wizard from nothing to a proved configuration",
		Long: `pinsetup takes you from "I have nothing" to a Pinterest connector that runs on a
configuration that was proved against Pinterest.

Without a command it is a wizard. The commands below do the same, and more,
without asking: for scripts, for CI, and for everybody who knows what they want.`,
		Example: `  pinsetup                     the wizard
  pinsetup --demo              the wizard against a simulated Pinterest
  pinsetup check               is the configuration right, and does it still work?
  pinsetup explain "code 29"   what an error means, and what to do`,
		Args:              a.noSuchCommand,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: a.prepare,
		RunE:              a.wizard,
	}
	root.SetFlagErrorFunc(explainFlag)
	a.flags.register(root.PersistentFlags())
	complete(root, "service", a.serviceIDs)
	complete(root, "demo", scenarioNames)
	root.AddCommand(a.commands()...)
	return root
}

// commands are all commands beside the wizard, in the order of a setup.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.authorizeCommand(), a.checkCommand(), a.tokenCommand(), a.generateCommand(), a.exportCommand(), a.pushCommand(),
		a.scopesCommand(), a.explainCommand(), a.guideCommand(), a.simulateCommand(), a.schemaCommand(),
		a.draftsCommand(), a.manCommand(), a.versionCommand(),
	}
}

// prepare runs before every command, when its flags are known.
func (a *app) prepare(cmd *cobra.Command, _ []string) error {
	if err := fromEnvironment(cmd); err != nil {
		return err
	}
	if a.flags.demo != "" && !cmd.Flags().Changed("config") {
		a.flags.config = store.DemoFile
	}
	if err := a.flags.validate(); err != nil {
		return err
	}
	return a.openLog(cmd)
}
