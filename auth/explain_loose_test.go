package auth

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
)

// looseTexts are what people paste and type from memory: bare codes, pages,
// lines of logs, terminal output. The findings are named in this order;
// "explain.several" goes before the cases of a code.
var looseTexts = []struct{ text, want string }{
	// Bare codes.
	{"code 29", "explain.several api.trial-pins api.secret-board client.two-factor api.forbidden"},
	{"29", "explain.several api.trial-pins"},
	{"#29", "explain.several api.trial-pins"},
	{"Error code: 29", "explain.several api.trial-pins"},
	{"code 3", "explain.several api.missing-scope api.not-approved api.restricted"},
	{"pinterest api error 3", "explain.several api.missing-scope"},
	{"error (3)", "explain.several api.missing-scope"},
	{"error 7", "explain.several authorize.redirect-mismatch api.not-yours"},
	{"code=2", "explain.several exchange.wrong-secret api.token-refused api.environment refresh.refused client.refused api.ad-account"},
	{"what does error code 1 mean", "explain.several exchange.body-credentials"},
	{"errno 30", "explain.several api.rate-limited api.user-not-found"},
	{"code 283", "authorize.old-address"},
	{"code 12", "api.outage"},
	{"error 8", "explain.several api.rate-limited api.spam-blocked"},
	{"2625", "api.account-disapproved"},
	{"code 40", "api.board-not-found"},
	// Bare statuses.
	{"429", "explain.several api.rate-limited api.spam-blocked"},
	{"401", "explain.several exchange.wrong-secret api.token-refused api.missing-scope api.not-approved"},
	{"403 forbidden", "explain.several api.trial-pins api.forbidden"},
	{"Forbidden", "explain.several api.trial-pins api.forbidden"},
	{"error 500", "api.outage"},
	{"502 Bad Gateway", "api.outage"},
	{"I get a 404", "explain.several exchange.wrong-address api.board-not-found"},
	{"HTTP 409", "explain.several api.conflict api.website-unverified"},
	{"407", "network.proxy"},
	{"Too many requests!", "api.rate-limited"},
	{"Unauthorized", "explain.several exchange.wrong-secret"},
	// Words, loosely typed.
	{"invalid_grant", "explain.several exchange.code-refused exchange.redirect-differs refresh.refused exchange.not-reviewed"},
	{"Invalid grant", "explain.several exchange.code-refused"},
	{"invalid client", "explain.several exchange.wrong-secret refresh.wrong-app authorize.unknown-app"},
	{"access denied", "callback.denied"},
	{"it says invalid scope", "explain.several authorize.invalid-scopes refresh.scopes"},
	{"authentication failed", "exchange.wrong-secret api.token-refused"},
	{"invalid redirect uri", "authorize.redirect-mismatch"},
	{"redirect uri mismatch", "explain.several authorize.redirect-mismatch exchange.redirect-differs"},
	{"the redirect url doesn't match", "authorize.redirect-mismatch"},
	{"rate limit exceeded", "api.rate-limited"},
	{"pinterest says my app is pending", "portal.secret-withheld"},
	{"app secret key is not visible", "portal.secret-withheld"},
	{"timeout", "network.timeout"},
	{"token expired", "api.token-refused"},
	{"consumer type not supported", "api.not-approved"},
	{"401 error", "explain.several exchange.wrong-secret"},
	{"a 403 when creating a pin", "explain.several api.trial-pins"},
	{"status 29", "explain.several api.trial-pins"},
	{"the code expired", "exchange.code-refused"},
	{"wrong secret", "exchange.wrong-secret"},
	{"app not approved", "api.not-approved"},
	{"state mismatch", "callback.state"},
	{"Invalid state parameter", "callback.state"},
	{"listen EADDRINUSE: address already in use :::8085", "callback.port-busy"},
	{"port 8085 is already in use", "callback.port-busy"},
	{"missing scope", "api.missing-scope"},
	{"quota exceeded", "api.rate-limited"},
	{"business account required", "api.personal-account"},
	{"Access to fetch at 'https://api.pinterest.com/v5/oauth/token' from origin 'https://acme.example' has been blocked by CORS policy", "exchange.cors"},
	{"https://www.pinterest.com/oauth/?client_id=1534758&redirect_uri=http%3A%2F%2Flocalhost%3A8085%2F&response_type=code&scope=boards:read", "explain.good-authorize"},
	// What browsers show.
	{"This site can’t be reached\nlocalhost refused to connect.\nTry:\nChecking the connection\nERR_CONNECTION_REFUSED", "callback.nobody-listens"},
	{"Unable to connect\nFirefox can’t establish a connection to the server at localhost:8085.", "callback.nobody-listens"},
	{"Safari Can’t Connect to the Server\nSafari can’t open the page “localhost:8085/?code=…” because Safari can’t connect to the server “localhost”.", "callback.nobody-listens"},
	{"This site can’t provide a secure connection\nlocalhost sent an invalid response.\nERR_SSL_PROTOCOL_ERROR", "callback.https-localhost"},
	{"Hmmm… can't reach this page localhost took too long to respond ERR_CONNECTION_TIMED_OUT", "callback.nobody-listens"},
	{"Your connection is not private NET::ERR_CERT_AUTHORITY_INVALID", "network.tls-authority"},
	{"This site can’t be reached\nCheck if there is a typo in www.pinterest.com.\nDNS_PROBE_FINISHED_NXDOMAIN", "network.dns"},
	{"404. That’s an error. api.acme.com says: Cannot GET /auth/pinterest/callback", "callback.nothing-there"},
	// Lines of logs.
	{`2026-11-25T14:21:45Z ERROR pinterest: token exchange failed: oauth2: cannot fetch token: 401 Unauthorized Response: {"code":2,"message":"Authentication failed."}`, "exchange.wrong-secret"},
	{`time=2026-11-25T14:21:45Z level=ERROR msg="POST /v5/oauth/token" status=400 body="{\"code\":1,\"message\":\"Invalid request body\"}"`, "exchange.body-credentials"},
	{`{"level":"error","ts":1764080505,"msg":"upstream","status":401,"body":"{\"code\":3,\"message\":\"Your application consumer type is not supported, please contact support.\"}"}`, "api.not-approved"},
	{`[error] requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.pinterest.com/v5/user_account`, "explain.several api.token-refused api.missing-scope"},
	{`pinterest.client.exceptions: (403)\nReason: Forbidden\nHTTP response body: {'code': 29, 'message': 'Apps with Trial access may not create Pins in production'}`, "api.trial-pins"},
	{`ERROR:root:{'code': 3, 'message': 'Authorization failed.'}`, "api.refused"},
	{`ERROR:root:{'code': 29}`, "explain.several api.trial-pins"},
	{`Error: Request failed with status code 429`, "explain.several api.rate-limited"},
	{`connect ECONNREFUSED 127.0.0.1:8085`, "network.refused"},
	{`npm ERR! network request to https://api.pinterest.com/v5/pins failed, reason: connect ETIMEDOUT 151.101.0.84:443`, "network.timeout"},
	// curl -v.
	{"*   Trying 151.101.0.84:443...\n* Connected to api.pinterest.com\n> POST /v5/oauth/token HTTP/2\n> Host: api.pinterest.com\n> authorization: Basic MTUz\n>\n< HTTP/2 401\n< content-type: application/json\n< x-pinterest-rid: 3271\n<\n{\"code\":2,\"message\":\"Authentication failed.\"}* Connection #0 left intact", "exchange.wrong-secret"},
	{"> GET /v5/boards HTTP/2\n> Host: api.pinterest.com\n< HTTP/2 403\n< x-pinterest-rid: 3271\n", "explain.several api.trial-pins api.forbidden api.account-forbidden"},
	{"* Could not resolve host: api.pinterest.com\ncurl: (6) Could not resolve host: api.pinterest.com", "network.dns"},
	{"curl: (7) Failed to connect to localhost port 8085 after 0 ms: Could not connect to server", "network.refused"},
	{"curl: (28) Operation timed out after 30001 milliseconds with 0 bytes received", "network.timeout"},
	{"curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to api.pinterest.com:443", "network.tls"},
	{"curl: (60) SSL certificate problem: unable to get local issuer certificate", "network.tls-authority"},
	// What says nothing.
	{"make: *** [build] Error 2\nexit status 2", "explain.several"},
	{"the process exited with code 1", "unknown.text"},
	{"error 98765", "unknown.text"},
	{"I have 29 boards", "unknown.text"},
	{"asdf", "unknown.text"},
}

