// Package cli is pinsetup's command line: one file a command.
package cli

import (
	"io"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/store"
)

// app is one run of the command line.
type app struct {
	in    io.Reader
	out   *output
	err   io.Writer
	flags flags
	// log is set once the flags are known.
	log atomic.Pointer[logFile]
	// fromVariable are the flags that a variable of the environment set.
	fromVariable map[string]bool
	// fullScreen says that the wizard has the whole screen.
	fullScreen atomic.Bool
}

// Run runs pinsetup with these arguments and streams and returns the exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{in: stdin, out: &output{to: stdout}, err: stderr}
	restore := rememberTerminal(stdin, a.out)
	signals := catchSignals(a.logger)
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(a.out)
	root.SetErr(stderr)
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(signals.ctx) }()
	select {
	case err := <-ended:
		return a.end(err, signals.code(), restore)
	case <-signals.again:
		restore(a.fullScreen.Load())
		return signals.code()
	}
}

// end says what there is to say at the end of a run, and returns its exit code.
func (a *app) end(err error, signal int, restore func(bool)) int {
	code := signal
	if signal != exitOK {
		restore(false)
	} else {
		if a.out.err != nil { // what was not printed is worse than what was
			err = a.out.err
		}
		code = a.report(err)
	}
	a.log.Load().close(code)
	return code
}

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
	register(root, "service", a.completeServices)
	complete(root, "demo", scenarioNames)
	commands := a.commands()
	for _, c := range commands {
		if c.ValidArgsFunction == nil && !strings.Contains(c.Use, "FILE") {
			c.ValidArgsFunction = cobra.NoFileCompletions
		}
	}
	root.AddCommand(commands...)
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
	if err := a.fromEnvironment(cmd); err != nil {
		return err
	}
	if a.flags.demo != "" && !cmd.Flags().Changed("config") {
		a.flags.config = store.DemoFile
	}
	if err := a.validate(); err != nil {
		return err
	}
	return a.openLog(cmd)
}
