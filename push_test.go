package main_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/store/appmixer/appmixersim"
	"github.com/pinsetup/pinsetup/ui/screentest"
)

// pushing returns a simulated Appmixer that holds something of the service
// already, and a folder with a configuration of a real app.
func pushing(t *testing.T) (appmixer *appmixersim.Server, dir string) {
	t.Helper()
	appmixer, err := appmixersim.Start(appmixersim.Options{Configs: map[string]map[string]any{
		"acme:pinterest": {"clientId": "old", "theirs": "the-hidden-value"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { appmixer.Close() })
	dir = t.TempDir()
	config := "[\"acme:pinterest\"]\nclientId = \"1600001\"\nclientSecret = \"5f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c\"\n"
	if err := os.WriteFile(filepath.Join(dir, "pinterest.toml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return appmixer, dir
}

// pushAs logs in on a terminal, and stops where something is asked or said.
func pushAs(t *testing.T, appmixer *appmixersim.Server, dir, user, password, until string) *screentest.Terminal {
	t.Helper()
	term := screentest.Start(t, 80, 24, pinsetup(t, dir, "push", "--url", appmixer.URL(), "--user", user))
	term.WaitFor("Password of " + user)
	term.Wait(func() bool { return !term.Restored() }, "a terminal that doesn't show what is typed")
	term.Type(password, "<enter>")
	term.WaitFor(until)
	if raw := term.Raw(); strings.Contains(raw, password) || strings.Contains(raw, "5f1e2d3c") || strings.Contains(raw, "the-hidden-value") {
		t.Errorf("a secret was on the screen:\n%s", term.Screen())
	}
	return term
}

func TestPushAsksForThePasswordShowsTheDifferenceAndAsksAgain(t *testing.T) {
	t.Parallel()
	appmixer, dir := pushing(t)
	before := appmixer.Config("acme:pinterest")

	term := pushAs(t, appmixer, dir, appmixersim.Admin, appmixersim.Password, "Write this? [y/N]")
	for _, want := range []string{`- clientId = "old"`, `+ clientId = "1600001"`, "+ clientSecret = ••••••••", "theirs = ••••••••"} {
		if !term.Has(want) {
			t.Errorf("the difference doesn't say %q:\n%s", want, term.Screen())
		}
	}
	term.Type("<enter>") // no answer is a no
	if code := term.ExitCode(); code != 1 || appmixer.Writes() != 0 || !maps.Equal(before, appmixer.Config("acme:pinterest")) {
		t.Errorf("after a no: exit code %d, %d writes", code, appmixer.Writes())
	}

	term = pushAs(t, appmixer, dir, appmixersim.Admin, appmixersim.Password, "Write this? [y/N]")
	term.Type("y", "<enter>")
	term.WaitFor("and read back: acme:pinterest")
	want := map[string]any{"serviceId": "acme:pinterest", "clientId": "1600001", "clientSecret": "5f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", "theirs": "the-hidden-value"}
	if code := term.ExitCode(); code != 0 || !maps.Equal(want, appmixer.Config("acme:pinterest")) {
		t.Errorf("after a yes: exit code %d, %v", code, appmixer.Config("acme:pinterest"))
	}

	term = pushAs(t, appmixer, dir, appmixersim.Admin, appmixersim.Password, "already holds this")
	if code := term.ExitCode(); code != 0 || appmixer.Writes() != 1 {
		t.Errorf("a second time: exit code %d, %d writes", code, appmixer.Writes())
	}
}

func TestPushTurnsAwayWhoMayNot(t *testing.T) {
	t.Parallel()
	appmixer, dir := pushing(t)
	for user, want := range map[string]string{appmixersim.User: "push.admin", "nobody@acme.example": "push.login"} {
		term := pushAs(t, appmixer, dir, user, appmixersim.Password, want)
		if code := term.ExitCode(); code != 1 || appmixer.Writes() != 0 {
			t.Errorf("%s: exit code %d, %d writes", user, code, appmixer.Writes())
		}
	}
}
