package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/wizard"
)

// wizard runs the wizard on the terminal.
func (a *app) wizard(cmd *cobra.Command, _ []string) error {
	if !a.flags.plain && (!isTerminal(a.in) || !isTerminal(a.out)) {
		return usage("the wizard needs a terminal, and this is none. Without one, use:\n  %s", a.unattended())
	}
	options, config, stop, err := a.setUp()
	if err != nil {
		return err
	}
	defer stop()
	if a.plainWanted() {
		return a.plainWizard(cmd.Context(), options, config)
	}
	outcome, err := wizard.Run(cmd.Context(), wizard.Config{
		State: run.Resume(config, options), Run: config,
		Input: a.in, Output: a.out,
		Fresh: func() steps.State { return steps.New(options) },
	})
	if err != nil {
		return exit(exitFailed, fmt.Errorf("the terminal failed: %w", err))
	}
	a.farewell(outcome)
	if outcome.Interrupted {
		return exit(130, nil)
	}
	return nil
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// setUp makes what every front end of the wizard starts with. stop ends the
// simulated Pinterest, where there is one.
func (a *app) setUp() (steps.Options, run.Config, func(), error) {
	options := steps.Options{Endpoints: a.flags.override(auth.Endpoints{}), Values: map[string]string{}}
	if a.flags.config != store.DefaultFile {
		options.Values["connector.file"] = a.flags.config
	}
	if a.flags.service != store.DefaultService {
		options.Values["connector.service"] = a.flags.service
	}
	config := run.Config{
		DraftID:   store.DraftID(a.flags.config, a.flags.service, a.flags.demo != ""),
		NoBrowser: a.flags.noBrowser,
		Timeout:   a.flags.timeout,
	}
	if a.flags.demo == "" {
		config.Keyring = &store.Keyring{}
		return options, config, func() {}, nil
	}
	demo, err := simulator.Start(simulator.Options{Scenario: a.flags.demo})
	if err != nil {
		return options, config, nil, usage("the simulated Pinterest can't start: %w", err)
	}
	config.Demo = demo
	info := demo.Info()
	options.Demo, options.Endpoints = true, info.Endpoints
	for key, value := range run.DemoValues() {
		if options.Values[key] == "" {
			options.Values[key] = value
		}
	}
	options.Values["credentials.clientId"] = info.ClientID
	options.Secret = safe.NewSecret(info.ClientSecret)
	return options, config, func() { err = errors.Join(err, demo.Close()) }, nil
}

// farewell says, on the restored terminal, where everything is.
func (a *app) farewell(o wizard.Outcome) {
	if file := o.State.File(); file.Saved {
		fmt.Fprintln(a.out, "Written: "+file.Path)
		for _, part := range o.State.Summary()[1:] {
			fmt.Fprintln(a.out, part.Title+":")
			for _, line := range part.Lines {
				fmt.Fprintln(a.out, "  "+line)
			}
		}
		return
	}
	if kept := o.State.DraftKept(); kept.OK {
		again := "pinsetup"
		if o.State.Options().Demo {
			again += " --demo"
		}
		fmt.Fprintln(a.out, "Everything is kept but what has to stay secret. Go on with: "+again)
	}
}
