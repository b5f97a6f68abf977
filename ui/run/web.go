package run

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"html"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/rules"
)

// The limits of opening somebody's page.
const (
	pageTimeout = 15 * time.Second
	pageSize    = 1 << 20
)

// openPage opens the page of a field, as a reviewer does: without a login, and
// following redirects.
func (r *Runner) openPage(e steps.OpenPage) {
	found := []finding.Finding{assets.Finding("web.demo")}
	if r.config.Demo == nil {
		ctx, cancel := context.WithTimeout(r.ctx, pageTimeout)
		defer cancel()
		found = visit(ctx, webClient(), e.URL, e.Key)
	}
	for i := range found {
		found[i].Field = e.Key
	}
	r.send(steps.Looked{Key: e.Key, Value: e.URL, Findings: found})
}

func webClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	transport.DisableKeepAlives = true
	return &http.Client{Transport: transport}
}

// visit says what a reviewer meets at the address.
func visit(ctx context.Context, client *http.Client, address, key string) []finding.Finding {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return unreachable(err)
	}
	request.Header.Set("User-Agent", "pinsetup")
	request.Header.Set("Accept", "text/html,*/*;q=0.5")
	answer, err := client.Do(request)
	if err != nil {
		return unreachable(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 400 {
		return []finding.Finding{assets.Finding("web.status", "status", strconv.Itoa(answer.StatusCode))}
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, pageSize))
	if err != nil {
		return unreachable(err)
	}
	return judgePage(answer, string(body), address, key)
}

func unreachable(err error) []finding.Finding {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err // without the address, which the field shows
	}
	if offline(err) {
		return []finding.Finding{assets.Finding("web.offline")}
	}
	f := assets.Finding("web.unreachable")
	f.Detail = safe.Show(err.Error(), 200)
	return []finding.Finding{f}
}

// offline reports whether the network is to blame rather than the address: there
// is no way out of this machine, or nobody to ask for a name.
func offline(err error) bool {
	var names *net.DNSError
	if errors.As(err, &names) {
		return !names.IsNotFound
	}
	return errors.Is(err, noNetwork)
}

var (
	titleTag   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`) })
	headingTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?is)<h[1-3][^>]*>(.*?)</h[1-3]>`) })
	anyTag     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)<[^>]*>`) })

	policyTitle = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)privacy\s+(policy|notice|statement)`) })
	goneTitle   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:error )?404\b|\bnot found\b`) })
	loginTitle  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:please )?(?:log|sign)[ -]?in\b`) })
	loginPath   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)/(?:log|sign)-?in(?:[/.]|$)`) })
)

// textsOf returns what stands in the tags of the page, without the tags within.
func textsOf(tag *regexp.Regexp, body string) []string {
	var texts []string
	for _, m := range tag.FindAllStringSubmatch(body, 20) {
		text := html.UnescapeString(anyTag().ReplaceAllString(m[1], " "))
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// judgePage says what a reviewer meets on the page that was found in the end.
func judgePage(answer *http.Response, body, address, key string) []finding.Finding {
	var found []finding.Finding
	end := answer.Request.URL
	if start, err := url.Parse(address); err == nil && !sameSite(start.Hostname(), end.Hostname()) {
		found = append(found, moved(end, key))
	}
	// Where the server says nothing, browsers look at the page, too.
	said := cmp.Or(answer.Header.Get("Content-Type"), http.DetectContentType([]byte(body)))
	kind, _, _ := mime.ParseMediaType(said)
	if kind != "text/html" && kind != "application/xhtml+xml" && kind != "text/plain" {
		return append(found, assets.Finding("web.not-html", "type", safe.Show(kind, 60)))
	}
	titles := textsOf(titleTag(), body)
	title := end.Hostname()
	if len(titles) > 0 {
		title = titles[0]
	}
	shown := []string{"title", safe.Show(title, 60)}
	switch {
	case goneTitle().MatchString(title):
		return append(found, assets.Finding("web.gone", shown...))
	case loginTitle().MatchString(title), loginPath().MatchString(end.Path):
		return append(found, assets.Finding("web.login", shown...))
	}
	titles = append(titles, textsOf(headingTag(), body)...)
	if key == "app.privacyPolicy" && !slices.ContainsFunc(titles, policyTitle().MatchString) && kind != "text/plain" {
		found = append(found, assets.Finding("web.not-titled"))
	}
	return append(found, assets.Finding("web.opens", shown...))
}

// moved says that the page is on another site. That address is suggested where
// the field's rule has nothing against it; not that of a login, which is nobody's page.
func moved(end *url.URL, key string) finding.Finding {
	shown := []string{"host", safe.Show(end.Hostname(), 100)}
	at := url.URL{Scheme: end.Scheme, Host: end.Host, Path: end.Path, RawPath: end.RawPath} // a query is often a session's
	worst, _ := finding.Worst(rules.For(key)(rules.Input{Field: key, Value: at.String()}))
	if worst > finding.Note || loginPath().MatchString(end.Path) {
		return assets.Finding("web.moved", shown...)
	}
	f := assets.Mended("web.moved", at.String(), shown...)
	f.Mend.Field = key
	return f
}

// sameSite compares hosts; "www." in front makes no other site.
func sameSite(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www."))
}
