package cli

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/store/appmixer"
	"github.com/pinsetup/pinsetup/store/appmixer/appmixersim"
	"github.com/pinsetup/pinsetup/ui/run"
)

type pushOptions struct {
	url, user, tokenEnv string
	dryRun, yes         bool
}

func (a *app) pushCommand() *cobra.Command {
	var o pushOptions
	c := &cobra.Command{
		Use:        "push",
		SuggestFor: []string{"deploy", "upload"},
		Short:      "Put the configuration into Appmixer through its API",
		Long: `Puts app ID and secret into the service configuration of Appmixer, as an admin of it.
The difference is shown first; keys that pinsetup doesn't own stay.

A token is taken from the environment (--token-env); without one, user and password
are asked for, on a terminal only. --demo pushes into a simulated Appmixer.`,
		Example: `  pinsetup push --url https://api.acme.appmixer.cloud --user admin@acme.com
  pinsetup push --url https://api.acme.appmixer.cloud --dry-run
  APPMIXER_TOKEN=… pinsetup push --url https://api.acme.appmixer.cloud --yes
  pinsetup push --demo --yes`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.push(cmd.Context(), o) },
	}
	c.Flags().StringVar(&o.url, "url", "", "the base `URL` of Appmixer's API")
	c.Flags().StringVar(&o.user, "user", "", "the admin's `e-mail address`; the password is asked for")
	c.Flags().StringVar(&o.tokenEnv, "token-env", "APPMIXER_TOKEN", "the `name` of the variable that holds a token of Appmixer")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "show the difference, and write nothing")
	c.Flags().BoolVar(&o.yes, "yes", false, "write without asking")
	return c
}

func (a *app) push(ctx context.Context, o pushOptions) error {
	_, s, err := a.configured(ctx)
	if err != nil {
		return err
	}
	if a.flags.demo == "" && run.Simulated(s) {
		f := run.OfTheDemo(a.flags.config, a.flags.service)
		f.Severity = finding.Error // a real Appmixer has no use for it
		return store.ProblemOf(nil, f)
	}
	secret, err := s.Secret(ctx)
	if err != nil {
		return err
	}
	client, stop, err := a.appmixer(ctx, o)
	if err != nil {
		return err
	}
	defer stop()
	want := appmixer.ConfigOf(a.flags.service, s, secret)
	if a.flags.demo != "" {
		want.RedirectURI = "" // it is a real Appmixer's, and says nothing about the simulated one
	}
	change, err := a.plan(ctx, client, want)
	if err != nil {
		return err
	}
	if !o.dryRun && !o.yes && !change.Empty() {
		a.showChange(a.problems(), client, change)
		if err := a.confirm(ctx, "Write this?"); err != nil {
			return err
		}
	}
	return a.apply(ctx, client, change, o.dryRun)
}

// plan returns what would change, for an admin.
func (a *app) plan(ctx context.Context, client *appmixer.Client, want appmixer.Config) (*appmixer.Change, error) {
	ctx, cancel := a.limited(ctx)
	defer cancel()
	if _, err := client.Admin(ctx); err != nil {
		return nil, err
	}
	return client.Plan(ctx, want)
}

// appmixer returns a client that is logged in.
func (a *app) appmixer(ctx context.Context, o pushOptions) (*appmixer.Client, func(), error) {
	if a.flags.demo != "" {
		return a.demoAppmixer(ctx)
	}
	if o.url == "" {
		return nil, nil, usage("push needs the base of Appmixer's API: --url https://api.acme.appmixer.cloud")
	}
	client, err := appmixer.New(o.url)
	if err != nil {
		return nil, nil, exit(exitUsage, err)
	}
	if token := strings.TrimSpace(os.Getenv(o.tokenEnv)); token != "" {
		client.UseToken(safe.NewSecret(token))
		return client, func() {}, nil
	}
	if !isTerminal(a.in) {
		return nil, nil, usage("push needs a terminal to ask for the password, and this is none. Put a token into the variable %s", safe.Show(o.tokenEnv, 60))
	}
	if o.user == "" {
		return nil, nil, usage("push needs to know who you are: --user E-MAIL, or a token in the variable %s", safe.Show(o.tokenEnv, 60))
	}
	password, err := a.askHidden(ctx, fmt.Sprintf("Password of %s at %s (not shown): ", o.user, client.Base()))
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := a.limited(ctx)
	defer cancel()
	return client, func() {}, client.Login(ctx, o.user, safe.NewSecret(password)) // as it was typed: spaces may belong to it
}

