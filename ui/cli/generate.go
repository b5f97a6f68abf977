package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// generateOptions are the flags of generate.
type generateOptions struct {
	clientID, apiBase, redirectURI, testRedirectURI string
	scopes, tasks                                   []string
	secret                                          secretFlags
	secretIn, secretRef                             string
	answers                                         string
	dryRun                                          bool
}

func (a *app) generateCommand() *cobra.Command {
	var o generateOptions
	c := &cobra.Command{
		Use:        "generate",
		SuggestFor: []string{"init", "new", "create", "write", "config", "configure"},
		Short:      "Write a configuration from flags, without questions",
		Long: `Writes the configuration of a service, into a new file or an existing one; what is
in the file and isn't named stays. The same rules judge the values as in the wizard,
and nothing is written where one finds an error.

What a flag doesn't say comes from PINSETUP_… in the environment, then from the
answers file (--answers), then from the file itself. --config - writes to standard
output.`,
		Example: `  pinsetup generate --client-id 1534758 --client-secret-file secret.txt \
      --api-base api.acme.com --task publish-pins
  pinsetup generate --client-id 1534758 --client-secret-env PINTEREST_SECRET \
      --secret-in env --redirect-uri https://acme.com/callback \
      --scope boards:read,pins:read
  pinsetup generate --scope boards:read --dry-run
  pinsetup generate --answers answers.toml --config -`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.generate(cmd.Context(), o) },
	}
	set := c.Flags()
	set.StringVar(&o.clientID, "client-id", "", "the `app ID`")
	o.secret.register(c)
	set.StringVar(&o.secretIn, "secret-in", "", "`where` the configuration keeps the secret: "+strings.Join(store.SecretKinds(), ", ")+" (file is the configuration itself)")
	set.StringVar(&o.secretRef, "secret-ref", "", "the variable's, the file's or the keyring entry's `name` for --secret-in")
	set.StringVar(&o.apiBase, "api-base", "", "the base of Appmixer's API: the redirect URI is made from this `host`")
	set.StringVar(&o.redirectURI, "redirect-uri", "", "the connector's redirect `URI`")
	set.StringVar(&o.testRedirectURI, "test-redirect-uri", "", "the registered loopback `URI` of the live test")
	set.StringSliceVar(&o.scopes, "scope", nil, "the `scopes`, separated by commas or each with a flag of its own")
	set.StringSliceVar(&o.tasks, "task", nil, "what the connector does, in place of scopes: `tasks` of \"pinsetup scopes\"")
	set.StringVar(&o.answers, "answers", "", "a TOML `file` with answers: the wizard's fields or the file's own keys")
	set.BoolVar(&o.dryRun, "dry-run", false, "print the difference, and write nothing")
	for _, name := range []string{"client-id", "secret-in", "secret-ref", "api-base", "redirect-uri", "test-redirect-uri", "scope", "task", "answers"} {
		inEnvironment(set.Lookup(name))
	}
	complete(c, "scope", scopeWords)
	complete(c, "task", taskIDs)
	complete(c, "secret-in", store.SecretKinds)
	return c
}

// A configuration is a service as it is to be written.
type configuration struct {
	file    *store.File
	service store.Service
	// was is the service as it was read; isNew says that there was none.
	was    store.Service
	isNew  bool
	secret safe.Secret
	// put says that the secret still has to be put where the service refers to.
	put bool
	// apiBase is the base of Appmixer's API that the redirect URI is made from.
	apiBase string
	// refused are what keeps it from being written beside what the rules find:
	// contradictions, what is missing, a secret that isn't where it should be.
	refused []error
	// unknownTasks says that scopes are missing because of what was refused,
	// unknownAnswers that anything may be.
	unknownTasks, unknownAnswers bool
	// cleaned says what was taken from values.
	cleaned []finding.Finding
}

