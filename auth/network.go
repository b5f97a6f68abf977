package auth

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A NetworkError is a call that got no answer, or none that Pinterest can
// have given.
type NetworkError struct {
	// Kind is one of: dns, refused, unreachable, timeout, tls-expired,
	// tls-not-yet-valid, tls-authority, tls-hostname, tls, captive-portal,
	// truncated, too-large, content-type, redirect, reset, proxy, canceled,
	// plain-http; "" for what has no name.
	Kind string
	// Request is the call: "POST https://api.pinterest.com/v5/oauth/token".
	Request string
	// Status is the HTTP status, where there was an answer.
	Status int
	Err    error
}

// Error names the call and what happened to it, without secrets.
func (e *NetworkError) Error() string {
	text := strings.TrimPrefix(fmt.Sprintf("%s: %v", e.Request, e.Err), ": ")
	return safe.Redact(strings.ReplaceAll(text, ": net/http: ", ": ")) // who reads this knows no packages of Go
}

// Unwrap returns what the network said.
func (e *NetworkError) Unwrap() error { return e.Err }

// symptom is what Diagnose gets to see.
func (e *NetworkError) symptom() Symptom {
	return Symptom{Where: "network", Status: e.Status, Code: e.Kind, Message: e.Error()}
}

func networkError(r *http.Request, kind string, err error) *NetworkError {
	if known, ok := errors.AsType[*NetworkError](err); ok {
		return known
	}
	// Neither query nor user can be in the text: either may hold a secret.
	return &NetworkError{Kind: kind, Request: r.Method + " " + r.URL.Scheme + "://" + r.URL.Host + r.URL.Path, Err: err}
}

// kindOf names a network failure of a call to this host; "" where it isn't
// known.
func kindOf(host string, err error) string {
	var known *NetworkError
	var op *net.OpError
	var dns *net.DNSError
	switch {
	case errors.As(err, &known):
		return known.Kind
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "proxy"
	case errors.As(err, &dns):
		return "dns"
	}
	if kind := tlsKind(host, err); kind != "" {
		return kind
	}
	return socketKind(err)
}

func socketKind(err error) string {
	var slow interface{ Timeout() bool }
	switch {
	case isOneOf(err, refusedErrnos):
		return "refused"
	case isOneOf(err, unreachableErrnos):
		return "unreachable"
	case isOneOf(err, resetErrnos), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "reset"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "timeout"
	// net/http says these two in words alone.
	case strings.Contains(err.Error(), "server closed idle connection"):
		return "reset"
	case strings.Contains(err.Error(), "gave HTTP response to HTTPS client"):
		return "tls"
	}
	return ""
}

func tlsKind(host string, err error) string {
	var invalid x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	if errors.As(err, &verification) && len(verification.UnverifiedCertificates) > 0 {
		if kind := certificateKind(host, verification.UnverifiedCertificates[0]); kind != "" {
			return kind
		}
	}
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired: // one above the server's
		return "tls-expired"
	case errors.As(err, &authority):
		return "tls-authority"
	case errors.As(err, &hostname):
		return "tls-hostname"
	case errors.As(err, &invalid), errors.As(err, &verification), errors.As(err, &record), errors.As(err, &alert):
		return "tls"
	}
	return ""
}

// certificateKind tells what can be seen of a refused certificate itself. The
// verifiers of Windows and macOS name one reason of several, and the authority
// for what they have no word for.
func certificateKind(host string, c *x509.Certificate) string {
	now := time.Now()
	switch {
	case now.Before(c.NotBefore):
		return "tls-not-yet-valid"
	case now.After(c.NotAfter):
		return "tls-expired"
	case host != "" && c.VerifyHostname(host) != nil:
		return "tls-hostname"
	}
	return ""
}

