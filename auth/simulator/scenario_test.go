package simulator_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth/simulator"
)

func TestEveryScenarioStartsAndCloses(t *testing.T) {
	words := map[string]bool{"documented": true, "observed": true, "standard": true, "invented": true}
	seen := map[string]bool{}
	for i, scenario := range simulator.Scenarios() {
		if i == 0 && scenario.Name != "ok" {
			t.Errorf("the first scenario is %s", scenario.Name)
		}
		if seen[scenario.Name] || scenario.Summary == "" || !words[scenario.Basis] {
			t.Errorf("the scenario %+v is there twice or incomplete", scenario)
		}
		seen[scenario.Name] = true
		server, err := simulator.Start(simulator.Options{Scenario: scenario.Name})
		if err != nil {
			t.Fatalf("%s: %v", scenario.Name, err)
		}
		if err := server.Close(); err != nil {
			t.Errorf("%s: %v", scenario.Name, err)
		}
		if err := server.Close(); err != nil {
			t.Errorf("%s closed twice: %v", scenario.Name, err)
		}
	}
	t.Logf("%d scenarios", len(seen))
}

func TestAnUnknownScenarioIsAnsweredWithThoseThatThereAre(t *testing.T) {
	_, err := simulator.Start(simulator.Options{Scenario: "okay"})
	if err == nil || !strings.Contains(err.Error(), `"okay"`) || !strings.Contains(err.Error(), "wrong-secret") {
		t.Errorf("the error is %v", err)
	}
}

func TestABusyPortIsAnError(t *testing.T) {
	busy, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	if _, err := simulator.Start(simulator.Options{Port: busy.Addr().(*net.TCPAddr).Port}); err == nil {
		t.Error("the simulated Pinterest started on a busy port")
	}
}

// TestScenariosMisbehaveAsTheySay looks at what the token endpoint, or the
// API, does in each way of going wrong.
func TestScenariosMisbehaveAsTheySay(t *testing.T) {
	for scenario, want := range map[string]struct {
		status int
		words  string
	}{
		"wrong-secret": {401, "Authentication failed."}, "body-credentials": {400, "Invalid request body"},
		"code-refused": {400, "invalid_grant"}, "outage": {503, "Something went wrong"}, "token-rate-limited": {429, "rate limit"},
		"captive-portal": {200, "<!doctype html>"}, "redirect-token": {307, ""}, "garbage": {200, "not json"}, "bad-gateway": {502, "<h1>"},
		"empty": {200, ""}, "plain-text": {200, "OK"}, "silent-scopes": {200, "pina_"}, "comma-scopes": {200, "user_accounts:read,boards:read"},
		"missing-scope": {200, `"user_accounts:read boards:read"`}, "superset-scopes": {200, "ads:read"}, "short-lived": {200, "86400"},
	} {
		server := start(t, simulator.Options{Scenario: scenario})
		got := exchange(t, server, "user_accounts:read,boards:read,pins:read")
		if got.status != want.status || !strings.Contains(got.text, want.words) {
			t.Errorf("%s: the token endpoint answered %d %q", scenario, got.status, got.text)
		}
	}
	for scenario, want := range map[string]struct {
		status int
		words  string
	}{
		"pending": {401, "consumer type is not supported"}, "expired-token": {401, "Authentication failed."}, "sandbox-mixup": {401, "Authentication failed."},
		"rate-limited": {429, "rate limit"}, "spam-blocked": {429, "spam"}, "burst-limited": {429, "rate limit"}, "hiccup": {503, "Something"},
		"api-outage": {500, "Something"}, "forbidden": {403, "not permitted"}, "deactivated-app": {401, "App is deactivated"}, "deactivated-user": {401, "User is deactivated"},
		"personal-account": {200, "PINNER"}, "escape": {200, `\u001b]0;`}, "wrong-shape": {200, "[1,2,3]"}, "api-garbage": {200, "not json"},
		"redirect-api": {307, ""}, "unknown-error": {418, "98765"}, "escape-error": {401, `\u001b[2J`},
	} {
		server := start(t, simulator.Options{Scenario: scenario})
		token := exchange(t, server, "user_accounts:read,boards:read").body["access_token"].(string)
		got := apiCall(t, server, http.MethodGet, "/user_account", token)
		if got.status != want.status || !strings.Contains(got.text, want.words) {
			t.Errorf("%s: the API answered %d %q", scenario, got.status, got.text)
		}
	}
}

