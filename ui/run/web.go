package run

import (
	"context"
	"crypto/tls"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
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
	f := assets.Finding("web.unreachable")
	f.Detail = safe.Show(err.Error(), 200)
	return []finding.Finding{f}
}

var (
	titleTag  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`) })
	policyTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)privacy\s+(policy|notice|statement)`) })
)

func judgePage(answer *http.Response, body, address, key string) []finding.Finding {
	var found []finding.Finding
	end := answer.Request.URL
	if start, err := url.Parse(address); err == nil && !sameSite(start.Hostname(), end.Hostname()) {
		f := assets.Mended("web.moved", end.String(), "host", safe.Show(end.Hostname(), 100))
		f.Mend.Field = key
		found = append(found, f)
	}
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if kind != "text/html" && kind != "application/xhtml+xml" && kind != "text/plain" {
		return append(found, assets.Finding("web.not-html", "type", safe.Show(kind, 60)))
	}
	if key == "app.privacyPolicy" && !policyTag().MatchString(body) {
		found = append(found, assets.Finding("web.not-titled"))
	}
	title := end.Hostname()
	if m := titleTag().FindStringSubmatch(body); m != nil && strings.TrimSpace(m[1]) != "" {
		title = strings.Join(strings.Fields(m[1]), " ")
	}
	return append(found, assets.Finding("web.opens", "title", safe.Show(title, 60)))
}

// sameSite compares hosts; "www." in front makes no other site.
func sameSite(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www."))
}
