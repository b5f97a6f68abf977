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
		"in a keyring": {Name: "a", Dir: t.TempDir(), Place: InKeyring},
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

	locked := Tokens{Name: "a", Dir: t.TempDir(), Place: InKeyring, Keyring: Keyring{backend: failing{errors.New("locked")}}}
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

// Who goes on with kept tokens, "pinsetup token" or a connector, doesn't say
// where they are; who keeps new ones without saying it leaves them there.
func TestTokensStayWhereTheyWereKept(t *testing.T) {
	keyring.MockInit()
	r := newRotating(t, false)
	tokens := Tokens{Name: "a", Dir: t.TempDir()}
	at := func(p TokenPlace) Tokens { t := tokens; t.Place = p; return t }
	none := func(p TokenPlace) {
		t.Helper()
		if _, ok, err := at(p).Load(t.Context()); ok || err != nil {
			t.Errorf("in the %s: %v, %v", p, ok, err)
		}
	}
	r.keep(t, at(InKeyring), "pina_0", "pinr_0", -time.Hour)
	wantToken(t, r.source(t, tokens), "pina_1")
	wantKept(t, at(InKeyring), "pina_1", "pinr_1")
	none(InFile)
	r.keep(t, tokens, "pina_2", "pinr_2", time.Hour)
	wantKept(t, at(InKeyring), "pina_2", "pinr_2")
	none(InFile)

	source := r.source(t, tokens)
	r.keep(t, at(InFile), "pina_3", "pinr_1", -time.Hour)
	none(InKeyring)
	source.(*tokenSource).current.Expiry = time.Now()
	wantToken(t, source, "pina_2") // it finds them after the move
	wantKept(t, at(InFile), "pina_2", "pinr_2")
	none(InKeyring)

	r.keep(t, at(InKeyring), "pina_4", "pinr_4", time.Hour)
	if err := tokens.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	none(InFile)
	none(InKeyring)
	if names := folderOf(t, tokens.Dir); len(names) > 0 {
		t.Errorf("after Delete there is %q", names)
	}
}

func TestAMoveThatFailsAtAnyStepLosesNoToken(t *testing.T) {
	for _, move := range [][2]TokenPlace{{InFile, InKeyring}, {InKeyring, InFile}} {
		failed := 0
		for ; ; failed++ {
			keyring.MockInit()
			tokens := Tokens{Name: "a", Dir: t.TempDir(), Place: move[0]}
			if err := tokens.Save(t.Context(), someTokens("pina_old", "pinr_old", time.Time{})); err != nil {
				t.Fatal(err)
			}
			left := failed
			atStep = func() error {
				if left--; left < 0 {
					return errors.New("no space left on device")
				}
				return nil
			}
			tokens.Place = move[1]
			err := tokens.Save(t.Context(), someTokens("pina_new", "pinr_new", time.Time{}))
			atStep = nil
			tokens.Place = WhereKept
			kept, ok, loading := tokens.Load(t.Context())
			if loading != nil || !ok || err == nil && kept.AccessToken.Reveal() != "pina_new" {
				t.Errorf("from %s to %s, failed at step %d (%v): %v, %v", move[0], move[1], failed, err, ok, loading)
			}
			if err == nil {
				break
			}
		}
		if failed < 3 {
			t.Errorf("from %s to %s: %d steps could fail", move[0], move[1], failed)
		}
	}
	tokens := Tokens{Name: "a", Dir: t.TempDir(), Keyring: Keyring{backend: failing{errors.New("locked")}}}
	if err := tokens.Save(t.Context(), someTokens("pina_old", "pinr_old", time.Time{})); err != nil {
		t.Fatal(err)
	}
	tokens.Place = InKeyring
	_, unready := tokens.Ready(t.Context())
	for _, err := range []error{unready, tokens.Save(t.Context(), someTokens("pina_new", "pinr_new", time.Time{}))} {
		if !errors.Is(err, ErrKeyringLocked) {
			t.Errorf("into a locked keyring: %v", err)
		}
	}
	tokens.Place = WhereKept
	wantKept(t, tokens, "pina_old", "pinr_old")
	if p, err := tokens.Ready(t.Context()); p != InFile || err != nil {
		t.Errorf("where they are: %s, %v", p, err)
	}
}

func TestWithoutAKeyringTokensHaveAFile(t *testing.T) {
	tokens := Tokens{Name: "a", Dir: t.TempDir(), Place: InKeyring, Keyring: Keyring{backend: failing{errors.New("no such bus")}}}
	_, unready := tokens.Ready(t.Context())
	_, _, unread := tokens.Load(t.Context())
	for _, err := range []error{unready, unread, tokens.Save(t.Context(), KeptTokens{}), tokens.Delete(t.Context())} {
		wantProblem(t, err, "token.no-keyring")
		if !errors.Is(err, ErrNoKeyring) || !strings.Contains(err.Error(), "pinsetup/tokens/a") {
			t.Error(err)
		}
	}
}

// Who kept tokens on a desktop and comes back over SSH is told to use a file.
func TestAKeyringThatIsGoneDoesNotKeepTokensFromAFile(t *testing.T) {
	keyring.MockInit()
	tokens := Tokens{Name: "a", Dir: t.TempDir(), Place: InKeyring}
	if err := tokens.Save(t.Context(), someTokens("pina_old", "pinr_old", time.Time{})); err != nil {
		t.Fatal(err)
	}
	tokens.Place, tokens.Keyring = InFile, Keyring{backend: failing{errors.New("no such bus")}}
	if err := tokens.Save(t.Context(), someTokens("pina_new", "pinr_new", time.Time{})); err != nil {
		t.Error(err)
	}
	tokens.Place = WhereKept
	wantKept(t, tokens, "pina_new", "pinr_new")
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
	tokens := Tokens{Name: "a", Dir: t.TempDir(), Place: InKeyring}
	if err := keyring.Set("pinsetup", "tokens/a", "{"); err != nil {
		t.Fatal(err)
	}
	_, _, err := tokens.Load(t.Context())
	wantProblem(t, err, "token.unreadable")
	if !strings.Contains(err.Error(), "pinsetup/tokens/a") {
		t.Errorf("%v doesn't name the entry", err)
	}
}
