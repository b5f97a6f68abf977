package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/screentest"
)

// binary is pinsetup, built once for all tests of this package.
var binary string

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	binary = os.Getenv("PINSETUP_BUILT") // where there is no Go, as under Wine
	if binary == "" {
		dir, err := os.MkdirTemp("", "pinsetup")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "pinsetup")
		if runtime.GOOS == "windows" {
			binary += ".exe"
		}
		build := exec.Command("go", "build", "-o", binary, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as releases are built
		if out, err := build.CombinedOutput(); err != nil {
			panic(string(out))
		}
	}
	code := m.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	return code
}

// pinsetup returns the command, in a folder of its own, with nothing of the
// person's who runs the tests.
func pinsetup(t testing.TB, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	path := filepath.Dir(binary) + string(os.PathListSeparator) + os.Getenv("PATH") // so that it is called by its name
	cmd.Env = []string{"PATH=" + path, "HOME=" + dir, "XDG_STATE_HOME=" + filepath.Join(dir, "state")}
	return cmd
}

// demo starts the wizard's demo in an 80x24 terminal. Its test redirect URI has
// a port of this test's own, as tests run side by side.
func demo(t *testing.T, dir string, args ...string) *screentest.Terminal {
	t.Helper()
	return screentest.Start(t, 80, 24, pinsetup(t, dir, append([]string{"--demo", "--no-browser"}, args...)...))
}

// toPage goes from the first page to the redirect URI, accepting what the demo
// comes with, and stops where the page's title is this one.
func toPage(t testing.TB, term *screentest.Terminal, page string) {
	t.Helper()
	for _, p := range []struct {
		title  string
		enters int
	}{
		{"Where do you start?", 1}, {"ready for the portal", 4}, {"1 of 3 · who you are", 5},
		{"2 of 3 · what it is for", 7}, {"3 of 3 · request for Trial access", 1}, {"1 of 4 · redirect URI", 2},
	} {
		term.WaitFor(p.title)
		if p.title == page {
			return
		}
		for range p.enters {
			term.Type("<enter>")
		}
	}
}

// toLiveTest goes from the first page to the live test, accepting what the demo
// comes with, but for the port of the test redirect URI.
func toLiveTest(t testing.TB, term *screentest.Terminal, port string) {
	t.Helper()
	toPage(t, term, "1 of 4 · redirect URI")
	term.Type("<enter>", "<enter>")
	term.WaitFor("2 of 4 · test redirect URI")
	term.Type("<ctrl+u>")
	term.Paste("http://localhost:" + port + "/")
	term.WaitFor("localhost:" + port)
	term.Type("<enter>")
	term.WaitFor("3 of 4 · scopes")
	term.Type("<enter>")
	term.WaitFor("4 of 4 · register both URIs")
	term.Type("<tab>", "<space>")
	term.WaitFor("[✓] Added and saved")
	term.Type("<enter>")
	term.WaitFor("1 of 2 · app ID and secret")
	term.Type("<enter>", "<enter>")
	term.WaitFor("2 of 2 · live test")
}

// toTheEnd goes from a live test that has passed to the written file.
func toTheEnd(t *testing.T, term *screentest.Terminal) {
	t.Helper()
	term.Type("<enter>")
	term.WaitFor("[✓] The right account")
	term.Type("<enter>")
	term.WaitFor("1 of 2 · which access you need")
	term.Type("<enter>", "<enter>")
	term.WaitFor("2 of 2 · review packet")
	term.Type("<enter>")
	term.WaitFor("1 of 2 · where it goes")
	term.Type("<enter>", "<enter>", "<enter>")
	term.WaitFor("does not exist yet")
	term.Type("<enter>")
	term.WaitFor("Written.")
}

func TestTheDemoGoesThroughAllSixStepsAndWritesTheFileInEveryLayout(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		columns, rows int
		port          string
		environment   string
	}{{80, 24, "18085", ""}, {40, 15, "18086", ""}, {120, 40, "18087", ""}, {60, 20, "18092", ""}, {200, 60, "18093", ""}, {80, 24, "18088", "NO_COLOR=1"}} {
		t.Run(fmt.Sprintf("%dx%d%s", c.columns, c.rows, c.environment), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			cmd := pinsetup(t, dir, "--demo", "--no-browser")
			cmd.Env = append(cmd.Env, c.environment)
			term := screentest.Start(t, c.columns, c.rows, cmd)
			allSteps(t, term, dir, c.port)
			if code := term.ExitCode(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			checkFile(t, filepath.Join(dir, store.DemoFile), "http://localhost:"+c.port+"/")
			if coloured := colour.MatchString(term.Raw()); coloured == (c.environment != "") {
				t.Errorf("in colour: %v", coloured)
			}
		})
	}
}

