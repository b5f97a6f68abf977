package auth

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A fake is a Pinterest that answers as each test wants it to.
type fake struct {
	*httptest.Server
	mu       sync.Mutex
	answers  map[string]http.HandlerFunc // by "METHOD /path"
	requests []string
	bodies   []url.Values
	tokens   atomic.Int32
}

const allReads = "user_accounts:read boards:read pins:read"

// newFake is a Pinterest where everything works.
func newFake(t testing.TB) *fake {
	f := &fake{answers: map[string]http.HandlerFunc{}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	f.on("POST /v5/oauth/token", f.issue(allReads))
	f.on("GET /v5/user_account", reply(200, `{"id":"1","username":"acme","account_type":"BUSINESS","business_name":"Acme Inc."}`))
	f.on("GET /v5/boards", reply(200, `{"items":[],"bookmark":null}`))
	f.on("GET /v5/pins", reply(200, `{"items":[],"bookmark":null}`))
	return f
}

func (f *fake) on(request string, answer http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[request] = answer
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	f.mu.Lock()
	f.requests = append(f.requests, r.Method+" "+r.URL.RequestURI())
	f.bodies = append(f.bodies, form)
	answer := f.answers[r.Method+" "+r.URL.Path]
	f.mu.Unlock()
	if answer == nil {
		answer = reply(404, `{"code":404,"message":"no such thing"}`)
	}
	answer(w, r)
}

// seen returns the requests so far.
func (f *fake) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string{}, f.requests...)
}

// issue answers as the token endpoint does.
func (f *fake) issue(scope string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if id, secret, ok := r.BasicAuth(); !ok || id != testApp.ClientID || secret != testApp.ClientSecret.Reveal() {
			reply(401, `{"code":2,"message":"Authentication failed."}`)(w, r)
			return
		}
		n := f.tokens.Add(1)
		reply(200, fmt.Sprintf(`{"access_token":"pina_%040d","refresh_token":"pinr_%040d","token_type":"bearer",
			"expires_in":2592000,"refresh_token_expires_in":5184000,"scope":%q}`, n, n, scope))(w, r)
	}
}

// reply answers with this status and JSON, and headers "Name: value".
func reply(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

var testApp = App{
	ClientID:     "1534758",
	ClientSecret: safe.NewSecret("a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1"),
	Scopes:       strings.Fields(allReads),
}

// app is the test app at this fake, with a free port in its redirect URI.
func (f *fake) app(t testing.TB) App {
	app := testApp
	app.RedirectURI = fmt.Sprintf("http://localhost:%d/callback", freePort(t))
	app.Endpoints = Endpoints{AuthorizeURL: f.URL + "/oauth/", TokenURL: f.URL + "/v5/oauth/token", APIURL: f.URL + "/v5"}
	return app
}

func freePort(t testing.TB) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// takeOff starts a flight that is canceled and waited for at the test's end.
func takeOff(t testing.TB, o Options) *Flight {
	t.Helper()
	f, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		f.Cancel()
		f.Wait()
	})
	return f
}

// callback is the URL that the browser is sent to.
func callback(f *Flight, query string) string {
	return fmt.Sprintf("http://127.0.0.1:%d%s?%s", f.target.port, f.target.path, query)
}

const testCode = "0123456789abcdef0123456789abcdef01234567"

func trueCallback(f *Flight) string { return callback(f, "code="+testCode+"&state="+f.state) }

// browse makes a GET as a browser does, without keeping the connection.
func browse(t testing.TB, rawURL string) (status int, page string, header http.Header) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	resp, err := client.Get(rawURL)
	if err != nil {
		t.Error(err)
		return 0, "", nil
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode, string(body), resp.Header
}

// testLog shows what happens in the output of a failing test.
func testLog(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// testErrorLog is where a server of a test says what is expected to fail.
func testErrorLog(t testing.TB) *log.Logger { return log.New(t.Output(), "", 0) }
