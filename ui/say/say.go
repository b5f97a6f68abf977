// Package say has the sentences about results that every front end says alike.
package say

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// Stage says what a live test is doing.
func Stage(s auth.Stage) string {
	switch s {
	case auth.Exchanging:
		return "Exchanging the code for a token"
	case auth.Reading:
		return "Reading the account"
	case auth.Probing:
		return "Trying each scope with a harmless request"
	}
	return "Waiting for your agreement in the browser"
}

// Receipt says that something was written whose page was left with that; "" for
// everything else that happens.
func Receipt(e steps.Event) string {
	if packet, ok := e.(steps.PacketWritten); ok && packet.Finding == nil {
		return "The review packet is written: " + packet.Path
	}
	return ""
}

// NewFile says what is shown of a file that doesn't exist yet.
func NewFile(s steps.State, path string) string {
	text := path + " does not exist yet. This is what goes into it"
	if s.HoldsSecret() {
		return text + "; the secret is masked here only."
	}
	return text + "."
}

// Patience says how long a stage may take. timeout limits the wait for a
// person; 0 leaves it to auth.
func Patience(s auth.Stage, timeout time.Duration) string {
	if s == "" || s == auth.Waiting {
		if timeout <= 0 {
			timeout = auth.Waiting.Longest()
		}
		return "It waits for " + span(timeout) + "."
	}
	return "It takes " + span(s.Longest()) + " at most."
}

// Account names an account and its kind: "@acme (Acme GmbH), a business account".
func Account(a auth.Account) string {
	name := "@" + a.Username
	if a.BusinessName != "" {
		name += " (" + a.BusinessName + ")"
	}
	switch a.Type {
	case "BUSINESS":
		return name + ", a business account"
	case "PINNER":
		return name + ", a personal account"
	}
	return name
}

// Granted says how many scopes were granted, of those that were asked for.
func Granted(r auth.Result) string {
	if missing := r.Missing(); len(missing) > 0 {
		return fmt.Sprintf("%d, asked for %d, missing: %s", len(r.Granted), len(r.Requested), safe.Show(strings.Join(missing, " "), 200))
	}
	return fmt.Sprintf("%d, asked for %d", len(r.Granted), len(r.Requested))
}

// Probe says, after the word of its proof, what was done to see whether a scope
// works.
func Probe(p auth.Probe) string {
	switch {
	case p.Request == "" && p.Finding != nil:
		return "not tried"
	case p.Request == "":
		return "not tried: there is no harmless read for it"
	case p.Proof == auth.Present:
		return p.Request + ": no usable answer"
	}
	return p.Request
}

// Lifetimes says how long a token lives, and its refresh token where one came.
func Lifetimes(token, refresh time.Duration) string {
	if refresh == 0 {
		return span(token)
	}
	return span(token) + "; refresh token " + span(refresh)
}

// span says how long something takes, in the largest unit that fits twice or
// more: "60 days", "8 hours", "10 minutes", "90 seconds".
func span(d time.Duration) string {
	for _, unit := range []struct {
		is   time.Duration
		name string
	}{{24 * time.Hour, "days"}, {time.Hour, "hours"}, {time.Minute, "minutes"}} {
		if d >= 2*unit.is {
			return fmt.Sprintf("%d %s", d/unit.is, unit.name)
		}
	}
	return fmt.Sprintf("%d seconds", max(0, d.Round(time.Second))/time.Second)
}

// Limit says how many requests are left of the limit that is the closest to its
// end: the others don't matter then. "" where none is known.
func Limit(limits []auth.RateLimit) string {
	var l auth.RateLimit
	least := math.Inf(1) // the share that is left
	for _, other := range limits {
		share := float64(other.Remaining) / float64(other.Limit)
		if other.Limit > 0 && other.Remaining >= 0 && share < least {
			l, least = other, share
		}
	}
	if l.Limit == 0 {
		return ""
	}
	text := fmt.Sprintf("%d of %d requests left", l.Remaining, l.Limit)
	if l.Reset > 0 {
		text += ", new in " + span(l.Reset)
	}
	return text
}

// Basis says what a statement rests on: "documented by Pinterest", "RFC 6749",
// "seen in practice"; "" where that is pinsetup itself.
func Basis(e finding.Evidence, source finding.Source) string { return e.Basis(source) }

// Evidence says, to follow a statement, what that rests on where nobody documents
// it: " (likely)".
func Evidence(e finding.Evidence, source finding.Source) string { return e.Behind(source) }

// EvidenceLegend explains the words behind some statements.
const EvidenceLegend = "All of this is documented, but what says (seen in practice), by others, " +
	"or (likely), which nobody has confirmed."

// Standing says how a step stands.
func Standing(item steps.RailItem) string {
	switch {
	case item.Status == steps.Current:
		return "you are here"
	case item.Status == steps.Passed:
		return "done"
	case item.Status == steps.Trouble:
		return "something to look at"
	case item.Page != "":
		return "begun"
	}
	return "not reached yet"
}

// Kept says what stays of what was entered when the wizard ends, with no stop
// behind it. Where it isn't known yet, the secret stays nowhere.
func Kept(d steps.DraftSaved) string {
	if d.SecretKept {
		return "Everything is kept, the secret in the system's keyring"
	}
	return "Everything is kept but what has to stay secret"
}

// MaxAnswer is how long an answer may be, in bytes. A list of redirect URIs or
// a callback address has a few thousand; more is something else.
const MaxAnswer = 1 << 16

// TooLong says that an answer is longer.
const TooLong = "That was too long, and nothing of it was taken. Try a shorter answer."
