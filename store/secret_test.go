package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

const testSecret = "0123456789abcdef0123456789abcdef01234567"

// place makes a file in the folder and returns its path.
func place(t *testing.T, dir, name, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheSecretIsFoundWhereTheServiceSaysItIs(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set("acme", "pinterest/secret", testSecret); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"plain": testSecret, "newline": testSecret + "\n", "crlf": testSecret + "\r\n", "bom": "\ufeff" + testSecret + "\n",
	} {
		place(t, dir, name, content, 0o600)
	}
	t.Setenv("TEST_SECRET", testSecret+"\n")
	for name, s := range map[string]Service{
		"in the file itself":              {ClientSecret: safe.NewSecret(testSecret)},
		"in a file beside it":             {ClientSecretFile: "plain", dir: dir},
		"in a file by its whole path":     {ClientSecretFile: filepath.Join(dir, "plain"), dir: "/elsewhere"},
		"with a newline after it":         {ClientSecretFile: "newline", dir: dir},
		"with a Windows newline after it": {ClientSecretFile: "crlf", dir: dir},
		"behind a byte order mark":        {ClientSecretFile: "bom", dir: dir},
		"in the environment":              {ClientSecretEnv: "TEST_SECRET"},
		"in the keyring":                  {ClientSecretKeyring: "acme/pinterest/secret"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := s.Secret(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got.Reveal() != testSecret {
				t.Errorf("the secret has %d characters, want %d", len(got.Reveal()), len(testSecret))
			}
			if found := s.SecretFindings(s.Secret(t.Context())); len(found) != 0 {
				t.Errorf("findings about a good place: %v", found)
			}
		})
	}
}

func TestASecretThatCannotBeHadSaysWhereItWasLookedFor(t *testing.T) {
	keyring.MockInit()
	dir := t.TempDir()
	place(t, dir, "empty", "", 0o600)
	place(t, dir, "blank", "  \n", 0o600)
	place(t, dir, "lines", testSecret+"\nsecond line\n", 0o600)
	place(t, dir, "escape", testSecret+"\x1b[2J", 0o600)
	place(t, dir, "long", strings.Repeat("x", maxSecret+1), 0o600)
	t.Setenv("EMPTY_SECRET", "")
	belowFile := "secret.file.unreadable"
	if runtime.GOOS == "windows" { // no difference is made there
		belowFile = "secret.file.missing"
	}
	for _, test := range []struct {
		name    string
		service Service
		id, say string
	}{
		{"nowhere", Service{}, "secret.none", "clientSecretEnv"},
		{"twice", Service{ClientSecretEnv: "A", ClientSecretFile: "b"}, "secret.several", ""},
		{"no such file", Service{ClientSecretFile: "nowhere", dir: dir}, "secret.file.missing", filepath.Join(dir, "nowhere")},
		{"below a file", Service{ClientSecretFile: "empty/x", dir: dir}, belowFile, "empty"},
		{"a folder", Service{ClientSecretFile: ".", dir: dir}, "secret.file.kind", dir},
		{"an empty file", Service{ClientSecretFile: "empty", dir: dir}, "secret.empty", "empty"},
		{"a blank file", Service{ClientSecretFile: "blank", dir: dir}, "secret.empty", "blank"},
		{"two lines", Service{ClientSecretFile: "lines", dir: dir}, "secret.lines", "lines"},
		{"control characters", Service{ClientSecretFile: "escape", dir: dir}, "secret.lines", "escape"},
		{"too long", Service{ClientSecretFile: "long", dir: dir}, "secret.long", "long"},
		{"no variable", Service{ClientSecretEnv: "NO_SUCH_SECRET"}, "secret.env.missing", "NO_SUCH_SECRET"},
		{"an empty variable", Service{ClientSecretEnv: "EMPTY_SECRET"}, "secret.empty", "EMPTY_SECRET"},
		{"no entry", Service{ClientSecretKeyring: "acme/pin"}, "secret.keyring.missing", "acme"},
		{"no slash", Service{ClientSecretKeyring: "acme"}, "secret.keyring.shape", "acme"},
		{"no user", Service{ClientSecretKeyring: "acme/"}, "secret.keyring.shape", "acme/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.service.Secret(t.Context())
			wantProblem(t, err, test.id)
			p, _ := errors.AsType[*Problem](err)
			if all := err.Error() + p.Finding().Cause; !strings.Contains(all, test.say) {
				t.Errorf("%q doesn't say %q", all, test.say)
			}
			if strings.Contains(fmt.Sprintf("%+v", p.Finding()), testSecret) {
				t.Error("the finding holds the secret")
			}
			found := test.service.SecretFindings(test.service.Secret(t.Context()))
			if len(found) != 1 || found[0].ID != test.id || found[0].Severity != finding.Error {
				t.Errorf("findings = %v, want one error %s", found, test.id)
			}
		})
	}
}

func TestAKeyringThatIsMissingIsSaidWithItsSubstitute(t *testing.T) {
	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	t.Cleanup(keyring.MockInit)
	_, err := Service{ClientSecretKeyring: "acme/pinterest"}.Secret(t.Context())
	wantProblem(t, err, "keyring.none")
	if !errors.Is(err, ErrNoKeyring) || !strings.Contains(err.Error(), "clientSecretFile") {
		t.Errorf("error = %v, want ErrNoKeyring and what to use instead", err)
	}
}

func TestAnUnreadableSecretFileIsNamed(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("this user may read every file")
	}
	dir := t.TempDir()
	place(t, dir, "mine", testSecret, 0)
	_, err := Service{ClientSecretFile: "mine", dir: dir}.Secret(t.Context())
	wantProblem(t, err, "secret.file.unreadable")
}

func TestSpacesAroundTheSecretAreAWarning(t *testing.T) {
	keyring.MockInit()
	keyring.Set("a", "b", " "+testSecret)
	t.Setenv("SPACED", testSecret+" ")
	dir := t.TempDir()
	place(t, dir, "spaced", testSecret+" \n", 0o600)
	for _, s := range []Service{
		{ClientSecret: safe.NewSecret(testSecret + " ")},
		{ClientSecretFile: "spaced", dir: dir},
		{ClientSecretEnv: "SPACED"},
		{ClientSecretKeyring: "a/b"},
	} {
		found := s.SecretFindings(s.Secret(t.Context()))
		if len(found) != 1 || found[0].ID != "secret.space" {
			t.Errorf("%s: findings = %v, want secret.space", s.SecretPlace(), found)
		}
	}
}

func TestACancelledLookInTheKeyringEnds(t *testing.T) {
	keyring.MockInit()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := Keyring{backend: make(waiting)}.get(ctx, "a", "b")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled", err)
	}
}

// wantProblem fails unless err is the problem with this finding.
func wantProblem(t *testing.T, err error, id string) {
	t.Helper()
	p, ok := errors.AsType[*Problem](err)
	if !ok {
		t.Fatalf("error = %v, want the problem %s", err, id)
	}
	if p.Finding().ID != id {
		t.Fatalf("problem %s (%v), want %s", p.Finding().ID, err, id)
	}
	if strings.Contains(err.Error(), testSecret) {
		t.Error("the error holds the secret")
	}
	if strings.ContainsAny(err.Error(), "{}") {
		t.Errorf("a placeholder was left: %v", err)
	}
}
