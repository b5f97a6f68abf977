package main_test

import (
	"io/fs"
	"os"
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

// Whoever pastes something secret into a wrong field and gives up has it in no
// file, and in no command that a log may keep.
func TestASecretInAWrongFieldIsKeptAndPrintedNowhere(t *testing.T) {
	t.Parallel()
	const secret = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
	for what, value := range map[string]string{
		"secret": secret, "token": "pina_AMAQ" + secret, "callback": "http://localhost:8085/?code=" + secret + "&state=Zm9vYmFyMTIz",
	} {
		for field, before := range map[string]string{
			"app ID": "2\n\n\n\n\n\n\n", "API base": "2\n\n", "redirect URI": "2\n2\n", "app name": "1\nyes\nyes\nyes\n\n",
		} {
			dir := t.TempDir()
			cmd := pinsetup(t, dir, "--plain", "--no-browser", "--log-file", "run.log")
			cmd.Stdin = strings.NewReader(before + value + "\nquit\n")
			said, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(said), "Error, ") {
				t.Errorf("%s as %s: nothing is said (%v):\n%s", what, field, err, said)
			}
			printed, _ := pinsetup(t, dir).CombinedOutput() // no terminal: it ends with 2
			if !strings.Contains(string(printed), "pinsetup generate") {
				t.Errorf("%s as %s: no command is named: %s", what, field, printed)
			}
			for where, text := range withFiles(t, dir, map[string]string{"what was said": string(said), "the command": string(printed)}) {
				if strings.Contains(text, secret[:16]) {
					t.Errorf("%s as %s is in %s:\n%s", what, field, where, text)
				}
			}
		}
	}
}

// withFiles adds all files below the folder.
func withFiles(t *testing.T, dir string, texts map[string]string) map[string]string {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		texts[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
