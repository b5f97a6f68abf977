package auth

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

const (
	authFailed  = "Authentication failed."
	notAllowed  = "You are not permitted to access that resource."
	scopeAnswer = "Your token does not have sufficient permissions to perform this operation. Please ensure your token is authorized with the correct set of scopes."
	rateAnswer  = "This request exceeded a rate limit. This can happen if the client exceeds one\nof the published rate limits within a short time window."
	trialAnswer = "Apps with Trial access may not create Pins in production https://api.pinterest.com - use API Sandbox https://api-sandbox.pinterest.com instead."
	mismatch    = "The provided redirect_uri https://acme.example/cb does not match any of the registered redirect URIs."
)

// diagnoses are failures as they show themselves, and what they are.
var diagnoses = []struct {
	want    string
	symptom Symptom
}{
	{"authorize.redirect-mismatch", Symptom{Where: "authorize", Code: "7", Message: notAllowed + " " + mismatch}},
	{"authorize.redirect-mismatch", Symptom{Where: "authorize", Message: "The redirect URI doesn't match"}},
	{"authorize.redirect-mismatch", Symptom{Where: "authorize", Message: "The provided redirect_uri http://localhost:8085 does not match any of the registered redirect URIs."}},
	{"authorize.redirect-http", Symptom{Where: "authorize", Message: "The provided redirect_uri http://acme.example/cb does not match any of the registered redirect URIs."}},
	{"authorize.redirect-not-added", Symptom{Where: "authorize", Code: "redirect-not-added"}},
	{"authorize.unknown-app", Symptom{Where: "authorize", Message: "Invalid Application ID"}},
	{"authorize.old-address", Symptom{Where: "authorize", Code: "283", Message: "The authorization grant is invalid Invalid Application ID"}},
	{"authorize.no-scope", Symptom{Where: "authorize", Code: "1", Message: "Invalid parameters Missing required field 'scope'"}},
	{"authorize.no-redirect", Symptom{Where: "authorize", Message: "Missing required field 'redirect_uri'."}},
	{"authorize.no-response-type", Symptom{Where: "callback", Code: "unsupported_response_type"}},
	{"authorize.invalid-scopes", Symptom{Where: "authorize", Message: "There were invalid scopes requested: read_public."}},
	{"authorize.invalid-scopes", Symptom{Where: "callback", Code: "invalid_scope"}},
	{"authorize.login", Symptom{Where: "authorize", Code: "login"}},
	{"authorize.wrong-account", Symptom{Where: "api", Code: "wrong-account"}},
	{"authorize.no-callback", Symptom{Where: "authorize", Code: "no-callback"}},
	{"callback.nobody-listens", Symptom{Where: "authorize", Message: "localhost refused to connect."}},
	{"callback.https-localhost", Symptom{Where: "authorize", Message: "localhost sent an invalid response. ERR_SSL_PROTOCOL_ERROR"}},
	{"callback.unsafe-port", Symptom{Where: "authorize", Message: "ERR_UNSAFE_PORT"}},
	{"callback.denied", Symptom{Where: "callback", Code: "access_denied", Message: "The resource owner denied the request"}},
	{"callback.server-error", Symptom{Where: "callback", Code: "server_error"}},
	{"callback.unauthorized-app", Symptom{Where: "callback", Code: "unauthorized_client"}},
	{"callback.invalid-request", Symptom{Where: "callback", Code: "invalid_request"}},
	{"callback.rest-forbidden", Symptom{Where: "callback", Code: "rest_forbidden", Message: `{"code":"rest_forbidden","message":"Sorry"}`}},
	{"exchange.wrong-secret", Symptom{Where: "token", Status: 401, Code: "2", Message: authFailed}},
	{"exchange.wrong-secret", Symptom{Where: "token", Status: 401, Code: "invalid_client"}},
	{"exchange.spaces", Symptom{Where: "token", Code: "spaces"}},
	{"exchange.raw-header", Symptom{Where: "token", Code: "raw-authorization"}},
	{"exchange.not-understood", Symptom{Where: "token", Status: 400, Code: "1", Message: "Invalid request body"}},
	{"exchange.code-refused", Symptom{Where: "token", Status: 400, Code: "invalid_grant", Message: "The provided authorization grant is invalid"}},
	{"exchange.redirect-differs", Symptom{Where: "token", Status: 400, Code: "invalid_grant", Message: "redirect_uri differs"}},
	{"exchange.not-reviewed", Symptom{Where: "token", Status: 401, Code: "invalid_grant"}},
	{"exchange.grant-type", Symptom{Where: "token", Status: 400, Code: "unsupported_grant_type"}},
	{"exchange.forbidden", Symptom{Where: "token", Status: 403, Code: "29", Message: notAllowed}},
	{"exchange.wrong-address", Symptom{Where: "token", Status: 404, Message: "Not Found"}},
	{"refresh.refused", Symptom{Where: "refresh", Status: 401, Code: "2", Message: authFailed}},
	{"refresh.refused", Symptom{Where: "refresh", Status: 400, Code: "invalid_grant"}},
	{"refresh.wrong-app", Symptom{Where: "refresh", Status: 401, Code: "invalid_client"}},
	{"refresh.scopes", Symptom{Where: "refresh", Status: 400, Code: "invalid_scope"}},
	{"refresh.old-lifetime", Symptom{Where: "refresh", Message: `"refresh_token_expires_in":31536000`}},
	{"client.two-factor", Symptom{Where: "client_credentials", Status: 400, Code: "unauthorized_client"}},
	{"client.refused", Symptom{Where: "client_credentials", Status: 401, Code: "2", Message: authFailed}},
	{"api.not-approved", Symptom{Where: "fresh", Status: 401, Code: "3", Message: "Your application consumer type is not supported, please contact support."}},
	{"api.personal-account", Symptom{Where: "api", Code: "PINNER"}},
	{"api.token-refused", Symptom{Where: "api", Status: 401, Code: "2", Message: authFailed}},
	{"api.environment", Symptom{Where: "fresh", Status: 401, Code: "2", Message: authFailed}},
	{"api.missing-scope", Symptom{Where: "fresh", Status: 401, Code: "3", Message: scopeAnswer + " Missing: ['ads:read']"}},
	{"api.missing-boards-write", Symptom{Where: "api", Status: 401, Code: "3", Message: scopeAnswer + " Missing: ['boards:write']"}},
	{"api.missing-boards-write", Symptom{Where: "api", Status: 403, Code: "29", Message: "Missing: ['boards:write']"}},
	{"api.missing-boards-read", Symptom{Where: "api", Status: 401, Code: "3", Message: scopeAnswer + " Missing: ['boards:read']"}},
	{"api.scope-added-later", Symptom{Where: "api", Code: "scope-added-later"}},
	{"api.trial-pins", Symptom{Where: "api", Status: 403, Code: "29", Message: trialAnswer}},
	{"api.trial-visibility", Symptom{Where: "api", Message: "My Pins are there, but nobody else can see them"}},
	{"api.restricted", Symptom{Where: "api", Status: 401, Code: "3", Message: "Your application does not have access to this restricted feature: pin_edit"}},
	{"api.secret-board", Symptom{Where: "api", Status: 403, Code: "29", Message: notAllowed + " PATCH /boards/1 privacy=SECRET"}},
	{"api.forbidden", Symptom{Where: "api", Status: 403, Code: "29", Message: notAllowed}},
	{"api.forbidden", Symptom{Where: "fresh", Status: 401, Code: "29", Message: notAllowed}},
	{"api.not-yours", Symptom{Where: "api", Status: 401, Code: "7", Message: "Not authorized to access board or Pin."}},
	{"api.account-forbidden", Symptom{Where: "api", Status: 403, Code: "403", Message: "Not authorized to access the user account."}},
	{"api.refused", Symptom{Where: "api", Status: 401, Code: "3", Message: "Authorization failed."}},
	{"api.refused", Symptom{Where: "fresh", Status: 401, Code: "3", Message: "Something new"}},
	{"api.ad-account", Symptom{Where: "api", Status: 404, Code: "2", Message: "AdAccount not found."}},
	{"api.user-not-found", Symptom{Where: "api", Status: 404, Code: "30", Message: "User not found."}},
	{"api.board-not-found", Symptom{Where: "api", Status: 404, Code: "40", Message: "Board not found."}},
	{"api.pin-not-found", Symptom{Where: "api", Status: 404, Code: "50", Message: "Pin not found."}},
	{"api.not-numeric", Symptom{Where: "api", Status: 400, Code: "1", Message: `Invalid request: 'my-board' does not match '^\d+$'`}},
	{"api.invalid-request", Symptom{Where: "api", Status: 400, Code: "1", Message: "Invalid parameters"}},
	{"api.invalid-request", Symptom{Where: "api", Status: 400, Code: "400", Message: "Bad"}},
	{"api.not-found", Symptom{Where: "api", Status: 404, Code: "404", Message: "Not found"}},
	{"api.conflict", Symptom{Where: "api", Status: 409, Code: "409", Message: "Conflict"}},
	{"api.old-version", Symptom{Where: "api", Code: "old-version"}},
	{"api.business-account", Symptom{Where: "api", Status: 403, Code: "654", Message: "A business account is needed"}},
	{"api.account-disapproved", Symptom{Where: "api", Status: 403, Code: "2625"}},
	{"api.account-in-review", Symptom{Where: "api", Status: 403, Code: "2626"}},
	{"api.website-unverified", Symptom{Where: "api", Status: 409, Code: "4169"}},
	{"api.page-token", Symptom{Where: "api", Status: 400, Code: "1104", Message: "The token you provided is not valid or has expired."}},
	{"api.rate-limited", Symptom{Where: "fresh", Status: 429, Code: "8", Message: rateAnswer}},
	{"api.rate-limited", Symptom{Where: "api", Status: 429, Code: "30", Message: "rate limit"}},
	{"api.rate-limited", Symptom{Where: "token", Status: 429}},
	{"api.spam-blocked", Symptom{Where: "api", Status: 429, Code: "8", Message: "stopped by a block we have in place to combat spam"}},
	{"api.spam-blocked", Symptom{Where: "api", Status: 429, Code: "8", Message: "This looks like spam."}},
	{"api.outage", Symptom{Where: "token", Status: 503, Code: "12", Message: "Something went wrong on our end. Sorry about that."}},
	{"api.outage", Symptom{Where: "api", Status: 502, Message: "a web page"}},
	{"debugger.app-deactivated", Symptom{Where: "fresh", Status: 401, Code: "2", Message: "App is deactivated. Please submit appeal in Help Center."}},
	{"debugger.user-deactivated", Symptom{Where: "debugger", Message: "User is deactivated. Please reactivate your account."}},
	{"debugger.session-expired", Symptom{Where: "debugger", Message: "Session is expired. Please generate a new token."}},
	{"portal.secret-withheld", Symptom{Where: "portal", Message: "Trial access pending"}},
	{"portal.quick-token", Symptom{Where: "portal", Code: "quick-token"}},
	{"portal.rejected", Symptom{Where: "portal", Message: "Your request was rejected: the privacy policy could not be opened"}},
	{"portal.rejected-no-redirect", Symptom{Where: "portal", Message: "Rejected. The redirect URI was left empty."}},
	{"portal.demo-refused", Symptom{Where: "portal", Message: "Demo did not show full Oauth flow"}},
	{"portal.five-apps", Symptom{Where: "portal", Code: "app-limit"}},
	{"network.dns", Symptom{Where: "network", Code: "dns", Message: "POST https://api.pinterest.com/v5/oauth/token: dial tcp: lookup api.pinterest.com: no such host"}},
	{"network.refused", Symptom{Where: "network", Code: "refused", Message: "dial tcp 127.0.0.1:1: connect: connection refused"}},
	{"network.unreachable", Symptom{Where: "network", Code: "unreachable", Message: "connect: network is unreachable"}},
	{"network.timeout", Symptom{Where: "network", Code: "timeout", Message: "context deadline exceeded"}},
	{"network.timeout", Symptom{Where: "network", Code: "timeout", Message: "POST https://api.pinterest.com/v5/oauth/token: context deadline exceeded"}},
	{"network.refused-here", Symptom{Where: "network", Code: "refused", Message: "POST http://localhost:4711/v5/oauth/token: connect: connection refused"}},
	{"network.refused-here", Symptom{Where: "network", Code: "refused", Message: "GET http://127.0.0.1:4711/v5/boards: connect: connection refused"}},
	{"network.timeout-here", Symptom{Where: "network", Code: "timeout", Message: "POST http://127.0.0.1:4711/v5/oauth/token: context deadline exceeded"}},
	{"network.timeout-here", Symptom{Where: "network", Code: "timeout", Message: "GET http://[::1]:4711/v5/boards: timeout awaiting response headers"}},
	{"network.tls-expired", Symptom{Where: "network", Code: "tls-expired", Message: "x509: certificate has expired or is not yet valid: current time 2027 is after 2026"}},
	{"network.tls-not-yet-valid", Symptom{Where: "network", Code: "tls-not-yet-valid", Message: "x509: certificate has expired or is not yet valid: current time 1970 is before 2026"}},
	{"network.tls-authority", Symptom{Where: "network", Code: "tls-authority", Message: "x509: certificate signed by unknown authority"}},
	{"network.tls-hostname", Symptom{Where: "network", Code: "tls-hostname", Message: "x509: certificate is valid for elsewhere.example, not api.pinterest.com"}},
	{"network.tls", Symptom{Where: "network", Code: "tls", Message: "remote error: tls: handshake failure"}},
	{"network.captive-portal", Symptom{Where: "network", Status: 200, Code: "captive-portal", Message: "answered 200 with a web page where JSON belongs"}},
	{"network.truncated", Symptom{Where: "network", Code: "truncated", Message: "the answer broke off after 20 bytes: connection reset"}},
	{"network.too-large", Symptom{Where: "network", Code: "too-large", Message: "the answer is longer than 1024 KiB"}},
	{"network.content-type", Symptom{Where: "network", Code: "content-type", Message: "answered 200 with text/plain, which isn't JSON"}},
	{"network.redirect", Symptom{Where: "network", Status: 302, Code: "redirect", Message: "answered 302 with a redirect to http://login"}},
	{"network.reset", Symptom{Where: "network", Code: "reset", Message: "unexpected EOF"}},
	{"network.proxy", Symptom{Where: "network", Code: "proxy", Message: "proxyconnect tcp: dial tcp: connection refused"}},
	{"network.canceled", Symptom{Where: "network", Code: "canceled", Message: "context canceled"}},
	{"network.plain-http", Symptom{Where: "network", Code: "plain-http"}},
	{"network.timeout", Symptom{Where: "network", Message: "read tcp: i/o timeout"}},
	{"unknown.authorize", Symptom{Where: "authorize", Message: "Oops! Try again."}},
	{"unknown.callback", Symptom{Where: "callback", Code: "nie_gesehen"}},
	{"unknown.token", Symptom{Where: "token", Status: 418, Code: "98765", Message: "The kettle is on."}},
	{"unknown.refresh", Symptom{Where: "refresh", Status: 418}},
	{"unknown.client_credentials", Symptom{Where: "client_credentials", Status: 418}},
	{"unknown.api", Symptom{Where: "fresh", Status: 418, Code: "98765", Message: "The kettle is on."}},
	{"unknown.debugger", Symptom{Where: "debugger", Message: "Hm."}},
	{"unknown.portal", Symptom{Where: "portal", Message: "Hm."}},
	{"unknown.network", Symptom{Where: "network", Message: "the cable was eaten"}},
	{"unknown.text", Symptom{Where: "nowhere", Message: "Hm."}},
}

