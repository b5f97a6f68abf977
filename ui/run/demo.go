package run

import (
	"context"
	"maps"
	"net/url"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store"
)

// DemoValues returns the answers that the demo comes with, to be accepted or
// changed: assets/catalogue/demo.toml.
func DemoValues() map[string]string { return maps.Clone(assets.DemoValues()) }

// DemoEndpoints are those that a configuration of the demo names where no
// simulated Pinterest runs: "pinsetup simulate --port 9090" serves them.
var DemoEndpoints = auth.Endpoints{
	AuthorizeURL: "http://127.0.0.1:9090/oauth/",
	TokenURL:     "http://127.0.0.1:9090/v5/oauth/token",
	APIURL:       "http://127.0.0.1:9090/v5",
}

// Simulated reports whether a service is the demo's: the simulated app on this
// machine. What the demo writes is known by it, and never taken for real.
func Simulated(s store.Service) bool {
	return s.ClientSecret.Reveal() == simulator.ClientSecret || s.ClientID == simulator.ClientID && onThisMachine(s.TokenURL)
}

// MayBeDemos reports whether the demo may write over a service: it is the
// demo's, leads to this machine, or is no app yet.
func MayBeDemos(s store.Service) bool {
	return s.ClientID == "" || Simulated(s) || onThisMachine(s.TokenURL)
}

// NotTheDemos says that the demo left a service alone that is real.
func NotTheDemos(file, service string) *store.Problem {
	return store.NewProblem(nil, "file.not-the-demos", "file", file, "service", service, "demo", store.DemoFile)
}

// DemoMayPut returns an error where a service of the file keeps its secret where
// a real one is: the demo's would take its place.
func DemoMayPut(ctx context.Context, file *store.File, service string) error {
	s, err := file.Service(service)
	if err != nil || !s.SecretPlace().IsPut() {
		return nil // nothing is put anywhere
	}
	if there, err := s.Secret(ctx); err != nil || there.Reveal() == simulator.ClientSecret {
		return nil
	}
	return store.NewProblem(nil, "secret.not-the-demos", "place", s.SecretPlace().Ref)
}

// OfTheDemo says that a service is the demo's, where a real one is wanted.
func OfTheDemo(file, service string) finding.Finding {
	return assets.Finding("file.of-the-demo", "file", safe.Clean(file, 300), "service", safe.Clean(service, 100))
}

func onThisMachine(address string) bool {
	u, err := url.Parse(address)
	return err == nil && auth.IsLoopback(u.Hostname())
}
