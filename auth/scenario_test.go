package auth_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
)

// outcomes says what a live test makes of each scenario of the simulated
// Pinterest: whether it passes, and the findings, without those that every
// test of a Trial app has. Where no callback counts, "browser" is what the
// page says that the browser shows, and "ignored" what was noticed about
// requests.
var outcomes = map[string]string{
	"ok": "true", "standard": "true", "comma-scopes": "true", "no-2fa": "true", "escape": "true",
	"hiccup": "true", "burst-limited": "true", "rate-windows": "true",

	"superset-scopes":      "true flight.more-scopes",
	"silent-scopes":        "true flight.scopes-unsaid",
	"no-ratelimit-headers": "true flight.no-rate-limits",
	"personal-account":     "true flight.personal-account",
	"clock-skew":           "true flight.clock",
	"short-lived":          "true flight.short-lived",
	"restricted":           "true api.restricted",
	"trial-refusal":        "true api.trial-pins",
	"missing-scope":        "false flight.fewer-scopes",

	"denied":            "false callback.denied",
	"authorize-error":   "false callback.server-error",
	"unknown-app":       "false flight.canceled browser authorize.unknown-app",
	"redirect-mismatch": "false flight.canceled browser authorize.redirect-http",
	"legacy-scopes":     "false flight.canceled browser authorize.invalid-scopes",
	"no-callback":       "false flight.canceled",
	"no-code":           "false flight.canceled ignored flight.no-code",
	"wrong-state":       "false flight.canceled ignored flight.wrong-state",
	"no-state":          "false flight.canceled ignored flight.wrong-state",

	"wrong-secret":       "false exchange.wrong-secret",
	"body-credentials":   "false exchange.body-credentials",
	"code-refused":       "false exchange.code-refused",
	"token-rate-limited": "false api.rate-limited",
	"outage":             "false api.outage",
	"bad-gateway":        "false api.outage",

	"pending":          "false api.not-approved",
	"expired-token":    "false api.token-refused",
	"sandbox-mixup":    "false api.environment",
	"escape-error":     "false api.environment",
	"forbidden":        "false api.forbidden",
	"deactivated-app":  "false debugger.app-deactivated",
	"deactivated-user": "false debugger.user-deactivated",
	"rate-limited":     "false api.rate-limited",
	"spam-blocked":     "false api.spam-blocked",
	"api-outage":       "false api.outage",
	"unknown-error":    "false unknown.api", // made to match nothing

	"refused": "false network.refused",
	"stalled": "false network.timeout", "api-stalled": "false network.timeout",
	"hangup": "false network.reset", "api-hangup": "false network.reset",
	"garbage": "false network.content-type", "api-garbage": "false network.content-type",
	"plain-text": "false network.content-type", "wrong-shape": "false network.content-type",
	"empty": "false network.truncated", "truncated": "false network.truncated",
	"huge": "false network.too-large", "api-huge": "false network.too-large",
	"captive-portal": "false network.captive-portal",
	"redirect-token": "false network.redirect", "redirect-api": "false network.redirect",
	"tls-untrusted": "false network.tls-authority", "tls-hostname": "false network.tls-hostname",
	"tls-expired": "false network.tls-expired", "tls-future": "false network.tls-not-yet-valid",
}

// tooSlow are the scenarios that say nothing new and take long.
var tooSlow = map[string]string{"slow": "every answer takes three seconds of real time"}

func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// A logbook is a log that tests read.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// A trip is a live test that was flown, and all that anybody could read of it.
type trip struct {
	result  auth.Result
	ignored []finding.Finding // what the last progress said
	page    string            // what the browser showed at the end
	refused bool              // by the consent page
	state   string
	log     logbook
}