// allSteps goes from the first page to the end. Which page it is on, it learns
// from the draft: in a small window the page's title may have been scrolled away.
func allSteps(t *testing.T, term *screentest.Terminal, dir, port string) {
	t.Helper()
	at := func(page string, keys ...string) {
		t.Helper()
		term.Wait(func() bool { return strings.Contains(draftIn(dir), `"page":"`+page+`"`) }, "the page "+page)
		term.Type(keys...)
	}
	enters := func(n int) []string { return slices.Repeat([]string{"<enter>"}, n) }
	term.WaitFor("no Pinterest app yet")
	term.Type("<enter>")
	at("account.ready", enters(4)...)
	at("app.sheet", enters(5)...)
	at("app.use", enters(7)...)
	at("app.request", "<enter>")
	at("oauth.connector", enters(2)...)
	at("oauth.test", "<ctrl+u>")
	term.Paste("http://localhost:" + port + "/")
	term.WaitFor("localhost:" + port)
	term.Type("<enter>")
	at("oauth.scopes", "<enter>")
	at("oauth.register", "<tab>", "<space>")
	term.WaitFor("[✓] Added and saved")
	term.Type("<enter>")
	at("credentials.keys", enters(2)...)
	at("credentials.test", "<enter>")
	term.WaitFor("enter give access")
	term.Type("<enter>")
	term.WaitFor("The right account")
	term.Type("<enter>", "<enter>")
	at("review.access", enters(2)...)
	at("review.packet", "<enter>")
	at("connector.where", enters(3)...)
	term.WaitFor("enter write the file")
	term.Type("<enter>")
	term.WaitFor("enter finish")
	term.Type("<enter>")
}

// colour matches a sequence that sets one, and not bold or underlined.
var colour = regexp.MustCompile(`\x1b\[(\d+;)*[34]8;|\x1b\[(\d+;)*(3|4|9|10)[0-7](;\d+)*m`)

func TestTheFarewellSpeaksOfWhatWasWrittenAndOfWhatWasEditedSince(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	term := demo(t, dir)
	toLiveTest(t, term, "18089")
	term.Type("<enter>")
	term.WaitFor("Waiting for your agreement")
	term.Type("<enter>")
	term.WaitFor("The live test passed.")
	toTheEnd(t, term)
	term.Type("<alt+6>", "<esc>")
	term.WaitFor("2 of 2 · review packet")
	term.Type("<enter>")
	term.WaitFor("1 of 2 · where it goes")
	term.Type("2", "<ctrl+c>")
	term.Wait(func() bool { return !term.AltScreen() }, "the ordinary screen")
	term.WaitFor("What you changed since is not in the file.")
	if term.ExitCode(); !term.Has("pinsetup check --demo") || term.Has("acme:pinterest2") {
		t.Errorf("what was written is not what is said:\n%s", term.Screen())
	}
}

// draftIn returns the draft that a run in this folder left.
func draftIn(dir string) string {
	var all strings.Builder
	filepath.WalkDir(filepath.Join(dir, "state"), func(path string, d os.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".json" { // and not one that is being written
			data, _ := os.ReadFile(path)
			all.Write(data)
		}
		return nil
	})
	return all.String()
}

// checkFile reads the file as a connector does.
func checkFile(t *testing.T, path, testURI string) {
	t.Helper()
	file, err := store.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	service, err := file.Service("acme:pinterest")
	if err != nil {
		t.Fatal(err)
	}
	if service.ClientID != "1534758" || service.ClientSecret.IsZero() {
		t.Errorf("client ID %q, secret given: %v", service.ClientID, !service.ClientSecret.IsZero())
	}
	if want := "https://api.appmixer.com/auth/pinterest/callback"; service.RedirectURI != want {
		t.Errorf("redirect URI %q", service.RedirectURI)
	}
	if service.TestRedirectURI != testURI {
		t.Errorf("test redirect URI %q", service.TestRedirectURI)
	}
	if got := strings.Join(service.Scopes, " "); got != "user_accounts:read boards:read pins:read" {
		t.Errorf("scopes %q", got)
	}
	if service.Verification == nil || service.Verification.AccountType != "BUSINESS" || service.Verification.Method != "callback" {
		t.Errorf("verification %+v", service.Verification)
	}
	// On Windows a mode says nothing.
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info, err)
	}
}

