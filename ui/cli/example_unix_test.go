//go:build unix

package cli

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/ui/screentest"
)

// TestEveryExampleRuns types every example of every --help into a terminal, in
// the order of a setup, and looks how it ends. Pinterest and Appmixer are
// simulated, a person does what the screen asks for.
func TestEveryExampleRuns(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		if c.Example == "" {
			t.Errorf("%s has no example", c.CommandPath())
		}
		for line := range strings.SplitSeq(strings.ReplaceAll(c.Example, "\\\n", " "), "\n") {
			line, _, _ = strings.Cut(strings.TrimSpace(line), "   ") // what follows explains
			if line == "" {
				continue
			}
			t.Run(line, func(t *testing.T) { s.perform(t, line) })
		}
		for _, child := range c.Commands() {
			if child.IsAvailableCommand() && child.Name() != "help" {
				visit(child)
			}
		}
	}
	visit((&app{}).root([]string{"help"}))
}

// A stage is where examples are performed: what they read is there.
type stage struct {
	dir       string
	env       []string
	pinterest *simulator.Server
}

func newStage(t *testing.T) *stage {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	uri := "http://localhost:" + strconv.Itoa(l.Addr().(*net.TCPAddr).Port) + "/"
	l.Close()
	pinterest, err := simulator.Start(simulator.Options{ClientSecret: appSecret, RedirectURIs: []string{uri}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pinterest.Close() })
	info := pinterest.Info()
	s := &stage{dir: t.TempDir(), pinterest: pinterest}
	config := fmt.Sprintf("[\"acme:pinterest\"]\nclientId = %q\nclientSecret = %q\nredirectUri = \"https://api.acme.com/auth/pinterest/callback\"\n"+
		"testRedirectUri = %q\nscopes = [\"user_accounts:read\", \"boards:read\"]\n", simulator.ClientID, appSecret, uri)
	programs := "#!/bin/sh\nexec cat\n"
	for name, text := range map[string]string{
		"pinterest.toml": config, "other.toml": config, "pinterest-demo.toml": config, "secret.txt": appSecret,
		"answers.toml":  "clientId = \"" + simulator.ClientID + "\"\nclientSecretFile = \"secret.txt\"\napiBase = \"api.acme.com\"\nscopes = [\"user_accounts:read\"]\n",
		"connector.log": "POST /v5/oauth/token 401\n{\"code\":2,\"message\":\"Authentication failed.\"}\n",
		"bin/less":      programs, "bin/curl": "#!/bin/sh\ncase $2 in *pina_*) exit 0;; *) exit 7;; esac\n",
	} {
		path := filepath.Join(s.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := exec.LookPath("man"); err != nil {
		if err := os.WriteFile(filepath.Join(s.dir, "bin/man"), []byte(programs), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.env = []string{
		"PATH=" + filepath.Join(s.dir, "bin") + ":" + os.Getenv("PATH"), "PINTEREST_SECRET=" + appSecret, "MANPAGER=cat", "BROWSER=",
		"PINSETUP_AUTHORIZE_URL=" + info.AuthorizeURL, "PINSETUP_TOKEN_URL=" + info.TokenURL, "PINSETUP_API_URL=" + info.APIURL,
	}
	return s
}

// perform types the example, and does what a person would.
func (s *stage) perform(t *testing.T, line string) {
	draft := filepath.Join(s.dir, ".state/pinsetup/drafts/0123abcd01.json")
	if err := os.MkdirAll(filepath.Dir(draft), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(draft, []byte(`{"version":1,"id":"0123abcd01","savedAt":"2026-11-01T12:00:00Z","data":{"version":1}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	// What an example names stands for a person's own.
	if strings.Contains(line, "completion") {
		return // TestShellsCompleteWhatAPersonTypes runs these in their shells
	}
	typed := strings.NewReplacer("pinsetup simulate", "exec pinsetup simulate", "--port 9090", "--port 0", "/usr/local/share/man/man1", filepath.Join(s.dir, "man1")).Replace(line)
	cmd := command(t, s.dir)
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", typed}
	cmd.Env = append(cmd.Env, s.env...)
	if strings.Contains(line, "pinsetup push") { // into a simulated Appmixer
		cmd.Env = append(cmd.Env, "PINSETUP_DEMO=true", "PINSETUP_CONFIG=pinterest.toml")
	}
	want := 0
	term := onTerminal(t, 500, cmd)
	switch {
	case line == "pinsetup" || line == "pinsetup --demo":
		term.WaitFor("Where do you start?")
		term.Type("<ctrl+c>")
		want = 130
	case strings.Contains(line, "pinsetup authorize") && !strings.Contains(line, "--yes"):
		s.giveAccess(t, term)
	case strings.Contains(line, "pinsetup push") && !strings.Contains(line, "--yes") && !strings.Contains(line, "--dry-run"):
		term.WaitFor("Write this? [y/N]")
		term.Type("y", "<enter>")
	case strings.HasPrefix(line, "pinsetup simulate") && !strings.Contains(line, "--list"):
		term.WaitFor("Ctrl-C ends it.")
		term.Type("<ctrl+c>")
		want = 130
	case strings.Contains(line, "--demo=wrong-secret"):
		want = 1
	}
	if code := term.ExitCode(); code != want {
		t.Errorf("exit code %d, want %d\n%s", code, want, term.Screen())
	}
}

func (s *stage) giveAccess(t *testing.T, term *screentest.Terminal) {
	t.Helper()
	address := regexp.MustCompile(regexp.QuoteMeta(s.pinterest.Info().AuthorizeURL) + `\?[^"\s]+`)
	term.Wait(func() bool { return address.MatchString(term.Raw()) }, "the address to open")
	if _, err := s.pinterest.Consent(t.Context(), address.FindString(term.Raw()), true); err != nil {
		t.Fatal(err)
	}
}
