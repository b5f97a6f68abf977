package cli

import (
	"context"
	"fmt"
	"os"

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
func (a *app) plainWizard(ctx context.Context, options steps.Options, config run.Config) error {
	_, err := plain.Run(ctx, plain.Config{
		State: run.Resume(config, options), Run: config,
		Input: a.in, Output: a.out,
		Fresh: func() steps.State { return steps.New(options) },
	})
	if err != nil {
		return exit(exitFailed, fmt.Errorf("the output failed: %w", err))
	}
	return nil
}
