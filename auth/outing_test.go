package auth_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
)

// An outing is all that a flight let out.
type outing struct {
	err      error // something that has nothing to do with the scenario
	result   auth.Result
	findings []string
	page     string
	log      lockedBuffer
	progress []auth.Progress
	tap      wiretap
}

// fly flies one live test against a scenario, and does what a person would.
func fly(ctx context.Context, scenario, from string) *outing {
	out := &outing{}
	redirect := fmt.Sprintf("http://localhost:%d/cb", quietPort())
	server, err := simulator.Start(simulator.Options{
		Scenario: scenario, ClientSecret: canary, RedirectURIs: []string{redirect}, Slowness: 100 * time.Millisecond,
		Log: slog.New(slog.NewTextHandler(&out.log, &slog.HandlerOptions{Level: slog.LevelDebug - 4})),
	})
	if err != nil {
		out.err = err
		return out
	}
	defer server.Close()
	info := server.Info()
	app := auth.App{
		ClientID: info.ClientID, ClientSecret: safe.NewSecret(info.ClientSecret), RedirectURI: redirect,
		Scopes: []string{"user_accounts:read", "boards:read", "pins:read"}, Endpoints: info.Endpoints,
	}
	out.tap.next = auth.NewClient().Transport
	client := &http.Client{Transport: &out.tap, Timeout: 20 * time.Second}
	if strings.Contains(scenario, "stalled") {
		client.Timeout = 300 * time.Millisecond
	}
	log := slog.New(slog.NewJSONHandler(&out.log, &slog.HandlerOptions{Level: slog.LevelDebug - 4, AddSource: true}))
	if kept, ok := map[string]*auth.Token{
		"check": nil,
		"kept":  {AccessToken: safe.NewSecret("pina_KEPT0123456789KEPT0123456789")},
	}[from]; ok {
		out.take(auth.Check(ctx, auth.CheckOptions{App: app, Token: kept, Client: client, Log: log}))
	} else {
		out.live(ctx, server, auth.Options{App: app, Client: client, Log: log, Timeout: time.Minute}, from)
	}
	out.checkRequests(server)
	return out
}

func (out *outing) live(ctx context.Context, server *simulator.Server, o auth.Options, from string) {
	if from == "timeout" {
		o.Timeout = time.Second
	}
	flight, err := auth.Start(ctx, o)
	if err != nil {
		out.err = err
		return
	}
	out.attend(ctx, server, flight, from)
}

// attend is the person: gives access in the browser, and stops the flight
// where it can't settle any more.
func (out *outing) attend(ctx context.Context, server *simulator.Server, flight *auth.Flight, from string) {
	var helpers sync.WaitGroup
	helpers.Go(func() {
		for p := range flight.Progress() {
			out.progress = append(out.progress, p)
		}
	})
	helpers.Go(func() {
		page, err := server.Consent(ctx, flight.AuthorizeURL(), true)
		out.page = page
		if err != nil && from != "page" {
			out.page += " (" + err.Error() + ")"
		}
		if from == "page" || from == "progress" {
			flight.Cancel() // strays are answered by now, and nothing more comes
		}
	})
	result := flight.Wait()
	helpers.Wait()
	out.take(result)
	if from != "page" {
		return
	}
	diagnosed, explained := auth.Diagnose(auth.Symptom{Where: "authorize", Message: out.page}), auth.Explain(out.page)
	out.findings = []string{diagnosed.ID}
	if explained[0].ID != diagnosed.ID {
		out.err = fmt.Errorf("%q is explained as %s, and diagnosed as %s", out.page, explained[0].ID, diagnosed.ID)
	}
}

func (out *outing) take(result auth.Result) {
	out.result = result
	for _, f := range result.Findings {
		out.findings = append(out.findings, f.ID)
	}
	for _, p := range out.progress {
		for _, f := range p.Findings {
			out.findings = append(out.findings, f.ID)
		}
	}
}

// checkRequests holds a live test to its word: it only reads, and its
// credentials go nowhere else.
func (out *outing) checkRequests(server *simulator.Server) {
	for _, r := range server.Requests() {
		if r.Writes() || r.Path == "/elsewhere" {
			out.err = fmt.Errorf("the live test sent %s %s", r.Method, r.Path)
		}
	}
}

// A wiretap hears what is secret in the calls: the Basic header and code that
// go out, the tokens that come back.
type wiretap struct {
	next     http.RoundTripper
	mu       sync.Mutex
	secrets  []string
	requests []string
}

func (w *wiretap) RoundTrip(r *http.Request) (*http.Response, error) {
	w.hear(r)
	response, err := w.next.RoundTrip(r)
	if err == nil && response.Body != nil {
		body, _ := io.ReadAll(response.Body) // whole and within limits already
		response.Body = io.NopCloser(bytes.NewReader(body))
		w.mu.Lock()
		w.secrets = append(w.secrets, tokens.FindAllString(string(body), -1)...)
		w.mu.Unlock()
	}
	return response, err
}

var tokens = regexp.MustCompile(`pin[arc]_\w{20,}`)

func (w *wiretap) hear(r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests = append(w.requests, r.Method+" "+r.URL.Path)
	if _, value, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok {
		w.secrets = append(w.secrets, value)
	}
	if r.GetBody == nil {
		return
	}
	body, err := r.GetBody()
	if err != nil {
		return
	}
	text, _ := io.ReadAll(body) // in memory
	form, _ := url.ParseQuery(string(text))
	for _, name := range []string{"code", "refresh_token"} {
		if form.Has(name) {
			w.secrets = append(w.secrets, form.Get(name))
		}
	}
}

func (w *wiretap) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.secrets)
}

// quietPort returns a port where nothing listens, below those that systems
// give to connections by themselves; 0 where there is none.
func quietPort() int {
	for range 50 {
		port := 10_000 + rand.IntN(20_000)
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			listener.Close()
			return port
		}
	}
	return 0
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