func TestEveryFailureIsNamed(t *testing.T) {
	for _, c := range diagnoses {
		if got := Diagnose(c.symptom); got.ID != c.want {
			t.Errorf("%+v is %s, want %s", c.symptom, got.ID, c.want)
		}
	}
	t.Logf("%d symptoms", len(diagnoses))
}

// isDiagnosis reports whether a finding belongs to the catalogue.
func isDiagnosis(template assets.Template) bool {
	return len(template.Match) > 0 || strings.HasPrefix(template.ID, "unknown.") || strings.HasPrefix(template.ID, "explain.")
}

func TestEveryRowOfTheCatalogueIsReached(t *testing.T) {
	reached := map[string]bool{}
	for _, c := range diagnoses {
		reached[c.want] = true
	}
	for _, c := range explanations {
		for _, id := range c.want {
			reached[id] = true
		}
	}
	for _, c := range looseTexts {
		for id := range strings.FieldsSeq(c.want) {
			reached[id] = true
		}
	}
	rows := 0
	for id, template := range assets.Templates() {
		if !isDiagnosis(template) {
			continue
		}
		rows++
		if !reached[id] {
			t.Errorf("no symptom of the tables reaches %s", id)
		}
	}
	t.Logf("%d rows", rows)
}

// TestNoMatchIsShadowed makes the barest symptom of every match: one that
// another row takes can never do its work.
func TestNoMatchIsShadowed(t *testing.T) {
	first := func(list []string, usual string) string {
		if len(list) > 0 {
			return list[0]
		}
		return usual
	}
	for id, template := range assets.Templates() {
		for i, m := range template.Match {
			for _, where := range append(slices.Clone(m.Where), "")[:max(len(m.Where), 1)] {
				s := Symptom{Where: where, Code: first(m.Code, ""), Message: strings.Join(m.Contains, " … ")}
				if len(m.Status) > 0 {
					s.Status = m.Status[0]
				}
				if got, _ := bestRow(s, m.Foreign); got.row.id != id {
					t.Errorf("match %d of %s is shadowed by %s: %+v", i+1, id, got.row.id, s)
				}
			}
		}
	}
}

