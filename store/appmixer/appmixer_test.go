package appmixer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/store/appmixer"
	"github.com/pinsetup/pinsetup/store/appmixer/appmixersim"
)

const (
	id     = "acme:pinterest"
	secret = "0123456789abcdef0123456789abcdef01234567"
)

var config = appmixer.Config{ServiceID: id, ClientID: "1534758", ClientSecret: safe.NewSecret(secret)}

// simulated starts a simulated Appmixer and a client for it.
func simulated(t *testing.T, configs map[string]map[string]any) (*appmixersim.Server, *appmixer.Client) {
	t.Helper()
	s, err := appmixersim.Start(appmixersim.Options{Configs: configs})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	c, err := appmixer.New(s.URL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func login(t *testing.T, c *appmixer.Client) {
	t.Helper()
	if err := c.Login(t.Context(), appmixersim.Admin, safe.NewSecret(appmixersim.Password)); err != nil {
		t.Fatal(err)
	}
}

// answering is an Appmixer that answers one request after the other as told,
// "METHOD /path" → handler.
func answering(t *testing.T, handlers map[string]http.HandlerFunc) *appmixer.Client {
	t.Helper()
	mux := http.NewServeMux()
	for pattern, h := range handlers {
		mux.HandleFunc(pattern, h)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	c, err := appmixer.New(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func wantProblem(t *testing.T, err error, id string) *store.Problem {
	t.Helper()
	p, ok := errors.AsType[*store.Problem](err)
	if !ok || p.Finding().ID != id {
		t.Fatalf("error = %v, want the problem %s", err, id)
	}
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", p.Finding())} {
		if strings.Contains(text, secret) || strings.Contains(text, appmixersim.Password) {
			t.Error("the error holds a secret")
		}
	}
	if strings.ContainsAny(err.Error()+p.Finding().Cause, "{}") {
		t.Errorf("a placeholder was left: %v", err)
	}
	return p
}

func TestANewConfigurationIsCreated(t *testing.T) {
	s, c := simulated(t, nil)
	login(t, c)
	change, err := c.Plan(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if !change.New || change.Empty() {
		t.Errorf("new = %v, empty = %v", change.New, change.Empty())
	}
	want := []appmixer.KeyChange{
		{Key: "clientId", Op: '+', New: `"1534758"`},
		{Key: "clientSecret", Op: '+', New: safe.Mask},
	}
	if !reflect.DeepEqual(change.Keys, want) {
		t.Errorf("keys = %+v, want %+v", change.Keys, want)
	}
	if err := change.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := s.Config(id)
	if !reflect.DeepEqual(got, map[string]any{"serviceId": id, "clientId": "1534758", "clientSecret": secret}) {
		t.Errorf("Appmixer holds %v", got)
	}
}

func TestWhatPinsetupDoesNotKnowStays(t *testing.T) {
	s, c := simulated(t, map[string]map[string]any{id: {
		"clientId": 1534758, "clientID": "typo", "sandbox": true, "apiKey": "other-secret", "big": json.Number("12345678901234567890"),
		"nested": map[string]any{"a": []any{1.5, nil, "<&>"}},
	}})
	login(t, c)
	change, err := c.Plan(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	want := []appmixer.KeyChange{
		{Key: "clientId", Op: '~', Old: "1534758", New: `"1534758"`},
		{Key: "clientSecret", Op: '+', New: safe.Mask},
		{Key: "apiKey", Op: ' ', Old: safe.Mask, New: safe.Mask},
		{Key: "big", Op: ' ', Old: safe.Mask, New: safe.Mask},
		{Key: "clientID", Op: ' ', Old: `"typo"`, New: `"typo"`},
		{Key: "nested", Op: ' ', Old: safe.Mask, New: safe.Mask},
		{Key: "sandbox", Op: ' ', Old: "true", New: "true"},
	}
	if !reflect.DeepEqual(change.Keys, want) {
		t.Errorf("keys = %+v, want %+v", change.Keys, want)
	}
	if len(change.Findings) != 1 || change.Findings[0].ID != "push.misspelt" {
		t.Errorf("findings = %v, want push.misspelt", change.Findings)
	}
	if err := change.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := s.Config(id)
	if got["clientId"] != "1534758" || got["clientSecret"] != secret || got["sandbox"] != true || got["apiKey"] != "other-secret" ||
		got["clientID"] != "typo" || fmt.Sprint(got["nested"]) != "map[a:[1.5 <nil> <&>]]" || fmt.Sprint(got["big"]) != "12345678901234567890" {
		t.Errorf("Appmixer holds %v", got)
	}

	again, err := c.Plan(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if !again.Empty() || again.New {
		t.Errorf("the second plan still has changes: %+v", again.Keys)
	}
	writes := s.Writes()
	if err := again.Apply(t.Context()); err != nil || s.Writes() != writes {
		t.Errorf("an empty change wrote: %v", err)
	}
}

func TestAnyOtherRedirectURIBecomesTheCallbackURL(t *testing.T) {
	for uri, want := range map[string]string{
		"": "",
		"https://api.appmixer.com/auth/pinterest/callback": "",
		"https://api.acme.com/v2/auth/pinterest/callback":  "https://api.acme.com/v2/auth/pinterest/callback",
		"https://api.acme.com//auth/pinterest/callback":    "https://api.acme.com//auth/pinterest/callback",
		"https://api.acme.com/auth/pinterest/callback?a=1": "https://api.acme.com/auth/pinterest/callback?a=1",
		"https://api.acme.com/auth/pinterest/callback/":    "https://api.acme.com/auth/pinterest/callback/",
		"https://connect.acme.com/back":                    "https://connect.acme.com/back",
	} {
		c := appmixer.ConfigOf(id, store.Service{ClientID: "1", RedirectURI: uri}, safe.NewSecret(secret))
		if c.CallbackURL != want {
			t.Errorf("%s: callbackUrl = %q, want %q", uri, c.CallbackURL, want)
		}
	}
	s, client := simulated(t, nil)
	login(t, client)
	with := config
	with.CallbackURL = "https://connect.acme.com/back"
	change, err := client.Plan(t.Context(), with)
	if err != nil {
		t.Fatal(err)
	}
	if err := change.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.Config(id)["callbackUrl"]; got != with.CallbackURL {
		t.Errorf("callbackUrl = %v", got)
	}
}

func TestARedirectURIThatAppmixerWillNotSendIsNoticed(t *testing.T) {
	for _, test := range []struct {
		uri  string // {own} is what the simulated Appmixer makes itself
		held any
		want []string
	}{
		{"{own}", "https://old.acme.com/auth/pinterest/callback", []string{"push.other-callback"}},
		{"{own}", "", nil},
		{"{own}", "{own}", nil},
		{"{own}", nil, nil},
		{"", "https://old.acme.com/back", nil}, // this configuration says nothing of it
		{"https://acme.com/back", "https://old.acme.com/back", nil}, // it is written
		{"https://hooks.acme.com/auth/pinterest/callback", nil, []string{"push.other-base"}},
		{"https://hooks.acme.com/auth/pinterest/callback", "", []string{"push.other-base"}},
		{"https://hooks.acme.com/auth/pinterest/callback", "https://hooks.acme.com/auth/pinterest/callback", nil},
		{"https://hooks.acme.com/auth/other/callback", nil, nil}, // it is written
	} {
		s, client := simulated(t, nil)
		uri := strings.ReplaceAll(test.uri, "{own}", s.URL()+"/auth/pinterest/callback")
		if test.held == "{own}" {
			test.held = uri
		}
		if test.held != nil {
			s.Put(id, map[string]any{"callbackUrl": test.held})
		}
		login(t, client)
		change, err := client.Plan(t.Context(), appmixer.ConfigOf(id, store.Service{ClientID: "1", RedirectURI: uri}, safe.NewSecret(secret)))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range change.Findings {
			got = append(got, f.ID)
			if f.ID == "push.other-base" && (!strings.Contains(f.Title, uri) || !strings.Contains(f.Cause, s.URL()+"/auth/pinterest/callback")) {
				t.Errorf("%+v doesn't name both addresses", f)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q where Appmixer holds %v: %q, want %q", uri, test.held, got, test.want)
		}
	}
}

func TestOnlyAnAdminMayPush(t *testing.T) {
	_, c := simulated(t, nil)
	ctx := t.Context()
	_, err := c.Admin(ctx)
	wantProblem(t, err, "push.token")
	_, err = c.Plan(ctx, config)
	wantProblem(t, err, "push.token")

	wantProblem(t, c.Login(ctx, appmixersim.Admin, safe.NewSecret("wrong password")), "push.login")

	if err := c.Login(ctx, appmixersim.User, safe.NewSecret(appmixersim.Password)); err != nil {
		t.Fatal(err)
	}
	u, err := c.Admin(ctx)
	p := wantProblem(t, err, "push.admin")
	if u.Username != appmixersim.User || !strings.Contains(p.Error(), appmixersim.User) {
		t.Errorf("user = %+v, error = %v", u, err)
	}
	_, err = c.Plan(ctx, config)
	wantProblem(t, err, "push.status")

	login(t, c)
	if u, err := c.Admin(ctx); err != nil || u.Username != appmixersim.Admin {
		t.Errorf("admin: %+v, %v", u, err)
	}
	c.UseToken(safe.NewSecret("a-token-of-yesterday"))
	_, err = c.Admin(ctx)
	wantProblem(t, err, "push.token")
}

func TestAUserWithoutScopesIsToldSo(t *testing.T) {
	c := answering(t, map[string]http.HandlerFunc{"GET /user": says(200, `{"email":"a@b.example"}`)})
	_, err := c.Admin(t.Context())
	p := wantProblem(t, err, "push.admin")
	if !strings.Contains(p.Finding().Title, "a@b.example") || !strings.Contains(p.Finding().Cause, "none") {
		t.Errorf("finding = %+v", p.Finding())
	}
}

func TestAChangeByAnotherAdminIsNotOverwritten(t *testing.T) {
	for name, meddle := range map[string]func(*appmixersim.Server){
		"a new key":     func(s *appmixersim.Server) { s.Put(id, map[string]any{"clientId": "1", "added": "x"}) },
		"another value": func(s *appmixersim.Server) { s.Put(id, map[string]any{"clientId": "2"}) },
		"a key gone":    func(s *appmixersim.Server) { s.Put(id, map[string]any{}) },
	} {
		t.Run(name, func(t *testing.T) {
			s, c := simulated(t, map[string]map[string]any{id: {"clientId": "1"}})
			login(t, c)
			change, err := c.Plan(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			meddle(s)
			wantProblem(t, change.Apply(t.Context()), "push.changed")
			if s.Writes() != 0 {
				t.Error("it was written all the same")
			}
		})
	}
}

func TestWhatIsReadBackIsCompared(t *testing.T) {
	stored := fmt.Sprintf(`{"serviceId":%q,"clientId":"1","keep":true}`, id)
	after := fmt.Sprintf(`{"serviceId":%q,"clientId":1534758,"clientSecret":%q}`, id, secret)
	reads := 0
	c := answering(t, map[string]http.HandlerFunc{
		"GET /service-config/{id}": func(w http.ResponseWriter, r *http.Request) {
			if reads++; reads <= 2 {
				io.WriteString(w, stored)
				return
			}
			io.WriteString(w, after)
		},
		"PUT /service-config/{id}": says(200, "{}"),
	})
	change, err := c.Plan(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	p := wantProblem(t, change.Apply(t.Context()), "push.differs")
	if !strings.Contains(p.Finding().Title, "clientId, keep") {
		t.Errorf("title = %q, want it to name clientId and keep", p.Finding().Title)
	}
}

func TestARefusedWriteSaysWhatAppmixerSaid(t *testing.T) {
	for status, want := range map[int]string{401: "push.token", 403: "push.status", 500: "push.status"} {
		c := answering(t, map[string]http.HandlerFunc{
			"GET /service-config/{id}": says(404, ""),
			"POST /service-config":     says(status, `{"message":"no `+secret+` \u001b[2J please"}`),
		})
		change, err := c.Plan(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		p := wantProblem(t, change.Apply(t.Context()), want)
		if !strings.Contains(p.Finding().Detail, "please") || strings.Contains(p.Finding().Detail, "\x1b") {
			t.Errorf("detail = %q", p.Finding().Detail)
		}
	}
}

func TestNoConfigurationIsSeenInEveryWayOfSayingIt(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"404": says(404, `{"error":"Not Found"}`), "null": says(200, "null"), "{}": says(200, "{}"),
		"nothing": says(200, ""), "no content": says(204, ""),
	} {
		c := answering(t, map[string]http.HandlerFunc{"GET /service-config/{id}": h})
		change, err := c.Plan(t.Context(), config)
		if err != nil || !change.New {
			t.Errorf("%s: new = %v, %v", name, change != nil && change.New, err)
		}
	}
}

func TestWhatIsNoAppmixerIsToldSo(t *testing.T) {
	huge := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, strings.Repeat(" ", 2<<20)) }
	for name, h := range map[string]http.HandlerFunc{
		"a page": says(200, "<!doctype html>"), "a page that is missing": says(404, "<html><title>Not here</title></html>"),
		"a list": says(200, "[]"), "a text": says(200, "It works!"), "no end": huge,
		"another service": says(200, `{"serviceId":"acme:other"}`),
	} {
		t.Run(name, func(t *testing.T) {
			c := answering(t, map[string]http.HandlerFunc{"/": h})
			_, err := c.Plan(t.Context(), config)
			wantProblem(t, err, "push.notAppmixer")
			if name == "another service" {
				return
			}
			_, err = c.Admin(t.Context())
			wantProblem(t, err, "push.notAppmixer")
			wantProblem(t, c.Login(t.Context(), "a@b.example", safe.NewSecret(appmixersim.Password)), "push.notAppmixer")
		})
	}
	c := answering(t, map[string]http.HandlerFunc{"POST /user/auth": says(200, `{"user":{}}`)})
	wantProblem(t, c.Login(t.Context(), "a@b.example", safe.NewSecret(appmixersim.Password)), "push.notAppmixer")
	c = answering(t, map[string]http.HandlerFunc{})
	wantProblem(t, c.Login(t.Context(), "a@b.example", safe.NewSecret(appmixersim.Password)), "push.status")
}

func TestARedirectIsNotFollowed(t *testing.T) {
	asked := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer other.Close()
	c := answering(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}})
	p := wantProblem(t, c.Login(t.Context(), "a@b.example", safe.NewSecret(appmixersim.Password)), "push.redirected")
	if asked || !strings.Contains(p.Finding().Detail, other.URL) {
		t.Errorf("followed = %v, detail = %q", asked, p.Finding().Detail)
	}
}

func TestAnAppmixerThatIsNotThereIsTheNetwork(t *testing.T) {
	s, c := simulated(t, nil)
	s.Close()
	_, err := c.Admin(t.Context())
	wantProblem(t, err, "push.network")
	cut := answering(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, "{")
	}})
	_, err = cut.Admin(t.Context())
	wantProblem(t, err, "push.network")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Admin(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := c.Login(ctx, "a", safe.NewSecret("b")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestAnAppmixerThatFailsHalfWayIsNamed(t *testing.T) {
	for fail := 2; fail <= 3; fail++ { // the read before the write, the read after it
		reads := 0
		c := answering(t, map[string]http.HandlerFunc{
			"GET /service-config/{id}": func(w http.ResponseWriter, r *http.Request) {
				if reads++; reads == fail {
					w.WriteHeader(http.StatusBadGateway)
					return
				}
				w.WriteHeader(http.StatusNotFound)
			},
			"POST /service-config": says(200, "{}"),
		})
		change, err := c.Plan(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		p := wantProblem(t, change.Apply(t.Context()), "push.status")
		if !strings.Contains(p.Finding().Cause, "502") {
			t.Errorf("cause = %q", p.Finding().Cause)
		}
	}
}

func TestTheAddressIsHTTPSOrThisMachine(t *testing.T) {
	for _, base := range []string{
		"https://api.acme.appmixer.cloud", "https://api.acme.com/base/", "http://localhost:2200", "http://LOCALHOST:2200", "http://127.0.0.1:2200/", "http://[::1]:2200",
	} {
		c, err := appmixer.New(" " + base + " ")
		if err != nil || c.Base() != strings.TrimRight(base, "/") {
			t.Errorf("%s: %v", base, err)
		}
	}
	for _, base := range []string{
		"", "api.acme.com", "http://api.acme.com", "http://localhost.acme.com", "ftp://api.acme.com", "https://",
		"https://admin:" + appmixersim.Password + "@api.acme.com", "https://admin:" + appmixersim.Password + "\x00@api.acme.com",
		"https://api.acme.com?x=1", "https://api.acme.com#x", "https://%zz",
	} {
		_, err := appmixer.New(base)
		wantProblem(t, err, "push.url")
	}
}

func TestAnIncompleteConfigurationIsNotPushed(t *testing.T) {
	s, c := simulated(t, nil)
	login(t, c)
	for _, test := range []struct {
		config appmixer.Config
		id     string
	}{
		{appmixer.Config{ServiceID: id, ClientSecret: config.ClientSecret}, "push.incomplete"},
		{appmixer.Config{ServiceID: id, ClientID: "1"}, "push.incomplete"},
		{appmixer.Config{ServiceID: "pinterest", ClientID: "1", ClientSecret: config.ClientSecret}, "push.serviceId"},
		{appmixer.Config{ServiceID: "acme:../../users", ClientID: "1", ClientSecret: config.ClientSecret}, "push.serviceId"},
		{appmixer.Config{ServiceID: "a:b:c:d", ClientID: "1", ClientSecret: config.ClientSecret}, "push.serviceId"},
		{appmixer.Config{ServiceID: "acme:", ClientID: "1", ClientSecret: config.ClientSecret}, "push.serviceId"},
	} {
		_, err := c.Plan(t.Context(), test.config)
		wantProblem(t, err, test.id)
	}
	if s.Writes() != 0 {
		t.Error("something was written")
	}
}
