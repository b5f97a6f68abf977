package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// completions are what is typed, and what stands there after Tab.
var completions = []struct{ typed, completed string }{
	{"pinsetup chec", "pinsetup check"},
	{"pinsetup check --format ju", "--format junit"},
	{"pinsetup generate --task publish-v", "--task publish-video-pins"},
	{"pinsetup generate --scope bil", "--scope billing:"},
	{"pinsetup generate --scope boards:write,pins:write_", "boards:write,pins:write_secret"},
	{"pinsetup generate --scope=boards:write,pins:re,bil", "pins:re,billing:"},
	{"pinsetup generate --task publish-pins,publish-v", "publish-pins,publish-video-pins"},
	{"pinsetup scopes --for publish-pins,analytics,redeem", "publish-pins,analytics,redeem-credits"},
	{"pinsetup generate --secret-in key", "--secret-in keyring"},
	{"pinsetup simulate --scenario wrong-se", "--scenario wrong-secret"},
	{"pinsetup check --demo=wrong-se", "--demo=wrong-secret"},
	{"pinsetup export kub", "export kubernetes"},
	{"pinsetup guide oau", "guide oauth"},
}

// askedByPowerShell does what the script for PowerShell does, with the program
// in its place: it asks for what can follow the line, and returns the words that
// fit, as they would stand in the place of the last one.
func askedByPowerShell(t *testing.T, line string) (words []string, directive cobra.ShellCompDirective) {
	t.Helper()
	args := strings.Split(line, " ")[1:]
	last := args[len(args)-1]
	before := ""
	if flag, value, found := strings.Cut(last, "="); found && strings.HasPrefix(last, "--") {
		before, last = flag+"=", value
	}
	var out, ignored strings.Builder
	Run(append([]string{"__complete"}, args...), strings.NewReader(""), &out, &ignored)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	number, err := strconv.Atoi(strings.TrimPrefix(lines[len(lines)-1], ":"))
	if err != nil {
		t.Fatalf("%s: no directive at the end of\n%s", line, out.String())
	}
	for _, l := range lines[:len(lines)-1] {
		if name, _, _ := strings.Cut(l, "\t"); strings.HasPrefix(strings.ToLower(name), strings.ToLower(last)) {
			words = append(words, before+name)
		}
	}
	return words, cobra.ShellCompDirective(number)
}

func TestWhatTheScriptForPowerShellAsksIsAnswered(t *testing.T) {
	two := "[\"a:pinterest\"]\nclientId = \"1534758\"\n[\"b:pinterest\"]\nclientId = \"1534758\"\n"
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "two.toml"), []byte(two), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	more := []struct{ typed, completed string }{
		{"pinsetup check --offline --config two.toml --service b", "b:pinterest"},
		{"pinsetup check two.toml --service ", "a:pinterest"},
		{"pinsetup generate --scope ", "boards:read"},
		{"pinsetup generate --scope boards:read,", "boards:read,pins:read"},
		{"pinsetup explain --js", "--json"},
		{"pinsetup man che", "check"},
		{"pinsetup help aut", "authorize"},
		{"pinsetup scopes explain read_pu", "read_public"},
		{"pinsetup export env --names a", "app"},
	}
	// What PowerShell reads as one word, unquoted.
	plain := regexp.MustCompile(`^[A-Za-z0-9:_,./=-]+$`)
	for _, c := range append(more, completions...) {
		words, directive := askedByPowerShell(t, c.typed)
		want := c.completed[strings.LastIndex(c.completed, " ")+1:]
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(word, want) }) {
			t.Errorf("%q is answered with %q, want %q", c.typed, words, want)
		}
		for _, word := range words {
			if !plain.MatchString(word) {
				t.Errorf("%q: PowerShell would have to quote %q", c.typed, word)
			}
		}
		if directive&cobra.ShellCompDirectiveNoFileComp == 0 || directive&cobra.ShellCompDirectiveError != 0 {
			t.Errorf("%q: directive %d lets files in, or is an error", c.typed, directive)
		}
	}
}
