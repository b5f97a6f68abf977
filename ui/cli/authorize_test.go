package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth/simulator"
)

func TestAProofIsNotedOnlyForTheAppThatWasTested(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("pinsetup")
	if err != nil {
		t.Fatal(err)
	}
	server, err := simulator.Start(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	info := server.Info()
	for _, c := range []struct {
		what, id, secret string
		code             int
	}{
		{"nothing but a comment", info.ClientID, info.ClientSecret, exitOK},
		{"another app", appID, info.ClientSecret, exitFile},
		{"another secret", info.ClientID, appSecret, exitFile},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			uri := fmt.Sprintf("http://127.0.0.1:%d/", l.Addr().(*net.TCPAddr).Port)
			l.Close()
			server.Register(uri)
			config := filepath.Join(t.TempDir(), "pinterest.toml")
			write := func(first, id, secret string) {
				text := fmt.Sprintf("%s\n[\"acme:pinterest\"]\nclientId = %q\nclientSecret = %q\ntestRedirectUri = %q\nscopes = [\"user_accounts:read\"]\n"+
					"authorizeUrl = %q\ntokenUrl = %q\napiUrl = %q\n", first, id, secret, uri, info.AuthorizeURL, info.TokenURL, info.APIURL)
				if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write("", info.ClientID, info.ClientSecret)
			cmd := exec.Command(path, "authorize", "--json", "--keep-token", "--timeout", "20s", config)
			cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			lines.Buffer(nil, 1<<20)
			var event struct{ URL string }
			if !lines.Scan() || json.Unmarshal(lines.Bytes(), &event) != nil {
				t.Fatalf("the first line is %q", lines.Text())
			}
			write("# edited meanwhile", c.id, c.secret)
			if _, err := server.Consent(t.Context(), event.URL, true); err != nil {
				t.Fatal(err)
			}
			lines.Scan()
			_ = cmd.Wait() // the exit code says it
			if got := cmd.ProcessState.ExitCode(); got != c.code || !strings.Contains(lines.Text(), `"ok":true`) || !strings.Contains(lines.Text(), `"tokenKept":true`) {
				t.Errorf("exit code %d, want %d: %s", got, c.code, lines.Text())
			}
			data, err := os.ReadFile(config)
			if noted := strings.Contains(string(data), "verification"); err != nil || noted != (c.code == exitOK) {
				t.Errorf("noted %v: %v\n%s", noted, err, data)
			}
		})
	}
}
