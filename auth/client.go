package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Limits of a single call. The whole call, its body included, has callTimeout.
const (
	dialTimeout   = 10 * time.Second
	tlsTimeout    = 10 * time.Second
	headerTimeout = 20 * time.Second
	callTimeout   = 30 * time.Second
	// maxBody is far above any answer that pinsetup asks for.
	maxBody = 512 << 10
)

// NewClient returns an http.Client fit to carry credentials: TLS 1.2 or later,
// the proxy of the environment, a time limit on every phase of a call, bodies
// up to 512 KiB, no redirect followed, and no plain http to a host that isn't
// this machine. Its errors tell what failed; see NetworkError.
func NewClient() *http.Client { return harden(&http.Client{Transport: NewTransport()}) }

// NewAPIClient is NewClient for another API than Pinterest's: an answer may be
// empty or something else than a JSON object. That is the caller's to judge;
// web pages, redirects and answers of proxies are *NetworkError here, too.
func NewAPIClient() *http.Client {
	return guarded(&guard{next: NewTransport(), anyBody: true}, &http.Client{})
}

// NewTransport returns what NewClient's client makes its connections with, for
// who puts something between the two.
func NewTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		ExpectContinueTimeout:  time.Second,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
		OnProxyConnectResponse: refusedByProxy,
	}
}

// sharedClient serves the callers that bring none.
var sharedClient = sync.OnceValue(NewClient)

// orShared returns a client that is safe to use, whatever the caller gave.
func orShared(c *http.Client) *http.Client {
	if c == nil {
		return sharedClient()
	}
	return harden(c)
}

// harden returns the client with a guard around its transport; a client of
// the caller's own (a test's, a simulator's) gets the same protection.
func harden(c *http.Client) *http.Client {
	if _, ok := c.Transport.(*guard); ok {
		return c
	}
	next := c.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	return guarded(&guard{next: next}, c)
}

// guarded returns a client like c that goes through the guard.
func guarded(g *guard, c *http.Client) *http.Client {
	hard := &http.Client{Transport: g, Jar: c.Jar, Timeout: c.Timeout}
	if hard.Timeout == 0 {
		hard.Timeout = callTimeout
	}
	// A redirect would carry the Authorization header or the code elsewhere.
	hard.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return hard
}

// A guard is the http.RoundTripper between pinsetup and the network: it
// refuses what would be unsafe, reads every answer whole within the limits,
// names what went wrong, and writes the journal of the request's context.
type guard struct {
	next http.RoundTripper
	// anyBody lets through what is no JSON object.
	anyBody bool
}

// RoundTrip sends one request. Its errors are *NetworkError.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if !MayCarrySecrets(r.URL) {
		return nil, networkError(r, "plain-http", errors.New("not sent: plain http to a host that isn't this machine"))
	}
	ctx := r.Context()
	r = r.Clone(ctx)
	r.Header.Set("User-Agent", userAgent())
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", "application/json")
	}
	start := time.Now()
	resp, err := g.next.RoundTrip(r)
	logRequest(r, resp, err, start)
	if err != nil {
		return nil, networkError(r, kindOf(r.URL.Hostname(), err), err)
	}
	journalOf(ctx).note(r, resp)
	if err := readWhole(r, resp, g.anyBody); err != nil {
		return nil, err
	}
	return resp, nil
}

// CloseIdleConnections lets http.Client.CloseIdleConnections through.
func (g *guard) CloseIdleConnections() {
	if c, ok := g.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// refusedByProxy tells a proxy's refusal from the server's.
func refusedByProxy(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &NetworkError{Kind: "proxy", Err: errors.New("the proxy answered " + answer.Status)}
}

// MayCarrySecrets reports whether a URL leads where nobody listens in: over https,
// or over http to this machine. One with a user and a password in it does not: it
// would be repeated wherever the address is shown.
func MayCarrySecrets(u *url.URL) bool {
	return u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http" && IsLoopback(u.Hostname()))
}

// IsLoopback reports whether the host of a URL, without its port, is this machine:
// localhost, an address that begins with 127, or ::1.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// userAgent names pinsetup and its version to Pinterest.
var userAgent = sync.OnceValue(func() string {
	version := "dev"
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		version = strings.TrimPrefix(info.Main.Version, "v")
	}
	return "pinsetup/" + version
})
