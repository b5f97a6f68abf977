package appmixer

import "testing"

func TestTheAddressThatAppmixerMakesIsKnownHoweverTheBaseIsWritten(t *testing.T) {
	const uri = "https://api.acme.com/auth/pinterest/callback"
	for base, want := range map[string]bool{
		"https://api.acme.com": true, "https://API.acme.com:443": true,
		"http://api.acme.com": false, "https://api.acme.com:8443": false, "https://api.acme.com/v2": false, "https://acme.com": false,
	} {
		if got := (Config{ServiceID: "acme:pinterest", RedirectURI: uri}).madeAt(base); got != want {
			t.Errorf("%s makes %s: %v", base, uri, got)
		}
	}
}
