// Package auth speaks Pinterest's OAuth and API: it builds the authorize URL,
// receives the callback, exchanges the code, reads the account, probes what
// was granted, and names the cause and the mend of whatever fails.
package auth

import (
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// Endpoints are the three URLs of a Pinterest environment.
type Endpoints struct {
	AuthorizeURL string `json:"authorizeUrl"`
	TokenURL     string `json:"tokenUrl"`
	APIURL       string `json:"apiUrl"`
}

// Production and Sandbox are Pinterest's own endpoints (developers.pinterest.com,
// "Set up authentication and authorization"). They share the authorize page.
var (
	Production = Endpoints{
		AuthorizeURL: "https://www.pinterest.com/oauth/",
		TokenURL:     "https://api.pinterest.com/v5/oauth/token",
		APIURL:       "https://api.pinterest.com/v5",
	}
	Sandbox = Endpoints{
		AuthorizeURL: "https://www.pinterest.com/oauth/",
		TokenURL:     "https://api-sandbox.pinterest.com/v5/oauth/token",
		APIURL:       "https://api-sandbox.pinterest.com/v5",
	}
)

// Elsewhere returns those of the endpoints that don't lead to Pinterest, fit to
// be shown: the app secret goes there.
func (e Endpoints) Elsewhere() []string {
	var others []string
	for _, raw := range []string{e.AuthorizeURL, e.TokenURL, e.APIURL} {
		if !AtPinterest(raw) {
			others = append(others, safe.Show(raw, 200))
		}
	}
	return others
}

// AtPinterest reports whether a URL leads to Pinterest: by https, to
// pinterest.com or a host below it.
func AtPinterest(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && u.Scheme == "https" && IsPinterest(u.Host)
}

// IsPinterest reports whether a host, with its port or without, is pinterest.com or
// one below it.
func IsPinterest(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.HasSuffix("."+strings.ToLower(strings.TrimSuffix(host, ".")), ".pinterest.com")
}

// An App is what OAuth needs to know of an app registered with Pinterest.
type App struct {
	ClientID     string
	ClientSecret safe.Secret
	// RedirectURI is the registered URI that this authorization uses, sent
	// character by character as it is.
	RedirectURI string
	Scopes      []string
	Endpoints   Endpoints
}

// A Token is the answer of the token endpoint.
type Token struct {
	AccessToken  safe.Secret
	RefreshToken safe.Secret
	// Scopes are what was granted; nil where the answer doesn't say.
	Scopes []string
	// Expiry and RefreshExpiry are when the tokens end; zero for unknown.
	Expiry        time.Time
	RefreshExpiry time.Time
}

// An Account is the account that gave access (GET /v5/user_account).
type Account struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	// Type is "BUSINESS" or "PINNER" (a personal account).
	Type         string `json:"type"`
	BusinessName string `json:"businessName,omitempty"`
}

// A Proof says how well one thing is known. The three words mean the same
// everywhere: present (there, and not tried), verified (tried, and it worked),
// rejected (tried, and refused).
type Proof string

const (
	// Present is there, and was not tried.
	Present Proof = "present"
	// Verified was tried, and it worked.
	Verified Proof = "verified"
	// Rejected was tried, and was refused.
	Rejected Proof = "rejected"
)

// A Probe is one harmless GET that shows whether a granted scope works.
type Probe struct {
	Scope string `json:"scope"`
	// Request is "GET /v5/boards"; "" where none was made: no harmless GET shows
	// the scope, another scope is missing, or the API answered nobody.
	Request string           `json:"request"`
	Proof   Proof            `json:"proof"`
	Finding *finding.Finding `json:"finding,omitempty"`
}

// A RateLimit is what the headers of an answer said.
type RateLimit struct {
	// Request is the request that was answered.
	Request string `json:"request"`
	// Limit and Remaining count requests; -1 for unknown.
	Limit     int `json:"limit"`
	Remaining int `json:"remaining"`
	// Window and Reset are lengths of time; 0 for unknown. Drafts keep them as they
	// are; what --json prints is in seconds.
	Window time.Duration `json:"window"`
	Reset  time.Duration `json:"reset"`
}

// A Result is what a live test or a check found out.
type Result struct {
	// OK says that the credentials are verified, and that nothing which was
	// found is an error.
	OK bool `json:"ok"`
	// At is when it ended.
	At time.Time `json:"at"`
	// Method says how: "callback", "paste", "client_credentials", "refresh",
	// "token" (a kept access token as it is), "" for none.
	Method string `json:"method"`
	// Credentials says how well app ID and secret are known to be right.
	Credentials Proof    `json:"credentials"`
	Account     *Account `json:"account,omitempty"`
	Requested   []string `json:"requested"`
	// Granted is nil where an answer with tokens named no scopes.
	Granted []string `json:"granted"`
	// Probes are one for each granted scope; what they found is in Findings too.
	Probes []Probe `json:"probes"`
	// AccessTier is "trial", "standard", or "" where no answer showed it.
	AccessTier string            `json:"accessTier,omitempty"`
	RateLimits []RateLimit       `json:"rateLimits"`
	Findings   []finding.Finding `json:"findings"`
	// Token is for the caller alone; it is never encoded.
	Token *Token `json:"-"`
	// TokenExpiresIn and RefreshExpiresIn are the lifetimes that the answer
	// gave; 0 for unknown.
	TokenExpiresIn   time.Duration `json:"tokenExpiresIn"`
	RefreshExpiresIn time.Duration `json:"refreshExpiresIn"`
}
