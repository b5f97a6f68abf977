package simulator_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth/simulator"
)

func TestReadsWantTheScopesOfTheAPIDescription(t *testing.T) {
	server := start(t, simulator.Options{})
	token := exchange(t, server, "boards:read").body["access_token"].(string)
	for path, missing := range map[string]string{
		"/boards": "", "/user_account": "['user_accounts:read']", "/pins": "['pins:read']", "/boards?privacy=SECRET": "['boards:read_secret']",
		"/ad_accounts": "['ads:read']", "/catalogs": "['catalogs:read']", "/boards/1/pins": "['pins:read']",
	} {
		got := apiCall(t, server, http.MethodGet, path, token)
		if missing == "" {
			if items, ok := got.body["items"].([]any); got.status != http.StatusOK || !ok || len(items) != 1 {
				t.Errorf("%s: %d %s", path, got.status, got.text)
			}
			continue
		}
		message, _ := got.body["message"].(string)
		if got.status != http.StatusUnauthorized || got.body["code"] != 3.0 || !strings.HasSuffix(message, "Missing: "+missing) {
			t.Errorf("%s: %d %s", path, got.status, got.text)
		}
		if got.header.Get("X-RateLimit-Limit") != "" {
			t.Errorf("%s: a 401 has rate-limit headers", path)
		}
	}
	if got := apiCall(t, server, http.MethodGet, "/user_account", "pina_unknown"); got.status != http.StatusUnauthorized || got.body["status"] != "failure" {
		t.Errorf("an unknown token: %d %s", got.status, got.text)
	}
}

func TestEveryReadOfTheAPIDescriptionIsAnswered(t *testing.T) {
	server := start(t, simulator.Options{Scenario: "standard"})
	var all []string
	for _, scope := range assets.Scopes() {
		all = append(all, scope.Name)
	}
	token := exchange(t, server, strings.Join(all, ",")).body["access_token"].(string)
	hole := regexp.MustCompile(`\{[^}]*\}`)
	for _, o := range assets.Operations() {
		if o.Method != http.MethodGet {
			continue
		}
		got := apiCall(t, server, http.MethodGet, hole.ReplaceAllString(o.Path, "7"), token)
		if got.status != http.StatusOK && got.status != http.StatusNotFound || got.body == nil {
			t.Errorf("GET %s: %d %s", o.Path, got.status, got.text)
		}
	}
}

func TestTrialAccessCreatesBoardsAndNoPins(t *testing.T) {
	const publish = "boards:read,boards:write,pins:read,pins:write"
	for scenario, want := range map[string]map[string]int{
		"ok":       {"POST /pins": 403, "PATCH /pins/1": 401, "POST /boards": 201, "DELETE /boards/1": 501},
		"standard": {"POST /pins": 201, "PATCH /pins/1": 501, "POST /boards": 201},
	} {
		server := start(t, simulator.Options{Scenario: scenario})
		token := exchange(t, server, publish).body["access_token"].(string)
		for name, status := range want {
			method, path, _ := strings.Cut(name, " ")
			if got := apiCall(t, server, method, path, token); got.status != status {
				t.Errorf("%s in %s: %d %s", name, scenario, got.status, got.text)
			}
		}
		writes := slices.DeleteFunc(server.Requests(), func(r simulator.Request) bool { return !r.Writes() })
		if len(writes) != len(want) {
			t.Errorf("%s: %v were recorded as writes, want %d", scenario, writes, len(want))
		}
	}
}

func TestAQuotaIsUsedUpAndComesBack(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	server := start(t, simulator.Options{Scenario: "standard", Now: func() time.Time { return now }})
	token := exchange(t, server, "user_accounts:read").body["access_token"].(string)
	read := func() answer {
		return apiCall(t, server, http.MethodGet, "/user_account/analytics?start_date=2026-11-01", token)
	}
	first := read()
	if first.header.Get("X-RateLimit-Limit") != "60" || first.header.Get("X-RateLimit-Remaining") != "59" || first.header.Get("X-RateLimit-Reset") != "60" {
		t.Fatalf("the headers are %v", first.header)
	}
	for range 59 {
		read()
	}
	if got := read(); got.status != http.StatusTooManyRequests || got.body["code"] != 8.0 || got.header.Get("X-RateLimit-Remaining") != "0" {
		t.Errorf("beyond the quota: %d %s %v", got.status, got.text, got.header)
	}
	now = now.Add(time.Minute)
	if got := read(); got.status != http.StatusOK {
		t.Errorf("a minute later: %d %s", got.status, got.text)
	}
}
