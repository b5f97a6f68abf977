package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/scopes"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// file is the argument [FILE] of a command, which stands for --config.
func (a *app) file(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.Flags().Changed("config") && a.flags.config != args[0] {
		return usage("the file is named twice: %s, and --config %s. Name it once", args[0], a.flags.config)
	}
	if a.flags.demo == "ok" && isScenario(args[0]) {
		return usage("the scenario belongs to the flag: --demo=%s", args[0])
	}
	if strings.TrimSpace(args[0]) == "" {
		return usage("FILE is empty. Name one, or leave it out")
	}
	a.flags.config = args[0]
	return noSecret("FILE", args[0])
}

// load reads the configuration file. In --demo a file that isn't there is the
// demo's: a single service of the simulated Pinterest.
func (a *app) load(ctx context.Context) (*store.File, error) {
	file, err := interruptible(ctx, func() (*store.File, error) { return store.Load(a.flags.config) })
	a.logger().Info("read the file", "file", a.flags.config, "error", err)
	switch {
	case err == nil:
		return file, nil
	case a.flags.demo != "" && errors.Is(err, fs.ErrNotExist):
		return a.demoFile()
	case errors.Is(err, fs.ErrNotExist):
		return nil, exit(exitFile, a.noFile())
	}
	if _, ok := findingOf(err); ok {
		return nil, err
	}
	return nil, exit(exitFile, err)
}

func (a *app) noFile() error {
	named := ""
	if a.fromVariable["config"] {
		named = ", which " + variable("config") + " names"
	}
	if likely := likelyFile(a.flags.config); likely != "" {
		return fmt.Errorf("there is no file %s%s; did you mean %s?", a.flags.config, named, likely)
	}
	return fmt.Errorf("there is no file %s%s. Name another one with --config FILE, or write it with the wizard or \"pinsetup generate\"", a.flags.config, named)
}

// likelyFile returns the configuration file that was likely meant, or "".
func likelyFile(path string) string {
	there, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.toml"))
	for i := range there {
		there[i] = filepath.Base(there[i])
	}
	likely := nearest(filepath.Base(path), there)
	if likely == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(path), likely)
}

func (a *app) demoFile() (*store.File, error) {
	state := steps.New(steps.Options{Values: run.DemoValues()})
	file, err := store.Parse(a.flags.config, nil)
	if err != nil {
		return nil, exit(exitFile, err)
	}
	a.problems().prose("There is no file " + a.flags.config + ", so this is about the demo's configuration.")
	s := store.Service{
		ClientID: simulator.ClientID, ClientSecret: safe.NewSecret(simulator.ClientSecret),
		RedirectURI: state.Get("oauth.redirectUri"), TestRedirectURI: state.Get("oauth.testRedirectUri"),
	}
	s.Scopes, _ = scopes.ForTasks([]string{"connect-account", "list-boards", "list-pins"})
	if err := file.Set(a.flags.service, s); err != nil {
		return nil, exit(exitFile, err)
	}
	return file, nil
}

// configured reads the file and returns the service of --service in it.
func (a *app) configured(ctx context.Context) (*store.File, store.Service, error) {
	file, err := a.load(ctx)
	if err != nil {
		return nil, store.Service{}, err
	}
	s, err := a.service(file)
	return file, s, err
}

// service returns the service of --service. Where it isn't there, what the
// file says of it is the error.
func (a *app) service(file *store.File) (store.Service, error) {
	s, err := file.Service(a.flags.service)
	if err == nil {
		return s, nil
	}
	if _, ok := findingOf(err); ok {
		return s, err
	}
	if found := a.namingVariable(file.Validate(a.flags.service)); len(found) > 0 {
		return s, &findingError{found[0], err}
	}
	return s, exit(exitFailed, err)
}

// namingVariable says of a service that isn't there that a variable names it,
// where one does.
func (a *app) namingVariable(found []finding.Finding) []finding.Finding {
	for i := range found {
		if found[i].ID == "file.missing-service" && a.fromVariable["service"] {
			found[i].Cause += " " + variable("service") + " names another one."
		}
	}
	return found
}

// demos are the simulated Pinterests of a run, one for each app: in --demo the
// credentials of the file are those that the simulated Pinterest knows.
type demos struct {
	scenario string
	mu       sync.Mutex
	servers  map[string]*simulator.Server
}

func (a *app) newDemos() *demos { return &demos{scenario: a.flags.demo} }

// server returns the simulated Pinterest for the app, with these redirect URIs
// registered.
func (d *demos) server(app auth.App, uris ...string) (*simulator.Server, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := app.ClientID + "\x00" + app.ClientSecret.Reveal()
	server := d.servers[key]
	if server == nil {
		var err error
		server, err = simulator.Start(simulator.Options{
			Scenario: d.scenario, ClientID: app.ClientID, ClientSecret: app.ClientSecret.Reveal(),
		})
		if err != nil {
			return nil, exit(exitNetwork, err)
		}
		if d.servers == nil {
			d.servers = map[string]*simulator.Server{}
		}
		d.servers[key] = server
	}
	for _, uri := range uris {
		if uri != "" {
			server.Register(uri)
		}
	}
	return server, nil
}

func (d *demos) close() {
	for _, s := range d.servers {
		s.Close()
	}
}

// appOf returns what OAuth has to know of a service, the secret and where
// --demo and the other flags lead to included.
func (a *app) appOf(ctx context.Context, s store.Service, d *demos) (auth.App, error) {
	secret, err := s.Secret(ctx)
	if err != nil {
		return auth.App{}, err
	}
	app := auth.App{
		ClientID: s.ClientID, ClientSecret: secret, RedirectURI: s.TestRedirectURI,
		Scopes: s.Scopes, Endpoints: a.flags.override(s.Endpoints()),
	}
	if a.flags.demo == "" {
		return app, nil
	}
	server, err := d.server(app, s.RedirectURI, s.TestRedirectURI)
	if err != nil {
		return auth.App{}, err
	}
	app.Endpoints = server.Info().Endpoints
	return app, nil
}
