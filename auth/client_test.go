package auth

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// bareAnswer listens, answers every request with these bytes, and hangs up.
func bareAnswer(t *testing.T, answer string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conn.Read(make([]byte, 4096))
			io.WriteString(conn, answer)
			conn.Close()
		}
	}()
	return "http://" + l.Addr().String()
}

// certified serves TLS with a certificate of these dates and name, and returns
// the server's URL and a client that trusts it.
func certified(t *testing.T, from, to time.Time, name string) (string, *http.Client) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to, DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = testErrorLog(t)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "localhost"}}
	t.Cleanup(transport.CloseIdleConnections)
	return server.URL, harden(&http.Client{Transport: transport})
}

func TestNetworkFailuresAreTold(t *testing.T) {
	now, day := time.Now(), 24*time.Hour
	client := NewClient()
	t.Cleanup(client.CloseIdleConnections)
	page := func(status int) string {
		return fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html><html><head><title>Hotel</title>", status)
	}
	failing := func(err error) *http.Client {
		return harden(&http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, err })})
	}
	refused := bareAnswer(t, "")
	expiredURL, expired := certified(t, now.Add(-2*day), now.Add(-day), "localhost")
	futureURL, future := certified(t, now.Add(day), now.Add(2*day), "localhost")
	otherURL, other := certified(t, now.Add(-day), now.Add(day), "portal.example")
	untrustedURL, _ := certified(t, now.Add(-day), now.Add(day), "localhost")
	for _, row := range []struct {
		kind, url string
		client    *http.Client
	}{
		{"refused", fmt.Sprintf("http://127.0.0.1:%d/", freePort(t)), client},
		{"dns", "https://api.pinterest.com/", failing(&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "api.pinterest.com"}})},
		{"unreachable", "https://api.pinterest.com/", failing(&net.OpError{Op: "dial", Err: unreachableErrnos[0]})},
		{"proxy", "https://api.pinterest.com/", failing(&net.OpError{Op: "proxyconnect", Err: refusedErrnos[0]})},
		{"timeout", "https://api.pinterest.com/", failing(&net.OpError{Op: "dial", Err: context.DeadlineExceeded})},
		{"canceled", "https://api.pinterest.com/", failing(context.Canceled)},
		{"reset", "https://api.pinterest.com/", failing(&net.OpError{Op: "read", Err: resetErrnos[0]})},
		{"", "https://api.pinterest.com/", failing(errors.New("something new"))},
		{"tls-expired", expiredURL, expired},
		{"tls-not-yet-valid", futureURL, future},
		{"tls-hostname", otherURL, other},
		{"tls-authority", strings.Replace(untrustedURL, "127.0.0.1", "localhost", 1), client},
		{"tls", "https://" + strings.TrimPrefix(bareAnswer(t, page(200)), "http://"), client},
		{"reset", refused, client},
		{"captive-portal", bareAnswer(t, page(200)), client},
		{"captive-portal", bareAnswer(t, page(511)), client},
		{"proxy", bareAnswer(t, page(407)), client},
		{"content-type", bareAnswer(t, page(403)), client},
		{"content-type", bareAnswer(t, "HTTP/1.1 200 OK\r\n\r\nhello"), client},
		{"truncated", bareAnswer(t, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"), client},
		{"truncated", bareAnswer(t, "HTTP/1.1 200 OK\r\n\r\n"), client},
		{"too-large", bareAnswer(t, "HTTP/1.1 200 OK\r\n\r\n{"+strings.Repeat("x", maxBody)), client},
		{"redirect", bareAnswer(t, "HTTP/1.1 302 Found\r\nLocation: https://evil.example/?secret=1\r\n\r\n"), client},
		{"plain-http", "http://api.pinterest.com/v5/oauth/token", client},
		{"plain-http", "http://localhost.evil.example/", client},
	} {
		_, err := row.client.Get(row.url + "?code=" + testCode)
		failure := networkFailure("GET", err)
		if got := failure.Symptom; got.Where != "network" || got.Code != row.kind {
			t.Errorf("%s: told as %q: %v", row.kind, got.Code, err)
		}
		if strings.Contains(failure.Error(), testCode) || strings.Contains(failure.Error(), "secret=1") {
			t.Errorf("%s: the error repeats the query: %v", row.kind, failure)
		}
	}
}

