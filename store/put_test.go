package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/pinsetup/pinsetup/auth/safe"
)

func TestASecretAndATextReplaceOnlyWhatPinsetupWrote(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "pinterest.toml")
	const text = "# mine\n[\"acme:pinterest\"]\nclientId = \"1\"\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if PutSecret(context.Background(), dir, Service{ClientSecretFile: "pinterest.toml"}, safe.NewSecret(testSecret)) == nil {
		t.Error("the secret replaces the configuration")
	}
	if WriteText(config, []byte("# Review packet\n")) == nil {
		t.Error("the packet replaces the configuration")
	}
	if got, err := os.ReadFile(config); err != nil || string(got) != text {
		t.Errorf("the configuration is %q now (%v)", got, err)
	}
	for range 2 { // the second time over the first one's
		if err := PutSecret(context.Background(), dir, Service{ClientSecretFile: "s"}, safe.NewSecret(testSecret)); err != nil {
			t.Error(err)
		}
		if err := WriteText(filepath.Join(dir, "p.md"), []byte("# Review packet\n")); err != nil {
			t.Error(err)
		}
	}
}
