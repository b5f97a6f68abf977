package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A part of what is too long would be taken for the whole.
func TestWhatIsTooLongIsNotCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.toml")
	text := "clientId = \"1534758\"\n" + strings.Repeat("#\n", maxAnswers/2)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{in: strings.NewReader(strings.Repeat("a", maxSecretInput+1))}
	if answers, err := a.readAnswers(t.Context(), path); codeOf(err) != exitFile || err == nil {
		t.Errorf("answers: %v, %v", answers, err)
	}
	if _, err := a.readSecret(t.Context(), secretFlags{stdin: true}); codeOf(err) != exitUsage || err == nil {
		t.Errorf("a secret: %v", err)
	}
}
