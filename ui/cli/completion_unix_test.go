//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// shells are those whose completion is tried, with what a person has in the
// shell's start file.
var shells = []struct {
	name  string
	args  []string
	needs string // a file without which there is nothing to try
	setUp string
}{
	{
		"bash", []string{"--norc", "--noprofile", "-i"}, "/usr/share/bash-completion/bash_completion",
		". /usr/share/bash-completion/bash_completion; . <(pinsetup completion bash)",
	},
	{"zsh", []string{"-f", "-i"}, "", "autoload -U compinit; compinit -u -D; . <(pinsetup completion zsh)"},
	{"fish", []string{"--no-config", "-i"}, "", "pinsetup completion fish | source"},
}

func TestShellsCompleteWhatAPersonTypes(t *testing.T) {
	t.Parallel()
	for _, shell := range shells {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			path, err := exec.LookPath(shell.name)
			if err != nil {
				t.Skipf("%s is not installed", shell.name)
			}
			if _, err := os.Stat(shell.needs); shell.needs != "" && err != nil {
				t.Skipf("%s completes nothing without %s", shell.name, shell.needs)
			}
			// The service's colon is treated by shells in ways of their own: what
			// counts is what the command gets, so that one is run.
			dir := t.TempDir()
			two := "[\"a:pinterest\"]\nclientId = \"1534758\"\n[\"b:pinterest\"]\nclientId = \"1534758\"\n"
			if err := os.WriteFile(filepath.Join(dir, "two.toml"), []byte(two), 0o600); err != nil {
				t.Fatal(err)
			}
			term := onTerminal(t, 120, inShell(t, dir, path, shell.args))
			term.Type(shell.setUp+"; echo re''ady", "<enter>")
			term.WaitFor("ready")
			for _, c := range completions {
				term.Type("<ctrl+l>", c.typed)
				term.WaitFor(c.typed)
				term.Type("<tab>")
				term.Wait(func() bool {
					return strings.Contains(strings.ReplaceAll(term.Screen(), `\`, ""), c.completed)
				}, c.completed)
				term.Type("<ctrl+u>")
			}
			term.Type("<ctrl+l>", "pinsetup check --offline --config two.toml --service b")
			term.WaitFor("--service b")
			term.Type("<tab>")
			term.WaitFor("pinterest")
			term.Type("<enter>")
			term.WaitFor("b:pinterest in two.toml")
			term.Type("<ctrl+l>", "exit", "<enter>") // it writes down what was typed, in dir
			term.ExitCode()
		})
	}
}

func inShell(t *testing.T, dir, path string, args []string) *exec.Cmd {
	cmd := command(t, dir)
	cmd.Path, cmd.Args = path, append([]string{filepath.Base(path)}, args...)
	cmd.Env = append(cmd.Env, "PS1=$ ", "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	return cmd
}

func TestACompletionOpensNoPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{}
	if words, _ := a.completeServices(nil, []string{pipe}, ""); len(words) > 0 {
		t.Errorf("services of a pipe: %q", words)
	}
}
