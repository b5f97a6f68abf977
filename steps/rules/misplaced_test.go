package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// misplaced are secrets in the shapes in which they reach a wrong field.
var misplaced = map[string]string{
	"a secret":          hex,
	"a v1 secret":       hex + hex[:24],
	"an ID and secret":  "1534758:" + hex,
	"a token":           "pina_AMAQ2DIWACR4QAIAGAAAGBQ",
	"a refresh token":   "Bearer pinr_AMAQ2DIWACR4QAIAGAAAGBQ",
	"a callback":        "http://localhost:8085/?code=" + hex + "&state=Zm9vYmFyMTIzNDU2",
	"a code of letters": "http://localhost:8085/?state=Zm9vYmFyMTIzNDU2&code=canaryCanaryCanary",
	"an encoded one":    "https://www.pinterest.com/login/?next=%2Foauth%3Fcode%3DcanaryCanaryCanary%26state%3Dx",
}

func TestASecretInAWrongFieldIsKnownAndNoFindingRepeatsIt(t *testing.T) {
	for field := range tables {
		if field == "credentials.clientSecret" || field == "app.status" || field == "review.goal" {
			continue
		}
		for name, value := range misplaced {
			if !Secretive(field, value) {
				t.Errorf("%s in %s isn't known", name, field)
			}
			found := For(field)(Input{Field: field, Value: value})
			if len(found) == 0 {
				t.Errorf("%s in %s: nothing is said", name, field)
			}
			for _, f := range found {
				text := f.Title + f.Cause + f.Fix + f.Detail
				if f.Mend != nil {
					text += f.Mend.Label + f.Mend.Value
				}
				for _, secret := range []string{hex[:12], "AMAQ2", "canary"} {
					if strings.Contains(text, secret) {
						t.Errorf("%s in %s: %s repeats it: %s", name, field, f.ID, text)
					}
				}
			}
		}
	}
}

// Somebody may put it behind what stands in the field already.
func TestASecretBehindWhatStandsThereIsTakenOut(t *testing.T) {
	for field, value := range map[string]string{
		"oauth.testRedirectUri": "http://localhost:8085/", "connector.service": "acme:pinterest",
		"connector.file": "pinterest.toml", "oauth.apiBase": "api.acme.com",
	} {
		if got := firstMend(For(field)(Input{Field: field, Value: value + hex})); got != value {
			t.Errorf("%s: the mend is %q, want %q", field, got, value)
		}
	}
}

func TestOfACallbackItsAddressIsOffered(t *testing.T) {
	for _, field := range []string{"oauth.apiBase", "oauth.redirectUri", "oauth.testRedirectUri"} {
		found := For(field)(Input{Field: field, Value: "https://api.acme.com/cb?code=" + hex + "&state=x"})
		if idsOf(found) != "uri.callback" {
			t.Errorf("%s: %s", field, idsOf(found))
		}
	}
}

func TestWhatOnlyResemblesASecretIsAnAnswer(t *testing.T) {
	for field, values := range map[string][]string{
		"app.website":           {"https://www.acme.com/shops?state=CA&code=7", "https://www.acme.com/?code=SUMMER"},
		"app.description":       {"The bearer of a coupon publishes Pins; authorization: everybody with a basic subscription."},
		"app.account":           {"pina_colada", "deadbeef"},
		"oauth.redirectUri":     {"https://api.acme.com/auth/pinterest/callback", "https://api.acme.com/9f8e7d6c5b4a/callback"},
		"credentials.clientId":  {"1534758", "1,534,758", "https://developers.pinterest.com/apps/1534758/"},
		"connector.secretRef":   {"PINTEREST_CLIENT_SECRET", "pinsetup/acme:pinterest", "/run/secrets/pinterest"},
		"oauth.testRedirectUri": {"http://localhost:8085/"},
	} {
		for _, value := range values {
			if Secretive(field, value) {
				t.Errorf("%s: %q is taken for a secret", field, value)
			}
			for _, f := range For(field)(Input{Field: field, Value: value}) {
				if f.Severity == finding.Error && f.Mend == nil {
					t.Errorf("%s: %q has %s", field, value, f.ID)
				}
			}
		}
	}
}

func TestNoNameWithASecretInItIsTaken(t *testing.T) {
	t.Parallel()
	for field, value := range map[string]string{
		"connector.service": "acme:" + hex,
		"connector.file":    "/etc/" + hex + "/pinterest.toml",
	} {
		found := For(field)(Input{Field: field, Value: value})
		if !finding.HasError(found) || strings.Contains(fmt.Sprint(found), hex) {
			t.Errorf("%s: %v", field, found)
		}
	}
}
