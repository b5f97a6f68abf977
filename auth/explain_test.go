package auth

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// explanations are texts as people paste them, and what is made of them: these
// findings, in this order.
var explanations = []struct {
	name string
	text string
	want []string
}{
	{"JSON of the API", `{"code":3,"message":"Your application consumer type is not supported, please contact support."}`, []string{"api.not-approved"}},
	{"a failed login, place unknown", `{"code":2,"message":"Authentication failed."}`, []string{"exchange.wrong-secret", "api.token-refused", "refresh.refused", "client.refused"}},
	{"a failed exchange", "POST https://api.pinterest.com/v5/oauth/token\nHTTP/2 401\n\n{\"code\":2,\"message\":\"Authentication failed.\"}", []string{"exchange.wrong-secret"}},
	{"a failed refresh", "curl -d grant_type=refresh_token https://api.pinterest.com/v5/oauth/token\n{\"code\":2,\"message\":\"Authentication failed.\"}", []string{"refresh.refused"}},
	{"a failed read", "GET https://api.pinterest.com/v5/user_account\n401 Unauthorized {\"code\":2,\"message\":\"Authentication failed.\",\"status\":\"failure\"}", []string{"api.token-refused"}},
	{"an HTTP answer", "HTTP/1.1 403 Forbidden\r\nx-pinterest-rid: 5551234\r\ncontent-type: application/json\r\n\r\n{\"code\": 29, \"message\": \"" + trialAnswer + "\"}", []string{"api.trial-pins"}},
	{"the browser's page", `{"status":"failure","code":7,"message":"` + notAllowed + `","data":"` + mismatch + `"}`, []string{"authorize.redirect-mismatch"}},
	{"words of a page", "Sorry! " + mismatch, []string{"authorize.redirect-mismatch"}},
	{"plain http", "The provided redirect_uri http://acme.example/cb does not match any of the registered redirect URIs.", []string{"authorize.redirect-http"}},
	{"it is in the field", "It says redirect uri error but the redirect URI is in the field!", []string{"authorize.redirect-not-added"}},
	{"an old app ID page", `{"status":"failure","code":283,"data":"Invalid Application ID","message":"The authorization grant is invalid","endpoint_name":"oauth_connect"}`, []string{"authorize.old-address"}},
	{"invalid app", "Invalid Application ID", []string{"authorize.unknown-app"}},
	{"invalid scopes", "invalid scopes requested", []string{"authorize.invalid-scopes"}},
	{"consumer type", "Your application consumer type is not supported", []string{"api.not-approved"}},
	{"an old authorize URL", "https://api.pinterest.com/oauth/?response_type=code&client_id=1&redirect_uri=x&scope=read_public", []string{"authorize.old-address", "explain.legacy-scope"}},
	{"an authorize URL without scope", "https://www.pinterest.com/oauth/?client_id=1534758&response_type=code&redirect_uri=https%3A%2F%2Fa.example", []string{"authorize.no-scope"}},
	{"a callback that says no", "http://localhost:8085/?error=access_denied&state=abc", []string{"callback.denied"}},
	{"a query alone", "error=invalid_scope&error_description=bad", []string{"authorize.invalid-scopes"}},
	{"a callback with a code", "http://localhost:8085/?code=0f1e2d3c4b5a&state=abc", []string{"explain.good-callback"}},
	{"an axios error", `AxiosError: Request failed with status code 401 {"message":"Request failed with status code 401","code":"ERR_BAD_REQUEST","response":{"status":401,"data":{"code":3,"message":"` + scopeAnswer + ` Missing: ['boards:write']"}}}`, []string{"api.missing-boards-write"}},
	{"a body inside JSON", `{"statusCode":429,"body":"{\"code\":8,\"message\":\"Stopped by a block we have in place to combat spam\"}"}`, []string{"api.spam-blocked"}},
	{"a Go network error", `Post "https://api.pinterest.com/v5/oauth/token": dial tcp: lookup api.pinterest.com: no such host`, []string{"network.dns"}},
	{"a Node network error", `Error: getaddrinfo ENOTFOUND api.pinterest.com {"code":"ENOTFOUND","errno":-3008}`, []string{"network.dns"}},
	{"a certificate", "x509: certificate signed by unknown authority", []string{"network.tls-authority"}},
	{"HTML in place of JSON", "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", []string{"network.captive-portal"}},
	{"a browser at a dead port", "This site can't be reached. localhost refused to connect. ERR_CONNECTION_REFUSED", []string{"callback.nobody-listens"}},
	{"a raw header", "Authorization: 1534758:0f1e2d3c\n{\"code\":2,\"message\":\"Authentication failed.\"}", []string{"exchange.raw-header", "exchange.wrong-secret"}},
	{"credentials in the body", `{"code":1,"message":"Invalid request body"}`, []string{"exchange.body-credentials", "api.invalid-request"}},
	{"legacy scopes", "scopes: read_public, write_users", []string{"explain.legacy-scope", "explain.legacy-scope"}},
	{"an e-mail", "Your app was not approved: we could not open your privacy policy", []string{"portal.rejected"}},
	{"a board's name", `{"code":1,"message":"Invalid request: 'my-board' does not match '^\\d+$'"}`, []string{"api.not-numeric"}},
	{"a lifetime", `{"refresh_token_expires_in":31536000,"scope":"boards:read"}`, []string{"refresh.old-lifetime"}},
	{"an old version", "GET https://api.pinterest.com/v3/users/me/ 401", []string{"api.old-version"}},
	{"an account", `{"account_type":"PINNER","username":"ada"}`, []string{"api.personal-account"}},
	{"a status alone", "HTTP/1.1 503 Service Unavailable", []string{"api.outage"}},
	{"a code that nobody knows", `GET https://api.pinterest.com/v5/boards {"code":98765,"message":"The kettle is on."}`, []string{"unknown.api"}},
	{"Appmixer's engine", "Error: Missing client Id for acme:pinterest.", []string{"connector.no-credentials"}},
	{"Appmixer's engine again", "AssertionError [ERR_ASSERTION]: Missing clientSecret for acme:pinterest.", []string{"connector.no-credentials"}},
	{"a story", "My cat sat on the keyboard", []string{"unknown.text"}},
	{"nothing", " \n ", nil},
}

