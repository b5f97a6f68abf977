package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/plain"
	"github.com/pinsetup/pinsetup/ui/run"
)

// plainWanted reports whether the wizard asks line by line: because somebody
// asked for it, uses a screen reader, or has a terminal that can't do more.
func (a *app) plainWanted() bool {
	accessible := os.Getenv("ACCESSIBLE")
	return a.flags.plain || accessible != "" && accessible != "0" || os.Getenv("TERM") == "dumb"
}

// plainWizard runs the wizard line by line. It says itself how it ended.
func (a *app) plainWizard(cmd *cobra.Command, options steps.Options, config run.Config) error {
	outcome, err := plain.Run(cmd.Context(), plain.Config{
		State: a.begun("lines", run.Resume(config, options)), Run: config,
		Input: a.in, Output: a.out.to,
		Program: a.Program, Again: a.again(cmd), Fresh: func() steps.State { return steps.New(options) },
	})
	if errors.Is(err, plain.ErrBroken) {
		return exit(exitFailed, err)
	}
	if err != nil {
		return exit(exitFile, fmt.Errorf("standard output doesn't take what is said: %w", err))
	}
	if outcome.Ended && !outcome.State.File().Saved {
		return exit(exitFailed, nil)
	}
	return nil
}
