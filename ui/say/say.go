// Package say has the sentences about results that every front end says alike.
package say

import (
	"fmt"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
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

// Probe says, after the word of its proof, what was done to see whether a scope
// works.
func Probe(p auth.Probe) string {
	switch {
	case p.Request == "" && p.Finding != nil:
		return "not tried"
	case p.Request == "":
		return "not tried: there is no harmless read for it"
	case p.Proof == auth.Present:
		return p.Request + ": no answer"
	}
	return p.Request
}

// Lifetimes says how long a token lives, and its refresh token where one came.
func Lifetimes(token, refresh time.Duration) string {
	if refresh == 0 {
		return days(token)
	}
	return days(token) + "; refresh token " + days(refresh)
}

// days rounds to whole days from two days on, to minutes below.
func days(d time.Duration) string {
	if d >= 48*time.Hour {
		return fmt.Sprintf("%d days", int(d/(24*time.Hour)))
	}
	return d.Round(time.Minute).String()
}

// Limit says how many requests are left, and "" where that isn't known.
func Limit(l auth.RateLimit) string {
	if l.Limit < 0 || l.Remaining < 0 {
		return ""
	}
	text := fmt.Sprintf("%d of %d requests left", l.Remaining, l.Limit)
	if l.Reset > 0 {
		text += ", new in " + l.Reset.Round(time.Second).String()
	}
	return text
}

// Basis says what a statement rests on: "documented by Pinterest", "RFC 6749",
// "seen in practice"; "" where that is pinsetup itself.
func Basis(e finding.Evidence, source finding.Source) string {
	switch {
	case e == finding.Own:
		return ""
	case e == finding.Inferred:
		return "likely"
	case e == finding.Observed && source == finding.Pinterest:
		return "seen in practice"
	case e == finding.Observed:
		return "seen in " + string(source) + "'s code"
	case source == finding.Pinterest:
		return "documented by Pinterest"
	case source == finding.Appmixer:
		return "documented by Appmixer"
	}
	return string(source)
}

// Evidence says, to follow a statement, what that rests on where it isn't
// Pinterest's own documentation: " (likely)".
func Evidence(e finding.Evidence, source finding.Source) string {
	basis := Basis(e, source)
	if basis == "" || e == finding.Documented && source == finding.Pinterest {
		return ""
	}
	return " (" + basis + ")"
}

// EvidenceLegend explains the words behind some statements.
const EvidenceLegend = "(seen in practice): in real portals and calls, but Pinterest documents it nowhere. " +
	"(likely): it follows from what is known, and nobody has confirmed it. Other words name who says it. " +
	"What has none behind it, Pinterest documents."
