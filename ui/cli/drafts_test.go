package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

func TestDeletingAllDraftsDeletesTheirSecretsToo(t *testing.T) {
	keyring.MockInit()
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	folder := filepath.Join(state, "pinsetup", "drafts")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	const good, broken, aside = "ab01", "ab02", "ab03"
	for name, text := range map[string]string{
		good + ".json": `{"version":1,"id":"ab01","savedAt":"2026-11-01T12:00:00Z","data":{}}`, broken + ".json": "{", aside + ".json.unreadable": "{",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ids := []string{good, broken, aside}
	for _, id := range ids {
		if err := (store.Keyring{}).Set(run.SecretName(id), safe.NewSecret("hunter2")); err != nil {
			t.Fatal(err)
		}
	}
	var said strings.Builder
	if code := Run([]string{"drafts", "delete", "--all"}, strings.NewReader(""), io.Discard, &said); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, said.String())
	}
	for _, id := range ids {
		if _, found, err := (store.Keyring{}).Get(run.SecretName(id)); found || err != nil {
			t.Errorf("the secret of %s is still there (%v); said:\n%s", id, err, said.String())
		}
	}
}
