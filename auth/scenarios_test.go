package auth_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
)

// canary is the app secret of every flight; it has to stay where it belongs.
const canary = "ca4a4bca4a4bca4a4bca4a4bca4a4bca4a4bca4a"

// flights are the scenarios, and what a live test says of each.
var flights = []struct {
	scenario string
	// from is where the finding shows: in the "result" of the flight; in its
	// "progress" (it is canceled then); in a "timeout"; on the "page" on which
	// Pinterest stopped; or in a check without a browser: a bare "check", or one
	// of a "kept" access token.
	from string
	// want is the finding that names what the scenario does; "" where the test
	// succeeds and has nothing to say against the configuration.
	want string
}{
	{"ok", "result", ""},
	{"standard", "result", ""},
	{"superset-scopes", "result", "flight.more-scopes"},
	{"comma-scopes", "result", ""},
	{"silent-scopes", "result", "flight.scopes-unsaid"},
	{"missing-scope", "result", "flight.fewer-scopes"},
	{"short-lived", "result", "flight.short-lived"},
	{"slow", "result", ""},
	{"hiccup", "result", ""},
	{"burst-limited", "result", ""},
	{"rate-windows", "result", ""},
	{"no-ratelimit-headers", "result", "flight.no-rate-limits"},
	{"escape", "result", ""},
	{"clock-skew", "result", "flight.clock"},
	{"personal-account", "result", "flight.personal-account"},
	{"pending", "result", "api.not-approved"},
	{"wrong-secret", "result", "exchange.wrong-secret"},
	{"body-credentials", "result", "exchange.not-understood"},
	{"code-refused", "result", "exchange.code-refused"},
	{"denied", "result", "callback.denied"},
	{"authorize-error", "result", "callback.server-error"},
	{"no-callback", "timeout", "flight.no-callback"},
	{"no-code", "progress", "flight.no-code"},
	{"wrong-state", "progress", "flight.wrong-state"},
	{"no-state", "progress", "flight.wrong-state"},
	{"wrong-issuer", "progress", "flight.wrong-issuer"},
	{"redirect-mismatch", "page", "authorize.redirect-mismatch"},
	{"legacy-scopes", "page", "authorize.invalid-scopes"},
	{"unknown-app", "page", "authorize.unknown-app"},
	{"rate-limited", "result", "api.rate-limited"},
	{"token-rate-limited", "result", "api.rate-limited"},
	{"spam-blocked", "result", "api.spam-blocked"},
	{"expired-token", "result", "api.token-refused"},
	{"sandbox-mixup", "result", "api.environment"},
	{"restricted", "result", "api.restricted"},
	{"forbidden", "result", "api.forbidden"},
	{"trial-refusal", "result", "api.trial-pins"},
	{"deactivated-app", "result", "debugger.app-deactivated"},
	{"deactivated-user", "result", "debugger.user-deactivated"},
	{"escape-error", "result", "api.environment"},
	{"outage", "result", "api.outage"},
	{"api-outage", "result", "api.outage"},
	{"bad-gateway", "result", "api.outage"},
	{"stalled", "result", "network.timeout-here"},
	{"api-stalled", "result", "network.timeout-here"},
	{"hangup", "result", "network.reset"},
	{"api-hangup", "result", "network.reset"},
	{"refused", "result", "network.refused-here"},
	{"garbage", "result", "network.content-type"},
	{"api-garbage", "result", "network.content-type"},
	{"wrong-shape", "result", "network.content-type"},
	{"empty", "result", "network.truncated"},
	{"plain-text", "result", "network.content-type"},
	{"huge", "result", "network.too-large"},
	{"api-huge", "result", "network.too-large"},
	{"truncated", "result", "network.truncated"},
	{"captive-portal", "result", "network.captive-portal"},
	{"redirect-token", "result", "network.redirect"},
	{"redirect-api", "result", "network.redirect"},
	{"tls-untrusted", "result", "network.tls-authority"},
	{"tls-expired", "result", "network.tls-expired"},
	{"tls-future", "result", "network.tls-not-yet-valid"},
	{"tls-hostname", "result", "network.tls-hostname"},
	{"ok", "check", ""},
	{"wrong-secret", "check", "client.refused"},
	{"no-2fa", "check", "check.present-only"},
	{"expired-token", "kept", "api.token-refused"},
	{"outage", "check", "api.outage"},
}

func TestEveryScenarioIsNamed(t *testing.T) {
	rows := map[string]bool{"unknown-error": true}
	outings := launch(t)
	for i, row := range flights {
		rows[row.scenario] = true
		t.Run(row.scenario+"/"+row.from, func(t *testing.T) {
			got := <-outings[i]
			if got.err != nil {
				t.Fatal(got.err)
			}
			if row.want != "" && !slices.Contains(got.findings, row.want) {
				t.Errorf("the findings are %v, not %s (page: %s)", got.findings, row.want, got.page)
			}
			if row.want == "" && !got.result.OK {
				t.Errorf("the test failed: %v", got.findings)
			}
			if id := slices.IndexFunc(got.findings, func(id string) bool { return strings.HasPrefix(id, "unknown.") }); id >= 0 {
				t.Errorf("a failure is not known: %v", got.findings)
			}
			got.checkSecrets(t)
		})
	}
	for _, s := range simulator.Scenarios() {
		if !rows[s.Name] {
			t.Errorf("no row for the scenario %s", s.Name)
		}
	}
	t.Logf("%d rows, each with its finding", len(flights))
}

