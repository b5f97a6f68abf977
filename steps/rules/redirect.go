package rules

import "github.com/pinsetup/pinsetup/assets/finding"

// FromAPIBase makes the redirect URI of Appmixer's Pinterest connector from
// the base of its API in any form ("api.acme.com", with or without scheme,
// port, slash, path): https://<base>/auth/pinterest/callback.
func FromAPIBase(base string) (uri string, findings []finding.Finding) { return "", nil }

// APIBase judges the base of an Appmixer API.
func APIBase(in Input) []finding.Finding { return nil }

// RedirectURI judges the connector's redirect URI.
func RedirectURI(in Input) []finding.Finding { return nil }

// TestRedirectURI judges the redirect URI of the live test: loopback, with a port.
func TestRedirectURI(in Input) []finding.Finding { return nil }

// Registered compares the pasted list of registered URIs with the URIs that
// are used (oauth.redirectUri, oauth.testRedirectUri), character by character.
func Registered(in Input) []finding.Finding { return nil }
