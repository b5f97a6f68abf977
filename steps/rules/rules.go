// Package rules decides what is right and wrong about a single value: a
// redirect URI, an app ID, a secret, a set of scopes. Each rule is a pure
// function from what was typed to findings; their sentences are in
// assets/findings.
package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// Input is what a rule may know beside the value.
type Input struct {
	// Field is the key of the field.
	Field string
	// Value is what was typed, cleaned by Clean.
	Value string
	// Get returns the value of another field; "" for none. What Demo names is
	// "yes" where the app is the simulated one.
	Get func(key string) string
}

// Demo is what Input.Get is asked for to know whether the app is the simulated
// one, whose made-up answers need no warning.
const Demo = "demo"

// A Rule judges a value. An empty value is not judged: whether one is needed
// is the step's business.
type Rule func(in Input) []finding.Finding

// For returns the rule of a field, or nil where the field has none. It knows a
// secret in the wrong field, and a mend that it offers leads to no other error.
func For(field string) Rule {
	if rule := ruleOf(field); rule != nil {
		return follow(guard(rule))
	}
	return nil
}

func ruleOf(field string) Rule {
	switch field {
	case "app.name":
		return AppName
	case "app.website", "app.privacyPolicy":
		return WebURL
	case "app.company":
		return Company
	case "app.description", "app.purpose", "app.useCase", "app.audience":
		return Description
	case "app.account":
		return Username
	case "app.icon":
		return Icon
	case "app.status":
		return Status
	case "oauth.apiBase":
		return APIBase
	case "oauth.redirectUri":
		return RedirectURI
	case "oauth.testRedirectUri":
		return TestRedirectURI
	case "oauth.registered":
		return Registered
	case "oauth.scopes":
		return Scopes
	case "credentials.clientId":
		return ClientID
	case "credentials.clientSecret":
		return ClientSecret
	case "review.goal":
		return Goal
	case "review.video":
		return Video
	case "connector.service":
		return ServiceID
	case "connector.file":
		return ConfigPath
	case "review.file":
		return FilePath
	case "connector.secretRef":
		return SecretRef
	}
	return nil
}

// other returns the value of another field; "" where there is none.
func (in Input) other(key string) string {
	if in.Get == nil {
		return ""
	}
	return in.Get(key)
}

// find makes a finding about the field of the input, in its words, whatever
// field the catalogue names: some rules serve several.
func (in Input) find(id string, args ...string) finding.Finding {
	return assets.About(in.Field, id, args...)
}

// mend is find with a value that removes the finding.
func (in Input) mend(id, value string, args ...string) finding.Finding {
	f := assets.MendedAbout(in.Field, id, value, args...)
	f.Mend.Label = printable(f.Mend.Label)
	return f
}

// show makes a piece of what was typed fit for a sentence: printable, and cut
// after 80 characters.
func show(s string) string {
	const most = 80
	s = printable(s)
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// printable turns invisible and control characters into "?".
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}
