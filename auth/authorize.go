package auth

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// AuthorizeURL returns the URL at which a person gives the app access (RFC
// 6749 §4.1.1). Pinterest documents no PKCE, so none is sent; scopes are
// joined by commas, as Pinterest's own samples do it.
func (a App) AuthorizeURL(state string) (string, error) {
	u, err := url.Parse(a.Endpoints.AuthorizeURL)
	if err != nil || !MayCarrySecrets(u) {
		return "", fmt.Errorf("the authorize URL %q is no https URL without a password; leave it empty for Pinterest's own", safe.Show(a.Endpoints.AuthorizeURL, 200))
	}
	q := u.Query()
	q.Set("client_id", a.ClientID)
	q.Set("redirect_uri", a.RedirectURI)
	q.Set("response_type", "code")
	q.Set("scope", joinScopes(a.Scopes))
	q.Set("state", state)
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// flyable says why the app can't go through a live test at all.
func (a App) flyable() error {
	switch {
	case strings.TrimSpace(a.ClientID) == "":
		return errors.New("the app ID is missing; copy it from My apps at Pinterest")
	case a.ClientSecret.IsZero():
		return errors.New("the app secret is missing; copy it from My apps at Pinterest, or wait for Trial access")
	case len(a.Scopes) == 0:
		return errors.New("no scope is chosen; Pinterest wants at least one")
	}
	u, err := url.Parse(a.RedirectURI)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return fmt.Errorf("the redirect URI %q is no whole URL; use the one that is registered with the app", a.RedirectURI)
	}
	for _, raw := range []string{a.Endpoints.TokenURL, a.Endpoints.APIURL} {
		u, err := url.Parse(raw)
		if err != nil || !MayCarrySecrets(u) {
			return fmt.Errorf("%q is no https URL without a password, and the app secret is sent to no other; leave it empty for Pinterest's own", safe.Show(raw, 200))
		}
	}
	return nil
}

// newState returns 256 random bits, as RFC 6749 §10.12 asks for.
func newState() string {
	var b [32]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b[:])
}
