package cli

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/plain"
	"github.com/pinsetup/pinsetup/ui/run"
)

// plainAsked reports whether somebody asked for the wizard line by line, by
// flag or by name in the environment: it then works without a terminal too.
func (a *app) plainAsked() bool {
	named, err := strconv.ParseBool(os.Getenv("PINSETUP_PLAIN"))
	return a.flags.plain || err == nil && named
}

// plainWanted reports whether the wizard asks line by line: because somebody
// asked for it, uses a screen reader, or has a terminal that can't do more.
func (a *app) plainWanted() bool {
	accessible := os.Getenv("ACCESSIBLE")
	return a.plainAsked() || accessible != "" && accessible != "0" || os.Getenv("TERM") == "dumb"
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