func isOneOf(err error, errnos []syscall.Errno) bool {
	for _, e := range errnos {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// readWhole reads the answer's body within the limits, judges whether it can
// be the API's, and puts what was read in its place.
func readWhole(r *http.Request, resp *http.Response, anyBody bool) *NetworkError {
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	fail := func(kind, format string, args ...any) *NetworkError {
		e := networkError(r, kind, fmt.Errorf(format, args...))
		e.Status = resp.StatusCode
		return e
	}
	switch {
	case len(body) > maxBody:
		return fail("too-large", "the answer is longer than %d KiB", maxBody>>10)
	case err != nil:
		kind := kindOf(r.URL.Hostname(), err)
		if kind == "reset" || kind == "" {
			kind = "truncated"
		}
		return fail(kind, "the answer broke off after %d bytes: %w", len(body), err)
	}
	if kind, why := foreign(resp, body, anyBody); kind != "" {
		return fail(kind, "%s", why)
	}
	if looksLikeJSON(body) {
		// x/oauth2 goes by the header alone. The map may be another answer's, too.
		resp.Header = resp.Header.Clone()
		resp.Header.Set("Content-Type", "application/json")
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// foreign tells answers that an API never gives: redirects, proxies' answers,
// pages where JSON was asked for, and, unless any body will do, what else is no
// JSON.
func foreign(resp *http.Response, body []byte, anyBody bool) (kind, why string) {
	status := resp.StatusCode
	switch {
	case status == http.StatusProxyAuthRequired:
		return "proxy", "the proxy wants a login (407)"
	case status == http.StatusNetworkAuthenticationRequired: // RFC 6585 §6
		return "captive-portal", "the network wants a login (511)"
	case status >= 300 && status < 400:
		return "redirect", fmt.Sprintf("answered %d with a redirect to %s, which was not followed", status, locationHost(resp))
	case looksLikeJSON(body) || status >= 500:
		return "", ""
	case looksLikeHTML(body) && status < 300:
		return "captive-portal", fmt.Sprintf("answered %d with a web page %s where JSON belongs", status, title(body))
	case looksLikeHTML(body):
		return "content-type", fmt.Sprintf("answered %d with a web page %s where JSON belongs", status, title(body))
	case anyBody:
		return "", ""
	case status < 300 && status != http.StatusNoContent && len(bytes.TrimSpace(body)) == 0:
		return "truncated", fmt.Sprintf("answered %d with nothing in it", status)
	case status < 300 && len(body) > 0:
		return "content-type", fmt.Sprintf("answered %d with %s, which isn't JSON", status, mediaType(resp))
	}
	return "", ""
}

// locationHost names where a redirect leads; the rest of the URL may hold
// secrets.
func locationHost(resp *http.Response) string {
	if to, err := resp.Location(); err == nil && to.Host != "" {
		return to.Scheme + "://" + safe.Clean(to.Host, 100)
	}
	return "nowhere"
}

func mediaType(resp *http.Response) string {
	if t := resp.Header.Get("Content-Type"); t != "" {
		return safe.Clean(t, 60)
	}
	return "something without a content type"
}

func looksLikeJSON(body []byte) bool {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	return len(body) > 0 && (body[0] == '{' || body[0] == '[')
}

func looksLikeHTML(body []byte) bool {
	start := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 1024)]))
	return bytes.HasPrefix(start, []byte("<")) &&
		(bytes.Contains(start, []byte("<html")) || bytes.Contains(start, []byte("<!doctype")) ||
			bytes.Contains(start, []byte("<head")) || bytes.Contains(start, []byte("<body")))
}

// title returns the page's title in quotes, which tells a hotel's login page
// from a company's proxy; "" for none.
func title(body []byte) string {
	text := string(body)
	from := indexFold(text, "<title>")
	if from < 0 {
		return ""
	}
	text = text[from+len("<title>"):]
	to := indexFold(text, "</title>")
	if to < 0 {
		return ""
	}
	return fmt.Sprintf("(%q)", safe.Show(strings.TrimSpace(text[:to]), 80))
}

// indexFold is strings.Index in any case of letters. (Positions in
// strings.ToLower(text) are not those in text: some letters change length.)
func indexFold(text, part string) int {
	for i := 0; i+len(part) <= len(text); i++ {
		if text[i] == part[0] && strings.EqualFold(text[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}
