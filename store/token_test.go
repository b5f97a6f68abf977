package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

var testService = Service{ClientID: "1534758", ClientSecret: safe.NewSecret(testSecret)}

// someTokens are tokens of testService that end at the given time.
func someTokens(access, refresh string, expiry time.Time) KeptTokens {
	return testService.Kept(auth.Token{
		AccessToken: safe.NewSecret(access), RefreshToken: safe.NewSecret(refresh),
		Scopes: []string{"boards:read", "pins:read"}, Expiry: expiry, RefreshExpiry: expiry.Add(30 * 24 * time.Hour),
	})
}

func TestTokensAreKeptAndForgotten(t *testing.T) {
	for name, tokens := range map[string]Tokens{
		"in a file":    {Name: "a", Dir: filepath.Join(t.TempDir(), "new", "tokens")},
		"in a keyring": {Name: "a", Dir: t.TempDir(), InKeyring: true},
	} {
		t.Run(name, func(t *testing.T) {
			keyring.MockInit()
			ctx := t.Context()
			if _, ok, err := tokens.Load(ctx); ok || err != nil {
				t.Fatalf("before Save: %v, %v", ok, err)
			}
			want := someTokens("pina_one", "pinr_one", time.Now().Add(time.Hour).UTC().Truncate(time.Second))
			if err := tokens.Save(ctx, want); err != nil {
				t.Fatal(err)
			}
			got, ok, err := tokens.Load(ctx)
			if err != nil || !ok {
				t.Fatalf("after Save: %v, %v", ok, err)
			}
			if !got.AccessToken.Equal(want.AccessToken) || !got.RefreshToken.Equal(want.RefreshToken) ||
				!got.Expiry.Equal(want.Expiry) || !got.RefreshExpiry.Equal(want.RefreshExpiry) ||
				strings.Join(got.Scopes, " ") != "boards:read pins:read" ||
				got.ClientID != want.ClientID || got.TokenURL != want.TokenURL || got.SavedAt.IsZero() {
				t.Errorf("loaded %+v, want %+v", got, want)
			}
			for range 2 { // none kept is no error
				if err := tokens.Delete(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if _, ok, err := tokens.Load(ctx); ok || err != nil {
				t.Errorf("after Delete: %v, %v", ok, err)
			}
		})
	}
}

func TestATokenFileIsForItsOwnerAlone(t *testing.T) {
	tokens := Tokens{Name: "a", Dir: filepath.Join(t.TempDir(), "tokens")}
	if err := tokens.Save(t.Context(), someTokens("pina_one", "pinr_one", time.Time{})); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{tokens.Dir: 0o700, tokens.file(): 0o600} {
		wantMode(t, path, want)
	}
}

func TestTokensHaveOneNameFromEveryFolder(t *testing.T) {
	dir := t.TempDir()
	file := place(t, dir, "pinterest.toml", "", 0o600)
	whole := TokensFor(file, "acme:pinterest", false)
	t.Chdir(dir)
	if got := TokensFor("pinterest.toml", "acme:pinterest", false); got != whole {
		t.Errorf("from its folder %q, by its path %q", got.Name, whole.Name)
	}
	for what, other := range map[string]Tokens{
		"another service": TokensFor(file, "other:pinterest", false),
		"another file":    TokensFor(file+"2", "acme:pinterest", false),
		"the demo":        TokensFor(file, "acme:pinterest", true),
	} {
		if other.Name == whole.Name {
			t.Errorf("%s has the same tokens", what)
		}
	}
	symlink(t, file, filepath.Join(dir, "link.toml"))
	if got := TokensFor("link.toml", "acme:pinterest", false); got != whole {
		t.Error("a link to the file has other tokens")
	}
}

func TestTokensStandInTheStateFolder(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	if err := (Tokens{Name: "a"}).Save(t.Context(), someTokens("pina_one", "", time.Time{})); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(state, "pinsetup", "tokens", "a.json")); err != nil {
		t.Error(err)
	}
}

func TestWithoutAHomeThereIsNoPlaceForTokens(t *testing.T) {
	for _, name := range []string{"XDG_STATE_HOME", "HOME", "LocalAppData", "USERPROFILE"} {
		t.Setenv(name, "")
	}
	ctx, tokens := t.Context(), Tokens{Name: "a"}
	_, _, err := tokens.Load(ctx)
	wantProblem(t, err, "token.unwritable")
	wantProblem(t, tokens.Save(ctx, someTokens("pina_one", "", time.Time{})), "token.unwritable")
	wantProblem(t, tokens.Delete(ctx), "token.unwritable")
}

func TestDamagedTokensAreNamedAndReplaced(t *testing.T) {
	for name, content := range map[string]string{
		"empty":          "",
		"cut off":        `{"version": 1, "accessToken": "pina_secret`,
		"another shape":  `["pina_secret"]`,
		"a newer one":    `{"version": 2, "accessToken": "pina_secret"}`,
		"without tokens": `{"version": 1}`,
		"huge":           strings.Repeat(" ", maxTokens+1),
	} {
		t.Run(name, func(t *testing.T) {
			tokens := Tokens{Name: "a", Dir: t.TempDir()}
			place(t, tokens.Dir, "a.json", content, 0o600)
			_, ok, err := tokens.Load(t.Context())
			wantProblem(t, err, "token.unreadable")
			if ok || strings.Contains(err.Error(), "pina_secret") || !strings.Contains(err.Error(), tokens.file()) {
				t.Errorf("ok = %v, error = %v", ok, err)
			}
			if err := tokens.Save(t.Context(), someTokens("pina_one", "", time.Time{})); err != nil {
				t.Fatal(err)
			}
			if _, ok, err := tokens.Load(t.Context()); !ok || err != nil {
				t.Errorf("after Save: %v, %v", ok, err)
			}
		})
	}
}

func TestWhatAKilledWriteLeftIsClearedAway(t *testing.T) {
	tokens := Tokens{Name: "a", Dir: t.TempDir()}
	litter := place(t, tokens.Dir, "a.json.pinsetup-1z2y3x.tmp", "half a tok", 0o600)
	if err := tokens.Save(t.Context(), someTokens("pina_one", "", time.Time{})); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(litter); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Save: %v, want no such file", err)
	}
	place(t, tokens.Dir, filepath.Base(litter), "half a tok", 0o600)
	if err := tokens.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(litter); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Delete: %v, want no such file", err)
	}
}