func TestEveryRowSaysCauseAndMend(t *testing.T) {
	known := map[string]bool{}
	for _, place := range append(slices.Clone(places), fresh) {
		known[place] = true
	}
	for id, template := range assets.Templates() {
		if !isDiagnosis(template) {
			continue
		}
		for part, text := range map[string]string{"title": template.Title, "cause": template.Cause, "fix": template.Fix, "step": template.Step, "field": template.Field} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", id, part)
			}
		}
		if last := template.Title[len(template.Title)-1]; last == '.' || len(template.Title) > 110 {
			t.Errorf("the title of %s is a sentence or too long: %q", id, template.Title)
		}
		if template.Link != "" && !strings.HasPrefix(template.Link, "https://") {
			t.Errorf("the link of %s is no https URL", id)
		}
		if !strings.HasPrefix(template.Field, template.Step+".") {
			t.Errorf("the field %s of %s is not in its step %s", template.Field, id, template.Step)
		}
		if !slices.Contains([]finding.Evidence{finding.Own, finding.Documented, finding.Observed, finding.Inferred}, template.Evidence) {
			t.Errorf("%s rests on %q", id, template.Evidence)
		}
		for _, m := range template.Match {
			for _, where := range m.Where {
				if !known[where] {
					t.Errorf("%s matches at %q, which is no place", id, where)
				}
			}
		}
	}
}