func (a *app) generate(ctx context.Context, o generateOptions) error {
	c, err := a.configure(ctx, o)
	if err != nil {
		return err
	}
	values := valuesOf(a.flags.service, c.service)
	values["credentials.clientSecret"] = c.secret.Reveal()
	if c.apiBase != "" {
		values["oauth.apiBase"] = c.apiBase
		delete(values, "oauth.redirectUri") // judged with the base that it is made from
	}
	found, refused := c.refusals(append(c.cleaned, judge(values)...))
	if refused != nil {
		a.saysOf(found)
		return refused
	}
	doc := generateDoc{
		Version: jsonVersion, File: a.flags.config, Service: a.flags.service, New: c.isNew, Findings: list(found), Diff: []diffLine{},
	}
	if finding.HasError(found) {
		doc.refused = true
		return a.generated(doc, failed(found))
	}
	// It is written all the same: before Trial access Pinterest shows no secret.
	if !c.service.HasSecret() {
		f := assets.Finding("file.no-secret", "service", safe.Show(a.flags.service, 100))
		doc.Findings = forConnectors(append(doc.Findings, f))
	}
	if err := a.set(&c, &doc); err != nil {
		return err
	}
	at := c.service.SecretPlace()
	doc.SecretPut, doc.place, doc.owed = c.put, "in "+at.String(), at.Ref != "" && !at.IsPut() && at != c.was.SecretPlace()
	if o.dryRun {
		return a.generated(doc, failed(doc.Findings))
	}
	if a.flags.config == "-" {
		return a.generateToStdout(c, doc)
	}
	if err := a.write(ctx, &c, &doc); err != nil {
		return err
	}
	doc.Written, doc.Backup = doc.Changed || c.put, c.file.Backup()
	if saved, err := store.Load(a.flags.config); err == nil {
		doc.Findings = append(doc.Findings, saved.Surroundings(ctx, a.flags.service)...)
	}
	return a.generated(doc, failed(doc.Findings))
}

// fileError gives an error of the file its exit code, unless it has a finding.
func fileError(err error) error {
	if _, ok := findingOf(err); ok || err == nil {
		return err
	}
	return exit(exitFile, err)
}

func (a *app) generateToStdout(c configuration, doc generateDoc) error {
	if a.flags.json && (!a.fromVariable["json"] || a.fromVariable["config"]) {
		return usage("%s=- prints the configuration on standard output; %s would too. Use one of them", a.named("config"), a.named("json"))
	}
	if c.put {
		return usage("--config - has no place for a secret beside the configuration. Use --secret-in file or env")
	}
	a.saysOf(doc.Findings)
	if _, err := a.out.Write(c.file.Bytes()); err != nil {
		return written(err)
	}
	return failed(doc.Findings)
}

// generateDoc is what "pinsetup generate --json" prints. Secrets are masked.
type generateDoc struct {
	Version int    `json:"version"`
	File    string `json:"file"`
	Service string `json:"service"`
	New     bool   `json:"new"`
	Changed bool   `json:"changed"`
	Written bool   `json:"written"`
	// SecretPut says that the secret is put, or would be, where the service refers to.
	SecretPut bool              `json:"secretPut"`
	Backup    string            `json:"backup,omitempty"`
	Diff      []diffLine        `json:"diff"`
	Findings  []finding.Finding `json:"findings"`
	refused   bool              // a rule found an error
	place     string            // of the secret: "in the file my.secret"
	owed      bool              // somebody else has to put it there
}

type diffLine struct {
	Op   string `json:"op"` // " ", "+" or "-"
	Text string `json:"text"`
}

// generated says what was done, or would be.
func (a *app) generated(doc generateDoc, err error) error {
	a.logger().Info("generated", "file", doc.File, "service", doc.Service, "new", doc.New, "changed", doc.Changed,
		"written", doc.Written, "findings", finding.IDs(doc.Findings))
	if a.flags.json {
		if failure := a.writeJSON(doc); failure != nil {
			return failure
		}
		return err
	}
	a.saysOf(doc.Findings)
	p := a.problems()
	switch {
	case doc.refused:
		p.line("Nothing was written.")
	case !doc.Changed && !doc.SecretPut:
		p.line("%s already says so: nothing changes.", doc.File)
	case !doc.Written:
		a.wouldWrite(p, doc)
	default:
		p.wrote(doc)
	}
	return err
}

