//go:build unix

package cli

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store/appmixer/appmixersim"
	"github.com/pinsetup/pinsetup/ui/screentest"
)

// command is pinsetup in a folder, with nothing of the person's who runs the tests.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("pinsetup")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_STATE_HOME=" + filepath.Join(dir, ".state"), "GORACE=atexit_sleep_ms=0",
	}
	if testing.CoverMode() != "" {
		cmd.Env = append(cmd.Env, "GOCOVERDIR="+t.TempDir())
	}
	return cmd
}

func onTerminal(t *testing.T, columns int, cmd *exec.Cmd) *screentest.Terminal {
	t.Helper()
	return screentest.Start(t, columns, 24, cmd)
}

// ends are the ways in which a person or a system ends a program.
var ends = []struct {
	name string
	end  func(*screentest.Terminal)
	code int
}{
	{"Ctrl-C", func(term *screentest.Terminal) { term.Type("<ctrl+c>") }, 130},
	{"SIGTERM", func(term *screentest.Terminal) { term.Signal(syscall.SIGTERM) }, 143},
	{"SIGHUP", func(term *screentest.Terminal) { term.Signal(syscall.SIGHUP) }, 129},
}

func TestASignalEndsWhateverWaitsForAPerson(t *testing.T) {
	t.Parallel()
	server, err := appmixersim.Start(appmixersim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	for _, wait := range []struct {
		args []string
		sees string
	}{
		{[]string{"generate", "--client-secret-stdin", "--client-id", "1", "--scope", "a", "--redirect-uri", "b"}, "App secret (not shown):"},
		{[]string{"explain"}, "Paste the error"},
		{[]string{"authorize", "--demo", "--no-browser"}, "Ctrl-C ends the test"},
		{[]string{"push", "--url", server.URL(), "--user", appmixersim.Admin}, "Password of " + appmixersim.Admin},
		{[]string{"push", "--demo"}, "Write this? [y/N]"},
		{[]string{"simulate"}, "Ctrl-C ends it."},
		{[]string{"--demo", "--plain"}, "You have, 1 to 2:"},
		{[]string{"--demo"}, "Where do you start?"},
	} {
		for _, e := range ends {
			t.Run(wait.args[0]+" "+e.name, func(t *testing.T) {
				t.Parallel()
				term := onTerminal(t, 80, command(t, aConfiguration(t), wait.args...))
				term.WaitFor(wait.sees)
				e.end(term)
				if code := term.ExitCode(); code != e.code {
					t.Errorf("%s: exit code %d, want %d\n%s", strings.Join(wait.args, " "), code, e.code, term.Screen())
				}
				term.Wait(func() bool { return term.Restored() && !term.AltScreen() }, "the terminal as it was")
			})
		}
	}
}

func TestTheWizardSaysWithWhichCommandItGoesOn(t *testing.T) {
	t.Parallel()
	dir := aConfiguration(t)
	term := onTerminal(t, 200, command(t, dir,
		"--demo=denied", "--config", "my file.toml", "--service", "it's:pinterest", "--no-browser", "--no-motion", "--timeout", "90s"))
	term.WaitFor("Where do you start?")
	term.Type("<enter>")
	term.WaitFor("ready for the portal")
	term.Type("<ctrl+c>")
	if code := term.ExitCode(); code != 130 {
		t.Errorf("exit code %d", code)
	}
	term.WaitFor("Go on with:")
	lines := strings.Split(strings.TrimSpace(term.Screen()), "\n")
	again := strings.TrimSpace(lines[len(lines)-1])
	const want = `pinsetup --config 'my file.toml' --demo=denied --no-browser --no-motion --service 'it'\''s:pinterest' --timeout 1m30s`
	if again != want {
		t.Errorf("it says\n%s, want\n%s", again, want)
	}
	shell := command(t, dir)
	shell.Path, shell.Args = "/bin/sh", []string{"sh", "-c", "exec " + again}
	onTerminal(t, 80, shell).WaitFor("This is where you stopped")
}

// What is asked on a terminal is answered on one.

func TestAPastedCallbackSettlesTheLiveTest(t *testing.T) {
	t.Parallel()
	dir := aConfiguration(t)
	pinterest, err := simulator.Start(simulator.Options{
		ClientID: appID, ClientSecret: appSecret, RedirectURIs: []string{"https://a.acme.com/test"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pinterest.Close() })
	info := pinterest.Info()
	term := onTerminal(t, 400, command(t, dir, "authorize", "--no-browser",
		"--authorize-url", info.AuthorizeURL, "--token-url", info.TokenURL, "--api-url", info.APIURL))
	term.WaitFor("paste here the address")
	term.Type("https://a.acme.com/other?code=x", "<enter>")
	term.WaitFor("The address is incomplete") // and the test goes on
	callback, err := pinterest.Consent(t.Context(), addressOn(t, term), true)
	if err != nil {
		t.Fatal(err)
	}
	term.Type("<enter>", callback, "<enter>")
	if code := term.ExitCode(); code != 0 {
		t.Errorf("exit code %d\n%s", code, term.Screen())
	}
	term.WaitFor("The live test passed")
	if !term.Restored() {
		t.Error("the terminal is not as it was")
	}
}

func TestInTheDemoEnterGivesAccess(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "y"} {
		term := onTerminal(t, 100, command(t, t.TempDir(), "authorize", "--demo", "--no-browser"))
		term.WaitFor("In the demo, Enter gives access from here.")
		term.Type(answer, "<enter>")
		if code := term.ExitCode(); code != 0 {
			t.Errorf("exit code %d\n%s", code, term.Screen())
		}
		term.WaitFor("The live test passed")
	}
}

// addressOn returns the address to open.
func addressOn(t *testing.T, term *screentest.Terminal) string {
	t.Helper()
	for _, line := range term.Lines() {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "http://127.0.0.1") {
			return line
		}
	}
	t.Fatalf("no address on\n%s", term.Screen())
	return ""
}