func TestADiagnosisShowsWhatWasSaid(t *testing.T) {
	safe.Remember("a-secret-in-the-answer")
	got := Diagnose(Symptom{
		Where: "api", Status: 401, Code: "3", RequestID: "123\x1b[2J",
		Message: scopeAnswer + " Missing: ['ads:read', 'pins:read'] \x1b]0;x\a a-secret-in-the-answer " + strings.Repeat("long ", 100),
	})
	if want := "The token lacks a scope: ads:read, pins:read"; got.Title != want {
		t.Errorf("the title is %q, want %q", got.Title, want)
	}
	if !strings.HasPrefix(got.Detail, "HTTP 401, code 3: Your token") || strings.Contains(got.Detail, "a-secret-in") || strings.ContainsAny(got.Detail, "\x1b\a") || len([]rune(got.Detail)) != maxDetail {
		t.Errorf("the detail is %q", got.Detail)
	}
	if got.RequestID != "123␛[2J" {
		t.Errorf("the request ID is %q", got.RequestID)
	}
}

func TestNamesThatAMessageDoesNotSayAreNoHoles(t *testing.T) {
	for _, c := range diagnoses {
		f := Diagnose(Symptom{Where: c.symptom.Where, Status: c.symptom.Status, Code: c.symptom.Code, Message: c.symptom.Message})
		if text := f.Title + f.Cause + f.Fix; strings.ContainsAny(text, "{}") {
			t.Errorf("%s has a hole: %s", f.ID, text)
		}
	}
}

