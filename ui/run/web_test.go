package run

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
)

func ids(found []finding.Finding) string {
	var names []string
	for _, f := range found {
		names = append(names, f.ID)
	}
	return strings.Join(names, " ")
}

func TestAPageIsJudgedAsAReviewerMeetsIt(t *testing.T) {
	page := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
	}
	elsewhere := httptest.NewServer(page("<title>Elsewhere</title>"))
	defer elsewhere.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("/", page("<html><title> Acme\n Home </title>"))
	mux.HandleFunc("/privacy", page("<h1 class=x>Our <b>Privacy\n Policy</b></h1>"))
	mux.HandleFunc("/footer", page("<title>Acme</title><h1>Welcome</h1><a href=/privacy>Privacy Policy</a>"))
	mux.HandleFunc("/soft", page("<title>404 - Acme</title>"))
	mux.HandleFunc("/members", page("<title>Log in to Acme</title>"))
	mux.HandleFunc("/login", page("<title>Acme</title>"))
	mux.Handle("/private", http.RedirectHandler("/login", http.StatusFound))
	mux.HandleFunc("/terms", page("<h1>Terms</h1>"))
	mux.Handle("/gone", http.NotFoundHandler())
	mux.HandleFunc("/file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
	})
	mux.HandleFunc("/unlabelled", func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		fmt.Fprint(w, "<!doctype html><title>Acme</title>")
	})
	mux.Handle("/moved", http.RedirectHandler(strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1), http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.HandleFunc("/escape", page("<title>\x1b[31mred\u202e</title>"))
	server := httptest.NewServer(mux)
	defer server.Close()
	for _, row := range []struct{ path, key, want string }{
		{"/", "app.website", "web.opens"},
		{"/privacy", "app.privacyPolicy", "web.opens"},
		{"/terms", "app.privacyPolicy", "web.not-titled web.opens"},
		{"/terms", "app.website", "web.opens"},
		{"/footer", "app.privacyPolicy", "web.not-titled web.opens"},
		{"/soft", "app.website", "web.gone"},
		{"/members", "app.website", "web.login"},
		{"/private", "app.website", "web.login"},
		{"/gone", "app.website", "web.status"},
		{"/file", "app.website", "web.not-html"},
		{"/unlabelled", "app.website", "web.opens"},
		{"/moved", "app.website", "web.moved web.opens"},
		{"/loop", "app.website", "web.unreachable"},
		{"/escape", "app.website", "web.opens"},
	} {
		t.Run(row.path+" as "+row.key, func(t *testing.T) {
			found := visit(context.Background(), webClient(), server.URL+row.path, row.key)
			if got := ids(found); got != row.want {
				t.Errorf("found %s, want %s", got, row.want)
			}
			for _, f := range found {
				if strings.ContainsAny(f.Title+f.Detail, "\x1b\u202e\n") {
					t.Errorf("%q isn't clean", f.Title)
				}
			}
		})
	}
}

func TestAPageThatNeverAnswersIsGivenUp(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if got := ids(visit(ctx, webClient(), server.URL, "app.website")); got != "web.unreachable" {
		t.Errorf("found %s", got)
	}
}

func TestAHostThatRefusesIsNamed(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	found := visit(context.Background(), webClient(), server.URL, "app.website")
	if ids(found) != "web.unreachable" || !strings.Contains(found[0].Detail, "refused") {
		t.Errorf("found %+v", found)
	}
}

func TestWithoutANetworkNothingIsSaidAgainstThePage(t *testing.T) {
	for _, row := range []struct {
		err  error
		want string
	}{
		{&net.DNSError{Err: "server misbehaving", IsTemporary: true}, "web.offline"},
		{&net.OpError{Op: "dial", Err: noNetwork}, "web.offline"},
		{&net.DNSError{Err: "no such host", IsNotFound: true}, "web.unreachable"},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "web.unreachable"},
	} {
		if got := ids(unreachable(&url.Error{Op: "Get", URL: "https://acme.example/", Err: row.err})); got != row.want {
			t.Errorf("%v: found %s, want %s", row.err, got, row.want)
		}
	}
}

func FuzzNoPageBreaksTheJudgement(f *testing.F) {
	for _, body := range []string{"", "<title>Privacy Policy</title>", "<h1><b>a</h1>", "<title>\x1b[31m&amp;\u202e</title>", "<title><title>"} {
		f.Add(body, "/privacy")
	}
	f.Fuzz(func(t *testing.T, body, path string) {
		answer := &http.Response{
			Header:  http.Header{"Content-Type": {"text/html"}},
			Request: &http.Request{URL: &url.URL{Scheme: "https", Host: "acme.example", Path: path}},
		}
		found := judgePage(answer, body, "https://acme.example/", "app.privacyPolicy")
		if len(found) == 0 {
			t.Error("nothing is said")
		}
		for _, one := range found {
			if strings.ContainsAny(one.Title, "\x1b\u202e\n") {
				t.Errorf("%q isn't clean", one.Title)
			}
		}
	})
}

func TestWhereAPageLeadsIsSuggestedOnlyIfItIsAPage(t *testing.T) {
	for end, want := range map[string]string{
		"https://shop.acme.com/home?session=5f6e#top": "https://shop.acme.com/home",
		"https://id.acme.com/login?back=x":            "",
		"http://192.0.2.7/":                           "",
		"https://www.pinterest.com/acme/":             "",
	} {
		u, err := url.Parse(end)
		if err != nil {
			t.Fatal(err)
		}
		got, f := "", moved(u, "app.website")
		if f.Mend != nil {
			got = f.Mend.Value
		}
		if got != want || f.ID != "web.moved" {
			t.Errorf("%s suggests %q, want %q", end, got, want)
		}
	}
}