// The verifiers of Windows and macOS say so of much.
func TestACertificateIsNamedForWhatIsWrongWithIt(t *testing.T) {
	now, day := time.Now(), 24*time.Hour
	for want, c := range map[string]x509.Certificate{
		"tls-expired":       {NotBefore: now.Add(-2 * day), NotAfter: now.Add(-day), DNSNames: []string{"elsewhere.example"}},
		"tls-not-yet-valid": {NotBefore: now.Add(day), NotAfter: now.Add(2 * day), DNSNames: []string{"elsewhere.example"}},
		"tls-hostname":      {NotBefore: now.Add(-day), NotAfter: now.Add(day), DNSNames: []string{"elsewhere.example"}},
		"tls-authority":     {NotBefore: now.Add(-day), NotAfter: now.Add(day), DNSNames: []string{"*.pinterest.com"}},
	} {
		refused := &tls.CertificateVerificationError{UnverifiedCertificates: []*x509.Certificate{&c}, Err: x509.UnknownAuthorityError{Cert: &c}}
		client := harden(&http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, refused })})
		_, err := client.Get("https://api.pinterest.com/v5/user_account")
		symptom := networkFailure("GET", err).Symptom
		if found := Diagnose(symptom); symptom.Code != want || found.ID != "network."+want {
			t.Errorf("told as %q and %q, not as %q", symptom.Code, found.ID, want)
		}
	}
}

func TestAProxyThatRefusesIsToldFromTheServer(t *testing.T) {
	proxy, err := url.Parse(bareAnswer(t, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	client := harden(&http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), OnProxyConnectResponse: refusedByProxy}})
	_, err = client.Get("https://api.pinterest.com/v5/user_account")
	if kind := kindOf("", err); kind != "proxy" {
		t.Errorf("%q: %v", kind, err)
	}
}

func TestCredentialsNeverFollowARedirect(t *testing.T) {
	var led []string
	trap := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { led = append(led, r.URL.Path) }))
	defer trap.Close()
	pinterest := newFake(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		pinterest.on("POST /v5/oauth/token", reply(status, "", "Location: "+trap.URL+"/token"))
		app := pinterest.app(t)
		_, err := Exchange(t.Context(), nil, app, testCode)
		var failure *Failure
		if !errors.As(err, &failure) || failure.Symptom.Code != "redirect" {
			t.Errorf("%d: %v", status, err)
		}
	}
	sharedClient().CloseIdleConnections()
	if led != nil {
		t.Errorf("followed to %v", led)
	}
}

func TestTheClientSaysWhoItIs(t *testing.T) {
	var agent string
	client := harden(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		agent = r.Header.Get("User-Agent")
		return nil, io.EOF
	})})
	client.Get("https://api.pinterest.com/")
	if !strings.HasPrefix(agent, "pinsetup/") {
		t.Errorf("User-Agent %q", agent)
	}
}

func TestTheGuardWritesIntoNoHeaderThatItWasGiven(t *testing.T) {
	header := http.Header{"Content-Type": {"text/plain"}}
	client := harden(&http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: header, Body: io.NopCloser(strings.NewReader("{}"))}, nil
	})})
	answer, err := client.Get("https://api.pinterest.com/")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); got != "application/json" || header.Get("Content-Type") != "text/plain" {
		t.Errorf("the answer is %q, what the transport gave became %q", got, header.Get("Content-Type"))
	}
}

func TestThisMachineIsKnownHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "127.0.0.1": true, "127.1.2.3": true, "::1": true, "::ffff:127.0.0.1": true,
		"": false, "localhost.acme.com": false, "127.0.0.1.acme.com": false, "0.0.0.0": false, "10.0.0.1": false,
	} {
		if IsLoopback(host) != want {
			t.Errorf("%q is this machine: %v", host, !want)
		}
	}
}
