package auth

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

func kept() *Token {
	return &Token{AccessToken: safe.NewSecret("pina_kept0000000000000000"), RefreshToken: safe.NewSecret("pinr_kept0000000000000000")}
}

// byGrant answers the token endpoint by the kind of the grant.
func (f *fake) byGrant(answers map[string]http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		grant := f.bodies[len(f.bodies)-1].Get("grant_type")
		f.mu.Unlock()
		answers[grant](w, r)
	}
}

func TestACheckSaysPresentVerifiedOrRejected(t *testing.T) {
	refused := reply(401, `{"code":2,"message":"Authentication failed."}`)
	notAllowed := reply(403, `{"code":29,"message":"Two-factor authentication is required."}`)
	outage := reply(503, `{"code":12,"message":"Something went wrong on our end."}`)
	for _, row := range []struct {
		name        string
		token       *Token
		client      http.HandlerFunc // nil: a token
		credentials Proof
		method      string
		ok          bool
		find        string
	}{
		{name: "client credentials", credentials: Verified, method: "client_credentials", ok: true},
		{name: "client credentials refused", client: refused, credentials: Rejected},
		{name: "no second factor", client: notAllowed, credentials: Present, find: "check.present-only"},
		{name: "outage", client: outage, credentials: Present},
		{name: "kept token, two factors", token: kept(), credentials: Verified, method: "client_credentials", ok: true},
		{name: "kept token alone", token: kept(), client: notAllowed, credentials: Present, method: "token", find: "check.present-only"},
	} {
		t.Run(row.name, func(t *testing.T) {
			pinterest := newFake(t)
			used := func(http.ResponseWriter, *http.Request) { t.Error("the kept refresh token is used up") }
			if row.client == nil {
				row.client = pinterest.issue(allReads)
			}
			pinterest.on("POST /v5/oauth/token", pinterest.byGrant(map[string]http.HandlerFunc{"refresh_token": used, "client_credentials": row.client}))
			r := Check(t.Context(), CheckOptions{App: pinterest.app(t), Token: row.token, Log: testLog(t)})
			if r.Credentials != row.credentials || r.Method != row.method || r.OK != row.ok || !strings.Contains(ids(r.Findings), row.find) {
				t.Errorf("%s by %q, ok %v: %s", r.Credentials, r.Method, r.OK, ids(r.Findings))
			}
			for i, request := range pinterest.seen() {
				if strings.HasPrefix(request, "POST ") && pinterest.bodies[i].Has("client_secret") {
					t.Error("the secret went into a body")
				}
			}
		})
	}
}

func TestGrantedScopesAreComparedAndTried(t *testing.T) {
	for _, row := range []struct{ granted, findings, probes string }{
		{"user_accounts:read boards:read pins:read", "", "user_accounts:read=verified boards:read=verified pins:read=verified"},
		{"user_accounts:read,boards:read,pins:read", "", "user_accounts:read=verified boards:read=verified pins:read=verified"},
		{"user_accounts:read boards:read pins:read boards:write", "flight.more-scopes", "user_accounts:read=verified boards:read=verified pins:read=verified boards:write=present"},
		{"boards:read pins:read", "flight.fewer-scopes flight.no-account", "boards:read=verified pins:read=verified"},
		{"user_accounts:read pins:read", "flight.fewer-scopes flight.missing-companion", "user_accounts:read=verified pins:read=present"},
		{"", "flight.fewer-scopes flight.no-account", ""},
	} {
		pinterest := newFake(t)
		pinterest.on("POST /v5/oauth/token", pinterest.issue(row.granted))
		r := Check(t.Context(), CheckOptions{App: pinterest.app(t)})
		var probes []string
		for _, p := range r.Probes {
			probes = append(probes, p.Scope+"="+string(p.Proof))
		}
		findings := strings.TrimSpace(strings.ReplaceAll(ids(r.Findings), "flight.no-rate-limits", ""))
		if findings != row.findings || strings.Join(probes, " ") != row.probes {
			t.Errorf("%q: %s; %v", row.granted, findings, probes)
		}
	}
}

