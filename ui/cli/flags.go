package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// flags are those that every command has.
type flags struct {
	config       string
	service      string
	demo         string
	sandbox      bool
	authorizeURL string
	tokenURL     string
	apiURL       string
	plain        bool
	noBrowser    bool
	noMotion     bool
	json         bool
	logFile      string
	timeout      time.Duration
}

func (f *flags) register(set *pflag.FlagSet) {
	set.StringVar(&f.config, "config", store.DefaultFile, "the configuration `file`")
	set.StringVar(&f.service, "service", store.DefaultService, "the `id` under which the connector looks its configuration up")
	set.StringVar(&f.demo, "demo", "", "everything against a simulated Pinterest, in a `scenario` of \"pinsetup simulate --list\"; nothing leaves the machine")
	set.Lookup("demo").NoOptDefVal = "ok"
	set.BoolVar(&f.sandbox, "sandbox", false, "use the API of Pinterest's sandbox")
	set.StringVar(&f.authorizeURL, "authorize-url", "", "another authorize `URL`")
	set.StringVar(&f.tokenURL, "token-url", "", "another token `URL`")
	set.StringVar(&f.apiURL, "api-url", "", "another API base `URL`")
	set.BoolVar(&f.plain, "plain", false, "ask line by line: for screen readers and simple terminals")
	set.BoolVar(&f.noBrowser, "no-browser", false, "open no browser; addresses are shown")
	set.BoolVar(&f.noMotion, "no-motion", false, "let nothing on the screen move: no spinner")
	set.BoolVar(&f.json, "json", false, "print JSON, and nothing else, on standard output")
	set.StringVar(&f.logFile, "log-file", "", "write a log, without secrets, to this `file`")
	set.DurationVar(&f.timeout, "timeout", 0, "end the wait of a live test, check, token, push or simulate after this `length` of time: 30s, 10m")
	set.VisitAll(inEnvironment)
}

// judged are generate's flags whose values have a rule, which says more of a
// secret in them.
var judged = []string{"client-id", "secret-ref", "api-base", "redirect-uri", "test-redirect-uri", "scope"}

// noSecrets refuses a flag with a secret in it: it would name a file, a service.
func (a *app) noSecrets(cmd *cobra.Command) (err error) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		given := f.Changed || a.fromVariable[f.Name]
		if err == nil && given && !(cmd.Name() == "generate" && slices.Contains(judged, f.Name)) {
			err = noSecret(a.named(f.Name), f.Value.String())
		}
	})
	return err
}

// noSecret refuses what somebody typed and has a secret in it; where says where
// it stands.
func noSecret(where, value string) error {
	if safe.RedactKnown(value) == value {
		return nil
	}
	return exit(exitUsage, &findingError{assets.Finding("secret.typed", "where", where), nil})
}

// validate looks at the values of the flags.
func (a *app) validate(cmd *cobra.Command) error {
	f := &a.flags
	if err := a.noSecrets(cmd); err != nil {
		return err
	}
	if f.demo != "" && !isScenario(f.demo) {
		return noScenario(a.named("demo"), f.demo)
	}
	if f.timeout < 0 {
		return usage("%s is %s, and has to be longer than nothing: 30s, 10m", a.named("timeout"), f.timeout)
	}
	for _, needed := range []struct{ flag, value string }{{"config", f.config}, {"service", f.service}} {
		if strings.TrimSpace(needed.value) == "" {
			return usage("%s is empty. Name one, or leave it out", a.named(needed.flag))
		}
	}
	for _, url := range []struct{ flag, value string }{
		{"authorize-url", f.authorizeURL}, {"token-url", f.tokenURL}, {"api-url", f.apiURL},
	} {
		switch {
		case url.value == "":
		case !strings.HasPrefix(url.value, "https://") && !strings.HasPrefix(url.value, "http://"):
			return usage("%s is %q, and has to be a whole URL: https://…", a.named(url.flag), safe.Show(url.value, 200))
		case f.demo != "" && !leadsHere(url.value):
			return a.staysHere(url.flag)
		}
	}
	if f.demo != "" && f.sandbox {
		return a.staysHere("sandbox")
	}
	return nil
}

// staysHere refuses a flag that leads out of the machine, in the demo.
func (a *app) staysHere(flag string) error {
	return usage("%s sends nothing out of this machine, and %s leads to another server. Use one of them", a.named("demo"), a.named(flag))
}

func leadsHere(raw string) bool {
	_, here := onThisMachine(raw)
	return here
}

// wanted says what a flag takes.
func wanted(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool":
		return "it has to be true or false"
	case "duration":
		return "it has to be a length of time: 30s, 10m"
	case "int":
		return "it has to be a number"
	}
	return fmt.Sprintf("that is no value for --%s", f.Name)
}

// override returns the endpoints with what flags say in their place.
func (f *flags) override(e auth.Endpoints) auth.Endpoints {
	if f.sandbox {
		e.TokenURL, e.APIURL = auth.Sandbox.TokenURL, auth.Sandbox.APIURL
	}
	for _, o := range []struct {
		to   *string
		from string
	}{{&e.AuthorizeURL, f.authorizeURL}, {&e.TokenURL, f.tokenURL}, {&e.APIURL, f.apiURL}} {
		if o.from != "" {
			*o.to = o.from
		}
	}
	return e
}