func TestAPlaceThatTakesNoTokensIsNamed(t *testing.T) {
	kept := someTokens("pina_one", "", time.Time{})
	dir := t.TempDir()
	file := place(t, dir, "file", "", 0o600)
	wantProblem(t, Tokens{Name: "a", Dir: filepath.Join(file, "below")}.Save(t.Context(), kept), "token.unwritable")

	tokens := Tokens{Name: "a", Dir: dir}
	if err := os.MkdirAll(filepath.Join(tokens.file(), "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, tokens.Save(t.Context(), kept), "token.unwritable")
	wantProblem(t, tokens.Delete(t.Context()), "token.unwritable")
	_, _, err := tokens.Load(t.Context())
	wantProblem(t, err, "token.unreadable")

	locked := Tokens{Name: "a", Dir: t.TempDir(), InKeyring: true, Keyring: Keyring{backend: failing{errors.New("locked")}}}
	if err := locked.Save(t.Context(), kept); !errors.Is(err, ErrKeyringLocked) {
		t.Errorf("in a locked keyring: %v", err)
	}
	if _, _, err := locked.Load(t.Context()); !errors.Is(err, ErrKeyringLocked) {
		t.Errorf("from a locked keyring: %v", err)
	}
	if err := locked.Delete(t.Context()); !errors.Is(err, ErrKeyringLocked) {
		t.Errorf("out of a locked keyring: %v", err)
	}
}

func TestALockThatCannotBeHadIsNamed(t *testing.T) {
	tokens := Tokens{Name: "a", Dir: t.TempDir()}
	other := flock.New(lockFile(tokens.file()))
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer other.Close()
	kept := someTokens("pina_one", "", time.Time{})
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		wantProblem(t, tokens.Save(t.Context(), kept), "token.locked")
		if waited := time.Since(start); waited < lockWait {
			t.Errorf("gave up after %v", waited)
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range []error{tokens.Save(ctx, kept), tokens.Delete(ctx)} {
		if err != context.Canceled {
			t.Errorf("error = %v, want context.Canceled", err)
		}
	}
}

func FuzzTokensThatAreDamagedAreAnErrorWithoutThem(f *testing.F) {
	whole := someTokens("pina_0123456789", "pinr_0123456789", time.Unix(1800000000, 0)).encode()
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte(`{"version": 1, "accessToken": 5}`))
	f.Add([]byte(`{"version": 1, "accessToken": "pina_0123456789", "expiry": "pina_0123456789"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		kept, err := decodeTokens(data)
		if err != nil {
			if strings.Contains(err.Error(), "pina_") {
				t.Errorf("the error quotes the tokens: %v", err)
			}
			return
		}
		again, err := decodeTokens(kept.encode())
		if err != nil || !again.AccessToken.Equal(kept.AccessToken) || !again.RefreshToken.Equal(kept.RefreshToken) ||
			!again.Expiry.Equal(kept.Expiry) || !again.RefreshExpiry.Equal(kept.RefreshExpiry) {
			t.Errorf("%q came back otherwise: %v", data, err)
		}
	})
}

func TestDamagedTokensInAKeyringAreNamed(t *testing.T) {
	keyring.MockInit()
	tokens := Tokens{Name: "a", Dir: t.TempDir(), InKeyring: true}
	if err := keyring.Set("pinsetup", "tokens/a", "{"); err != nil {
		t.Fatal(err)
	}
	_, _, err := tokens.Load(t.Context())
	wantProblem(t, err, "token.unreadable")
	if !strings.Contains(err.Error(), "pinsetup/tokens/a") {
		t.Errorf("%v doesn't name the entry", err)
	}
}
