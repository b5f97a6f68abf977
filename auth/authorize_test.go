package auth

import (
	"strings"
	"testing"
)

func TestEveryFlightHasAStateOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		state := newState()
		if len(state) < 43 { // 256 bits in base64
			t.Fatalf("%q has less than 256 bits", state)
		}
		if seen[state] {
			t.Fatalf("%q came twice", state)
		}
		seen[state] = true
	}
}

func TestNoAddressTakesSecretsWhereOthersCanRead(t *testing.T) {
	app := testApp
	app.RedirectURI = "http://localhost:8085/"
	for address, good := range map[string]bool{
		"https://www.pinterest.com/oauth/": true, "http://localhost:9090/oauth/": true, "http://[::1]:9090/": true,
		"https://name:swordfish@www.pinterest.com/oauth/": false, "http://www.pinterest.com/oauth/": false, "file://localhost/tmp/x.html": false, "ftp://127.0.0.1/": false,
		"javascript://localhost/%0aalert(1)": false, "//localhost/": false, "https:///oauth/": false, "https:opaque": false, "": false,
	} {
		app.Endpoints = Endpoints{AuthorizeURL: address, TokenURL: Production.TokenURL, APIURL: Production.APIURL}
		if _, err := app.AuthorizeURL("s"); (err == nil) != good {
			t.Errorf("authorize at %q: %v", address, err)
		}
		app.Endpoints = Endpoints{AuthorizeURL: Production.AuthorizeURL, TokenURL: address, APIURL: Production.APIURL}
		if err := app.flyable(); (err == nil) != good || err != nil && !strings.Contains(err.Error(), "no https URL") {
			t.Errorf("a token from %q: %v", address, err)
		} else if err != nil && strings.Contains(err.Error(), "swordfish") {
			t.Errorf("the error has the password: %v", err)
		}
	}
}
