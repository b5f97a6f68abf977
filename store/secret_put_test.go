package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// With its secret, a service is saved as a whole: where any step fails, both
// the file and the secret's place are as they were.
func TestASaveThatFailsLeavesTheSecretAsItWas(t *testing.T) {
	onEachDisk(t, aSaveThatFailsLeavesTheSecretAsItWas)
}

func aSaveThatFailsLeavesTheSecretAsItWas(t *testing.T) {
	t.Cleanup(func() { atStep = nil })
	inFile, inKeyring := Service{ClientID: "1", ClientSecretFile: "the.secret"}, Service{ClientID: "1", ClientSecretKeyring: "pinsetup/a"}
	for _, old := range []string{"", "theoldsecret"} {
		for _, s := range []Service{inFile, inKeyring} {
			for n := 1; ; n++ {
				dir := t.TempDir()
				path := filepath.Join(dir, "pinterest.toml")
				write(t, path, "[a]\nclientId = \"0\"\n", 0o600)
				keyring.MockInit()
				if old != "" {
					write(t, filepath.Join(dir, "the.secret"), old+"\n", 0o640)
					if err := keyring.Set("pinsetup", "a", old); err != nil {
						t.Fatal(err)
					}
				}
				f, err := Open(path)
				if err == nil {
					err = f.Set("a", s)
				}
				if err != nil {
					t.Fatal(err)
				}
				left := n
				atStep = func() error {
					if left--; left == 0 {
						return fmt.Errorf("write: %w", diskFull)
					}
					return nil
				}
				err = f.SaveWithSecret(t.Context(), s, safe.NewSecret(testSecret))
				atStep = nil
				if left > 0 {
					if err != nil || n < 8 {
						t.Fatalf("after %d steps: %v", n, err)
					}
					wantSecret(t, dir, s, testSecret)
					break
				}
				if content(t, path) == string(f.Bytes()) {
					wantSecret(t, dir, s, testSecret) // saved, but not confirmed
					continue
				}
				if err == nil {
					t.Errorf("step %d failed, and nothing is said", n)
				}
				wantSecret(t, dir, s, old)
				for _, name := range folderOf(t, dir) {
					if strings.HasSuffix(name, ".tmp") || old == "" && name == "the.secret" {
						t.Errorf("step %d failed and left %s", n, name)
					}
				}
			}
		}
	}
}

func TestASecretThatCannotBeTakenBackIsSaid(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	write(t, path, "[a]\nclientId = \"0\"\n", 0o600)
	write(t, filepath.Join(dir, "the.secret"), "theoldsecret\n", 0o600)
	f := edited(t, path, "1")
	atStep = func() error { // the disk is full from the moment when the secret is in its place
		if strings.Contains(content(t, filepath.Join(dir, "the.secret")), testSecret) && f.Backup() == "" {
			return diskFull
		}
		return nil
	}
	t.Cleanup(func() { atStep = nil })
	err := f.SaveWithSecret(t.Context(), Service{ClientSecretFile: "the.secret"}, safe.NewSecret(testSecret))
	wantProblem(t, err, "secret.not-undone")
	if content(t, path) == string(f.Bytes()) {
		t.Error("the file is the new one")
	}
}

// wantSecret looks into the place where the service says that its secret is.
func wantSecret(t *testing.T, dir string, s Service, want string) {
	t.Helper()
	var have string
	if s.ClientSecretKeyring != "" {
		have, _ = keyring.Get("pinsetup", "a")
	} else if data, err := os.ReadFile(filepath.Join(dir, s.ClientSecretFile)); err == nil {
		have = strings.TrimSpace(string(data))
	}
	if have != want {
		t.Errorf("the secret is %q, want %q", have, want)
	}
}

func TestASecretIsPutOnlyWhenTheFileCanBeSaved(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	s := Service{ClientID: "1", ClientSecretFile: "the.secret"}
	f, err := Open(path)
	if err == nil {
		err = f.Set("a", s)
	}
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, "# theirs\n", 0o600)
	if err := f.SaveWithSecret(t.Context(), s, safe.NewSecret(testSecret)); !errors.Is(err, ErrChanged) {
		t.Errorf("over somebody else's change: %v", err)
	}
	wantSecret(t, dir, s, "")

	os.Remove(path)
	for name, id := range map[string]string{
		"pinterest.toml": "secret.file.itself", "pinterest.toml.bak": "secret.file.taken", ".pinterest.toml.lock": "secret.file.taken",
	} {
		s.ClientSecretFile = name
		err = f.SaveWithSecret(t.Context(), s, safe.NewSecret(testSecret))
		wantProblem(t, err, id)
	}
	if names := folderOf(t, dir); len(names) != 0 {
		t.Errorf("the folder holds %q", names)
	}
}

func TestALinkToTheSecretsFileStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	s := Service{ClientID: "1", ClientSecretFile: "the.secret"}
	if err := os.Mkdir(filepath.Join(dir, "vault"), 0o700); err != nil {
		t.Fatal(err)
	}
	symlink(t, "vault/secret", filepath.Join(dir, "the.secret"))
	for _, old := range []string{"", "theoldsecret"} { // the link leads nowhere, and to a file
		if old != "" {
			write(t, filepath.Join(dir, "vault", "secret"), old+"\n", 0o600)
		}
		undo, err := putInFile(t.Context(), filepath.Join(dir, "the.secret"), path, safe.NewSecret(testSecret))
		if err != nil {
			t.Fatal(err)
		}
		wantSecret(t, dir, s, testSecret)
		if err := undo(); err != nil {
			t.Error(err)
		}
		wantSecret(t, filepath.Join(dir, "vault"), Service{ClientSecretFile: "secret"}, old)
		if to, err := os.Readlink(filepath.Join(dir, "the.secret")); to != filepath.FromSlash("vault/secret") {
			t.Errorf("the link leads to %q (%v)", to, err)
		}
	}
}

func TestASecretAloneIsPutWithoutWritingTheFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	s := Service{ClientID: "1", ClientSecretFile: "the.secret"}
	for _, secret := range []string{"thefirstsecret", testSecret} {
		f, err := Open(path)
		if err == nil {
			err = errors.Join(f.Set("a", s), f.SaveWithSecret(t.Context(), s, safe.NewSecret(secret)))
		}
		if err != nil {
			t.Fatal(err)
		}
		wantSecret(t, dir, s, secret)
		wantMode(t, filepath.Join(dir, "the.secret"), 0o600)
	}
	if names := folderOf(t, dir); !slices.Equal(names, []string{"pinterest.toml", "the.secret"}) {
		t.Errorf("the folder holds %q", names)
	}
}

func TestSpacesAroundASecretInItsFileAreMended(t *testing.T) {
	dir := t.TempDir()
	s := Service{ClientID: "1", ClientSecretFile: "the.secret"}
	for before, want := range map[string]string{
		"  " + testSecret + " \n": testSecret + "\n", testSecret: testSecret, "\ufeff" + testSecret + "\r\n": "\ufeff" + testSecret + "\r\n",
	} {
		write(t, filepath.Join(dir, "the.secret"), before, 0o600)
		f := edited(t, filepath.Join(dir, "pinterest.toml"), "1")
		if err := f.SaveWithSecret(t.Context(), s, safe.NewSecret(testSecret)); err != nil {
			t.Fatal(err)
		}
		if is, err := os.ReadFile(filepath.Join(dir, "the.secret")); string(is) != want {
			t.Errorf("%q became %q (%v)", before, is, err)
		}
	}
}

func TestAKnownSecretFileKeepsItsGroupAndShutsOutTheRest(t *testing.T) {
	dir := t.TempDir()
	s := Service{ClientID: "1", ClientSecretFile: "the.secret"}
	write(t, filepath.Join(dir, "the.secret"), "theoldsecret\n", 0o644)
	f := edited(t, filepath.Join(dir, "pinterest.toml"), "1")
	if err := f.SaveWithSecret(t.Context(), s, safe.NewSecret(testSecret)); err != nil {
		t.Fatal(err)
	}
	wantMode(t, filepath.Join(dir, "the.secret"), 0o640)
}

func TestASecretAndATextReplaceOnlyWhatPinsetupWrote(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.toml")
	const text = "# mine\n[\"acme:pinterest\"]\nclientId = \"1\"\n"
	write(t, other, text, 0o600)
	f := edited(t, filepath.Join(dir, "pinterest.toml"), "1")
	if f.SaveWithSecret(t.Context(), Service{ClientSecretFile: "other.toml"}, safe.NewSecret(testSecret)) == nil {
		t.Error("the secret replaces a configuration")
	}
	if WriteText(other, []byte("# Review packet\n")) == nil {
		t.Error("the packet replaces the configuration")
	}
	if got := content(t, other); got != text {
		t.Errorf("the configuration is %q now", got)
	}
	for range 2 { // the second time over the first one's
		if err := WriteText(filepath.Join(dir, "p.md"), []byte("# Review packet\n")); err != nil {
			t.Error(err)
		}
	}
}

func TestAHugeFileIsNeitherReadNorReplacedByASecret(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "the.secret")
	write(t, huge, "", 0o600)
	if err := os.Truncate(huge, 1<<40); err != nil {
		t.Skip("no file of a terabyte with nothing in it: ", err)
	}
	f := edited(t, filepath.Join(dir, "pinterest.toml"), "1")
	err := f.SaveWithSecret(t.Context(), Service{ClientSecretFile: "the.secret"}, safe.NewSecret(testSecret))
	if err == nil || !strings.Contains(err.Error(), "holds something else") {
		t.Error(err)
	}
	write(t, filepath.Join(dir, ".gitignore"), "", 0o600)
	if err := os.Truncate(filepath.Join(dir, ".gitignore"), 1<<40); err != nil {
		t.Fatal(err)
	}
	if err := addLine(filepath.Join(dir, ".gitignore"), "/pinterest.toml*"); err == nil {
		t.Error("a line was added to a file of a terabyte")
	}
}
