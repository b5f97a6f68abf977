package cli

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// flagsOf names the flags of a command that take a value, the common ones only
// where they are asked for.
func flagsOf(t *testing.T, command string, common bool) (names []string) {
	t.Helper()
	cmd, _, err := (&app{}).root([]string{command}).Find([]string{command})
	if err != nil {
		t.Fatal(err)
	}
	take := func(f *pflag.Flag) {
		if f.Value.Type() != "bool" && f.Name != "log-file" {
			names = append(names, f.Name)
		}
	}
	cmd.LocalNonPersistentFlags().VisitAll(take)
	if common {
		cmd.Root().PersistentFlags().VisitAll(take)
	}
	return names
}

// Whoever is in a hurry types a secret where something else belongs. It is said
// by no one, whichever command and place it was, and names no file.
func TestASecretThatWasTypedInAWrongPlaceIsRepeatedNowhere(t *testing.T) {
	const secret = "5f6e7d8c9bca0918273645f4e3d2c1b05f6e7d8c"
	type attempt struct{ args, env []string }
	var attempts []attempt
	for _, c := range append([]entry{{name: "--plain"}}, commands...) {
		try := func(args ...string) { attempts = append(attempts, attempt{args: append([]string{c.name}, args...)}) }
		try(secret)
		try("--servcie=" + secret)
		try("--json", "--service", "acme:"+secret)
		try("--client-secret", secret)
		for _, name := range flagsOf(t, c.name, c.name == "generate" || c.name == "check") {
			try("--" + name + "=" + secret)
			attempts = append(attempts, attempt{[]string{c.name}, []string{variable(name) + "=1534758:" + secret}})
		}
	}
	attempts = append(attempts, attempt{args: []string{secret}}, attempt{args: []string{"check", "--log-file", secret}},
		attempt{args: []string{"explain", "http://localhost:8085/?code=" + secret}}, attempt{args: []string{"scopes", "explain", secret}},
		attempt{args: []string{"drafts", "delete", secret}}, attempt{args: []string{"generate", "--client-id", secret + secret[:30], "--dry-run"}},
		attempt{args: []string{"check", "--service", "pina_" + secret + secret}},
		attempt{[]string{"check"}, []string{"BROWSER=pina_" + secret + secret}}) // the log has this value as it is, for its masking
	for i, answers := range []string{
		"clientId = \"%s\"", "[\"%s\"]\nx = 1", "scopes = [\"%s\"]", "clientSecret = \"%s\"", "tasks = %s", "[app]\nname = \"%[1]s\"\nwebsite = \"%[1]s\"",
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, fmt.Appendf(nil, answers, secret), 0o600); err != nil {
			t.Fatal(err)
		}
		attempts = append(attempts, attempt{args: []string{"generate", "--json", "--dry-run", "--answers", path}})
	}
	for _, try := range attempts {
		t.Run(strings.ReplaceAll(strings.Join(append(try.args, try.env...), " "), secret, "SECRET"), func(t *testing.T) {
			t.Parallel()
			dir := aConfiguration(t)
			state := t.TempDir()
			args := append([]string{}, try.args...)
			if !strings.Contains(strings.Join(try.args, " "), "log-file") {
				args = append(args, "--log-file", "log")
			}
			if !strings.Contains(strings.Join(append(try.args, try.env...), " "), "timeout") {
				args = append(args, "--timeout", "10ms")
			}
			if try.args[0] != "generate" {
				args = append(args, "--demo")
			}
			cmd := exec.Command("pinsetup", args...)
			cmd.Dir, cmd.Env = dir, append(append(os.Environ(), "XDG_STATE_HOME="+state), try.env...)
			out, _ := cmd.CombinedOutput()
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			if len(out) == 0 && len(log) == 0 {
				t.Fatalf("nothing was said")
			}
			for _, text := range [][]byte{out, log} {
				if bytes.Contains(text, []byte(secret[:16])) {
					t.Errorf("it is repeated:\n%s", text)
				}
			}
			for _, root := range []string{dir, state} {
				_ = filepath.WalkDir(root, func(path string, _ fs.DirEntry, _ error) error {
					if strings.Contains(path, secret[:16]) {
						t.Errorf("there is %s", path)
					}
					return nil
				})
			}
		})
	}
}
