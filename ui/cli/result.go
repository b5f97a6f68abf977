package cli

import (
	"time"

	"github.com/pinsetup/pinsetup/auth"
)

// resultDoc is the part of a live test's or a check's result that JSON
// documents share. Times are seconds.
type resultDoc struct {
	Credentials      auth.Proof     `json:"credentials,omitempty"`
	Account          *auth.Account  `json:"account,omitempty"`
	AccessTier       string         `json:"accessTier,omitempty"`
	Requested        []string       `json:"requested"`
	Granted          []string       `json:"granted"`
	Probes           []auth.Probe   `json:"probes"`
	RateLimits       []rateLimitDoc `json:"rateLimits"`
	TokenExpiresIn   int64          `json:"tokenExpiresIn,omitempty"`
	RefreshExpiresIn int64          `json:"refreshExpiresIn,omitempty"`
}

// rateLimitDoc is an auth.RateLimit: counts are -1, times are 0 for unknown.
type rateLimitDoc struct {
	Request   string `json:"request"`
	Limit     int    `json:"limit"`
	Remaining int    `json:"remaining"`
	Window    int64  `json:"window"`
	Reset     int64  `json:"reset"`
}

func seconds(d time.Duration) int64 { return int64(d.Round(time.Second) / time.Second) }

func resultInJSON(r auth.Result) resultDoc {
	doc := resultDoc{
		Credentials: r.Credentials, Account: r.Account, AccessTier: r.AccessTier,
		Requested: list(r.Requested), Granted: list(r.Granted), Probes: list(r.Probes), RateLimits: []rateLimitDoc{},
		TokenExpiresIn: seconds(r.TokenExpiresIn), RefreshExpiresIn: seconds(r.RefreshExpiresIn),
	}
	for _, l := range r.RateLimits {
		doc.RateLimits = append(doc.RateLimits, rateLimitDoc{l.Request, l.Limit, l.Remaining, seconds(l.Window), seconds(l.Reset)})
	}
	return doc
}