func TestPushAsksForThePasswordAndForAYes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		password, answer string
		code             int
		sees             string
		writes           int
	}{
		{appmixersim.Password, "y", 0, "Written to", 1},
		{appmixersim.Password, "n", 1, "nothing was written", 0},
		{appmixersim.Password, "", 1, "nothing was written", 0},
		{"wrong", "", 1, "error:", 0},
	} {
		t.Run(c.password+" "+c.answer, func(t *testing.T) {
			t.Parallel()
			server, err := appmixersim.Start(appmixersim.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { server.Close() })
			term := onTerminal(t, 80, command(t, aConfiguration(t), "push", "--url", server.URL(), "--user", appmixersim.Admin))
			term.WaitFor("(not shown):")
			term.Type(c.password, "<enter>")
			if c.password == appmixersim.Password {
				term.WaitFor("Write this? [y/N]")
				term.Type(c.answer, "<enter>")
			}
			if code := term.ExitCode(); code != c.code {
				t.Errorf("exit code %d, want %d\n%s", code, c.code, term.Screen())
			}
			term.WaitFor(c.sees)
			if term.Has(c.password) || term.Has(appSecret) || !term.Restored() {
				t.Errorf("a secret is shown, or the terminal is not as it was:\n%s", term.Screen())
			}
			if got := server.Writes(); got != c.writes {
				t.Errorf("%d writes, want %d", got, c.writes)
			}
		})
	}
}

