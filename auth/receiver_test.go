package auth

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

// raw sends bytes to the flight's port and returns what comes back.
func raw(f *Flight, request string) string {
	conn, err := net.DialTimeout("tcp", f.target.addresses[0], 5*time.Second)
	if err != nil {
		return "no connection: " + err.Error()
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	go io.WriteString(conn, request)
	answer, _ := io.ReadAll(bufio.NewReader(conn))
	return string(answer)
}

// get is a raw GET with the right Host.
func get(f *Flight, target string, headers ...string) string {
	return ask(f, "GET", target, fmt.Sprintf("localhost:%d", f.target.port), headers...)
}

func ask(f *Flight, method, target, host string, headers ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, target, host)
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	return raw(f, b.String()+"\r\n")
}

// A hostile request, and how the status line of its answer begins; "" for a
// connection that is cut off without one.
type hostile struct {
	name, want string
	send       func(f *Flight) string
}

// hostiles are all the requests that must not count. The path is /callback.
func hostiles() []hostile {
	truth := func(f *Flight) string { return "/callback?code=" + testCode + "&state=" + f.state }
	on := func(query string) func(f *Flight) string {
		return func(f *Flight) string { return get(f, "/callback"+strings.ReplaceAll(query, "STATE", f.state)) }
	}
	port := func(f *Flight) string { return fmt.Sprintf(":%d", f.target.port) }
	return []hostile{
		{"wrong state", "400", on("?code=evil&state=wrong")},
		{"state cut short", "400", func(f *Flight) string { return get(f, "/callback?code="+testCode+"&state="+f.state[:42]) }},
		{"state and more", "400", on("?code=" + testCode + "&state=STATEx")},
		{"no state", "400", on("?code=" + testCode)},
		{"empty state", "400", on("?code=" + testCode + "&state=")},
		{"forged error", "400", on("?error=access_denied&state=forged")},
		{"error without state", "400", on("?error=access_denied")},
		{"no parameters", "400", on("")},
		{"no code", "400", on("?state=STATE")},
		{"script for a code", "400", on("?code=%3Cscript%3Ealert(1)%3C/script%3E&state=STATE")},
		{"code twice", "400", on("?code=evil0000&code=" + testCode + "&state=STATE")},
		{"another issuer", "400", on("?code=" + testCode + "&state=STATE&iss=https%3A%2F%2Fevil.example")},
		{"an issuer that is no address", "400", on("?code=" + testCode + "&state=STATE&iss=pinterest")},
		{"an issuer that only ends like Pinterest", "400", on("?code=" + testCode + "&state=STATE&iss=https%3A%2F%2Fwww.notpinterest.com")},
		{"issuer twice", "400", on("?code=" + testCode + "&state=STATE&iss=https%3A%2F%2Fwww.pinterest.com&iss=x")},
		{"state twice", "400", on("?code=" + testCode + "&state=STATE&state=STATE")},
		{"bad encoding", "400", on("?code=%zz&state=STATE")},
		{"another path", "404", func(f *Flight) string { return get(f, "/?code="+testCode+"&state="+f.state) }},
		{"path that cleans to the right one", "404", func(f *Flight) string { return get(f, "/x/.."+truth(f)) }},
		{"favicon", "404", func(f *Flight) string { return get(f, "/favicon.ico") }},
		{"foreign Host", "421", func(f *Flight) string { return ask(f, "GET", truth(f), "evil.example"+port(f)) }},
		{"Host of another port", "421", func(f *Flight) string { return ask(f, "GET", truth(f), "localhost:1") }},
		{"Host without a port", "421", func(f *Flight) string { return ask(f, "GET", truth(f), "localhost") }},
		{"absolute form of another host", "421", func(f *Flight) string { return ask(f, "GET", "http://evil.example"+truth(f), "localhost"+port(f)) }},
		{"foreign Origin", "403", func(f *Flight) string { return get(f, truth(f), "Origin: https://evil.example") }},
		{"hidden Origin", "403", func(f *Flight) string { return get(f, truth(f), "Origin: null") }},
		{"prefetch", "503", func(f *Flight) string { return get(f, truth(f), "Sec-Purpose: prefetch;prerender") }},
		{"prefetch of an older browser", "503", func(f *Flight) string { return get(f, truth(f), "Purpose: prefetch") }},
		{"preview of Safari", "503", func(f *Flight) string { return get(f, truth(f), "X-Purpose: preview") }},
		{"prefetch of an older Firefox", "503", func(f *Flight) string { return get(f, truth(f), "X-Moz: prefetch") }},
		{"HEAD of a link preview", "405", func(f *Flight) string { return ask(f, "HEAD", "/", "localhost"+port(f)) }},
		{"POST", "405", func(f *Flight) string { return ask(f, "POST", truth(f), "localhost"+port(f), "Content-Length: 0") }},
		{"HEAD", "405", func(f *Flight) string { return ask(f, "HEAD", truth(f), "localhost"+port(f)) }},
		{"OPTIONS", "405", func(f *Flight) string { return ask(f, "OPTIONS", truth(f), "localhost"+port(f)) }},
		{"OPTIONS of everything", "405", func(f *Flight) string { return ask(f, "OPTIONS", "*", "localhost"+port(f)) }},
		{"POST that promises a body", "405", func(f *Flight) string {
			return ask(f, "POST", "/callback", "localhost"+port(f), "Content-Length: 1000000000")
		}},
		{"no Host", "400", func(f *Flight) string { return raw(f, "GET "+truth(f)+" HTTP/1.1\r\n\r\n") }},
		{"no HTTP", "400", func(f *Flight) string { return raw(f, "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n") }},
		{"request line of a megabyte", "431", func(f *Flight) string { return get(f, "/callback?state="+strings.Repeat("a", 1<<20)) }},
		{"headers without end", "431", func(f *Flight) string { return get(f, truth(f), strings.Repeat("X-A: b\r\n", 1<<14)+"X: y") }},
		{"half a request", "", func(f *Flight) string { return hangUp(f, "GET /callback?co") }},
		{"nothing", "", func(f *Flight) string { return hangUp(f, "") }},
	}
}

