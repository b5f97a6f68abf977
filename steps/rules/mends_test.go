package rules

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// mendsHold applies each mend that is offered, as the wizard does, and wants
// that it removes what it is for, and brings no error that wasn't there.
func mendsHold(t interface{ Fatalf(string, ...any) }, in Input) {
	before := For(in.Field)(in)
	for _, f := range before {
		if f.Mend == nil {
			continue
		}
		after := in
		after.Field = f.Mend.Field
		after.Value, _ = Clean(f.Mend.Field, f.Mend.Value)
		if after.Value == "" {
			t.Fatalf("%s %q: the mend of %s empties the field", in.Field, in.Value, f.ID)
		}
		for _, g := range For(after.Field)(after) {
			was := strings.Contains(" "+idsOf(before)+" ", " "+g.ID+" ")
			if g.Severity == finding.Error && !was || g.ID == f.ID && g.Title == f.Title {
				t.Fatalf("%s %q: the mend of %s, %q, has %s", in.Field, in.Value, f.ID, after.Value, g.ID)
			}
		}
	}
}

func TestAMendAppliedBringsNoErrorThatWasNotThere(t *testing.T) {
	for field := range tables {
		for of, rows := range tables { // people enter things into the wrong field
			for _, r := range rows {
				in := r.input(field)
				if of != field {
					in.Get = nil
				}
				mendsHold(t, in)
			}
		}
	}
}

// pieces are what addresses, and what goes wrong with them, are made of.
var pieces = []string{
	"http", "https", "htps", "ftp", ":", "://", ":/", "//", "/", "\\", "@", ".", "..", "-", "_", ",", ";", " ", "  ", "\n", "#", "?", "&", "=", "%", "%20",
	"%3A%2F%2F", "*", "[", "]", "<", ">", "{", "}", "$", "localhost", "127.0.0.1", "[::1]", "0.0.0.0", "api", "acme", "com", "www", "example", "local",
	"appmixer.cloud", "backoffice", "YOUR_", "Acme", "müller.de", "ü", ":80", ":443", ":8085", ":25", ":99999", "8085", "auth", "/auth/pinterest/callback",
	"callback", "code=1", "pinterest.com", "mailto:", "redirect_uri=", "\u200b", "\"", "'", "(", ")", "drop",
}

func TestAMendOfAnythingBringsNoErrorThatWasNotThere(t *testing.T) {
	addresses := []string{"oauth.redirectUri", "oauth.testRedirectUri", "oauth.apiBase", "app.website", "app.privacyPolicy", "oauth.registered"}
	rapid.Check(t, func(t *rapid.T) {
		value := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 9).Draw(t, "pieces"), "")
		other := rapid.SampledFrom([]string{"", "appmixer", "api.acme.com", "https://acme.com/a"}).Draw(t, "other")
		for _, field := range addresses {
			cleaned, _ := Clean(field, value)
			mendsHold(t, Input{Field: field, Value: cleaned, Get: func(string) string { return other }})
		}
	})
}

func TestAMendOfAnySetOfScopesBringsNoErrorThatWasNotThere(t *testing.T) {
	names := []string{"read_public", "write_secret", "boards:read", "boards:write", "pins.write", "pins:write_secret", "billing:read", "x", "ads", "user_account:read"}
	rapid.Check(t, func(t *rapid.T) {
		value := strings.Join(rapid.SliceOfN(rapid.SampledFrom(names), 1, 6).Draw(t, "names"), " ")
		mendsHold(t, Input{Field: "oauth.scopes", Value: value})
	})
}