func TestASecondStartGoesOnWhereTheFirstOneStopped(t *testing.T) {
	t.Parallel()
	ends := map[string]struct {
		end  func(term *screentest.Terminal)
		code int
	}{
		"Ctrl-C":  {func(term *screentest.Terminal) { term.Type("<ctrl+c>") }, 130},
		"SIGTERM": {func(term *screentest.Terminal) { term.Signal(syscall.SIGTERM) }, 143},
		"SIGHUP":  {func(term *screentest.Terminal) { term.Signal(syscall.SIGHUP) }, 129},
	}
	for name, e := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && name != "Ctrl-C" {
				t.Skip("Windows has no signals to send")
			}
			dir := t.TempDir()
			term := demo(t, dir)
			term.WaitFor("Where do you start?")
			term.Type("<enter>")
			term.WaitFor("ready for the portal")
			term.Type("<enter>", "<enter>", "<enter>", "<enter>")
			term.WaitFor("who you are")
			term.Type("<ctrl+u>", "Kept across the end")
			term.WaitFor("Kept across the end")
			e.end(term)
			if code := term.ExitCode(); code != e.code {
				t.Errorf("exit code %d, want %d", code, e.code)
			}
			checkRestored(t, term)
			again := demo(t, dir)
			again.WaitFor("Kept across the end")
			again.WaitFor("This is where you stopped")
		})
	}
}

// checkRestored checks that the terminal is as it was: no alternate screen, the
// cursor there, mouse and bracketed paste off.
func checkRestored(t *testing.T, term *screentest.Terminal) {
	t.Helper()
	term.Wait(func() bool { return !term.AltScreen() }, "the ordinary screen")
	if _, shown := term.Cursor(); !shown {
		t.Error("the cursor stays hidden")
	}
	raw := term.Raw()
	for _, mode := range []string{"1049", "1002", "2004"} {
		if strings.LastIndex(raw, "\x1b[?"+mode+"h") > strings.LastIndex(raw, "\x1b[?"+mode+"l") {
			t.Errorf("mode %s stays on", mode)
		}
	}
}

func TestAWindowThatIsTooSmallSaysHowLargeItHasToBeAndGoesOn(t *testing.T) {
	t.Parallel()
	term := demo(t, t.TempDir())
	toPage(t, term, "1 of 3 · who you are")
	for _, size := range [][2]int{{60, 20}, {40, 15}, {200, 60}, {80, 24}} {
		term.Resize(size[0], size[1])
		term.WaitFor("who you are")
		term.WaitFor("all keys")
	}
	term.Resize(39, 20)
	term.WaitFor("pinsetup needs 40×12")
	term.Resize(80, 11)
	term.WaitFor("This window is 80×11")
	term.Resize(80, 24)
	term.WaitFor("who you are")
}

func TestAKilledWizardLosesAtMostWhatWasTypedLast(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	term := demo(t, dir)
	term.WaitFor("Where do you start?")
	term.Type("<enter>")
	term.WaitFor("ready for the portal")
	term.WaitFor("draft saved")
	term.Signal(syscall.SIGKILL)
	term.ExitCode()
	demo(t, dir).WaitFor("ready for the portal")
}

func TestTheSecretIsNowhereButInTheFile(t *testing.T) {
	t.Parallel()
	const secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
	dir := t.TempDir()
	term := demo(t, dir, "--log-file", "run.log")
	toLiveTest(t, term, "18086")
	term.Type("<enter>")
	term.WaitFor("The answer is expected at")
	term.Type("<enter>")
	term.WaitFor("The live test passed.")
	toTheEnd(t, term)
	term.Type("<enter>")
	term.ExitCode()
	if strings.Contains(term.Raw(), secret) {
		t.Error("the secret was on the screen")
	}
	checkLog(t, filepath.Join(dir, "run.log"))
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) == store.DemoFile {
			return err
		}
		if data, err := os.ReadFile(path); err != nil || strings.Contains(string(data), secret) {
			t.Errorf("%s holds the secret (%v)", path, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWithoutATerminalTheWizardNamesTheCommandThatNeedsNone(t *testing.T) {
	t.Parallel()
	cmd := pinsetup(t, t.TempDir())
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "pinsetup generate") {
		t.Errorf("%v: %s", err, out)
	}
}
