//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatCheckAdvisesAboutTheFileCanBeTyped(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git here")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "it's mine")
	config := filepath.Join(dir, "pinterest [1].toml")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("[\"acme:pinterest\"]\nclientId = \"1534758\"\nclientSecret = \""+appSecret+"\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	git := command(t, dir)
	git.Path, git.Args = "/bin/sh", []string{"sh", "-c", "git init -q"}
	if out, err := git.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	check := func() string {
		out, _ := command(t, dir, "check", "--offline", config).CombinedOutput() // it fails: scopes are missing
		return string(out)
	}
	said := check()
	for _, begins := range []string{"chmod 600 ", "echo '/pinterest"} {
		_, rest, found := strings.Cut(said, begins)
		if !found || strings.Contains(said, "mend:") {
			t.Fatalf("no %q in\n%s", begins, said)
		}
		line, _, _ := strings.Cut(rest, "\n")
		shell := command(t, dir)
		shell.Path, shell.Args = "/bin/sh", []string{"sh", "-c", begins + line}
		if out, err := shell.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", begins+line, err, out)
		}
	}
	if said = check(); strings.Contains(said, "file.readable") || strings.Contains(said, "file.git") {
		t.Errorf("it still says\n%s", said)
	}
}
