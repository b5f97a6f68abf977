// Package cli is pinsetup's command line: one file a command.
package cli

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/say"
)

// app is one run of the command line.
type app struct {
	in    io.Reader
	out   *output
	err   io.Writer
	flags flags
	say.Program
	// about returns the flags that have another command be about a service; nil
	// as long as the flags aren't known.
	about func(service string) string
	// log is set once the flags are known.
	log atomic.Pointer[logFile]
	// fromVariable are the flags that a variable of the environment set.
	fromVariable map[string]bool
	// fullScreen says that the wizard has the whole screen.
	fullScreen atomic.Bool
	// used is what limited parts of the command took of --timeout.
	used time.Duration
}

// Run runs pinsetup with these arguments and streams and returns the exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	for _, arg := range args {
		safe.RememberWithin(arg)
	}
	if len(args) > 0 && args[0] == "--version" { // as most programs have it
		args = append([]string{"version"}, args[1:]...)
	}
	a := &app{in: stdin, out: &output{to: stdout}, err: stderr, Program: say.Program{Self: say.Started(os.Args[0]), Commands: commandWords()}}
	restore := rememberTerminal(stdin, a.out)
	root := a.root(args)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(a.out)
	root.SetErr(stderr)
	if c, ok := named(args); ok && c.brief {
		return a.end(root.Execute(), exitOK, restore)
	}
	signals := catchSignals(a.logger)
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(signals.ctx) }()
	select {
	case err := <-ended:
		return a.end(err, signals.code(), restore)
	case <-signals.again:
	case <-a.stalled(signals.ctx):
	}
	restore(a.fullScreen.Load())
	return signals.code()
}

// stalledAfter is how long the wizard has to end after a signal. Everything that
// it then waits for takes less, but a terminal that takes nothing any more.
const stalledAfter = 10 * time.Second

// stalled returns a channel that is closed when the wizard hasn't ended in time
// after ctx was cancelled.
func (a *app) stalled(ctx context.Context) <-chan struct{} {
	late := make(chan struct{})
	context.AfterFunc(ctx, func() {
		time.AfterFunc(stalledAfter, func() {
			if a.fullScreen.Load() {
				close(late)
			}
		})
	})
	return late
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

// root makes the command tree for these arguments. Nothing is read or looked up
// here: most of it isn't used in a run.
func (a *app) root(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "pinsetup",
		Short: "Connect Pinterest's API: a wizard from nothing to a proved configuration",
		Long: `pinsetup takes you from "I have nothing" to a Pinterest connector that runs on a
configuration that was proved against Pinterest.

Without a command it is a wizard. The commands below do the same, and more,
without asking: for scripts, for CI, and for everybody who knows what they want.`,
		Example: `  pinsetup                     the wizard
  pinsetup --demo              the wizard against a simulated Pinterest
  pinsetup check               is the configuration right, does it still work?
  pinsetup explain "code 29"   what an error means, and what to do`,
		Args:              a.noSuchCommand,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: a.prepare,
		RunE:              a.wizard,
	}
	root.SetFlagErrorFunc(a.explainFlag)
	root.SetHelpFunc(a.help)
	root.SetHelpCommand(a.helpCommand())
	root.CompletionOptions.DisableDefaultCmd = true
	a.flags.register(root.PersistentFlags())
	register(root, "service", a.completeServices)
	complete(root, "demo", scenarioNames)
	a.addCommands(root, args)
	return root
}

// An entry is one command beside the wizard.
type entry struct {
	name string
	make func(*app) *cobra.Command
	// brief says that it only prints what is in the program. There is nothing to
	// be finished or taken back, so a signal just ends it; to watch for signals
	// would take a seventh of its time.
	brief bool
	// configured says that it is about a service of the configuration file.
	configured bool
}

// commands are all commands, in the order of a setup.
var commands = []entry{
	{name: "authorize", make: (*app).authorizeCommand, configured: true},
	{name: "check", make: (*app).checkCommand, configured: true},
	{name: "token", make: (*app).tokenCommand, configured: true},
	{name: "generate", make: (*app).generateCommand, configured: true},
	{name: "export", make: (*app).exportCommand, configured: true},
	{name: "push", make: (*app).pushCommand, configured: true},
	{name: "scopes", make: (*app).scopesCommand, brief: true},
	{name: "explain", make: (*app).explainCommand},
	{name: "guide", make: (*app).guideCommand, brief: true},
	{name: "simulate", make: (*app).simulateCommand},
	{name: "schema", make: (*app).schemaCommand, brief: true},
	{name: "drafts", make: (*app).draftsCommand},
	{name: "completion", make: (*app).completionCommand},
	{name: "man", make: (*app).manCommand},
	{name: "version", make: (*app).versionCommand, brief: true},
}

// commandWords are what a command can begin with, behind the program, and
// whether it is about the configuration.
func commandWords() map[string]bool {
	words := map[string]bool{"help": false}
	for _, c := range commands {
		words[c.name] = c.configured
	}
	return words
}

// named returns the command that the arguments begin with, and false where
// they begin with none.
func named(args []string) (entry, bool) {
	i := slices.IndexFunc(commands, func(c entry) bool { return len(args) > 0 && c.name == args[0] })
	if i < 0 {
		return entry{}, false
	}
	return commands[i], true
}

// addCommands adds the commands that a run can need: none for the wizard, the
// one that the arguments begin with, or all. To make all of them takes as long
// as the rest of a short command.
func (a *app) addCommands(root *cobra.Command, args []string) {
	if len(args) == 0 {
		return
	}
	if c, ok := named(args); ok && c.name != "man" { // man describes all of them
		add(root, c.make(a))
		return
	}
	for _, c := range commands {
		add(root, c.make(a))
	}
}

// add adds a command; where it takes no file, completion offers none.
func add(root, c *cobra.Command) {
	if c.ValidArgsFunction == nil && !strings.Contains(c.Use, "FILE") {
		c.ValidArgsFunction = cobra.NoFileCompletions
	}
	root.AddCommand(c)
}

// prepare runs before every command, when its flags are known.
func (a *app) prepare(cmd *cobra.Command, _ []string) error {
	if err := a.fromEnvironment(cmd); err != nil {
		return err
	}
	if a.flags.demo != "" && !cmd.Flags().Changed("config") && !a.fromVariable["config"] {
		a.flags.config = store.DemoFile
	}
	a.about = func(service string) string { return a.aboutFlags(cmd, service) }
	a.About = func() string { return a.about(a.flags.service) }
	if err := a.validate(cmd); err != nil {
		return err
	}
	return a.openLog(cmd)
}
