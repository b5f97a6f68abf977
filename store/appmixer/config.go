// Package appmixer puts a service's configuration into Appmixer through its
// API: it logs in, shows the difference to what is there, writes, and reads
// back what was written. Keys that it doesn't own it never changes or drops.
//
// Facts about the API are from docs.appmixer.com (Service Configuration,
// Authentication, User) and from the engine's code in Appmixer's own CLI.
package appmixer

import (
	"net/url"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A Config is what pinsetup owns of one service configuration in Appmixer.
// Everything in it is a string: the engine refuses a number as clientId.
type Config struct {
	// ServiceID is "vendor:service[:module]": "acme:pinterest".
	ServiceID string
	// ClientID goes under clientId: the engine doesn't read clientID, though
	// Appmixer's API examples spell it so.
	ClientID     string
	ClientSecret safe.Secret
	// CallbackURL is the redirect URI where it is not the one that Appmixer
	// makes itself, "" otherwise.
	CallbackURL string
	// RedirectURI is the redirect URI, whoever makes it: what Appmixer holds as
	// callbackUrl is compared with it. It isn't written.
	RedirectURI string
}

// ConfigOf returns what Appmixer has to know of the service.
func ConfigOf(id string, s store.Service, secret safe.Secret) Config {
	c := Config{ServiceID: id, ClientID: s.ClientID, ClientSecret: secret, RedirectURI: s.RedirectURI}
	if u, err := url.Parse(s.RedirectURI); s.RedirectURI != "" && (err != nil || u.RawQuery != "" || u.Path != c.ownPath()) {
		c.CallbackURL = s.RedirectURI
	}
	return c
}

// ownPath is the path of the redirect URI that Appmixer makes itself, behind
// its API's base; "" where the ID has no service in it.
func (c Config) ownPath() string {
	parts := strings.Split(c.ServiceID, ":")
	if len(parts) < 2 {
		return ""
	}
	return "/auth/" + parts[1] + "/callback"
}

// madeAt reports whether the redirect URI is the one that an Appmixer of this
// base makes. Case and the scheme's own port make no difference: they say
// nothing about the base that Appmixer itself knows.
func (c Config) madeAt(base string) bool {
	plain := func(text string) string {
		u, err := url.Parse(text)
		if err != nil {
			return text
		}
		port := map[string]string{"https": ":443", "http": ":80"}[u.Scheme]
		return u.Scheme + "://" + strings.TrimSuffix(strings.ToLower(u.Host), port) + u.Path
	}
	return plain(c.RedirectURI) == plain(base+c.ownPath())
}

// CheckID refuses an ID that Appmixer's engine refuses: it wants two or three
// parts with colons between them.
func CheckID(id string) error {
	parts := strings.Split(id, ":")
	bad := len(parts) < 2 || len(parts) > 3
	for _, part := range parts {
		bad = bad || part == "" || strings.ContainsAny(part, " \t\r\n/\\?#%")
	}
	if bad {
		return store.NewProblem(nil, "push.serviceId", "id", id)
	}
	return nil
}

// check refuses a configuration that a connector could not run on.
func (c Config) check() error {
	if err := CheckID(c.ServiceID); err != nil {
		return err
	}
	if c.ClientID == "" {
		return store.NewProblem(nil, "push.incomplete", "key", "clientId")
	}
	if c.ClientSecret.IsZero() {
		return store.NewProblem(nil, "push.incomplete", "key", "clientSecret")
	}
	return nil
}

// values are the keys and values to be there, without serviceId.
func (c Config) values() map[string]string {
	v := map[string]string{"clientId": c.ClientID, "clientSecret": c.ClientSecret.Reveal()}
	if c.CallbackURL != "" {
		v["callbackUrl"] = c.CallbackURL
	}
	return v
}
