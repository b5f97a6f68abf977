package simulator_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth/simulator"
)

const callbackURI = "https://connector.example/callback"

func start(t *testing.T, o simulator.Options) *simulator.Server {
	t.Helper()
	if o.RedirectURIs == nil {
		o.RedirectURIs = []string{callbackURI}
	}
	server, err := simulator.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

func authorizeURL(server *simulator.Server, change func(url.Values)) string {
	q := url.Values{
		"client_id": {server.Info().ClientID}, "redirect_uri": {callbackURI}, "response_type": {"code"},
		"scope": {"user_accounts:read,boards:read,pins:read"}, "state": {"st te&1"},
	}
	if change != nil {
		change(q)
	}
	return server.Info().AuthorizeURL + "?" + q.Encode()
}

// code has the person give access and returns the code of the callback.
func code(t *testing.T, server *simulator.Server, scopes string) string {
	t.Helper()
	page, err := server.Consent(context.Background(), authorizeURL(server, func(q url.Values) { q.Set("scope", scopes) }), true)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(page)
	if err != nil || u.Query().Get("code") == "" {
		t.Fatalf("the callback %q has no code (%v)", page, err)
	}
	return u.Query().Get("code")
}

type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func do(t *testing.T, request *http.Request) answer {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := answer{status: response.StatusCode, header: response.Header, text: string(text)}
	_ = json.Unmarshal(text, &got.body) // pages are no JSON
	return got
}

func tokenCall(t *testing.T, server *simulator.Server, form url.Values) answer {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, server.Info().TokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(server.Info().ClientID, server.Info().ClientSecret)
	return do(t, request)
}

func exchange(t *testing.T, server *simulator.Server, scopes string) answer {
	t.Helper()
	return tokenCall(t, server, url.Values{
		"grant_type": {"authorization_code"}, "code": {code(t, server, scopes)}, "redirect_uri": {callbackURI},
	})
}

func apiCall(t *testing.T, server *simulator.Server, method, path, token string) answer {
	t.Helper()
	request, err := http.NewRequest(method, server.Info().APIURL+path, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return do(t, request)
}

func TestConsentSendsCodeAndStateBack(t *testing.T) {
	server := start(t, simulator.Options{})
	page, err := server.Consent(context.Background(), authorizeURL(server, nil), true)
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(page)
	if !strings.HasPrefix(page, callbackURI+"?") || u.Query().Get("state") != "st te&1" {
		t.Errorf("the callback is %q", page)
	}
	if got := u.Query().Get("code"); !regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(got) {
		t.Errorf("the code %q is not 40 hexadecimal digits", got)
	}
}

func TestCancelIsSaidAsTheStandardSays(t *testing.T) {
	server := start(t, simulator.Options{})
	page, err := server.Consent(context.Background(), authorizeURL(server, nil), false)
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(page)
	if q := u.Query(); q.Get("error") != "access_denied" || q.Has("code") || q.Get("state") != "st te&1" {
		t.Errorf("the callback is %q", page)
	}
}

func TestWhatIsWrongIsRefusedOnThePageWithoutARedirect(t *testing.T) {
	server := start(t, simulator.Options{})
	for name, c := range map[string]struct {
		change func(url.Values)
		want   string
	}{
		"another slash":      {func(q url.Values) { q.Set("redirect_uri", callbackURI+"/") }, "does not match any of the registered redirect URIs"},
		"no redirect URI":    {func(q url.Values) { q.Del("redirect_uri") }, "redirect_uri"},
		"unknown app":        {func(q url.Values) { q.Set("client_id", "1") }, "Invalid Application ID"},
		"no scope":           {func(q url.Values) { q.Del("scope") }, "Missing required field 'scope'"},
		"a legacy scope":     {func(q url.Values) { q.Set("scope", "boards:read,read_public") }, "invalid scopes requested: read_public"},
		"no response type":   {func(q url.Values) { q.Del("response_type") }, "response_type"},
		"markup in a scope":  {func(q url.Values) { q.Set("scope", "<script>alert(1)</script>") }, "<script>alert(1)</script>"},
		"markup in the app":  {func(q url.Values) { q.Set("client_id", `"><img src=x>`) }, "<img src=x>"},
		"wrong content type": {func(q url.Values) { q.Set("response_type", "token") }, "response_type"},
	} {
		page, err := server.Consent(context.Background(), authorizeURL(server, c.change), true)
		if err == nil || !strings.Contains(page, c.want) {
			t.Errorf("%s: the page says %q (%v), not %q", name, page, err, c.want)
		}
	}
	for _, r := range server.Requests() {
		if r.Status != http.StatusBadRequest {
			t.Errorf("%+v was expected to be refused", r)
		}
	}
}

func TestAPageAnsweredTwiceGivesOneCode(t *testing.T) {
	server := start(t, simulator.Options{})
	page := do(t, mustRequest(t, http.MethodGet, authorizeURL(server, nil), ""))
	ticket := regexp.MustCompile(`name="ticket" value="(\w+)"`).FindStringSubmatch(page.text)
	if ticket == nil {
		t.Fatalf("no ticket in %s", page.text)
	}
	form := url.Values{"ticket": {ticket[1]}, "answer": {"give"}}.Encode()
	first := do(t, mustRequest(t, http.MethodPost, server.Info().AuthorizeURL, form))
	second := do(t, mustRequest(t, http.MethodPost, server.Info().AuthorizeURL, form))
	if first.status != http.StatusFound || second.status != http.StatusBadRequest {
		t.Errorf("answered %d, then %d", first.status, second.status)
	}
}

func mustRequest(t *testing.T, method, address, form string) *http.Request {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	if form != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return request
}

func TestThePageLoadsNothingAndEscapesEverything(t *testing.T) {
	server := start(t, simulator.Options{Scenario: "escape"})
	page := do(t, mustRequest(t, http.MethodGet, authorizeURL(server, nil), ""))
	policy := page.header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "style-src 'sha256-", "form-action 'self' https://connector.example;", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %s", policy, want)
		}
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"} {
		if got := page.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, want := range []string{`<html lang="en">`, "<main>", "<h1>", "Give access</button>", "Cancel</button>", "boards:read", "nothing leaves this machine"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.ContainsAny(page.text, "\x1b\x07\u202e") || strings.Contains(page.text, "{{") {
		t.Errorf("the page holds controls or placeholders:\n%s", page.text)
	}
}

func TestTheTokenAnswerHasPinterestsShape(t *testing.T) {
	server := start(t, simulator.Options{})
	got := exchange(t, server, "user_accounts:read,boards:read")
	if got.status != http.StatusOK {
		t.Fatalf("answered %d: %s", got.status, got.text)
	}
	for key, want := range map[string]any{
		"response_type": "authorization_code", "token_type": "bearer", "expires_in": 2592000.0,
		"refresh_token_expires_in": 5184000.0, "scope": "user_accounts:read boards:read",
	} {
		if got.body[key] != want {
			t.Errorf("%s is %v, want %v", key, got.body[key], want)
		}
	}
	if token := got.body["access_token"].(string); !strings.HasPrefix(token, "pina_") || len(token) != 101 {
		t.Errorf("the access token %q has another shape", token)
	}
	if token := got.body["refresh_token"].(string); !strings.HasPrefix(token, "pinr_") {
		t.Errorf("the refresh token %q has another shape", token)
	}
	if got.header.Get("X-Pinterest-Rid") == "" || got.header.Get("X-RateLimit-Limit") != "1000" {
		t.Errorf("headers are missing: %v", got.header)
	}
}

func TestACodeIsGoodForOneExchangeOfItsOwn(t *testing.T) {
	now := time.Now()
	server := start(t, simulator.Options{Now: func() time.Time { return now }})
	form := func(code, redirect string) url.Values {
		return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}}
	}
	once := code(t, server, "boards:read")
	if got := tokenCall(t, server, form(once, callbackURI)); got.status != http.StatusOK {
		t.Fatalf("the first exchange: %d %s", got.status, got.text)
	}
	if got := tokenCall(t, server, form(once, callbackURI)); got.body["error"] != "invalid_grant" {
		t.Errorf("a used code: %d %s", got.status, got.text)
	}
	if got := tokenCall(t, server, form(code(t, server, "boards:read"), callbackURI+"/")); got.body["error"] != "invalid_grant" {
		t.Errorf("another redirect URI: %d %s", got.status, got.text)
	}
	old := code(t, server, "boards:read")
	now = now.Add(11 * time.Minute)
	if got := tokenCall(t, server, form(old, callbackURI)); got.body["error"] != "invalid_grant" {
		t.Errorf("an old code: %d %s", got.status, got.text)
	}
	if got := tokenCall(t, server, url.Values{"grant_type": {"authorization_code"}}); got.body["code"] != 1.0 {
		t.Errorf("no code at all: %d %s", got.status, got.text)
	}
}

