package simulator

import (
	"crypto/rand"
	"crypto/subtle"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A grant is what a token stands for.
type grant struct {
	kind    string // "access", "refresh", "client"
	scopes  []string
	expires time.Time
}

// maxBody bounds what is read of a request.
const maxBody = 64 << 10

// serveToken is POST /v5/oauth/token.
func (s *Server) serveToken(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		sendError(w, http.StatusMethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed.")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err := r.ParseForm(); err != nil || kind != "application/x-www-form-urlencoded" {
		sendError(w, http.StatusBadRequest, 1, "Invalid request body")
		return
	}
	place := "token"
	if r.PostForm.Get("grant_type") == "client_credentials" {
		place = "client_credentials"
	}
	if s.strike(w, r, place) || !s.checkApp(w, r) {
		return
	}
	if !s.spend(w, "org_read") {
		sendQuotaUsedUp(w)
		return
	}
	switch form := r.PostForm; form.Get("grant_type") {
	case "authorization_code":
		s.exchange(w, form)
	case "refresh_token":
		s.refresh(w, form)
	case "client_credentials":
		s.clientCredentials(w, form)
	default:
		sendError(w, http.StatusBadRequest, 1, "Invalid request body")
	}
}

// checkApp accepts a Basic header only, and refuses credentials in the body in
// Pinterest's words.
func (s *Server) checkApp(w http.ResponseWriter, r *http.Request) bool {
	if r.PostForm.Has("client_secret") || r.PostForm.Has("client_id") && r.Header.Get("Authorization") == "" {
		sendError(w, http.StatusBadRequest, 1, "Invalid request body")
		return false
	}
	id, secret, _ := r.BasicAuth()
	// x/oauth2 escapes both before base64, as RFC 6749 (2.3.1) says; a plain
	// client doesn't. The credentials of an app look the same either way.
	if plain, err := url.QueryUnescape(secret); err == nil && !equal(secret, s.info.ClientSecret) {
		secret = plain
	}
	if !equal(id, s.info.ClientID) || !equal(secret, s.info.ClientSecret) {
		send(w, http.StatusUnauthorized, map[string]any{"code": 2, "message": "Authentication failed."})
		return false
	}
	return true
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func (s *Server) exchange(w http.ResponseWriter, form url.Values) {
	s.mu.Lock()
	code, known := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code")) // used once, whatever comes of it
	s.mu.Unlock()
	switch {
	case form.Get("code") == "" || form.Get("redirect_uri") == "":
		sendError(w, http.StatusBadRequest, 1, "Invalid request body")
	case !known || s.now().After(code.expires):
		sendOAuthError(w, http.StatusBadRequest, "invalid_grant", "The authorization code is unknown, was used, or has expired.")
	case form.Get("redirect_uri") != code.redirectURI:
		sendOAuthError(w, http.StatusBadRequest, "invalid_grant", "The redirect_uri is not the one of the authorization request.")
	default:
		s.issue(w, "authorization_code", s.granted(code.scopes))
	}
}

// granted is what the scenario makes of the scopes that were asked for.
func (s *Server) granted(asked []string) []string {
	scopes := slices.DeleteFunc(slices.Clone(asked), func(name string) bool {
		return slices.Contains(s.scenario.Without, name)
	})
	for _, name := range s.scenario.With {
		if !slices.Contains(scopes, name) {
			scopes = append(scopes, name)
		}
	}
	return scopes
}

// refresh renews a token. The old refresh token ends with it: a client that
// doesn't store the new one finds out here.
func (s *Server) refresh(w http.ResponseWriter, form url.Values) {
	s.mu.Lock()
	old, known := s.tokens[form.Get("refresh_token")]
	valid := known && old.kind == "refresh" && !s.now().After(old.expires)
	scopes, narrower := old.scopes, splitScopes(form.Get("scope"))
	within := !slices.ContainsFunc(narrower, func(name string) bool { return !slices.Contains(scopes, name) })
	if valid && within {
		delete(s.tokens, form.Get("refresh_token"))
	}
	s.mu.Unlock()
	switch {
	case form.Get("refresh_token") == "":
		sendError(w, http.StatusBadRequest, 1, "Invalid request body")
	case !valid:
		send(w, http.StatusUnauthorized, map[string]any{"code": 2, "message": "Authentication failed."})
	case !within:
		sendOAuthError(w, http.StatusBadRequest, "invalid_scope", "A refresh can drop scopes, not add them.")
	case len(narrower) > 0:
		s.issue(w, "refresh_token", narrower)
	default:
		s.issue(w, "refresh_token", scopes)
	}
}

func (s *Server) clientCredentials(w http.ResponseWriter, form url.Values) {
	asked := splitScopes(form.Get("scope"))
	if bad := unknownScopes(asked); len(asked) == 0 || len(bad) > 0 {
		sendError(w, http.StatusBadRequest, 1, "Invalid request body")
		return
	}
	s.issue(w, "client_credentials", s.granted(asked))
}

// issue answers with tokens, in the shape of Pinterest's documented examples.
func (s *Server) issue(w http.ResponseWriter, kind string, scopes []string) {
	now := s.now()
	answer := map[string]any{
		"access_token":  newToken("pina_"),
		"response_type": kind,
		"token_type":    "bearer",
		"expires_in":    s.scenario.Lifetime,
		"scope":         strings.Join(scopes, " "),
	}
	switch s.scenario.ScopeStyle {
	case "comma":
		answer["scope"] = strings.Join(scopes, ",")
	case "absent":
		delete(answer, "scope")
	}
	access := grant{"access", scopes, now.Add(time.Duration(s.scenario.Lifetime) * time.Second)}
	s.mu.Lock()
	if kind == "client_credentials" {
		answer["access_token"] = newToken("pinc_")
		access.kind = "client"
	} else {
		ends := now.Add(refreshLifetime * time.Second)
		refresh := newToken("pinr_")
		answer["refresh_token"], answer["refresh_token_expires_in"] = refresh, refreshLifetime
		if kind == "refresh_token" { // documented for refreshes alone
			answer["refresh_token_expires_at"] = ends.Add(time.Duration(s.scenario.Clock) * time.Second).Unix()
		}
		s.tokens[refresh] = grant{"refresh", scopes, ends}
	}
	s.tokens[answer["access_token"].(string)] = access
	s.mu.Unlock()
	send(w, http.StatusOK, answer)
}

// newToken returns a token of the length of Pinterest's, about 101 characters.
func newToken(prefix string) string {
	return prefix + (rand.Text() + rand.Text() + rand.Text() + rand.Text())[:96]
}
