//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/pinsetup/pinsetup/ui/screentest"
)

// A place is a kind of screen, and how a person comes to it from a draft.
type place struct {
	name, page, title string
	// keys go on from the page, until shown is on the screen.
	keys  []string
	shown string
}

var places = []place{
	{"a form", "app.sheet", "1 of 3 · who you are", []string{" typed last"}, "typed last"},
	{"an overlay", "app.sheet", "1 of 3 · who you are", []string{"<f1>"}, "on this page"},
	{"the scopes", "oauth.scopes", "3 of 4 · scopes", []string{"<right>"}, "[by permission]"},
	{"an unwrapped address", "oauth.register", "4 of 4 · register both URIs", []string{"<ctrl+p>"}, "Press Enter to go back"},
	{"a live test that waits", "credentials.test", "2 of 2 · live test", []string{"<enter>"}, "Waiting for your agreement"},
	{"the file before it is written", "connector.write", "1 of 2 · where it goes", []string{"<enter>", "<enter>", "<enter>"}, "does not exist yet"},
}

// sameFile lets runs in several folders have one draft: it belongs to a file.
var sameFile = []string{"--config", filepath.Join(os.TempDir(), "pinsetup-that-nobody-writes", "pinterest.toml")}

// drafts goes through the demo once and keeps, for each place, what a run that
// stopped there leaves behind.
func drafts(t *testing.T, port string) map[string]string {
	t.Helper()
	dir, kept := t.TempDir(), map[string]string{}
	term := demo(t, dir, sameFile...)
	keep := func(page, title string) {
		term.WaitFor(title)
		term.Wait(func() bool { return strings.Contains(draftIn(dir), `"page":"`+page+`"`) }, "a draft at "+page)
		kept[page] = t.TempDir()
		if err := os.CopyFS(kept[page], os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	toPage(t, term, "1 of 3 · who you are")
	keep("app.sheet", "1 of 3 · who you are")
	term.Type("<enter>", "<enter>", "<enter>", "<enter>", "<enter>")
	term.WaitFor("2 of 3 · what it is for")
	term.Type("<enter>", "<enter>", "<enter>", "<enter>", "<enter>", "<enter>", "<enter>")
	term.WaitFor("3 of 3 · request for Trial access")
	term.Type("<enter>")
	term.WaitFor("1 of 4 · redirect URI")
	term.Type("<enter>", "<enter>")
	term.WaitFor("2 of 4 · test redirect URI")
	term.Type("<ctrl+u>")
	term.Paste("http://localhost:" + port + "/")
	term.WaitFor("localhost:" + port)
	term.Type("<enter>")
	keep("oauth.scopes", "3 of 4 · scopes")
	term.Type("<enter>")
	keep("oauth.register", "4 of 4 · register both URIs")
	term.Type("<tab>", "<space>")
	term.WaitFor("[✓] Added and saved")
	term.Type("<enter>")
	term.WaitFor("1 of 2 · app ID and secret")
	term.Type("<enter>", "<enter>")
	keep("credentials.test", "2 of 2 · live test")
	term.Type("<enter>")
	term.WaitFor("Waiting for your agreement")
	term.Type("<enter>")
	term.WaitFor("The live test passed.")
	term.Type("<enter>", "<enter>")
	term.WaitFor("1 of 2 · which access you need")
	term.Type("<enter>", "<enter>")
	term.WaitFor("2 of 2 · review packet")
	term.Type("<enter>")
	term.WaitFor("1 of 2 · where it goes")
	term.Type("<enter>", "<enter>", "<enter>")
	keep("connector.write", "does not exist yet")
	return kept
}

// goTo opens the demo where a draft stopped, and goes on to the place. before
// are the terminal's settings before the program had it.
func goTo(t *testing.T, p place, draft string) (term *screentest.Terminal, dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(draft)); err != nil {
		t.Fatal(err)
	}
	term = demo(t, dir, sameFile...)
	term.WaitFor(p.title)
	term.Type(p.keys...)
	term.WaitFor(p.shown)
	return term, dir
}

func TestWhateverEndsTheWizardTheTerminalIsAsBeforeAndTheDraftIsKept(t *testing.T) {
	t.Parallel()
	kept := drafts(t, "18099")
	fresh := screentest.Start(t, 80, 24, exec.Command("true"))
	fresh.ExitCode()
	before := fresh.Settings()
	ends := []struct {
		name string
		end  func(term *screentest.Terminal)
		code int
	}{
		{"SIGINT", func(term *screentest.Terminal) { term.Signal(syscall.SIGINT) }, 130},
		{"SIGTERM", func(term *screentest.Terminal) { term.Signal(syscall.SIGTERM) }, 143},
		{"SIGHUP", func(term *screentest.Terminal) { term.Signal(syscall.SIGHUP) }, 129},
		{"Ctrl-C", func(term *screentest.Terminal) { term.Type("<ctrl+c>") }, 130},
		{"a terminal that goes away", func(term *screentest.Terminal) { term.HangUp("<f1>") }, 129},
	}
	for _, p := range places {
		for _, e := range ends {
			t.Run(e.name+" in "+p.name, func(t *testing.T) {
				t.Parallel()
				term, dir := goTo(t, p, kept[p.page])
				e.end(term)
				if code := term.ExitCode(); code != e.code {
					t.Errorf("exit code %d, want %d", code, e.code)
				}
				if draft := draftIn(dir); !strings.Contains(draft, `"page":"`+p.page+`"`) || p.name == "a form" && !strings.Contains(draft, p.shown) {
					t.Errorf("the draft is not what it was: %s", draft)
				}
				if e.name == "a terminal that goes away" {
					return
				}
				term.Wait(func() bool { return !term.AltScreen() }, "the ordinary screen")
				if left := term.LeftOn(); len(left) > 0 {
					t.Errorf("still on: %v", left)
				}
				if after := term.Settings(); !reflect.DeepEqual(after, before) {
					t.Errorf("the terminal's settings are %+v, and were %+v", after, before)
				}
			})
		}
	}
}

func TestCtrlZGivesTheTerminalToTheShellAndFgBringsTheScreenBack(t *testing.T) {
	t.Parallel()
	kept := drafts(t, "18098")
	for _, p := range places {
		for _, how := range []string{"Ctrl-Z", "SIGTSTP"} {
			t.Run(how+" in "+p.name, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(kept[p.page])); err != nil {
					t.Fatal(err)
				}
				shell := pinsetup(t, dir)
				shell.Path, shell.Args = "/bin/sh", []string{"sh", "-i"}
				shell.Env = append(shell.Env, "PS1=shell:", "PINSETUP="+binary)
				term := screentest.Start(t, 80, 24, shell)
				term.WaitFor("shell:")
				before := term.Settings()
				term.Type(`"$PINSETUP" --demo --no-browser `+strings.Join(sameFile, " "), "<enter>")
				term.WaitFor(p.title)
				term.WaitForAnswers()
				term.Type(p.keys...)
				term.WaitFor(p.shown)
				if how == "Ctrl-Z" {
					term.Type("<ctrl+z>")
				} else {
					signalChild(t, shell.Process.Pid, syscall.SIGTSTP)
				}
				term.Wait(func() bool {
					_, said, is := strings.Cut(term.Screen(), "topped")
					return !term.AltScreen() && is && strings.Contains(said, "shell:")
				}, "the shell's word that it is stopped")
				if left := term.LeftOn(); len(left) > 0 {
					t.Errorf("still on while it is stopped: %v", left)
				}
				if now := term.Settings(); !reflect.DeepEqual(now, before) {
					t.Errorf("the shell gets the settings %+v, and had %+v", now, before)
				}
				term.Type("fg", "<enter>")
				if p.name == "an unwrapped address" {
					term.Type("<enter>")
				}
				term.Wait(term.AltScreen, "the wizard's screen")
				if p.name == "an unwrapped address" {
					term.WaitFor(p.title)
				} else {
					term.WaitFor(p.shown)
				}
				term.Type("<ctrl+c>")
				term.Wait(func() bool { return !term.AltScreen() && strings.HasSuffix(strings.TrimSpace(term.Screen()), "shell:") }, "the end")
				term.Type("echo code $?", "<enter>")
				term.WaitFor("code 130")
				if now := term.Settings(); !reflect.DeepEqual(now, before) {
					t.Errorf("at the end the settings are %+v, and were %+v", now, before)
				}
				term.Type("exit", "<enter>")
			})
		}
	}
}

// signalChild sends a signal to the program that a shell runs.
func signalChild(t *testing.T, shell int, s syscall.Signal) {
	t.Helper()
	pid, err := exec.Command("pgrep", "-P", strconv.Itoa(shell)).Output()
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(pid)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(child, s); err != nil {
		t.Fatal(err)
	}
}