func TestPastedTextIsExplained(t *testing.T) {
	for _, c := range explanations {
		var got []string
		for _, f := range Explain(c.text) {
			got = append(got, f.ID)
		}
		if len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) || len(c.want) < 2 && len(got) > max(len(c.want), 1) {
			t.Errorf("%s: %q is %v, want %v", c.name, c.text, got, c.want)
		}
	}
}

func TestAnExplanationCarriesTheRequestID(t *testing.T) {
	got := Explain("HTTP/2 401\nx-pinterest-rid: 5551234567\n\n" + `{"code":3,"message":"` + scopeAnswer + ` Missing: ['ads:read']"}`)
	if len(got) != 1 || got[0].RequestID != "5551234567" || !strings.HasSuffix(got[0].Title, "ads:read") {
		t.Errorf("explained as %+v", got)
	}
}

func TestNoExplanationRepeatsASecret(t *testing.T) {
	const token, code = "pina_AMAQ0123456789ABCDEFGHIJKL", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
	for _, text := range []string{
		"Authorization: Bearer " + token + "\n" + `{"code":98765,"message":"bad ` + token + `"}`,
		"http://localhost:8085/?error=nie&error_description=" + token,
		"client_secret=" + code + " what is wrong?",
		"https://a.example/?code=" + code + " something",
	} {
		said, err := json.Marshal(Explain(text))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(said), token) || strings.Contains(string(said), code) {
			t.Errorf("%q is explained with its secret: %s", text, said)
		}
	}
}

func FuzzExplain(f *testing.F) {
	for _, c := range explanations {
		f.Add(c.text)
	}
	for _, c := range looseTexts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Explain(text)
		if len(got) > maxExplained || len(got) == 0 && strings.TrimSpace(text) != "" {
			t.Fatalf("%d findings", len(got))
		}
		for _, one := range got {
			checkFinding(t, one)
		}
		again := Explain(text)
		if !slices.EqualFunc(got, again, func(a, b finding.Finding) bool { return a.ID == b.ID && a.Detail == b.Detail }) {
			t.Fatalf("explained differently the second time: %v, %v", got, again)
		}
	})
}

func TestTheEndOfALongTextIsReadAsWell(t *testing.T) {
	noise := strings.Repeat("10:15:02 INFO sync ö of board 4711 goes on\n", 10_000)
	said := `HTTP 401 {"code":2,"message":"App is deactivated. Please submit appeal in Help Center."}`
	for name, text := range map[string]string{"end": noise + said, "beginning": said + noise} {
		if got := ids(Explain(text)); got != "debugger.app-deactivated" {
			t.Errorf("at the %s: %s", name, got)
		}
	}
}
