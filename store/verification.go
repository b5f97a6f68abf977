package store

import (
	"fmt"
	"time"

	"github.com/pinsetup/pinsetup/auth"
)

// A Verification is what the last live test proved.
type Verification struct {
	// At is when it ended, in UTC; Proved says it in whole seconds.
	At time.Time
	// Method is that of auth.Result: "callback" or "paste" for a live test.
	Method string
	// Account and AccountType are the account that gave access; "" where it
	// could not be read.
	Account     string
	AccountType string
	// GrantedScopes are what Pinterest gave; they may be fewer than Scopes.
	GrantedScopes []string
	// AccessTier is "trial", "standard", or "" where no answer showed it.
	AccessTier string
	// RateLimit is the first limit that an answer named, in requests: "993 of
	// 1000 left"; "" where none did.
	RateLimit string
}

// Proved returns what a live test proved, to be kept with the service.
func Proved(r auth.Result) *Verification {
	v := &Verification{At: r.At.UTC().Truncate(time.Second), Method: r.Method, GrantedScopes: r.Granted, AccessTier: r.AccessTier}
	if r.Account != nil {
		v.Account, v.AccountType = r.Account.Username, r.Account.Type
	}
	for _, l := range r.RateLimits {
		if l.Limit >= 0 && l.Remaining >= 0 {
			v.RateLimit = fmt.Sprintf("%d of %d left", l.Remaining, l.Limit)
			break
		}
	}
	return v
}