// saysOf says what is wrong with values. They come from flags, answers and the
// file, and have no place.
func (a *app) saysOf(found []finding.Finding) {
	p := a.problems()
	p.keys = true
	p.findings(found)
	if len(found) > 0 {
		p.line("")
	}
}

// wouldWrite says what --dry-run leaves undone.
func (a *app) wouldWrite(p printer, doc generateDoc) {
	out := a.results()
	for _, l := range doc.Diff {
		code := map[string]string{"+": green, "-": red}[l.Op]
		out.line("%s", out.style(code, strings.TrimRight(l.Op+" "+l.Text, " ")))
	}
	if !doc.Changed {
		p.line("%s stays as it is.", doc.File)
	}
	if doc.SecretPut {
		p.line("The app secret would be put %s.", doc.place)
	}
	p.line("Nothing was written (--dry-run).")
}

func (p printer) wrote(doc generateDoc) {
	if doc.Changed {
		p.line("Written: %s, service %s", doc.File, doc.Service)
	} else {
		p.line("%s stays as it is.", doc.File)
	}
	if doc.SecretPut {
		p.line("The app secret was put %s.", doc.place)
	}
	if doc.owed {
		p.line("The connector looks for the app secret %s: set it where that runs.", doc.place)
	}
	if doc.Backup != "" {
		p.line("The file as it was: %s", doc.Backup)
	}
}

// configure returns the configuration that flags, answers and the file make
// together.
func (a *app) configure(ctx context.Context, o generateOptions) (configuration, error) {
	var c configuration
	answers, err := a.readAnswers(ctx, o.answers)
	c.refuse(err)
	c.unknownAnswers = err != nil
	if c.file, err = a.openForWriting(ctx); err != nil {
		return c, err
	}
	c.service, err = c.file.Service(a.flags.service)
	if err != nil && !errors.Is(err, store.ErrNoService) {
		return c, err
	}
	c.isNew = err != nil
	c.was = c.service
	if a.flags.demo != "" && !run.MayBeDemos(c.was) {
		return c, run.NotTheDemos(a.flags.config, a.flags.service)
	}
	a.fillValues(&c, o, answers)
	c.refuse(a.oneSecret(o.secret))
	if !c.unknownAnswers {
		c.refuse(missing(c, o.secret.given() || a.flags.demo != ""))
	}
	a.fillEndpoints(&c.service, c.isNew)
	c.refuse(a.fillSecret(ctx, &c, o, answers))
	if ctx.Err() != nil {
		return c, ctx.Err()
	}
	if !c.isNew && !c.service.StillProved(ctx, c.was, c.secret) {
		c.service.Verification = nil
	}
	return c, nil
}

// fillEndpoints has the service lead where flags say. A new one names its
// endpoints; those of the demo tell it from a real one.
func (a *app) fillEndpoints(s *store.Service, isNew bool) {
	e := s.Endpoints()
	if a.flags.demo != "" && !run.Simulated(*s) {
		e = run.DemoEndpoints
	}
	e = a.flags.override(e)
	if isNew {
		s.AuthorizeURL, s.TokenURL, s.APIURL = e.AuthorizeURL, e.TokenURL, e.APIURL
		return
	}
	*s = s.WithEndpoints(e)
}

func (a *app) openForWriting(ctx context.Context) (*store.File, error) {
	if a.flags.config == "-" {
		file, err := store.Parse("-", nil)
		return file, fileError(err)
	}
	file, err := interruptible(ctx, func() (*store.File, error) { return store.Open(a.flags.config) })
	return file, fileError(err)
}