func TestLooseTextIsExplained(t *testing.T) {
	for _, c := range looseTexts {
		var got []string
		for _, f := range Explain(c.text) {
			got = append(got, f.ID)
		}
		if said := strings.Join(got, " "); said != c.want && !strings.HasPrefix(said, c.want+" ") {
			t.Errorf("%q is %v, want %s", c.text, said, c.want)
		}
	}
	t.Logf("%d texts", len(looseTexts))
}

// TestEveryCodeOfTheTablesIsKnown has the codes of Pinterest's that are known,
// each pasted as people do.
func TestEveryCodeOfTheTablesIsKnown(t *testing.T) {
	for _, code := range strings.Fields("1 2 3 7 8 12 29 30 40 50 283 400 401 403 404 409 429 500 502 503 504 654 1104 2625 2626 4169 " +
		"invalid_request invalid_client invalid_grant unauthorized_client unsupported_grant_type invalid_scope " +
		"access_denied unsupported_response_type server_error temporarily_unavailable invalid_token insufficient_scope") {
		for _, text := range []string{code, "code " + code, "error: " + code, "Error Code = " + code + "."} {
			if got := Explain(text); strings.HasPrefix(got[0].ID, "unknown.") {
				t.Errorf("%q is not known", text)
			}
		}
	}
}

func TestEveryCaseOfACodeSaysWhatTellsItApart(t *testing.T) {
	for _, code := range assets.Codes() {
		name := strings.Join(code.Code, " ")
		if len(code.Cases) == 0 || len(code.Cases) > maxExplained-1 || (name == "") == (len(code.Status) == 0) {
			t.Errorf("%s %v has %d cases", name, code.Status, len(code.Cases))
		}
		for _, c := range code.Cases {
			if _, ok := assets.Templates()[c.Finding]; !ok {
				t.Errorf("%s %v: there is no finding %s", name, code.Status, c.Finding)
			}
			if c.When == "" || strings.HasSuffix(c.When, ".") && !strings.HasSuffix(c.When, "\".") {
				t.Errorf("%s %v, %s: %q doesn't follow \"This one if\"", name, code.Status, c.Finding, c.When)
			}
			for _, where := range c.Where {
				if !slices.Contains(places, where) {
					t.Errorf("%s %v, %s: %q is no place", name, code.Status, c.Finding, where)
				}
			}
		}
	}
}
