package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/zalando/go-keyring"
	"golang.org/x/oauth2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// atOnce is how many processes ask for a token at the same time.
const atOnce = 6

// rotating is a token endpoint that gives a new refresh token at each refresh.
type rotating struct {
	// grace has it take the token before the last as well, as long as nobody
	// has used the last one.
	grace bool

	// all is closed once atOnce children are about to ask for a token.
	all chan struct{}

	mu             sync.Mutex
	begun          int
	last, previous string
	refreshes      int
	url            string
}

func newRotating(t *testing.T, grace bool) *rotating {
	r := &rotating{grace: grace, last: "pinr_0", all: make(chan struct{})}
	s := httptest.NewServer(r)
	t.Cleanup(s.Close)
	r.url = s.URL
	return r
}

func (r *rotating) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	switch q.URL.Path {
	case "/begun":
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.begun++; r.begun == atOnce {
			close(r.all)
		}
		return
	case "/wait":
		<-r.all
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	id, secret, _ := q.BasicAuth()
	given := q.FormValue("refresh_token")
	if id != testService.ClientID || secret != testSecret || given != r.last && (!r.grace || given != r.previous) {
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"code": 2, "message": "Authentication failed."}`)
		return
	}
	r.refreshes++
	r.previous, r.last = given, fmt.Sprintf("pinr_%d", r.refreshes)
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{
		"access_token": fmt.Sprintf("pina_%d", r.refreshes), "refresh_token": r.last, "token_type": "bearer",
		"expires_in": 2592000, "refresh_token_expires_in": 5184000, "scope": "boards:read pins:read",
	})
}

func (r *rotating) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.refreshes
}

// service is testService against this endpoint.
func (r *rotating) service() Service {
	s := testService
	s.TokenURL = r.url
	return s
}

// ended keeps tokens whose access token has ended, and returns where.
func (r *rotating) ended(t *testing.T) Tokens {
	t.Helper()
	tokens := Tokens{Name: "a", Dir: t.TempDir()}
	r.keep(t, tokens, "pina_0", "pinr_0", -time.Hour)
	return tokens
}

func (r *rotating) keep(t *testing.T, tokens Tokens, access, refresh string, lasts time.Duration) {
	t.Helper()
	kept := r.service().Kept(someTokens(access, refresh, time.Now().Add(lasts)).Token)
	if err := tokens.Save(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
}

func (r *rotating) source(t *testing.T, tokens Tokens) oauth2.TokenSource {
	t.Helper()
	source, err := r.service().TokenSource(t.Context(), tokens)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func wantToken(t *testing.T, source oauth2.TokenSource, want string) *oauth2.Token {
	t.Helper()
	token, err := source.Token()
	if err != nil {
		t.Fatal(err)
	}
	if token.AccessToken != want {
		t.Fatalf("token = %s, want %s", token.AccessToken, want)
	}
	return token
}

func wantKept(t *testing.T, tokens Tokens, access, refresh string) KeptTokens {
	t.Helper()
	kept, ok, err := tokens.Load(context.Background())
	if err != nil || !ok || kept.AccessToken.Reveal() != access || kept.RefreshToken.Reveal() != refresh {
		t.Fatalf("kept %s and %s (%v, %v), want %s and %s",
			kept.AccessToken.Reveal(), kept.RefreshToken.Reveal(), ok, err, access, refresh)
	}
	return kept
}

func TestATokenThatIsGoodIsNotRefreshed(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	r.keep(t, tokens, "pina_good", "pinr_0", time.Hour)
	token := wantToken(t, r.source(t, tokens), "pina_good")
	if r.count() != 0 || token.Type() != "Bearer" || !token.Valid() || token.Extra("scope") != "boards:read pins:read" {
		t.Errorf("%d refreshes, token %v", r.count(), token.Type())
	}
	if token.RefreshToken != "" {
		t.Error("the refresh token left its source")
	}
}

func TestATokenThatEndsIsRefreshedAndWhatRotatesIsKept(t *testing.T) {
	keyring.MockInit()
	for _, place := range []TokenPlace{InFile, InKeyring} {
		r := newRotating(t, false)
		tokens := Tokens{Name: "a", Dir: t.TempDir(), Place: place}
		r.keep(t, tokens, "pina_0", "pinr_0", 30*time.Second) // good, but not for long enough
		source := r.source(t, tokens)
		wantToken(t, source, "pina_1")
		wantToken(t, source, "pina_1")
		kept := wantKept(t, tokens, "pina_1", "pinr_1")
		if !kept.refreshing.IsZero() || time.Until(kept.RefreshExpiry) < 59*24*time.Hour {
			t.Errorf("kept %+v", kept)
		}
		source.(*tokenSource).now = func() time.Time { return time.Now().Add(30 * 24 * time.Hour) }
		wantToken(t, source, "pina_2")
		wantKept(t, tokens, "pina_2", "pinr_2")
	}
}

func TestWhatAnAnswerLeavesOutStays(t *testing.T) {
	old := someTokens("pina_0", "pinr_0", time.Now()).Token
	for name, answer := range map[string]auth.Token{
		"no refresh token": {AccessToken: safe.NewSecret("pina_1")},
		"the same one":     {AccessToken: safe.NewSecret("pina_1"), RefreshToken: safe.NewSecret("pinr_0")},
	} {
		got := complete(answer, old)
		if !got.RefreshToken.Equal(old.RefreshToken) || got.RefreshExpiry != old.RefreshExpiry || len(got.Scopes) != 2 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	fresh := auth.Token{AccessToken: safe.NewSecret("pina_1"), RefreshToken: safe.NewSecret("pinr_1"), Scopes: []string{}}
	if got := complete(fresh, old); !got.RefreshExpiry.IsZero() || len(got.Scopes) != 0 {
		t.Errorf("what belongs to the old token was taken over: %+v", got)
	}
}

func TestManyAtOnceRefreshOnce(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	var wg sync.WaitGroup
	for range 4 {
		source := r.source(t, tokens)
		for range 5 {
			wg.Go(func() {
				if token, err := source.Token(); err != nil || token.AccessToken != "pina_1" {
					t.Errorf("token = %v, %v", token, err)
				}
			})
		}
	}
	wg.Wait()
	if r.count() != 1 {
		t.Errorf("%d refreshes, want 1", r.count())
	}
}

// The environment of a child process that gets one token and prints it.
const (
	envTokenDir = "PINSETUP_TEST_TOKENS"
	envTokenURL = "PINSETUP_TEST_TOKEN_URL"
	envTokenEnd = "PINSETUP_TEST_TOKEN_KILL" // the step at which it is killed
	envTokenAll = "PINSETUP_TEST_TOKEN_ALL"  // before its first step it waits until all have begun
)

// child gets a token in a process of its own that runs this test again.
func (r *rotating) child(t *testing.T, tokens Tokens, kill int) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), envTokenDir+"="+tokens.Dir, envTokenURL+"="+r.url, fmt.Sprint(envTokenEnd, "=", kill),
		"GORACE=atexit_sleep_ms=0") // the race detector's exit takes a second otherwise
	return cmd
}

// beChild is the child's part; it reports false in the parent.
func beChild(t *testing.T) bool {
	dir := os.Getenv(envTokenDir)
	if dir == "" {
		return false
	}
	r := &rotating{url: os.Getenv(envTokenURL)}
	var left int
	fmt.Sscan(os.Getenv(envTokenEnd), &left)
	atStep = func() error {
		if left == 0 && os.Getenv(envTokenAll) != "" {
			r.tell(t, "/wait")
		}
		if left--; left == 0 {
			fmt.Println("killed on purpose")
			if p, err := os.FindProcess(os.Getpid()); err == nil {
				p.Kill()
			}
			select {}
		}
		return nil
	}
	source := r.source(t, Tokens{Name: "a", Dir: dir})
	if os.Getenv(envTokenAll) != "" {
		r.tell(t, "/begun")
	}
	token, err := source.Token()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("got", token.AccessToken)
	return true
}

// tell asks the endpoint for one of its paths that only tests have.
func (r *rotating) tell(t *testing.T, path string) {
	answer, err := (&http.Client{Timeout: time.Minute}).Get(r.url + path)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
}

// The one that refreshes waits until the others have asked, so that without the
// lock they would be in its way on a slow machine, too.
func TestProcessesAtOnceRefreshOnce(t *testing.T) {
	if beChild(t) {
		return
	}
	r := newRotating(t, false)
	tokens := r.ended(t)
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			child := r.child(t, tokens, 0)
			child.Env = append(child.Env, envTokenAll+"=1")
			out, err := child.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "got pina_1\n") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	wg.Wait()
	if r.count() != 1 {
		t.Errorf("%d refreshes, want 1", r.count())
	}
}

func TestAKillAtAnyStepOfARefreshLosesNoToken(t *testing.T) {
	if beChild(t) {
		return
	}
	kills := 0
	for ; ; kills++ {
		r := newRotating(t, true)
		tokens := r.ended(t)
		out, err := r.child(t, tokens, kills+1).CombinedOutput()
		if err == nil {
			break // it had fewer steps
		}
		if !strings.Contains(string(out), "killed on purpose") {
			t.Fatalf("to be killed at step %d: %v\n%s", kills+1, err, out)
		}
		kept, ok, err := tokens.Load(t.Context())
		if err != nil || !ok {
			t.Fatalf("killed at step %d: %v, %v", kills+1, ok, err)
		}
		if refresh := kept.RefreshToken.Reveal(); refresh != r.last && refresh != r.previous {
			t.Fatalf("killed at step %d: %s is kept, and the last was %s", kills+1, refresh, r.last)
		}
		if r.count() > 0 && kept.refreshing.IsZero() && kept.RefreshToken.Reveal() != r.last {
			t.Fatalf("killed at step %d: nothing tells of the refresh that was broken off", kills+1)
		}
		if _, err := r.source(t, tokens).Token(); err != nil {
			t.Fatalf("after a kill at step %d: %v", kills+1, err)
		}
		wantKept(t, tokens, fmt.Sprintf("pina_%d", r.count()), r.last)
		entries, err := os.ReadDir(tokens.Dir)
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".tmp") {
				t.Errorf("killed at step %d: %s is left", kills+1, e.Name())
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if kills < 8 {
		t.Errorf("only %d steps; a refresh has two saves", kills)
	}
}

// brokenOff notes that a refresh of the kept tokens was broken off.
func (r *rotating) brokenOff(t *testing.T) Tokens {
	t.Helper()
	tokens := r.ended(t)
	kept, _, err := tokens.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept.refreshing = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	if err := tokens.Save(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	return tokens
}

func TestATokenThatAnInterruptedRefreshUsedUpIsExplained(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.brokenOff(t)
	r.last = "pinr_lost"
	source := r.source(t, tokens)
	for range 2 { // it stays so
		_, err := source.Token()
		wantProblem(t, err, "token.interrupted")
		if !strings.Contains(err.Error(), "2026-11-23T12:00:00Z") {
			t.Errorf("%v doesn't say when", err)
		}
	}
}

func TestTheRefusalOfAProxyIsNotTakenForPinterests(t *testing.T) {
	for _, status := range []int{403, 407, 511} {
		hotel := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			io.WriteString(w, "<!doctype html><html><title>Log in to the network</title></html>")
		}))
		t.Cleanup(hotel.Close)
		r := newRotating(t, false)
		r.url = hotel.URL
		tokens := r.brokenOff(t)
		_, err := r.source(t, tokens).Token()
		f, ok := errors.AsType[*auth.Failure](err)
		if _, interrupted := errors.AsType[*Problem](err); !ok || interrupted || f.Answered() {
			t.Errorf("%d: error = %v, want a *auth.Failure of the network", status, err)
		}
		if kept := wantKept(t, tokens, "pina_0", "pinr_0"); kept.refreshing.IsZero() {
			t.Errorf("%d: that a refresh was broken off is forgotten", status)
		}
	}
}

func TestARefusedRefreshIsDiagnosed(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	r.last = "pinr_other"
	for range 2 { // nothing was broken off the first time
		_, err := r.source(t, tokens).Token()
		f, ok := errors.AsType[*auth.Failure](err)
		if _, interrupted := errors.AsType[*Problem](err); !ok || interrupted || f.Symptom.Where != "refresh" || f.Finding().Severity != finding.Error {
			t.Fatalf("error = %v, want a *auth.Failure of the refresh", err)
		}
	}
	wantKept(t, tokens, "pina_0", "pinr_0")
}

func TestNoTokenIsSpentBeforeThereIsAPlaceForTheNext(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	source := r.source(t, tokens)
	atStep = func() error { return errors.New("no space left on device") }
	defer func() { atStep = nil }()
	_, err := source.Token()
	wantProblem(t, err, "token.unwritable")
	if r.count() != 0 {
		t.Error("the refresh token was used all the same")
	}
	atStep = nil
	wantToken(t, source, "pina_1")
}

func TestTokensThatCannotBeKeptAreHeldUntilTheyCan(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	source := r.source(t, tokens)
	atStep = func() error {
		if r.count() > 0 {
			return errors.New("no space left on device")
		}
		return nil
	}
	defer func() { atStep = nil }()
	for range 2 {
		_, err := source.Token()
		wantProblem(t, err, "token.pending")
		wantKept(t, tokens, "pina_0", "pinr_0")
	}
	atStep = nil
	wantToken(t, source, "pina_1")
	wantKept(t, tokens, "pina_1", "pinr_1")
	if r.count() != 1 {
		t.Errorf("%d refreshes, want 1", r.count())
	}
}

func TestACallersContextThatEndsLosesNoRotatedToken(t *testing.T) {
	keyring.MockInit()
	for _, place := range []TokenPlace{InFile, InKeyring} {
		r := newRotating(t, false)
		tokens := Tokens{Name: "a", Dir: t.TempDir(), Place: place}
		r.keep(t, tokens, "pina_0", "pinr_0", -time.Hour)
		ctx, cancel := context.WithCancel(t.Context())
		client := &http.Client{Transport: beforeAnswers{cancel}}
		source, err := r.service().TokenSource(context.WithValue(ctx, oauth2.HTTPClient, client), tokens)
		if err != nil {
			t.Fatal(err)
		}
		wantToken(t, source, "pina_1") // ctx ends when Pinterest has rotated the token
		wantKept(t, tokens, "pina_1", "pinr_1")
		r.keep(t, tokens, "pina_1", "pinr_1", -time.Hour)
		source.(*tokenSource).current.Expiry = time.Now()
		if _, err := source.Token(); !errors.Is(err, context.Canceled) || r.count() != 1 {
			t.Errorf("after its context the source refreshes: %v, %d refreshes", err, r.count())
		}
		if names := folderOf(t, tokens.Dir); slices.Contains(names, ".a.json.lock") {
			t.Errorf("the lock was not given back: %q", names)
		}
	}
}

// beforeAnswers calls end when the server has answered, and before its answer
// is read: it is lost where the request's context ends with that.
type beforeAnswers struct{ end func() }

func (b beforeAnswers) RoundTrip(q *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(q)
	b.end()
	if err == nil && q.Context().Err() != nil {
		answer.Body.Close()
		return nil, q.Context().Err()
	}
	return answer, err
}

func TestTokensThatAreHeldAreKeptEvenAfterTheContext(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	ctx, cancel := context.WithCancel(t.Context())
	source, err := r.service().TokenSource(ctx, tokens)
	if err != nil {
		t.Fatal(err)
	}
	atStep = func() error {
		if r.count() > 0 {
			return errors.New("no space left on device")
		}
		return nil
	}
	defer func() { atStep = nil }()
	_, err = source.Token()
	wantProblem(t, err, "token.pending")
	atStep = nil
	cancel()
	wantToken(t, source, "pina_1")
	wantKept(t, tokens, "pina_1", "pinr_1")
}

func TestARefreshIsNotWaitedForForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		longer, done := outliving(ctx, lastWait)
		defer done()
		cancel()
		start := time.Now()
		<-longer.Done()
		if waited := time.Since(start); waited != lastWait {
			t.Errorf("waited %v", waited)
		}
	})
}

func TestARefreshThatOutlivedItsCallerLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		held := func() weak.Pointer[Service] {
			s := &Service{ClientID: "1534758"}
			ctx, end := context.WithCancel(context.WithValue(context.Background(), key{}, s))
			longer, cancel := outliving(ctx, lastWait)
			end()
			synctest.Wait()
			if longer.Err() != nil {
				t.Error("it ended with its caller's")
			}
			cancel()
			synctest.Wait()
			return weak.Make(s)
		}()
		runtime.GC()
		if held.Value() != nil {
			t.Error("the context is still held")
		}
	})
}

func TestTokensThatSomebodyGotAnewReplaceHeldOnes(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	source := r.source(t, tokens)
	atStep = func() error {
		if r.count() > 0 {
			return errors.New("no space left on device")
		}
		return nil
	}
	defer func() { atStep = nil }()
	_, err := source.Token()
	wantProblem(t, err, "token.pending")
	atStep = nil
	r.keep(t, tokens, "pina_new", "pinr_new", time.Hour)
	wantToken(t, source, "pina_new")
	wantKept(t, tokens, "pina_new", "pinr_new")
}

func TestWithoutUsableTokensThereIsNoSource(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	ctx := t.Context()
	other := r.service()
	other.ClientID = "7654321"
	_, err := other.TokenSource(ctx, tokens)
	wantProblem(t, err, "token.foreign")
	elsewhere := r.service()
	elsewhere.TokenURL = "https://tokens.example/v5/oauth/token"
	_, err = elsewhere.TokenSource(ctx, tokens)
	wantProblem(t, err, "token.foreign")
	_, err = r.service().TokenSource(ctx, Tokens{Name: "b", Dir: tokens.Dir})
	wantProblem(t, err, "token.none")
	if !errors.Is(err, ErrNoTokens) {
		t.Errorf("%v is no ErrNoTokens", err)
	}
	_, err = Service{ClientID: "1"}.TokenSource(ctx, tokens)
	wantProblem(t, err, "secret.none")
	place(t, tokens.Dir, "c.json", "{", 0o600)
	_, err = r.service().TokenSource(ctx, Tokens{Name: "c", Dir: tokens.Dir})
	wantProblem(t, err, "token.unreadable")
	for _, name := range []string{"XDG_STATE_HOME", "HOME", "LocalAppData", "USERPROFILE"} {
		t.Setenv(name, "")
	}
	_, err = r.service().TokenSource(ctx, Tokens{Name: "a"})
	wantProblem(t, err, "token.unwritable")
}

func TestARefreshThatCannotSucceedIsNotTried(t *testing.T) {
	for name, test := range map[string]struct {
		id     string
		change func(*testing.T, Tokens, *KeptTokens)
	}{
		"no refresh token": {"token.short", func(_ *testing.T, _ Tokens, k *KeptTokens) { k.RefreshToken = safe.Secret{} }},
		"one that ended":   {"token.ended", func(_ *testing.T, _ Tokens, k *KeptTokens) { k.RefreshExpiry = time.Now() }},
		"another app's":    {"token.foreign", func(_ *testing.T, _ Tokens, k *KeptTokens) { k.ClientID = "7654321" }},
		"no longer there":  {"token.none", func(t *testing.T, tokens Tokens, _ *KeptTokens) { tokens.Delete(t.Context()) }},
		"damaged": {"token.unreadable", func(t *testing.T, tokens Tokens, _ *KeptTokens) {
			place(t, tokens.Dir, "a.json", "{", 0o600)
		}},
		"no folder": {"token.unwritable", func(t *testing.T, tokens Tokens, _ *KeptTokens) {
			if err := os.RemoveAll(tokens.Dir); err != nil {
				t.Fatal(err)
			}
			place(t, filepath.Dir(tokens.Dir), filepath.Base(tokens.Dir), "", 0o600)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRotating(t, false)
			tokens := r.ended(t)
			source := r.source(t, tokens)
			kept, _, err := tokens.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			before := kept
			test.change(t, tokens, &kept)
			if fmt.Sprint(kept) != fmt.Sprint(before) {
				if err := tokens.Save(t.Context(), kept); err != nil {
					t.Fatal(err)
				}
			}
			_, err = source.Token()
			wantProblem(t, err, test.id)
			if errors.Is(err, ErrNoTokens) != (test.id == "token.none") {
				t.Errorf("whether %v is ErrNoTokens", err)
			}
			if r.count() != 0 {
				t.Error("it was tried")
			}
		})
	}
}

func TestASecretThatIsGoneIsToldAtTheRefresh(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	s := r.service()
	s.ClientSecret, s.ClientSecretEnv = safe.Secret{}, "PINSETUP_TEST_SECRET"
	t.Setenv("PINSETUP_TEST_SECRET", testSecret)
	source, err := s.TokenSource(t.Context(), tokens)
	if err != nil {
		t.Fatal(err)
	}
	os.Unsetenv("PINSETUP_TEST_SECRET")
	_, err = source.Token()
	wantProblem(t, err, "secret.env.missing")
}

func TestTheClientOfTheContextMakesTheCalls(t *testing.T) {
	r := newRotating(t, false)
	tokens := r.ended(t)
	calls := 0
	client := &http.Client{Transport: roundTripper(func(q *http.Request) (*http.Response, error) {
		calls++
		return http.DefaultTransport.RoundTrip(q)
	})}
	source, err := r.service().TokenSource(context.WithValue(t.Context(), oauth2.HTTPClient, client), tokens)
	if err != nil {
		t.Fatal(err)
	}
	if wantToken(t, source, "pina_1"); calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestTheOAuth2ConfigurationIsTheServices(t *testing.T) {
	s := testService
	s.RedirectURI, s.Scopes = "https://a.example/cb", []string{"boards:read"}
	c, err := s.OAuth2(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.ClientID != s.ClientID || c.ClientSecret != testSecret || c.RedirectURL != s.RedirectURI || len(c.Scopes) != 1 ||
		c.Endpoint.AuthStyle != oauth2.AuthStyleInHeader || c.Endpoint.TokenURL != auth.Production.TokenURL ||
		c.Endpoint.AuthURL != auth.Production.AuthorizeURL {
		t.Errorf("endpoint %+v, redirect %s", c.Endpoint, c.RedirectURL)
	}
	_, err = Service{}.OAuth2(t.Context())
	wantProblem(t, err, "secret.none")
}