// hangUp sends the beginning of a request and goes.
func hangUp(f *Flight, part string) string {
	if conn, err := net.Dial("tcp", f.target.addresses[0]); err == nil {
		io.WriteString(conn, part)
		conn.Close()
	}
	return ""
}

// offline is a client whose Pinterest answers at once, in this process.
func offline() *http.Client {
	return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		body := `{"items":[]}`
		switch {
		case r.Method == http.MethodPost:
			body = `{"access_token":"pina_0123456789","token_type":"bearer","expires_in":60,"scope":"user_accounts:read"}`
		case strings.HasSuffix(r.URL.Path, "/user_account"):
			body = `{"id":"1","username":"acme","account_type":"BUSINESS"}`
		}
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	})}
}

type roundTrip func(r *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func offlineApp(t testing.TB) App {
	app := testApp
	app.RedirectURI, app.Endpoints = fmt.Sprintf("http://localhost:%d/callback", freePort(t)), Production
	app.Scopes = []string{"user_accounts:read"}
	return app
}

// statusOf is the status of a raw answer, "" for none.
func statusOf(answer string) string {
	if fields := strings.Fields(answer); len(fields) > 1 && strings.HasPrefix(fields[0], "HTTP/1.") {
		return fields[1]
	}
	return ""
}

func TestHostileRequestsAreAnsweredAndTheTrueCallbackStillWins(t *testing.T) {
	for _, h := range hostiles() {
		t.Run(h.name, func(t *testing.T) {
			f := takeOff(t, Options{App: offlineApp(t), Client: offline()})
			answer := h.send(f)
			if got := statusOf(answer); got != h.want {
				t.Errorf("status %q, want %q: %.200s", got, h.want, answer)
			}
			if strings.Contains(answer, f.state) || strings.Contains(answer, "<script") || strings.Contains(answer, testCode) {
				t.Error("the page repeats what was sent")
			}
			if status, _, _ := browse(t, trueCallback(f)); status != 200 {
				t.Errorf("the true callback was answered %d", status)
			}
			if r := f.Wait(); !r.OK || r.Method != "callback" {
				t.Errorf("%+v", r)
			}
			if p := <-f.Progress(); p.Strays != 1 && h.want != "" {
				t.Errorf("%d strays", p.Strays)
			}
		})
	}
}

func TestAThousandHostileRequestsAtRandomLoseAgainstOneTrueCallback(t *testing.T) {
	all := hostiles()
	f := takeOff(t, Options{App: offlineApp(t), Client: offline()})
	requests := make(chan hostile)
	var senders sync.WaitGroup
	for range 32 {
		senders.Go(func() {
			for h := range requests {
				h.send(f)
			}
		})
	}
	for i := range 1000 {
		if i == 500 {
			senders.Go(func() {
				if status, _, _ := browse(t, trueCallback(f)); status != 200 {
					t.Errorf("the true callback was answered %d", status)
				}
			})
		}
		requests <- all[rand.N(len(all))]
	}
	close(requests)
	senders.Wait()
	if r := f.Wait(); !r.OK || r.Method != "callback" {
		t.Errorf("%+v", r)
	}
}

func TestSilentAndSlowConnectionsDontKeepTheCallbackOut(t *testing.T) {
	leaks := goleak.IgnoreCurrent()
	f := takeOff(t, Options{App: offlineApp(t), Client: offline()})
	for i := range 300 {
		conn, err := net.Dial("tcp", f.target.addresses[0])
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if i%2 == 0 {
			io.WriteString(conn, "G")
		}
	}
	if status, _, _ := browse(t, trueCallback(f)); status != 200 {
		t.Errorf("the true callback was answered %d", status)
	}
	if r := f.Wait(); !r.OK {
		t.Errorf("%+v", r)
	}
	if err := goleak.Find(leaks); err != nil {
		t.Errorf("after Wait: %v", err)
	}
}

// waitAnswering waits until so many requests are being answered at once.
func waitAnswering(f *Flight, n int) {
	c := f.receiver.conns
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.answering < n {
		c.changes.Wait()
	}
}

func TestARequestDuringTheExchangeGetsTheTrueOutcomeOrAPage(t *testing.T) {
	pinterest := newFake(t)
	exchanging, release := make(chan struct{}), make(chan struct{})
	issue := pinterest.issue(allReads)
	pinterest.on("POST /v5/oauth/token", func(w http.ResponseWriter, r *http.Request) {
		close(exchanging)
		<-release
		issue(w, r)
	})
	f := takeOff(t, Options{App: pinterest.app(t)})
	var browsers sync.WaitGroup
	browsers.Go(func() { browse(t, trueCallback(f)) })
	<-exchanging
	if got := statusOf(get(f, "/favicon.ico")); got != "404" {
		t.Errorf("favicon: %s", got)
	}
	browsers.Go(func() {
		status, page, _ := browse(t, callback(f, "code=another0code&state="+f.state))
		if status != 200 || !strings.Contains(page, "acme") {
			t.Errorf("second callback: %d %s", status, page)
		}
	})
	waitAnswering(f, 2) // a request that comes after the outcome finds nobody listening
	close(release)
	browsers.Wait()
	if r := f.Wait(); !r.OK || pinterest.tokens.Load() != 1 {
		t.Errorf("%+v", r)
	}
}

func TestTheCallbackIsHeardOnIPv4AndIPv6(t *testing.T) {
	for i, host := range []string{"127.0.0.1", "[::1]"} {
		f := takeOff(t, Options{App: offlineApp(t), Client: offline()})
		if p := <-f.Progress(); len(p.Listening) <= i {
			t.Skipf("this machine has no %s", host)
		}
		status, _, _ := browse(t, strings.Replace(trueCallback(f), "127.0.0.1", host, 1))
		if r := f.Wait(); status != 200 || !r.OK {
			t.Errorf("%s: %d", host, status)
		}
	}
}

func TestNothingButLoopbackIsListenedOn(t *testing.T) {
	for uri, want := range map[string]string{
		"http://localhost:8085/":          "127.0.0.1:8085 [::1]:8085",
		"http://LOCALHOST:8085":           "127.0.0.1:8085 [::1]:8085",
		"http://localhost/":               "127.0.0.1:80 [::1]:80",
		"http://127.0.0.1:9/x":            "127.0.0.1:9",
		"http://[::1]:9/x":                "[::1]:9",
		"https://localhost:8085/":         "",
		"http://0.0.0.0:8085/":            "",
		"http://192.168.1.2:8085/":        "",
		"http://localhost.evil.example/":  "",
		"https://api.appmixer.com/auth/x": "",
		"collecti://oauth/":               "",
		"http://localhost:99999/":         "",
	} {
		if got := strings.Join(targetOf(uri).addresses, " "); got != want {
			t.Errorf("%s: listens on %q", uri, got)
		}
	}
}

func TestPagesCarryHeadersThatKeepThemHarmless(t *testing.T) {
	f := takeOff(t, Options{App: offlineApp(t), Client: offline()})
	for _, target := range []string{callback(f, ""), callback(f, "code=x&state=y"), trueCallback(f)} {
		_, page, h := browse(t, target)
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Referrer-Policy": "no-referrer", "Content-Type": "text/html; charset=utf-8",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", target, name, h.Get(name))
			}
		}
		if policy := h.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none';") {
			t.Errorf("policy %q", policy)
		}
		if loads := regexp.MustCompile(`(?i)<script[^>]|<link|<img|<iframe|\bsrc=|\bstyle=|@import|url\(|\bon[a-z]+=`).FindString(page); loads != "" {
			t.Errorf("the page has %q", loads)
		}
	}
}

func TestTextFromOutsideIsCleanOnThePage(t *testing.T) {
	pinterest := newFake(t)
	pinterest.on("GET /v5/user_account", reply(200, `{"id":"1","username":"<script>x\u001b[2J\u202egpj","account_type":"BUSINESS"}`))
	f := takeOff(t, Options{App: pinterest.app(t)})
	_, page, _ := browse(t, trueCallback(f))
	if strings.Contains(page, "<script>x") || bytes.ContainsAny([]byte(page), "\x1b") || strings.ContainsRune(page, '\u202e') {
		t.Error("the page has what the account's name brought")
	}
	if r := f.Wait(); strings.ContainsAny(r.Account.Username, "\x1b\u202e") {
		t.Errorf("username %q", r.Account.Username)
	}
}

func TestABrowserIsNotKeptWaitingForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rc := &receiver{verdict: newVerdict()}
		begin := time.Now()
		page := rc.outcome(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/callback", nil))
		if page.ID != "pending" || time.Since(begin) != pageWait {
			t.Errorf("after %v: %s", time.Since(begin), page.ID)
		}
	})
}