func (a *app) demoAppmixer(ctx context.Context) (*appmixer.Client, func(), error) {
	server, err := appmixersim.Start(appmixersim.Options{})
	if err != nil {
		return nil, nil, exit(exitNetwork, err)
	}
	stop := func() { _ = server.Close() }
	client, err := appmixer.New(server.URL())
	if err == nil {
		err = client.Login(ctx, appmixersim.Admin, safe.NewSecret(appmixersim.Password))
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return client, stop, nil
}

// confirm asks on the terminal. Anything but a yes is a no.
func (a *app) confirm(ctx context.Context, question string) error {
	if !isTerminal(a.in) {
		return usage("nothing was written: there is no terminal to ask on. Look at it with --dry-run, write it with --yes")
	}
	fmt.Fprintf(a.err, "%s [y/N] ", question)
	answer, _ := interruptible(ctx, func() (string, error) { return bufio.NewReader(a.in).ReadString('\n') })
	if isYes(answer) {
		return nil
	}
	return exit(exitFailed, fmt.Errorf("nothing was written"))
}

func isYes(answer string) bool {
	word := strings.ToLower(strings.TrimSpace(answer))
	return word == "y" || word == "yes"
}

// pushDoc is what "pinsetup push --json" prints. What could be a secret is masked.
type pushDoc struct {
	Version  int               `json:"version"`
	URL      string            `json:"url"`
	Service  string            `json:"service"`
	New      bool              `json:"new"`
	Changed  bool              `json:"changed"`
	Written  bool              `json:"written"`
	Keys     []keyDoc          `json:"keys"`
	Findings []finding.Finding `json:"findings"`
}

type keyDoc struct {
	Key string `json:"key"`
	Op  string `json:"op"` // "+", "~" or " "
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
}

func (a *app) apply(ctx context.Context, client *appmixer.Client, change *appmixer.Change, dryRun bool) error {
	if !dryRun {
		ctx, cancel := a.limited(ctx)
		defer cancel()
		if err := change.Apply(ctx); err != nil {
			return err
		}
	}
	doc := pushDoc{
		Version: jsonVersion, URL: client.Base(), Service: change.ServiceID, New: change.New,
		Changed: !change.Empty(), Written: !change.Empty() && !dryRun, Keys: []keyDoc{}, Findings: list(change.Findings),
	}
	for _, k := range change.Keys {
		doc.Keys = append(doc.Keys, keyDoc{k.Key, string(k.Op), k.Old, k.New})
	}
	if a.flags.json {
		if err := a.writeJSON(doc); err != nil {
			return err
		}
		return failed(change.Findings)
	}
	if dryRun {
		a.showChange(a.results(), client, change)
	}
	p := a.problems()
	p.findings(change.Findings)
	switch {
	case !doc.Changed:
		p.line("Appmixer already holds this: nothing changes.")
	case dryRun:
		p.line("Nothing was written (--dry-run).")
	default:
		p.line("Written to %s, and read back: %s", client.Base(), change.ServiceID)
	}
	return failed(change.Findings)
}

func (a *app) showChange(p printer, client *appmixer.Client, change *appmixer.Change) {
	what := "changes"
	if change.New {
		what = "is new"
	}
	p.line("%s %s in %s", p.style(bold, change.ServiceID), what, client.Base())
	for _, k := range change.Keys {
		switch k.Op {
		case '+':
			p.line("%s", p.style(green, fmt.Sprintf("+ %s = %s", k.Key, k.New)))
		case '~':
			p.line("%s", p.style(red, fmt.Sprintf("- %s = %s", k.Key, k.Old)))
			p.line("%s", p.style(green, fmt.Sprintf("+ %s = %s", k.Key, k.New)))
		default:
			p.line("  %s = %s", k.Key, k.New)
		}
	}
}
