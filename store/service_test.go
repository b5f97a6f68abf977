package store

import (
	"reflect"
	"slices"
	"testing"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// What has no key is lost with the next save, and nobody hears of it.
func TestEveryFieldOfAServiceHasOneKeyOfTheFile(t *testing.T) {
	var s Service
	s.verified()
	var kept []any
	for _, f := range fields {
		kept = append(kept, f.at(&s))
	}
	var look func(v reflect.Value)
	look = func(v reflect.Value) {
		for field, value := range v.Fields() {
			if !field.IsExported() {
				continue
			}
			switch in := reflect.Indirect(value); in.Type() {
			case reflect.TypeFor[AppInfo](), reflect.TypeFor[Verification]():
				look(in)
				continue
			}
			at := value.Addr().Interface()
			if keys := slices.DeleteFunc(slices.Clone(kept), func(k any) bool { return k != at }); len(keys) != 1 {
				t.Errorf("%s has %d keys", field.Name, len(keys))
			}
		}
	}
	look(reflect.ValueOf(&s).Elem())
}

func TestEndpointsAreNamedOnlyWhereTheyDiffer(t *testing.T) {
	s := Service{TokenURL: auth.Production.TokenURL, APIURL: "https://pins.acme.com/v5"}
	if got := s.WithEndpoints(s.Endpoints()); got.AuthorizeURL != "" || got.TokenURL != s.TokenURL || got.APIURL != s.APIURL {
		t.Errorf("the same endpoints: %+v", got)
	}
	got := s.WithEndpoints(auth.Endpoints{AuthorizeURL: "https://a/", TokenURL: auth.Production.TokenURL, APIURL: auth.Production.APIURL})
	if got.AuthorizeURL != "https://a/" || got.TokenURL != s.TokenURL || got.APIURL != auth.Production.APIURL {
		t.Errorf("others: %+v", got)
	}
}

func TestAProofIsOfOneAppOneServerAndOneSecret(t *testing.T) {
	secret, other := safe.NewSecret(testSecret), safe.NewSecret("another-secret-of-forty-characters-12345")
	was := Service{ClientID: "1", ClientSecret: secret}
	t.Setenv("SAME", testSecret)
	for name, test := range map[string]struct {
		s      Service
		secret safe.Secret
		holds  bool
	}{
		"the same":                {was, secret, true},
		"other scopes":            {Service{ClientID: "1", ClientSecret: secret, Scopes: []string{"boards:read"}}, secret, true},
		"the secret elsewhere":    {Service{ClientID: "1", ClientSecretEnv: "SAME"}, secret, true},
		"the endpoints in words":  {Service{ClientID: "1", TokenURL: auth.Production.TokenURL}, secret, true},
		"another app":             {Service{ClientID: "2", ClientSecret: secret}, secret, false},
		"another server":          {Service{ClientID: "1", TokenURL: "https://x/"}, secret, false},
		"another secret":          {Service{ClientID: "1", ClientSecret: other}, other, false},
		"no new secret":           {was, safe.Secret{}, true},
		"a reference not tried":   {Service{ClientID: "1", ClientSecretEnv: "ELSEWHERE"}, safe.Secret{}, false},
		"no secret where one was": {Service{ClientID: "1"}, safe.Secret{}, false},
	} {
		if got := test.s.StillProved(t.Context(), was, test.secret); got != test.holds {
			t.Errorf("%s: %v", name, got)
		}
	}
	gone := Service{ClientID: "1", ClientSecretEnv: "NOT_SET_HERE"}
	if gone.StillProved(t.Context(), gone, secret) {
		t.Error("a secret that can't be compared counts as the same")
	}
}