func FuzzDiagnose(f *testing.F) {
	for _, c := range diagnoses[:20] {
		f.Add(c.symptom.Where, c.symptom.Status, c.symptom.Code, c.symptom.Message)
	}
	f.Fuzz(func(t *testing.T, where string, status int, code, message string) {
		checkFinding(t, Diagnose(Symptom{Where: where, Status: status, Code: code, Message: message, RequestID: message}))
	})
}

func checkFinding(t *testing.T, f finding.Finding) {
	t.Helper()
	if f.ID == "" || f.Title == "" || f.Fix == "" {
		t.Fatalf("%+v says too little", f)
	}
	for _, r := range f.Title + f.Cause + f.Fix + f.Detail + f.RequestID {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Fatalf("%s holds %U", f.ID, r)
		}
	}
	if len([]rune(f.Detail)) > maxDetail || len([]rune(f.Title)) > 400 {
		t.Fatalf("%s is too long", f.ID)
	}
}

func TestWhatPinterestSaidIsShownAsOneParagraph(t *testing.T) {
	f := Diagnose(Symptom{Where: "api", Status: 429, Code: "8", Message: rateAnswer})
	if !strings.Contains(f.Detail, "exceeds one of the published rate limits") {
		t.Errorf("%q", f.Detail)
	}
}
