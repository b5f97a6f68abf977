package cli

import (
	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/say"
)

// cannotTry says why a service was not tried.
func cannotTry(err error) finding.Finding {
	if f, ok := findingOf(err); ok {
		return f
	}
	return assets.Finding("check.cannot", "reason", safe.Show(err.Error(), 300))
}

// forConnectors makes an error of a missing secret: a file may be without one
// until the portal shows it, but no connector can use it so.
func forConnectors(found []finding.Finding) []finding.Finding {
	for i := range found {
		if found[i].ID == "file.no-secret" {
			found[i].Severity = finding.Error
		}
	}
	return found
}

// linesOf says of each value of a service how well it is known to be right.
// result is nil where nothing was tried.
func linesOf(s store.Service, result *auth.Result, who answerers, found []finding.Finding) []checkLine {
	var lines []checkLine
	add := func(name, value, field string, proof auth.Proof, how string) {
		if value == "" {
			return
		}
		if hasErrorAbout(found, field) {
			proof, how = auth.Rejected, "see below"
		}
		lines = append(lines, checkLine{name, safe.Show(value, 200), proof, how})
	}
	proof, how := auth.Present, "nothing was tried"
	if result != nil {
		proof, how = result.Credentials, howCredentials(*result, who.token)
	}
	add("clientId", s.ClientID, "credentials.clientId", proof, how)
	if s.HasSecret() {
		add("clientSecret", "in "+s.SecretPlace().String(), "credentials.clientSecret", proof, how)
	}
	const browser = "only a browser proves it: pinsetup authorize"
	add("redirectUri", s.RedirectURI, "oauth.redirectUri", auth.Present, browser)
	add("testRedirectUri", s.TestRedirectURI, "oauth.testRedirectUri", auth.Present, browser)
	for _, name := range s.Scopes {
		proof, how := proofOfScope(name, result, who.token)
		if isForeign(name) {
			proof, how = auth.Rejected, "see below"
		}
		lines = append(lines, checkLine{"scopes", safe.Show(name, 100), proof, how})
	}
	return lines
}

func hasErrorAbout(found []finding.Finding, field string) bool {
	for _, f := range found {
		if f.Field == field && f.Severity == finding.Error && !isNetwork(f) {
			return true
		}
	}
	return false
}

func howCredentials(r auth.Result, who string) string {
	switch r.Credentials {
	case auth.Verified:
		if r.Method == "refresh" {
			return who + " refreshed the kept token for them"
		}
		return who + " gave a token for them"
	case auth.Rejected:
		return who + " refused them"
	}
	return who + " didn't say"
}

// proofOfScope says how well a scope is known to work.
func proofOfScope(name string, r *auth.Result, who string) (auth.Proof, string) {
	if r == nil {
		return auth.Present, "nothing was tried"
	}
	for _, p := range r.Probes {
		if p.Scope == name {
			return p.Proof, say.Probe(p)
		}
	}
	if r.Method == "" || len(r.Granted) == 0 {
		return auth.Present, "there was no token to try it with"
	}
	return auth.Rejected, who + " didn't grant it"
}