func TestWhatTheHeadersSayIsNoticed(t *testing.T) {
	account := `{"id":"1","username":"acme","account_type":"PINNER"}`
	for _, row := range []struct {
		name    string
		headers []string
		want    string
	}{
		{"clock ahead", []string{"Date: " + time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)}, "flight.clock"},
		{"clock behind", []string{"Date: " + time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}, "flight.clock"},
		{"daily limits", []string{"X-RateLimit-Limit: 1000", "X-RateLimit-Remaining: 9", "X-RateLimit-Reset: 67150"}, "flight.trial-limits"},
		{"personal account", nil, "flight.personal-account"},
		{"no limits", nil, "flight.no-rate-limits"},
	} {
		pinterest := newFake(t)
		issue := pinterest.issue(allReads)
		pinterest.on("POST /v5/oauth/token", func(w http.ResponseWriter, r *http.Request) {
			for _, h := range row.headers {
				if value, ok := strings.CutPrefix(h, "Date: "); ok {
					w.Header().Set("Date", value)
				}
			}
			issue(w, r)
		})
		pinterest.on("GET /v5/user_account", reply(200, account, row.headers...))
		r := Check(t.Context(), CheckOptions{App: pinterest.app(t)})
		if !strings.Contains(ids(r.Findings), row.want) {
			t.Errorf("%s: %s", row.name, ids(r.Findings))
		}
	}
}

func TestOnlyWhatPassesByItselfIsTriedAgain(t *testing.T) {
	for _, row := range []struct {
		name    string
		status  int
		body    string
		headers string
		tries   int
		slept   time.Duration // at least
	}{
		{"outage", 503, `{"code":12,"message":"Sorry."}`, "X: y", maxTries, firstPause * 3},
		{"short rate limit", 429, `{"code":8,"message":"rate limit"}`, "Retry-After: 2", maxTries, 4 * time.Second},
		{"rate limit for hours", 429, `{"code":8,"message":"rate limit"}`, "X-RateLimit-Reset: 67150", 1, 0},
		{"spam block", 429, `{"code":8,"message":"blocked as spam"}`, "Retry-After: 1", 1, 0},
		{"missing scope", 401, `{"code":3,"message":"Missing: ['boards:read']"}`, "X: y", 1, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tries := 0
				client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					tries++
					w := &recorder{header: http.Header{}}
					reply(row.status, row.body, row.headers)(w, r)
					return w.response(r), nil
				})}
				app := testApp
				app.Endpoints = Production
				p := &proof{until: time.Now().Add(time.Hour), app: app, client: harden(client), log: redacted(nil), result: newResult(app)}
				begin := time.Now()
				err := p.get(t.Context(), "/boards", nil)
				if err == nil || tries != row.tries || time.Since(begin) < row.slept {
					t.Errorf("%d tries in %v: %v", tries, time.Since(begin), err)
				}
			})
		})
	}
}

func TestCancelEndsAPauseBetweenTriesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := testApp
		app.RedirectURI, app.Endpoints = "https://api.acme.com/callback", Production
		f, err := Start(t.Context(), Options{App: app, Client: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			w := &recorder{header: http.Header{}}
			if r.Method == http.MethodPost {
				reply(200, `{"access_token":"pina_0123456789","scope":"user_accounts:read"}`)(w, r)
			} else {
				reply(503, `{"code":12}`, "Retry-After: 5")(w, r)
			}
			return w.response(r), nil
		})}})
		if err != nil {
			t.Fatal(err)
		}
		f.Paste(testCode)
		synctest.Wait()
		begin := time.Now()
		f.Cancel()
		r := f.Wait()
		if time.Since(begin) != 0 || r.OK || r.Credentials != Verified {
			t.Errorf("after %v: %+v", time.Since(begin), r)
		}
	})
}

// A recorder keeps an answer in memory.
type recorder struct {
	header http.Header
	status int
	body   strings.Builder
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }

func (w *recorder) response(r *http.Request) *http.Response {
	return &http.Response{StatusCode: w.status, Header: w.header, Body: io.NopCloser(strings.NewReader(w.body.String())), Request: r}
}
