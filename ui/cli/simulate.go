package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
)

func (a *app) simulateCommand() *cobra.Command {
	var o simulator.Options
	var names bool
	c := &cobra.Command{
		Use:        "simulate",
		SuggestFor: []string{"serve", "mock"},
		Short:      "Serve a simulated Pinterest on this machine, for tests of connectors",
		Long: `Serves a simulated Pinterest on 127.0.0.1 until it is ended: consent page, token
endpoint and API. Its first line on standard output is JSON that says where it is
and which credentials it takes. --list names the ways in which it can behave.`,
		Example: `  pinsetup simulate
  pinsetup simulate --scenario rate-limited --port 9090
  pinsetup simulate --list`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if names {
				return a.listScenarios()
			}
			return a.simulate(cmd, o)
		},
	}
	c.Flags().StringVar(&o.Scenario, "scenario", "ok", "how it behaves: a `name` of --list")
	c.Flags().IntVar(&o.Port, "port", 0, "the TCP `port`; 0 takes a free one")
	c.Flags().StringSliceVar(&o.RedirectURIs, "redirect-uri", nil, "the registered redirect `URIs`, in place of the usual two")
	c.Flags().DurationVar(&o.Latency, "latency", 0, "how `long` each answer of the API takes in addition (50ms)")
	c.Flags().BoolVar(&names, "list", false, "list the scenarios")
	complete(c, "scenario", scenarioNames)
	return c
}

func (a *app) simulate(cmd *cobra.Command, o simulator.Options) error {
	if o.Port < 0 || o.Port > 65535 {
		return usage("--port is %d, and has to be from 0 to 65535", o.Port)
	}
	if o.Latency < 0 {
		return usage("--latency is %s, and can't be less than nothing", o.Latency)
	}
	if !isScenario(o.Scenario) {
		return noScenario("--scenario", o.Scenario)
	}
	if cmd.Flags().Changed("demo") && a.flags.demo != "ok" && a.flags.demo != o.Scenario {
		return usage("the scenario belongs to another flag here: --scenario %s", a.flags.demo)
	}
	for _, uri := range o.RedirectURIs {
		if !strings.Contains(uri, "://") {
			return usage("--redirect-uri is %q, and has to be a whole URL: http://localhost:8085/", safe.Show(uri, 200))
		}
	}
	if a.log.Load() != nil {
		o.Log = a.logger()
	}
	server, err := simulator.Start(o)
	if err != nil {
		return exit(exitNetwork, cannotListen(cmd.Context(), o.Port, err))
	}
	defer server.Close()
	if err := encode(a.out, server.Info(), ""); err != nil {
		return err
	}
	a.problems().line("The simulated Pinterest runs (scenario %s). Ctrl-C ends it.", o.Scenario)
	ctx, cancel := a.limited(cmd.Context())
	defer cancel()
	<-ctx.Done()
	return nil
}

// cannotListen says why the port can't be had.
func cannotListen(ctx context.Context, port int, err error) error {
	at := strconv.Itoa(port)
	owner, taken := auth.PortTaken(ctx, "http://127.0.0.1:"+at)
	switch {
	case taken && owner != "":
		return &findingError{assets.Finding("simulate.port-taken-by", "port", at, "owner", owner), err}
	case taken:
		return &findingError{assets.Finding("simulate.port-taken", "port", at, "command", auth.HowToFindOwner(at)), err}
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("port %d needs administrator rights. Take one above 1023 with --port, or a free one with --port 0", port)
	}
	return fmt.Errorf("%w. Take another port with --port, or a free one with --port 0", safe.Inner(err))
}

func (a *app) listScenarios() error {
	if a.flags.json {
		return a.writeJSON(struct {
			Version   int                  `json:"version"`
			Scenarios []simulator.Scenario `json:"scenarios"`
		}{jsonVersion, simulator.Scenarios()})
	}
	p := a.results()
	for _, s := range simulator.Scenarios() {
		p.indented(fmt.Sprintf("%-20s ", s.Name), s.Summary)
	}
	return nil
}

func isScenario(name string) bool {
	for _, s := range simulator.Scenarios() {
		if s.Name == name {
			return true
		}
	}
	return false
}

func noScenario(flag, name string) error {
	if likely := nearest(name, scenarioWords()); likely != "" {
		return usage("%s: there is no scenario %q; did you mean %s?", flag, safe.Show(name, 60), likely)
	}
	return usage("%s: there is no scenario %q; \"pinsetup simulate --list\" lists them", flag, safe.Show(name, 60))
}

func scenarioWords() []string {
	var names []string
	for _, s := range simulator.Scenarios() {
		names = append(names, s.Name)
	}
	return names
}
