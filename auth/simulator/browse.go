package simulator

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// ErrStays says that the consent page was answered, and sends the browser
// nowhere.
var ErrStays = errors.New("the browser is not sent back")

// Consent does what a person does in the browser, over HTTP: opens the
// authorize URL, presses "Give access" (or "Cancel"), follows the redirect to
// the callback, and returns the words of the last page.
//
// A redirect to anywhere but this machine is not followed: page is then its
// URL, as the browser's address bar would show it. The error says where it
// went wrong, ErrStays among others; for a refusal, page has the words of the
// refusing page.
func (s *Server) Consent(ctx context.Context, authorizeURL string, give bool) (page string, err error) {
	location, page, err := s.Answer(ctx, authorizeURL, give)
	client := newBrowser()
	defer client.CloseIdleConnections()
	for range 10 {
		if err != nil || location == "" {
			return page, err // where the callback led, or what keeps from it
		}
		if u, err := url.Parse(location); err != nil || !isLoopback(u.Host) {
			return location, nil
		}
		page, location, err = open(ctx, client, http.MethodGet, location, nil)
		page = words(page)
		if err != nil {
			return "", fmt.Errorf("open the callback: %w", err)
		}
	}
	return "", fmt.Errorf("the callback redirects without end")
}

// Answer is Consent up to the redirect: it returns the callback's URL, which
// nobody has opened yet. Where the browser isn't sent anywhere, the error says
// so and page has the words of the page that it shows.
func (s *Server) Answer(ctx context.Context, authorizeURL string, give bool) (callback, page string, err error) {
	client := newBrowser()
	defer client.CloseIdleConnections()
	page, callback, err = open(ctx, client, http.MethodGet, authorizeURL, nil)
	if err != nil {
		return "", "", fmt.Errorf("open the consent page: %w", err)
	}
	if callback != "" {
		return callback, "", nil
	}
	ticket := ticketPattern().FindStringSubmatch(page)
	if ticket == nil {
		return "", words(page), fmt.Errorf("the consent page refuses: %s", refusalOn(page))
	}
	answer := url.Values{"ticket": {html.UnescapeString(ticket[1])}, "answer": {"cancel"}}
	if give {
		answer.Set("answer", "give")
	}
	page, callback, err = open(ctx, client, http.MethodPost, s.info.AuthorizeURL, answer)
	if err != nil {
		return "", "", fmt.Errorf("answer the consent page: %w", err)
	}
	if callback == "" {
		return "", words(page), fmt.Errorf("%w: %s", ErrStays, words(page))
	}
	return callback, "", nil
}

// newBrowser returns a client that reaches localhost as browsers do, whatever
// the resolver says, through no proxy, and follows no redirect by itself.
func newBrowser() *http.Client {
	var dialer net.Dialer
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil || host != "localhost" {
			return dialer.DialContext(ctx, network, address)
		}
		conn, err := dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			if six, err6 := dialer.DialContext(ctx, network, net.JoinHostPort("::1", port)); err6 == nil {
				return six, nil
			}
		}
		return conn, err
	}
	return &http.Client{
		Transport:     &http.Transport{DialContext: dial, ResponseHeaderTimeout: 2 * time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// open returns the page and, for a redirect, where it leads.
func open(ctx context.Context, client *http.Client, method, address string, form url.Values) (page, location string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", "", err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := client.Do(request)
	if err != nil {
		return "", "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return "", "", err
	}
	if to, err := response.Location(); err == nil && response.StatusCode/100 == 3 {
		return string(text), to.String(), nil
	}
	return string(text), "", nil
}

var (
	ticketPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`name="ticket" value="([^"]*)"`)
	})
	refusalPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?s)<h1>.*?<p class="id">.*?</p>`)
	})
	tagPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?s)<(style|script|head)\b.*?</(style|script|head)>|<[^>]*>`)
	})
)

// refusalOn returns what a page says in place of asking for consent, without what
// stands around that on every page.
func refusalOn(page string) string {
	if said := refusalPattern().FindString(page); said != "" {
		page = said
	}
	return words(page)
}

// words returns what a page says, without its markup.
func words(page string) string {
	text := html.UnescapeString(tagPattern().ReplaceAllString(page, " "))
	return strings.Join(strings.Fields(text), " ")
}
