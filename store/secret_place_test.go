package store

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A key that is no way to give a secret is one that nothing asks for.
func TestEveryKeyOfASecretIsAPlaceForIt(t *testing.T) {
	var keys []string
	for _, f := range fields {
		if strings.HasPrefix(f.name, "clientSecret") {
			keys = append(keys, f.name)
		}
	}
	if !slices.Equal(keys, SecretKeys()) {
		t.Errorf("the file has %q, and SecretKeys are %q", keys, SecretKeys())
	}
}

func TestAServiceHasItsSecretAtOnePlaceOfAnyKind(t *testing.T) {
	secret := safe.NewSecret(testSecret)
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	before := Service{ClientID: "1"}
	for i, kind := range SecretKinds() {
		place := UsualSecretPlace(kind, DefaultService, false)
		s := before.WithSecretAt(place, secret) // which moves it
		if s.StillProved(t.Context(), before, safe.Secret{}) {
			t.Errorf("%s: the secret is the same as at %s", kind, before.SecretPlace())
		}
		before = s
		f, err := Open(path)
		if err == nil {
			err = f.Set("a", s)
		}
		if err == nil {
			err = f.Save()
		}
		if err != nil {
			t.Fatal(err)
		}
		if f, err = Load(path); err == nil {
			s, err = f.Service("a")
		}
		if got := s.SecretPlaces(); err != nil || len(got) != 1 || got[0] != place || s.SecretPlace() != place || !s.HasSecret() {
			t.Errorf("%s: the file has its secret at %v (%v), want %v", kind, got, err, place)
		}
		if _, ok := f.PlaceOf("a", SecretKeys()[i]); !ok || place.String() == "" || !strings.Contains(place.String(), place.Ref) {
			t.Errorf("%s: %q stands at no key of its own", kind, place)
		}
		if found := f.Validate("a"); finding.HasError(found) || slices.ContainsFunc(found, func(f finding.Finding) bool { return f.ID == "file.no-secret" }) {
			t.Errorf("%s: %v", kind, finding.IDs(found))
		}
	}
}

func TestTheDemosSecretIsPutWhereNoRealOneIs(t *testing.T) {
	for _, kind := range SecretKinds() {
		real, demo := UsualSecretPlace(kind, DefaultService, false), UsualSecretPlace(kind, DefaultService, true)
		if real.IsPut() && real == demo {
			t.Errorf("both are at %s", real)
		}
	}
	if got := UsualSecretPlace("no such", DefaultService, false); got != (SecretPlace{Kind: "file"}) {
		t.Errorf("of no kind: %+v", got)
	}
}
