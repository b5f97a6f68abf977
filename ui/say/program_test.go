package say

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth/safe"
)

var words = map[string]bool{"authorize": true, "check": true, "token": true, "scopes": false, "explain": false}

func TestCommandsNameTheProgramAsItIsStarted(t *testing.T) {
	t.Parallel()
	p := Program{Self: Started("./pinsetup"), Commands: words}
	for text, want := range map[string]string{
		"Run pinsetup authorize --keep-token, which keeps them.": "Run ./pinsetup authorize --keep-token, which keeps them.",
		`did you mean "pinsetup check"?`:                         `did you mean "./pinsetup check"?`,
		"$(pinsetup token) | pinsetup explain":                   "$(./pinsetup token) | ./pinsetup explain",
		"  pinsetup --demo\n  pinsetup\n  pinsetup   the wizard": "  ./pinsetup --demo\n  ./pinsetup\n  ./pinsetup   the wizard",
		"pinsetup [command]":                                     "./pinsetup [command]",
		"pinsetup waits. Only pinsetup tokens, not pinsetup.":    "pinsetup waits. Only pinsetup tokens, not pinsetup.",
		"/usr/bin/pinsetup check and ./pinsetup check":           "/usr/bin/pinsetup check and ./pinsetup check",
		"Run pinsetup to write one, or start pinsetup again.":    "Run ./pinsetup to write one, or start ./pinsetup again.",
		"They run pinsetups, or run pinsetup-old.":               "They run pinsetups, or run pinsetup-old.",
		"or run pinsetup.":                                       "or run ./pinsetup.",
		"pinsetup":                                               "pinsetup",
		"":                                                       "",
	} {
		if got := p.Named(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestCommandsAboutTheConfigurationNameTheSameOne(t *testing.T) {
	t.Parallel()
	p := Program{Commands: words, About: func() string { return "--demo --config a.toml" }}
	for text, want := range map[string]string{
		"Run pinsetup authorize --keep-token.":                "Run pinsetup authorize --demo --config a.toml --keep-token.",
		`Look at it: "pinsetup check".`:                       `Look at it: "pinsetup check --demo --config a.toml".`,
		"Name one, or run pinsetup to add it.":                "Name one, or run pinsetup --demo --config a.toml to add it.",
		`"pinsetup scopes" lists them`:                        `"pinsetup scopes" lists them`,
		"pinsetup waits; start it anew with pinsetup --plain": "pinsetup waits; start it anew with pinsetup --plain",
	} {
		if got := p.Alike(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestTheProgramIsCalledAsAShellFindsIt(t *testing.T) {
	file, here := "pinsetup", "./pinsetup"
	if runtime.GOOS == "windows" {
		file, here = "pinsetup.exe", `.\pinsetup`
	}
	inPath, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "of mine")
	t.Setenv("PATH", inPath)
	for _, folder := range []string{inPath, elsewhere} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, file), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(t.TempDir()) // where a shell of Windows looks first
	for called, want := range map[string]string{
		"":                             "pinsetup",
		"pinsetup":                     "pinsetup",
		"pins":                         "pins", // renamed
		filepath.Join(inPath, file):    "pinsetup",
		here:                           here,
		filepath.Join(elsewhere, file): safe.ShellProgram(filepath.Join(elsewhere, file)),
		"/home/me/.cache/go-build/8a/8aea-d/pinsetup": "go run github.com/pinsetup/pinsetup/ui/say.test",
	} {
		if got := Started(called)(); got != want {
			t.Errorf("started as %q, it is called %q, want %q", called, got, want)
		}
	}
	t.Chdir(elsewhere)
	for _, called := range []string{here, filepath.Join(elsewhere, file)} {
		if got := Started(called)(); got != here {
			t.Errorf("started as %q in its folder, it is called %q", called, got)
		}
	}
	if err := os.WriteFile("go.mod", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := Started("/tmp/go-build12/b001/exe/pinsetup")(); got != "go run ." {
		t.Errorf("started by go run in its module, it is called %q", got)
	}
}

func TestAFindingsCommandsCanBeTypedAsTheyStandThere(t *testing.T) {
	t.Parallel()
	p := Program{Self: Started("./pinsetup"), Commands: words, About: func() string { return "--demo" }}
	got := p.Finding(assets.Finding("token.none"))
	if want := "Run ./pinsetup authorize --demo --keep-token, which keeps them."; got.Fix != want {
		t.Errorf("it says %q, want %q", got.Fix, want)
	}
}
