package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// An app that is not the demo's, which only the demo takes for real.
const (
	appID     = "1534999"
	appSecret = "00112233445566778899aabbccddeeff00112233"
)

// aConfiguration has a configuration that --demo can test, and nothing else.
func aConfiguration(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	config := "[\"acme:pinterest\"]\nclientId = \"" + appID + "\"\nclientSecret = \"" + appSecret + "\"\n" +
		"redirectUri = \"https://a.acme.com/cb\"\ntestRedirectUri = \"https://a.acme.com/test\"\nscopes = [\"user_accounts:read\", \"boards:read\"]\n"
	if err := os.WriteFile(filepath.Join(dir, "pinterest.toml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