func TestAFailureThatNobodyKnowsIsShownAsItCame(t *testing.T) {
	got := fly(t.Context(), "unknown-error", "result")
	if got.err != nil {
		t.Fatal(got.err)
	}
	at := slices.Index(got.findings, "unknown.api")
	if at < 0 {
		t.Fatalf("the findings are %v", got.findings)
	}
	if f := got.result.Findings[at]; f.Detail != "HTTP 418, code 98765: The kettle is on." || f.RequestID == "" {
		t.Errorf("it is shown as %+v", f)
	}
	got.checkSecrets(t)
}

func TestWhatAnAnswerDoesNotSayIsNotMissing(t *testing.T) {
	got := fly(t.Context(), "silent-scopes", "result")
	if got.err != nil || !got.result.OK || got.result.Granted != nil || got.result.Missing() != nil {
		t.Errorf("granted %v, missing %v: %v, %v", got.result.Granted, got.result.Missing(), got.findings, got.err)
	}
}

func TestAUsedUpQuotaSaysWhenItIsNewAgain(t *testing.T) {
	for _, scenario := range []string{"rate-limited", "token-rate-limited"} {
		got := fly(t.Context(), scenario, "result")
		at := slices.Index(got.findings, "api.rate-limited")
		if got.err != nil || at < 0 {
			t.Fatalf("%s: %v, %v", scenario, got.err, got.findings)
		}
		day := time.Now().Add(67150 * time.Second).Format("Mon 2 Jan")
		if f := got.result.Findings[at]; !strings.Contains(f.Fix, " in 18 h ") || !strings.Contains(f.Fix, "("+day+", ") {
			t.Errorf("%s: %s", scenario, f.Fix)
		}
	}
}

// launch flies all rows, many at once, as most of them wait most of the time.
func launch(t *testing.T) []chan *outing {
	outings := make([]chan *outing, len(flights))
	slots := make(chan struct{}, 12)
	for i, row := range flights {
		outings[i] = make(chan *outing, 1)
		go func() {
			slots <- struct{}{}
			outings[i] <- fly(t.Context(), row.scenario, row.from)
			<-slots
		}()
	}
	return outings
}

// checkSecrets looks for secret, tokens and code in everything that a flight
// lets out: its log at its most talkative, its progress, its result, its pages.
func (out *outing) checkSecrets(t *testing.T) {
	t.Helper()
	secrets := append([]string{canary}, out.tap.heard()...)
	if len(secrets) == 1 && len(out.tap.requests) > 0 {
		t.Error("the tap heard no secret of the calls")
	}
	result, err := json.Marshal(out.result)
	if err != nil {
		t.Fatal(err)
	}
	progress, err := json.Marshal(out.progress)
	if err != nil {
		t.Fatal(err)
	}
	for place, text := range map[string]string{
		"log": out.log.String(), "result": string(result), "printed result": fmt.Sprintf("%+v %#v", out.result, out.result),
		"progress": string(progress), "page": out.page,
	} {
		for _, secret := range secrets {
			if secret != "" && strings.Contains(text, secret) {
				t.Errorf("the %s holds the secret %.12s…: %s", place, secret, around(text, secret))
			}
		}
		for _, shape := range []string{"pina_", "pinr_", "code=", "state="} {
			if at := strings.Index(text, shape); at >= 0 && !strings.HasPrefix(text[at+len(shape):], safe.Mask) {
				t.Errorf("the %s holds something after %s: %s", place, shape, around(text, shape))
			}
		}
		if strings.ContainsAny(text, "\x1b\x07\u202e") {
			t.Errorf("the %s holds control sequences: %q", place, text)
		}
	}
	if out.log.String() == "" {
		t.Error("nothing was logged")
	}
}

func around(text, piece string) string {
	at := strings.Index(text, piece)
	return text[max(0, at-80):min(len(text), at+len(piece)+80)]
}

func TestWhatAFailureSaysIsForPeople(t *testing.T) {
	for scenario, want := range map[string]string{
		"wrong-shape": "GET /v5/user_account: the answer isn't the JSON that belongs there: it is of another kind (array)",
		"clock-skew":  "This machine's clock is 1 h behind Pinterest's",
		"short-lived": "This access token lives 24 h only",
	} {
		got := fly(t.Context(), scenario, "result")
		if got.err != nil {
			t.Fatal(got.err)
		}
		if !slices.ContainsFunc(got.result.Findings, func(f finding.Finding) bool { return strings.Contains(f.Title+f.Detail, want) }) {
			t.Errorf("%s: nothing says %q: %+v", scenario, want, got.result.Findings)
		}
	}
}
