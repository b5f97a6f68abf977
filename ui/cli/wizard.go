package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/say"
	"github.com/pinsetup/pinsetup/ui/wizard"
)

// wizard runs the wizard on the terminal.
func (a *app) wizard(cmd *cobra.Command, _ []string) error {
	if !a.flags.plain && (!isTerminal(a.in) || !isTerminal(a.out)) {
		return usage("the wizard needs a terminal, and this is none. Without one, use:\n  %s", a.unattended(cmd))
	}
	if err := a.noJSON(cmd, "pages for people"); err != nil {
		return err
	}
	options, config, stop, err := a.setUp(cmd)
	if err != nil {
		return err
	}
	defer stop()
	if a.plainWanted() {
		return a.plainWizard(cmd, options, config)
	}
	a.fullScreen.Store(true)
	defer a.fullScreen.Store(false)
	outcome, err := wizard.Run(cmd.Context(), wizard.Config{
		State: a.begun("screen", run.Resume(config, options)), Run: config,
		Input: a.in, Output: a.out.to, Still: a.flags.noMotion,
		Program: a.Program, Fresh: func() steps.State { return steps.New(options) },
	})
	if err != nil {
		return wizardFailed(err, a.again(cmd))
	}
	a.farewell(cmd, outcome)
	if outcome.Interrupted {
		return exit(130, nil)
	}
	return nil
}

// wizardFailed says what ended the wizard before its end, and which command goes
// on with what was entered.
func wizardFailed(err error, again string) error {
	if errors.Is(err, wizard.ErrBroken) {
		return exit(exitFailed, fmt.Errorf("%w. What you entered is kept; go on with:\n  %s", err, again))
	}
	return exit(exitFailed, fmt.Errorf("the terminal failed: %w", err))
}

// setUp makes what every front end of the wizard starts with. stop ends the
// simulated Pinterest, where there is one.
func (a *app) setUp(cmd *cobra.Command) (steps.Options, run.Config, func(), error) {
	options := steps.Options{
		Endpoints: a.flags.override(auth.Endpoints{}), Values: map[string]string{"connector.file": a.flags.config},
		Program: a.Self(), Flags: strings.Join(a.given(cmd, whereFlags...), " "),
	}
	if a.flags.service != store.DefaultService {
		options.Values["connector.service"] = a.flags.service
	}
	config := run.Config{
		DraftID:   store.DraftID(a.flags.config, a.flags.service, a.flags.demo != ""),
		NoBrowser: a.flags.noBrowser,
		Timeout:   a.flags.timeout,
		Log:       a.logger(),
		Notice:    func(text string) { a.problems().line("%s", finding.Sentence(text)) },
	}
	if a.flags.demo == "" {
		config.Keyring = &store.Keyring{}
		return options, config, func() {}, nil
	}
	demo, err := simulator.Start(simulator.Options{Scenario: a.flags.demo, Log: a.logger()})
	if err != nil {
		return options, config, nil, exit(exitNetwork, fmt.Errorf("the simulated Pinterest can't start: %w", err))
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
	return options, config, func() { _ = demo.Close() }, nil
}

// farewell says, on the restored terminal, where everything is: the file that
// was written, and what isn't in it.
func (a *app) farewell(cmd *cobra.Command, o wizard.Outcome) {
	p, before := a.results(), ""
	if written, ok := o.State.Written(); ok {
		p.line("Written: %s", written.File().Path)
		for _, part := range written.Summary()[1:] {
			p.line("%s:", part.Title)
			for _, line := range part.Lines {
				p.entry("  ", p.style("", p.Named(line))) // its commands lead to this run already
			}
		}
		if o.State.Finished() {
			return
		}
		before = "What you changed since is not in the file. "
	}
	if kept := o.State.DraftKept(); kept.OK {
		p.line("%s. Go on with:\n  %s", before+say.Kept(kept), a.again(cmd))
	}
}