func TestWhatStrikesTwiceIsOverAfterwards(t *testing.T) {
	server := start(t, simulator.Options{Scenario: "hiccup"})
	token := exchange(t, server, "user_accounts:read").body["access_token"].(string)
	var statuses []int
	for range 3 {
		statuses = append(statuses, apiCall(t, server, http.MethodGet, "/user_account", token).status)
	}
	if statuses[0] != 503 || statuses[1] != 503 || statuses[2] != 200 {
		t.Errorf("answered %v", statuses)
	}
}

func TestConnectionsBreakAsTheScenarioSays(t *testing.T) {
	for _, scenario := range []string{"hangup", "truncated", "huge", "stalled", "refused", "tls-untrusted", "tls-expired", "tls-future", "tls-hostname"} {
		server := start(t, simulator.Options{Scenario: scenario})
		form := url.Values{"grant_type": {"authorization_code"}, "code": {code(t, server, "boards:read")}, "redirect_uri": {callbackURI}}
		ctx, cancel := context.WithCancel(context.Background())
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.Info().TokenURL, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.SetBasicAuth(server.Info().ClientID, server.Info().ClientSecret)
		if scenario == "stalled" {
			time.AfterFunc(50*time.Millisecond, cancel)
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			var read int64
			read, err = io.Copy(io.Discard, io.LimitReader(response.Body, 8<<20))
			response.Body.Close()
			if read == 8<<20 {
				err = errors.New("no end in sight")
			}
		}
		if err == nil {
			t.Errorf("%s: the token endpoint answered properly", scenario)
		}
		cancel()
	}
}

func TestTheBrowserComesBackAsTheScenarioSays(t *testing.T) {
	for scenario, good := range map[string]func(page string, q url.Values, err error) bool{
		"denied":          func(_ string, q url.Values, _ error) bool { return q.Get("error") == "access_denied" && !q.Has("code") },
		"authorize-error": func(_ string, q url.Values, _ error) bool { return q.Get("error") == "server_error" },
		"no-callback": func(page string, _ url.Values, err error) bool {
			return errors.Is(err, simulator.ErrStays) && strings.Contains(page, "Nothing more happens here")
		},
		"no-code": func(_ string, q url.Values, _ error) bool { return !q.Has("code") && q.Get("state") == "st te&1" },
		"wrong-issuer": func(_ string, q url.Values, _ error) bool {
			return q.Has("code") && q.Get("state") == "st te&1" && q.Get("iss") == "https://issuer.invalid"
		},
		"wrong-state": func(_ string, q url.Values, _ error) bool { return q.Has("code") && q.Get("state") != "st te&1" },
		"no-state":    func(_ string, q url.Values, _ error) bool { return q.Has("code") && !q.Has("state") },
		"redirect-mismatch": func(page string, _ url.Values, err error) bool {
			return err != nil && strings.Contains(page, "does not match any of the registered redirect URIs")
		},
		"legacy-scopes": func(page string, _ url.Values, err error) bool {
			return err != nil && strings.Contains(page, "invalid scopes requested")
		},
		"unknown-app": func(page string, _ url.Values, err error) bool {
			return err != nil && strings.Contains(page, "Invalid Application ID")
		},
	} {
		server := start(t, simulator.Options{Scenario: scenario})
		page, err := server.Consent(context.Background(), authorizeURL(server, nil), true)
		u, parseErr := url.Parse(page)
		if parseErr != nil {
			u = &url.URL{}
		}
		if !good(page, u.Query(), err) {
			t.Errorf("%s: the last page is %q (%v)", scenario, page, err)
		}
	}
}
