package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// full is a service with every field set.
func full() Service {
	return Service{
		ClientID: "1534758", ClientSecret: safe.NewSecret("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"),
		RedirectURI: "https://api.appmixer.com/auth/pinterest/callback", TestRedirectURI: "http://localhost:8085/",
		Scopes:       []string{"user_accounts:read", "boards:read", "pins:read"},
		AuthorizeURL: "https://www.pinterest.com/oauth/", TokenURL: "https://api.pinterest.com/v5/oauth/token", APIURL: "https://api.pinterest.com/v5",
		App: AppInfo{
			Name: "Acme", Company: "Acme \"Inc\"", Website: "https://acme.com", PrivacyPolicy: "https://acme.com/p", Description: "two\nlines",
			Platform: "web", Type: "public", Purpose: "p", UseCase: "u", Audience: "a", Account: "acme", Icon: "icon.png",
		},
		Verification: &Verification{
			At: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Method: "callback", Account: "acme", AccountType: "BUSINESS",
			GrantedScopes: []string{"boards:read"}, AccessTier: "trial", RateLimit: "1000 a day",
		},
	}
}

func parse(t *testing.T, text string) *File {
	t.Helper()
	f, err := Parse("pinterest.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestANewFileHoldsWhatWasSet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Set(DefaultService, full()); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	g, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := g.Service(DefaultService)
	want := full()
	want.dir = filepath.Dir(path)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Service = %+v, %v\nwant %+v", got, err, want)
	}
	wantMode(t, path, 0o600)
	if strings.Contains(g.Masked(), want.ClientSecret.Reveal()) || !strings.Contains(g.Masked(), `clientSecret    = "`+safe.Mask+`"`) {
		t.Errorf("Masked:\n%s", g.Masked())
	}
	t.Logf("\n%s", g.Masked())
}

func TestAFileThatIsMissingIsTold(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "x.toml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load: %v", err)
	}
}

func TestAServiceWithThousandsOfKeysIsCheckedLikeAnyOther(t *testing.T) {
	doc := func(keys int) string {
		var b strings.Builder
		b.WriteString("[a]\n")
		for i := range keys {
			fmt.Fprintf(&b, "key-%d = %d\n", i, i)
		}
		return b.String() + "[b]\nkey-0 = 1\n"
	}
	parse(t, doc(70_000))
	f := parse(t, doc(1000))
	if err := f.Set("a", Service{ClientID: "1"}); err != nil {
		t.Fatal(err)
	}
	_, err := Parse("pinterest.toml", []byte(strings.Replace(doc(1000), "key-999 = ", "key-17 = ", 1)))
	if e, ok := errors.AsType[*SyntaxError](err); !ok || e.Place.Line != 1001 {
		t.Errorf("a key that is there twice: %v", err)
	}
}

func TestAValueHasItsPlaceHoweverItIsWritten(t *testing.T) {
	f := parse(t, "\ufeff# é\n[\"a\"]\r\n\"client\\u0049d\" = 1 # one\n\"redirectUri\" = \"a#b\" # two\n"+
		"scopes = [\n  \"x\",\n]\napp = { \"name\" = \"é\", website = 'w' }\nverification.method = \"m\"\nclientSecret = \"s\"\n"+
		"[x]\nclientId = \"2\"\n")
	for _, test := range []struct{ service, key, want string }{
		{"a", "clientId", `3:19+1 "client\u0049d" = 1 # one`},
		{"a", "redirectUri", `4:17+5 "redirectUri" = "a#b" # two`},
		{"a", "scopes", `5:10+1 scopes = [`},
		{"a", "app.website", `8:33+3 app = { "name" = "é", website = 'w' }`},
		{"a", "app", `8:7+31 app = { "name" = "é", website = 'w' }`},
		{"a", "verification.method", `9:23+3 verification.method = "m"`},
		{"a", "clientSecret", `10:16+3 clientSecret = "` + safe.Mask + `"`},
		{"x", "clientId", `12:12+3 clientId = "2"`},
		{"x", "app.name", ""}, {"y", "clientId", ""}, {"x", "clientId.deeper", ""},
	} {
		got := ""
		if at, ok := f.PlaceOf(test.service, test.key); ok {
			got = fmt.Sprintf("%d:%d+%d %s", at.Line, at.Column, at.Width, at.Text)
		}
		if got != test.want {
			t.Errorf("%s of %s: %q, want %q", test.key, test.service, got, test.want)
		}
	}
}
