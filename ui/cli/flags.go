package cli

import (
	"time"

	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/auth"
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
	json         bool
	logFile      string
	timeout      time.Duration
}

func (f *flags) register(set *pflag.FlagSet) {
	set.StringVar(&f.config, "config", store.DefaultFile, "the configuration `file`")
	set.StringVar(&f.service, "service", store.DefaultService, "the `id` under which the connector looks its configuration up")
	set.StringVar(&f.demo, "demo", "", "everything against a simulated Pinterest; nothing leaves the machine")
	set.Lookup("demo").NoOptDefVal = "ok"
	set.BoolVar(&f.sandbox, "sandbox", false, "use the API of Pinterest's sandbox")
	set.StringVar(&f.authorizeURL, "authorize-url", "", "another authorize `URL`")
	set.StringVar(&f.tokenURL, "token-url", "", "another token `URL`")
	set.StringVar(&f.apiURL, "api-url", "", "another API base `URL`")
	set.BoolVar(&f.plain, "plain", false, "ask line by line: for screen readers and simple terminals")
	set.BoolVar(&f.noBrowser, "no-browser", false, "open no browser; addresses are shown")
	set.BoolVar(&f.json, "json", false, "print JSON")
	set.StringVar(&f.logFile, "log-file", "", "write a log, without secrets, to this `file`")
	set.DurationVar(&f.timeout, "timeout", 0, "limit for a live test or a check (10m, 30s)")
}

// endpoints returns where the run goes: Pinterest, its sandbox, or elsewhere.
func (f *flags) endpoints() auth.Endpoints {
	e := auth.Production
	if f.sandbox {
		e = auth.Sandbox
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