func TestCredentialsAreTakenFromABasicHeaderAlone(t *testing.T) {
	server := start(t, simulator.Options{ClientID: "1999999", ClientSecret: "a secret+with/signs"})
	info := server.Info()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"boards:read"}}
	inBody := url.Values{"client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "grant_type": {"client_credentials"}}
	for name, c := range map[string]struct {
		form   url.Values
		basic  []string
		raw    string
		status int
		code   any
	}{
		"right":           {form, []string{info.ClientID, info.ClientSecret}, "", 200, nil},
		"right, escaped":  {form, []string{info.ClientID, url.QueryEscape(info.ClientSecret)}, "", 200, nil},
		"wrong secret":    {form, []string{info.ClientID, simulator.ClientSecret}, "", 401, 2.0},
		"wrong ID":        {form, []string{"1", info.ClientSecret}, "", 401, 2.0},
		"in the body":     {inBody, nil, "", 400, 1.0},
		"not encoded":     {form, nil, info.ClientID + ":" + info.ClientSecret, 401, 2.0},
		"none":            {form, nil, "", 401, 2.0},
		"no grant type":   {url.Values{}, []string{info.ClientID, info.ClientSecret}, "", 400, 1.0},
		"unknown scope":   {url.Values{"grant_type": {"client_credentials"}, "scope": {"read_public"}}, []string{info.ClientID, info.ClientSecret}, "", 400, 1.0},
		"unknown refresh": {url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"pinr_x"}}, []string{info.ClientID, info.ClientSecret}, "", 401, 2.0},
	} {
		request := mustRequest(t, http.MethodPost, info.TokenURL, c.form.Encode()+"&")
		if c.basic != nil {
			request.SetBasicAuth(c.basic[0], c.basic[1])
		}
		if c.raw != "" {
			request.Header.Set("Authorization", c.raw)
		}
		if got := do(t, request); got.status != c.status || got.body["code"] != c.code {
			t.Errorf("%s: answered %d %s", name, got.status, got.text)
		}
	}
}

