package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.uber.org/goleak"

	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store/appmixer/appmixersim"
)

const scripts = "../../testdata/script"

func TestMain(m *testing.M) {
	testscript.Main(leakless{m}, map[string]func(){
		"pinsetup": func() { os.Exit(Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// leakless is the tests of this package, which fail as well where a goroutine
// is left.
type leakless struct{ *testing.M }

func (l leakless) Run() int {
	code := l.M.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	return code
}

// TestScripts runs what a person or a script would type, and compares what
// comes out. Beside
// testscript's own commands they have those of Cmds.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: scripts, RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, ".state"))
			env.Setenv("GORACE", "atexit_sleep_ms=0") // else each run under -race ends a second late
			env.Setenv("SECRET", simulator.ClientSecret)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			path, ok := strings.CutPrefix(cond, "exists:")
			if !ok {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat(path)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"pinterest": startPinterest, "appmixer": startAppmixer, "person": givesAccess, "code": exitsWith, "json": isDocumented,
			"typed": typesWhatItSays, "replace": replaces,
		},
	})
}

func set(ts *testscript.TestScript, values map[string]string) {
	for name, value := range values {
		ts.Setenv(name, value)
	}
}

// startPinterest ("pinterest [SCENARIO]") serves a simulated Pinterest until
// the script ends, and sets AUTHORIZE_URL, TOKEN_URL, API_URL and TEST_URI, a
// registered redirect URI with a free port.
func startPinterest(ts *testscript.TestScript, neg bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	uri := "http://localhost:" + strconv.Itoa(l.Addr().(*net.TCPAddr).Port) + "/"
	ts.Check(l.Close())
	o := simulator.Options{RedirectURIs: []string{uri}}
	if len(args) > 0 {
		o.Scenario = args[0]
	}
	server, err := simulator.Start(o)
	ts.Check(err)
	ts.Defer(func() { server.Close() })
	info := server.Info()
	pinterests.Store(info.TokenURL, server)
	set(ts, map[string]string{
		"AUTHORIZE_URL": info.AuthorizeURL, "TOKEN_URL": info.TokenURL, "API_URL": info.APIURL, "TEST_URI": uri,
	})
}

// startAppmixer ("appmixer") serves a simulated Appmixer until the script ends.
func startAppmixer(ts *testscript.TestScript, neg bool, args []string) {
	server, err := appmixersim.Start(appmixersim.Options{})
	ts.Check(err)
	ts.Defer(func() { server.Close() })
	ts.Setenv("APPMIXER_URL", server.URL())
}

// givesAccess ("person EXIT FILE pinsetup authorize --json …") runs the command,
// opens the address of its first event as a browser would, gives access, and
// writes what it printed into FILE.
func givesAccess(ts *testscript.TestScript, neg bool, args []string) {
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	path, err := exec.LookPath(args[2])
	ts.Check(err)
	cmd := exec.Command(path, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+ts.Getenv("XDG_STATE_HOME"), "SECRET="+ts.Getenv("SECRET"), "GORACE="+ts.Getenv("GORACE"))
	cmd.Stderr = ts.Stderr()
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	var text strings.Builder
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text.WriteString(lines.Text() + "\n")
		var event struct{ Event, URL string }
		if json.Unmarshal(lines.Bytes(), &event) == nil && event.Event == "authorize" {
			browse(ts, event.URL)
		}
	}
	_ = cmd.Wait() // the exit code says it
	if got := cmd.ProcessState.ExitCode(); got != code {
		ts.Fatalf("exit code %d, want %d:\n%s", got, code, text.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text.String()), 0o600))
}

// browse gives access in the simulated Pinterest that the script started.
func browse(ts *testscript.TestScript, url string) {
	server, ok := pinterests.Load(ts.Getenv("TOKEN_URL"))
	if !ok {
		ts.Fatalf("the script has started no pinterest")
	}
	if _, err := server.(*simulator.Server).Consent(context.Background(), url, true); err != nil {
		ts.Logf("the browser shows: %v", err)
	}
}

// pinterests are the running ones by their token URL.
var pinterests sync.Map

// exitsWith ("code N COMMAND…") runs a command that has to exit with N. What it
// printed is stdout and stderr.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// typesWhatItSays ("typed FILE [OLD NEW]…") has the system's shell run the last
// line of the file, in which words are replaced.
func typesWhatItSays(ts *testscript.TestScript, neg bool, args []string) {
	said := strings.TrimSpace(ts.ReadFile(args[0]))
	line := strings.TrimSpace(said[strings.LastIndexByte(said, '\n')+1:])
	line = strings.NewReplacer(args[1:]...).Replace(line)
	ts.Logf("typed: %s", line)
	shell, name := []string{"sh"}, "typed.sh"
	if runtime.GOOS == "windows" {
		shell, name, line = []string{"cmd", "/c"}, "typed.cmd", "@chcp 65001 >nul\r\n@"+line+"\r\n"
	}
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(line), 0o600))
	ts.Check(ts.Exec(shell[0], append(shell[1:], name)...))
}

// replaces ("replace FILE COPY [EXPRESSION NEW]…") replaces in a file, whose name
// may hold a *, and copies what it became.
func replaces(ts *testscript.TestScript, neg bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("%s is %d files", args[0], len(found))
	}
	text := ts.ReadFile(found[0])
	for i := 2; i+1 < len(args); i += 2 {
		text = regexp.MustCompile(args[i]).ReplaceAllLiteralString(text, args[i+1])
	}
	for _, path := range []string{found[0], ts.MkAbs(args[1])} {
		ts.Check(os.WriteFile(path, []byte(text), 0o600))
	}
}

func TestEveryCommandAndFlagIsDocumentedAndTried(t *testing.T) {
	docs, err := os.ReadFile("../../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(scripts + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var tried strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tried.Write(data)
	}
	root := (&app{}).root([]string{"help"})
	root.InitDefaultHelpCmd()
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		mentioned := func(what string) {
			if !strings.Contains(string(docs), what) {
				t.Errorf("docs/commands.md doesn't mention %s", what)
			}
			if !strings.Contains(tried.String(), what) {
				t.Errorf("no script tries %s", what)
			}
		}
		mentioned(c.CommandPath())
		flags := c.LocalNonPersistentFlags()
		if c == root {
			flags = c.PersistentFlags()
		}
		flags.VisitAll(func(f *pflag.Flag) { mentioned("--" + f.Name) })
		for _, child := range c.Commands() {
			if child.IsAvailableCommand() && child.Name() != "help" {
				visit(child)
			}
		}
	}
	visit(root)
}

func TestARunMakesOnlyTheCommandsThatItCanNeed(t *testing.T) {
	t.Parallel()
	all := (&app{}).root([]string{"help"}).Commands()
	if len(all) != len(commands) {
		t.Errorf("help knows %d commands of %d", len(all), len(commands))
	}
	for _, c := range commands {
		made := (&app{}).root([]string{c.name, "--json"}).Commands()
		if c.name == "man" {
			if len(made) != len(all) {
				t.Errorf("man describes %d commands of %d", len(made), len(all))
			}
			continue
		}
		if len(made) != 1 || made[0].Name() != c.name {
			t.Errorf("%s makes %v", c.name, made)
		}
	}
	if made := (&app{}).root(nil).Commands(); len(made) != 0 {
		t.Errorf("the wizard makes %v", made)
	}
}