// fly flies a live test in a scenario, with a person who gives access.
func fly(t *testing.T, scenario string) *trip {
	redirect := fmt.Sprintf("http://localhost:%d/callback", freePort(t))
	server, err := simulator.Start(simulator.Options{Scenario: scenario, RedirectURIs: []string{redirect}})
	if err != nil {
		t.Error(err)
		return nil
	}
	defer server.Close()
	info := server.Info()
	client := auth.NewClient()
	if strings.Contains(scenario, "stalled") {
		client.Timeout = 300 * time.Millisecond
	}
	defer client.CloseIdleConnections()
	trip := &trip{}
	flight, err := auth.Start(t.Context(), auth.Options{
		App: auth.App{
			ClientID: info.ClientID, ClientSecret: safe.NewSecret(info.ClientSecret), RedirectURI: redirect,
			Scopes: []string{"user_accounts:read", "boards:read", "pins:read"}, Endpoints: info.Endpoints,
		},
		Client: client,
		Log:    slog.New(slog.NewJSONHandler(&trip.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Error(err)
		return nil
	}
	u, _ := url.Parse(flight.AuthorizeURL())
	trip.state = u.Query().Get("state")
	trip.page, err = server.Consent(t.Context(), flight.AuthorizeURL(), true)
	trip.refused = err != nil
	if err != nil || !strings.Contains(trip.page, "This page comes from pinsetup") || strings.Contains(trip.page, "still waiting") {
		flight.Cancel() // no callback came, or none that counts
	}
	trip.result = flight.Wait()
	for p := range flight.Progress() {
		trip.ignored = p.Findings
	}
	return trip
}

// outcome is the trip in the words of outcomes.
func (trip *trip) outcome() string {
	words := []string{fmt.Sprint(trip.result.OK)}
	for _, f := range trip.result.Findings {
		if f.ID != "flight.trial-limits" {
			words = append(words, f.ID)
		}
	}
	if trip.refused {
		words = append(words, "browser", auth.Explain(trip.page)[0].ID)
	}
	for _, f := range trip.ignored {
		if f.ID != "flight.no-ipv6" {
			words = append(words, "ignored", f.ID)
		}
	}
	return strings.Join(words, " ")
}

// leaks returns the secrets that are in any text of the trip.
func (trip *trip) leaks() (found []string) {
	result, _ := json.Marshal(trip.result)
	texts := trip.log.String() + trip.page + string(result) + fmt.Sprintf("%+v", trip.result)
	secrets := map[string]string{"app secret": simulator.ClientSecret, "state": trip.state}
	if token := trip.result.Token; token != nil {
		secrets["access token"], secrets["refresh token"] = token.AccessToken.Reveal(), token.RefreshToken.Reveal()
	}
	for name, secret := range secrets {
		if secret != "" && strings.Contains(texts, secret) {
			found = append(found, name)
		}
	}
	if strings.ContainsAny(texts, "\x1b\u202e\u009b") {
		found = append(found, "control characters")
	}
	return found
}

func TestEveryScenarioIsNamedAndNoneLeaks(t *testing.T) {
	// All at once: most of their time is waiting.
	trips := map[string]*trip{}
	var mu sync.Mutex
	var flying errgroup.Group
	flying.SetLimit(8)
	for _, scenario := range simulator.Scenarios() {
		if tooSlow[scenario.Name] == "" {
			flying.Go(func() error {
				trip := fly(t, scenario.Name)
				mu.Lock()
				defer mu.Unlock()
				trips[scenario.Name] = trip
				return nil
			})
		}
	}
	flying.Wait()
	for _, scenario := range simulator.Scenarios() {
		trip := trips[scenario.Name]
		if trip == nil {
			continue
		}
		if got := trip.outcome(); got != outcomes[scenario.Name] {
			t.Errorf("%s: %q, want %q", scenario.Name, got, outcomes[scenario.Name])
		}
		if leaks := trip.leaks(); leaks != nil {
			t.Errorf("%s: %v", scenario.Name, leaks)
		}
	}
	t.Logf("%d scenarios", len(trips))
}