func TestARefreshTokenIsGoodForOneRefresh(t *testing.T) {
	server := start(t, simulator.Options{})
	first := exchange(t, server, "boards:read,pins:read")
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first.body["refresh_token"].(string)}}
	if got := tokenCall(t, server, url.Values{"grant_type": form["grant_type"], "refresh_token": form["refresh_token"], "scope": {"ads:read"}}); got.body["error"] != "invalid_scope" {
		t.Errorf("a refresh with more scopes: %d %s", got.status, got.text)
	}
	second := tokenCall(t, server, form)
	if second.status != http.StatusOK || second.body["refresh_token"] == first.body["refresh_token"] || second.body["refresh_token_expires_at"] == nil {
		t.Fatalf("a refresh: %d %s", second.status, second.text)
	}
	if got := tokenCall(t, server, form); got.status != http.StatusUnauthorized {
		t.Errorf("the old refresh token: %d %s", got.status, got.text)
	}
	narrow := tokenCall(t, server, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {second.body["refresh_token"].(string)}, "scope": {"boards:read"}})
	if narrow.body["scope"] != "boards:read" {
		t.Errorf("a refresh with fewer scopes: %d %s", narrow.status, narrow.text)
	}
}

func TestClientCredentialsBringNoRefreshToken(t *testing.T) {
	server := start(t, simulator.Options{})
	got := tokenCall(t, server, url.Values{"grant_type": {"client_credentials"}, "scope": {"user_accounts:read"}})
	token, _ := got.body["access_token"].(string)
	if !strings.HasPrefix(token, "pinc_") || got.body["refresh_token"] != nil || got.body["response_type"] != "client_credentials" {
		t.Fatalf("answered %d %s", got.status, got.text)
	}
	if account := apiCall(t, server, http.MethodGet, "/user_account", token); account.status != http.StatusOK {
		t.Errorf("the token reads no account: %d %s", account.status, account.text)
	}
}

func TestAPageElsewhereCannotReachTheServer(t *testing.T) {
	server := start(t, simulator.Options{})
	request := mustRequest(t, http.MethodGet, authorizeURL(server, nil), "")
	request.Host = "rebound.example"
	if got := do(t, request); got.status != http.StatusMisdirectedRequest {
		t.Errorf("answered %d", got.status)
	}
}

func TestARefusalIsToldInThePagesOwnWordsAlone(t *testing.T) {
	server := start(t, simulator.Options{Scenario: "redirect-mismatch"})
	_, err := server.Consent(t.Context(), authorizeURL(server, nil), true)
	want := "the consent page refuses: You are not permitted to access that resource. The provided redirect_uri " +
		callbackURI + " does not match any of the registered redirect URIs."
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}
