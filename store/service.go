package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// DefaultFile and DefaultService are where the configuration is, unless
// something else is said.
const (
	DefaultFile    = "pinterest.toml"
	DefaultService = "acme:pinterest"
	// DemoFile is DefaultFile's counterpart for what only a simulated Pinterest
	// knows, so that it never takes the place of real credentials.
	DemoFile = "pinterest-demo.toml"
)

// A Service is one table of the file: the configuration of one connector.
// Exactly one of ClientSecret, ClientSecretFile, ClientSecretEnv and
// ClientSecretKeyring is set, or none while there is no secret yet.
type Service struct {
	ClientID            string
	ClientSecret        safe.Secret
	ClientSecretFile    string // a file that holds the secret; relative to the configuration file
	ClientSecretEnv     string // a variable of the environment
	ClientSecretKeyring string // "service/user" in the system's keyring
	RedirectURI         string
	TestRedirectURI     string
	Scopes              []string
	// Endpoints; an empty one means Pinterest's own.
	AuthorizeURL, TokenURL, APIURL string
	App                            AppInfo
	// Verification is nil where no live test has passed.
	Verification *Verification

	// dir is the configuration file's folder, to which ClientSecretFile is
	// relative; File.Service sets it.
	dir string
}

// AppInfo is what was entered in the portal. Empty ones are not written.
type AppInfo struct {
	Name, Company, Website, PrivacyPolicy, Description string
	Platform, Type, Purpose, UseCase, Audience         string
	Account, Icon                                      string
}

// Endpoints returns the service's endpoints, Pinterest's own where it names none.
func (s Service) Endpoints() auth.Endpoints {
	return auth.Endpoints{
		AuthorizeURL: cmp.Or(s.AuthorizeURL, auth.Production.AuthorizeURL),
		TokenURL:     cmp.Or(s.TokenURL, auth.Production.TokenURL),
		APIURL:       cmp.Or(s.APIURL, auth.Production.APIURL),
	}
}

// WithEndpoints returns the service with these endpoints. Those that it leads
// to already stay as they are written, or unnamed.
func (s Service) WithEndpoints(e auth.Endpoints) Service {
	have := s.Endpoints()
	for _, one := range []struct {
		at         *string
		have, want string
	}{
		{&s.AuthorizeURL, have.AuthorizeURL, e.AuthorizeURL},
		{&s.TokenURL, have.TokenURL, e.TokenURL},
		{&s.APIURL, have.APIURL, e.APIURL},
	} {
		if one.have != one.want {
			*one.at = one.want
		}
	}
	return s
}

// StillProved reports whether what a live test proved of was holds for s too:
// app, server and secret are the same. secret is that of s; an empty one says
// that s has it from where was has it.
func (s Service) StillProved(ctx context.Context, was Service, secret safe.Secret) bool {
	if s.ClientID != was.ClientID || s.Endpoints() != was.Endpoints() {
		return false
	}
	if secret.IsZero() {
		return s.ClientSecret.Equal(was.ClientSecret) && slices.Equal(s.SecretPlaces(), was.SecretPlaces())
	}
	old, err := was.Secret(ctx)
	return err == nil && old.Equal(secret)
}
