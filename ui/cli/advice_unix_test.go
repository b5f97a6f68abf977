//go:build unix

package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// nastyNames are what a configuration file or a service can be called.
var nastyNames = []string{
	"it's mine", `"$HOME" $(id) ` + "`id`", "-rf", "--plain", `back\slash \'`, "größe 日本.toml", "a\nb\tc", "\x1b[2J\a'!\"", "=ls;#*?{a,b}", "%d",
}

// shellsHere are those that are here: what pinsetup advises is pasted into one.
func shellsHere(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, name := range []string{"sh", "bash", "zsh", "fish"} {
		if path, err := exec.LookPath(name); err == nil {
			found = append(found, path)
		} else {
			t.Logf("no %s here", name)
		}
	}
	return found
}

// typed has a shell read a command, and returns the arguments that pinsetup
// would get.
func typed(t *testing.T, shell, dir, command string) []string {
	t.Helper()
	bin := t.TempDir()
	noting := "#!/bin/sh\nfor word; do printf '%s\\0' \"$word\"; done\n"
	// A test beside this one that forks meanwhile would hand the open file on, and
	// the system starts no program that is still open for writing.
	syscall.ForkLock.RLock()
	err := os.WriteFile(filepath.Join(bin, "pinsetup"), []byte(noting), 0o755)
	syscall.ForkLock.RUnlock()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(shell, "-c", command)
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C.UTF-8"}
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s doesn't take %s: %v", filepath.Base(shell), command, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// between returns what a text has between two others; it fails the test where
// they aren't there.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, from)
	part, _, ended := strings.Cut(rest, to)
	if !found || !ended {
		t.Fatalf("nothing between %q and %q in\n%s", from, to, text)
	}
	return part
}

func TestCommandsThatAreAdvisedArriveInEveryShellAsTheyAreMeant(t *testing.T) {
	t.Parallel()
	for _, name := range nastyNames {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			dir, service := t.TempDir(), name+":pinterest"
			quoted, err := json.Marshal(service) // as TOML writes it, too
			if err != nil {
				t.Fatal(err)
			}
			text := "[" + strings.ReplaceAll(string(quoted), `\u003c`, "<") + "]\nclientId = \"1534758\"\nredirectUri = \"https://a.acme.com/cb\"\n"
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			about := []string{"--config", name, "--service", service}
			said := func(stdin string, args ...string) string {
				cmd := command(t, dir, append(args, about...)...)
				cmd.Stdin = strings.NewReader(stdin)
				out, _ := cmd.CombinedOutput() // they end with findings
				return string(out)
			}
			for _, advice := range []struct {
				what, command string
				words         []string
			}{
				{"a line of check", between(t, said("", "check", "--offline"), "only a browser proves it: ", ")\n"), []string{"authorize", "--service", service, "--config", name}},
				{"a fix of check", between(t, said("", "check", "--offline"), "add it: ", " --client-secret-file"), []string{"generate", "--service", service, "--config", name}},
				{"without a terminal", between(t, said(""), "use:\n  ", "\n"), []string{
					"generate", "--config", name, "--service", service, "--client-id", "1534758", "--client-secret-file", "FILE",
					"--redirect-uri", "https://a.acme.com/cb", "--scope", "SCOPES",
				}},
				{"where the wizard goes on", between(t, said("\n", "--plain"), "Go on with:\n", "\n"), []string{"--config", name, "--plain", "--service", service}},
			} {
				for _, shell := range shellsHere(t) {
					if got := typed(t, shell, dir, advice.command); !slices.Equal(got, advice.words) {
						t.Errorf("%s: %s reads %s as %q", advice.what, filepath.Base(shell), advice.command, got)
					}
				}
			}
		})
	}
}

func TestCommandsAroundAFileAreAboutThatFile(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git here")
	}
	t.Parallel()
	for _, name := range []string{`it's "mine" [1].toml`, "-rf $(id) `id`", `back\slash\nor two`, "größe 日本.toml", "=ls;#*?{a,b}"} {
		for _, shell := range shellsHere(t) {
			t.Run(filepath.Base(shell), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				if err := os.WriteFile(filepath.Join(dir, name), []byte("[\"acme:pinterest\"]\nclientId = \"1534758\"\nclientSecret = \""+appSecret+"\"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
				run := func(line string) {
					t.Helper()
					cmd := command(t, dir)
					cmd.Path, cmd.Args = shell, []string{shell, "-c", line}
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Fatalf("%s: %v\n%s", line, err, out)
					}
				}
				check := func() string {
					out, _ := command(t, dir, "check", "--offline", "--config", name).CombinedOutput() // it fails: scopes are missing
					return string(out)
				}
				run("git init -q; git add .")
				run("git rm --cached " + between(t, check(), "Run git rm --cached ", " and have git ignore it"))
				said := check()
				run("chmod 600 " + between(t, said, "alone: chmod 600 ", "\n"))
				line := between(t, said, "Add the line ", "\n")
				run(line[max(strings.Index(line, ": echo "), strings.Index(line, ": printf "))+2:])
				if said = check(); strings.Contains(said, "file.readable") || strings.Contains(said, "file.git") || strings.Contains(said, "mend:") {
					t.Errorf("it still says\n%s", said)
				}
			})
		}
	}
}
