package simulator

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// An authorization is one request for consent, and then its code.
type authorization struct {
	redirectURI string
	state       string
	hasState    bool
	scopes      []string
	expires     time.Time
}

// A refusal is what the consent page says in place of asking. What Pinterest's
// page says today is not known; the quoted words are those of its older pages.
type refusal struct{ title, text string }

// showConsent is GET /oauth/: it asks, or refuses without redirecting, as
// Pinterest does (and RFC 6749, 4.1.2.1, wants for a wrong redirect URI).
func (s *Server) showConsent(w http.ResponseWriter, r *http.Request) {
	request, refused := s.judge(r.URL.Query())
	if refused != nil {
		s.showRefusal(w, http.StatusBadRequest, refused.title, refused.text)
		return
	}
	ticket := rand.Text()
	s.mu.Lock()
	s.forgetExpired()
	s.tickets[ticket] = request
	s.mu.Unlock()

	var rows strings.Builder
	for _, name := range request.scopes {
		scope, _ := assets.ScopeByName(name)
		fmt.Fprintf(&rows, "<li><strong>%s</strong> <code>%s</code></li>\n", onPage(scope.Plain), onPage(name))
	}
	body := assets.FillPage("consent.html", map[string]string{
		"client":   onPage(s.info.ClientID),
		"account":  onPage(s.scenario.Username),
		"redirect": onPage(request.redirectURI),
		"scopes":   strings.TrimSpace(rows.String()),
		"ticket":   ticket,
	})
	s.showPage(w, http.StatusOK, "Give access?", body, formTargets(request.redirectURI))
}

// judge checks an authorization request.
func (s *Server) judge(q url.Values) (authorization, *refusal) {
	request := authorization{
		redirectURI: q.Get("redirect_uri"), state: q.Get("state"), hasState: q.Has("state"),
		scopes: splitScopes(q.Get("scope")), expires: s.now().Add(codeLifetime),
	}
	clientID := cmp.Or(q.Get("client_id"), q.Get("consumer_id")) // Pinterest's samples use both
	registered := slices.Contains(s.Info().RedirectURIs, request.redirectURI) && s.scenario.Authorize != "redirect"
	unknown := unknownScopes(request.scopes)
	if s.scenario.Authorize == "scopes" {
		unknown = request.scopes
	}
	switch {
	case clientID != s.info.ClientID || s.scenario.Authorize == "client":
		return request, &refusal{"Invalid Application ID", fmt.Sprintf("There is no app with the ID %q.", clientID)}
	case request.redirectURI == "":
		return request, &refusal{"Invalid parameters", "Missing required field 'redirect_uri'."}
	case !registered:
		return request, &refusal{"You are not permitted to access that resource.",
			fmt.Sprintf("The provided redirect_uri %s does not match any of the registered redirect URIs.", request.redirectURI)}
	case q.Get("response_type") != "code":
		return request, &refusal{"Invalid parameters", "Missing required field 'response_type': it has to be code."}
	case len(request.scopes) == 0:
		return request, &refusal{"Invalid parameters", "Missing required field 'scope'."}
	case len(unknown) > 0:
		return request, &refusal{"Invalid scopes", "There were invalid scopes requested: " + strings.Join(unknown, ", ") + "."}
	}
	return request, nil
}

// answerConsent is what "Give access" and "Cancel" send. A ticket is good for
// one answer.
func (s *Server) answerConsent(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	ticket := r.PostFormValue("ticket")
	s.mu.Lock()
	request, known := s.tickets[ticket]
	delete(s.tickets, ticket)
	s.mu.Unlock()
	switch {
	case !known || s.now().After(request.expires):
		s.showRefusal(w, http.StatusBadRequest, "This page was answered before", "Start the authorization again.")
	case s.scenario.Authorize == "silent":
		s.showRefusal(w, http.StatusOK, "Nothing more happens here", "In this scenario the browser is not sent back.")
	default:
		http.Redirect(w, r, callback(request.redirectURI, s.outcome(request, r.PostFormValue("answer") == "give")), http.StatusFound)
	}
}

// outcome is what the callback gets. What Pinterest sends to say no is not
// known; this is RFC 6749, 4.1.2.1.
func (s *Server) outcome(request authorization, give bool) url.Values {
	q := url.Values{}
	if request.hasState {
		q.Set("state", request.state)
	}
	switch how := s.scenario.Authorize; {
	case how == "deny" || !give:
		q.Set("error", "access_denied")
		q.Set("error_description", "The person did not give access.")
		return q
	case how == "error":
		q.Set("error", "server_error")
		q.Set("error_description", "Something went wrong on our end. Sorry about that.")
		return q
	case how == "no-code":
		return q
	case how == "state":
		q.Set("state", rand.Text())
	case how == "no-state":
		q.Del("state")
	case how == "issuer":
		q.Set("iss", "https://issuer.invalid")
	}
	code := newCode()
	s.mu.Lock()
	s.codes[code] = request
	s.mu.Unlock()
	q.Set("code", code)
	return q
}

// newCode returns a code of the shape that was seen: 40 hexadecimal digits.
func newCode() string {
	raw := make([]byte, 20)
	_, _ = rand.Read(raw) // never fails
	return hex.EncodeToString(raw)
}

// callback adds the outcome to a redirect URI, which may have a query itself.
func callback(redirectURI string, outcome url.Values) string {
	separator := "?"
	if strings.Contains(redirectURI, "?") {
		separator = "&"
	}
	return redirectURI + separator + outcome.Encode()
}

// forgetExpired keeps what nobody answered from piling up. The caller holds mu.
func (s *Server) forgetExpired() {
	now := s.now()
	for _, waiting := range []map[string]authorization{s.tickets, s.codes} {
		for key, a := range waiting {
			if now.After(a.expires) {
				delete(waiting, key)
			}
		}
	}
}

// splitScopes reads scopes separated by commas or spaces; Pinterest takes both.
func splitScopes(text string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func unknownScopes(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, known := assets.ScopeByName(name)
		return known
	})
}

func (s *Server) showRefusal(w http.ResponseWriter, status int, title, text string) {
	body := assets.FillPage("refusal.html", map[string]string{"title": onPage(title), "text": onPage(text)})
	s.showPage(w, status, title, body, "'none'")
}

var pageStyle = sync.OnceValues(func() (style, hash string) {
	style = assets.Page("simulator.css")
	return style, assets.HashSource(style)
})

func (s *Server) showPage(w http.ResponseWriter, status int, title, body, formAction string) {
	style, hash := pageStyle()
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src "+hash+"; form-action "+formAction+"; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	page := assets.FillPage("simulator.html", map[string]string{
		"title": onPage(title), "style": style, "scenario": onPage(s.scenario.Name), "body": body,
	})
	_, _ = w.Write([]byte(page)) // the browser may be gone
}

// formTargets is where the form may lead: browsers hold the redirect after a
// form to the same rule as the form itself.
func formTargets(redirectURI string) string {
	u, err := url.Parse(redirectURI)
	switch {
	case err != nil || u.Scheme == "":
		return "'self'"
	case u.Host == "" || strings.ContainsAny(u.Host, "; ,"):
		return "'self' " + u.Scheme + ":"
	default:
		return "'self' " + u.Scheme + "://" + u.Host
	}
}

// onPage makes text from outside fit for a page.
func onPage(text string) string { return html.EscapeString(safe.Clean(text, 1000)) }