func TestSpacesBelongToAPasswordAndToNoAppSecret(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked <- string(body)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	t.Cleanup(server.Close)
	term := onTerminal(t, 80, command(t, aConfiguration(t), "push", "--url", server.URL, "--user", "a@b.example"))
	term.WaitFor("(not shown):")
	term.Type(" pass word ", "<enter>")
	if code := term.ExitCode(); code != exitFailed {
		t.Fatalf("exit code %d\n%s", code, term.Screen())
	}
	if got := <-asked; !strings.Contains(got, `" pass word "`) {
		t.Errorf("the login was sent as %s", got)
	}

	dir := t.TempDir()
	term = onTerminal(t, 80, command(t, dir, "generate", "--client-id", "1534758", "--client-secret-stdin",
		"--redirect-uri", "https://a.acme.com/cb", "--scope", "user_accounts:read"))
	term.WaitFor("App secret (not shown):")
	term.Type(" "+simulator.ClientSecret+" ", "<enter>")
	term.ExitCode()
	if data, err := os.ReadFile(filepath.Join(dir, "pinterest.toml")); err != nil || !strings.Contains(string(data), `"`+simulator.ClientSecret+`"`) {
		t.Errorf("%v in\n%s", err, data)
	}
}

func TestASecretThatIsTypedIsNotShown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	term := onTerminal(t, 80, command(t, dir, "generate", "--client-id", "1534758", "--client-secret-stdin",
		"--redirect-uri", "https://a.acme.com/cb", "--scope", "user_accounts:read"))
	term.WaitFor("App secret (not shown):")
	term.Type(simulator.ClientSecret, "<enter>")
	if code := term.ExitCode(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	term.WaitFor("Written: pinterest.toml")
	if strings.Contains(term.Raw(), simulator.ClientSecret) || !term.Restored() {
		t.Error("the secret was shown, or the terminal is not as it was")
	}
	if data, err := os.ReadFile(filepath.Join(dir, "pinterest.toml")); err != nil || !strings.Contains(string(data), simulator.ClientSecret) {
		t.Errorf("%v in\n%s", err, data)
	}
}

func TestColoursAndProgressAreForTerminalsAlone(t *testing.T) {
	t.Parallel()
	dir := aConfiguration(t)
	many := strings.Builder{}
	for i := range 40 {
		fmt.Fprintf(&many, "[\"s%d:pinterest\"]\nclientId = \"%d\"\nclientSecret = %q\nscopes = [\"user_accounts:read\"]\n", i, 1534700+i, simulator.ClientSecret)
	}
	if err := os.WriteFile(filepath.Join(dir, "many.toml"), []byte(many.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	const colour = "\x1b[32m"
	for _, c := range []struct {
		env         string
		piped       bool
		colour, bar bool
	}{
		{"", false, true, true},
		{"NO_COLOR=1", false, false, true},
		{"TERM=dumb", false, false, true},
		{"CLICOLOR_FORCE=1", false, true, true},
		{"", true, false, false},
		{"CLICOLOR_FORCE=1", true, true, false},
		{"NO_COLOR=1", true, false, false},
	} {
		cmd := command(t, dir, "check", "many.toml", "--all", "--demo")
		if c.env != "" {
			cmd.Env = append(cmd.Env, c.env)
		}
		var raw string
		if c.piped {
			cmd.Env = append(cmd.Env, "TERM=xterm")
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			raw = string(out)
		} else {
			// The last TERM counts, and the terminal's own comes last.
			if name, value, _ := strings.Cut(c.env, "="); name == "TERM" {
				cmd.Path, cmd.Args = "/usr/bin/env", append([]string{"env", "TERM=" + value, cmd.Path}, cmd.Args[1:]...)
			}
			term := onTerminal(t, 80, cmd)
			if code := term.ExitCode(); code != 0 {
				t.Fatalf("%s: exit code %d\n%s", c.env, code, term.Screen())
			}
			term.WaitFor("40 services")
			raw = term.Raw()
		}
		if got := strings.Contains(raw, colour); got != c.colour {
			t.Errorf("%q, piped %v: colours %v, want %v", c.env, c.piped, got, c.colour)
		}
		if got := strings.Contains(raw, "█"); got != c.bar {
			t.Errorf("%q, piped %v: a bar %v, want %v", c.env, c.piped, got, c.bar)
		}
	}
}
