package main_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store"
)

// answersOfTheDemo are the answers to all questions of the demo, line by line:
// Enter takes what it comes with.
var answersOfTheDemo = strings.Repeat("\n", 20) + "http://localhost:18087/\n" + // up to the test redirect URI
	"\n\nyes\n" + // scopes, what is registered, added and saved
	"\n\n\nyes\n" + // app ID, secret; start the live test, give access
	"yes\n\n\n\n" + // the right account; which access, the packet
	"\n\n\n\n\n" // where it goes, write it

func TestTheWholeWizardRunsLineByLineThroughAPipe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd := pinsetup(t, dir, "--plain", "--demo", "--no-browser")
	cmd.Env = append(cmd.Env, "CLICOLOR_FORCE=1", "TERM=xterm-256color")
	cmd.Stdin = strings.NewReader(answersOfTheDemo)
	var said, wrong strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &wrong
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s%s", err, wrong.String(), said.String())
	}
	checkFile(t, filepath.Join(dir, store.DemoFile), "http://localhost:18087/")
	for what, text := range map[string]string{"output": said.String(), "standard error": wrong.String()} {
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }); i >= 0 {
			t.Errorf("a control character is in the %s: %q", what, text[i:min(len(text), i+40)])
		}
		if strings.Contains(text, simulator.ClientSecret) {
			t.Errorf("the secret is in the %s", what)
		}
	}
	for _, want := range []string{"Step 1 of 6", "Step 6 of 6", "The live test passed.", "Written: ", "pinsetup check --demo"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("it doesn't say %q:\n%s", want, said.String())
		}
	}
}
