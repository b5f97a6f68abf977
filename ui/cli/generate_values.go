package cli

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps/rules"
	"github.com/pinsetup/pinsetup/steps/scopes"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// fillValues puts what flags and answers say into the service.
func (a *app) fillValues(c *configuration, o generateOptions, answers map[string]string) {
	if o.apiBase != "" && o.redirectURI != "" {
		c.refuse(usage("%s makes the redirect URI, and %s is one. Use one of them", a.named("api-base"), a.named("redirect-uri")))
	}
	if a.flags.demo != "" {
		fillDemo(c.service, answers)
	}
	value := func(key, flag, old string) string {
		text, removed := rules.Clean(key, cmp.Or(flag, answers[key], old))
		c.cleaned = append(c.cleaned, removed...)
		return text
	}
	s := &c.service
	s.ClientID = value("credentials.clientId", o.clientID, s.ClientID)
	s.TestRedirectURI = value("oauth.testRedirectUri", o.testRedirectURI, s.TestRedirectURI)
	for key, at := range s.AppFields() {
		*at = value(key, "", *at)
	}
	base := value("oauth.apiBase", o.apiBase, "")
	switch {
	case o.redirectURI != "" || base == "":
		s.RedirectURI = value("oauth.redirectUri", o.redirectURI, s.RedirectURI)
	default:
		c.apiBase = base // which is judged, and what is made of it
		uri, _ := rules.FromAPIBase(base)
		s.RedirectURI = cmp.Or(uri, base)
	}
	a.fillScopes(c, o, answers)
}

// fillScopes takes scopes and tasks from flags, or else from the answers.
func (a *app) fillScopes(c *configuration, o generateOptions, answers map[string]string) {
	names, tasks := o.scopes, o.tasks
	if len(names) == 0 && len(tasks) == 0 {
		names, tasks = strings.Fields(answers["oauth.scopes"]), strings.Fields(answers["oauth.tasks"])
		granted, _ := scopes.ForPermissions(strings.Fields(answers["oauth.permissions"]))
		names = append(names, granted...)
	}
	if len(tasks) > 0 {
		ids, err := a.tasksOf(tasks)
		c.refuse(err)
		c.unknownTasks = err != nil
		needed, _ := scopes.ForTasks(ids)
		names = append(slices.Clone(names), needed...)
	}
	if len(names) > 0 {
		c.service.Scopes = scopes.Sorted(scopes.Split(strings.Join(names, " ")))
	}
}

// missing says what a configuration can't do without.
func missing(c configuration, secret bool) error {
	s := c.service
	var flags []string
	if s.ClientID == "" {
		flags = append(flags, "--client-id ID")
	}
	if s.RedirectURI == "" {
		flags = append(flags, "--redirect-uri URI (or --api-base HOST, for Appmixer)")
	}
	if len(s.Scopes) == 0 && !c.unknownTasks {
		flags = append(flags, "--scope SCOPES (or --task TASKS)")
	}
	if len(flags) > 0 && !secret && !s.HasSecret() {
		flags = append(flags, "--client-secret-file FILE (or -env NAME, or -stdin), as soon as the portal shows the secret")
	}
	if len(flags) > 0 {
		return usage("generate still needs:\n  %s", strings.Join(flags, "\n  "))
	}
	return nil
}

// fillDemo answers for what nobody said, in --demo.
func fillDemo(s store.Service, answers map[string]string) {
	demo := run.DemoValues()
	demo["credentials.clientId"] = simulator.ClientID
	demo["oauth.testRedirectUri"] = rules.DefaultTestURI
	delete(demo, "oauth.tasks") // the scopes say the same
	for key, value := range valuesOf("", s) {
		if value != "" {
			delete(demo, key)
		}
	}
	if s.RedirectURI != "" || answers["oauth.redirectUri"] != "" {
		delete(demo, "oauth.apiBase")
	}
	for key, value := range demo {
		if answers[key] == "" {
			answers[key] = value
		}
	}
}

// fillSecret puts the secret, or where it is kept, into the service.
func (a *app) fillSecret(ctx context.Context, c *configuration, o generateOptions, answers map[string]string) error {
	kind := cmp.Or(o.secretIn, answers["connector.secret"], "file")
	if kinds := store.SecretKinds(); !slices.Contains(kinds, kind) {
		name := a.named("secret-in")
		if o.secretIn == "" {
			name = "connector.secret in the answers:"
		}
		return usage("%s %q is none of %s%s", name, safe.Show(kind, 40), strings.Join(kinds, ", "), didYouMean(kind, kinds))
	}
	if kind == "file" && o.secretRef != "" {
		return usage("%s names where --secret-in env, secretFile or keyring keeps the secret. Add one of them", a.named("secret-ref"))
	}
	from, inAnswers := o.secret, false
	if !from.given() {
		inAnswers = true
		from.file, from.env = answers["clientSecretFile"], answers["clientSecretEnv"]
		if from.file != "" && from.env != "" {
			return usage("clientSecretFile and clientSecretEnv in the answers each say where the app secret is. Use one of them")
		}
	}
	switch {
	case from.given() && c.unread(from):
	case from.given():
		pipe := from.fromPipe() // once read it may be gone
		secret, err := a.readSecret(ctx, from)
		if err != nil && (kind != "env" || from.env == "") {
			return a.namingSource(err, from, inAnswers)
		}
		c.secret = secret // of a variable that only the connector has, the name is enough
		if pipe {
			from.file = ""
		}
	case a.flags.demo != "" && !c.service.HasSecret():
		c.secret = safe.NewSecret(simulator.ClientSecret)
	case o.secretIn == "" && answers["connector.secret"] == "":
		c.secret = c.service.ClientSecret
		return nil // what is there stays
	case c.service.HasSecret(): // it moves
		secret, err := c.service.Secret(ctx)
		if err != nil && kind != "env" {
			return err
		}
		c.secret = secret
	}
	if !c.secret.IsZero() {
		value, removed := rules.Clean("credentials.clientSecret", c.secret.Reveal())
		c.secret, c.cleaned = safe.NewSecret(value), append(c.cleaned, removed...)
	}
	a.keepSecret(c, kind, from, cmp.Or(o.secretRef, answers["connector.secretRef"]))
	return nil
}

// keepSecret has the service keep the secret in the one place.
func (a *app) keepSecret(c *configuration, kind string, from secretFlags, ref string) {
	// It may be read from a place that it can stay at.
	given := map[string]string{"env": from.env, "secretFile": a.besideConfig(from.file)}[kind]
	place := store.UsualSecretPlace(kind, a.flags.service, a.flags.demo != "")
	for _, p := range c.service.SecretPlaces() {
		if p.Kind == kind {
			place = p
		}
	}
	place.Ref = cmp.Or(ref, given, place.Ref)
	c.put = place.IsPut() && !c.secret.IsZero() && (ref != "" || given == "")
	c.service = c.service.WithSecretAt(place, c.secret)
}

// besideConfig returns a path as the configuration file refers to it.
func (a *app) besideConfig(path string) string {
	if path == "" {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	config, err := filepath.Abs(a.flags.config)
	if err != nil {
		return abs
	}
	if rel, err := filepath.Rel(filepath.Dir(config), abs); err == nil && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return abs
}
