package cli

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pinsetup/pinsetup/store/appmixer/appmixersim"
)

func TestPushWaitsNoLongerForAppmixerThanItsTimeout(t *testing.T) {
	asked := make(chan struct{})
	appmixer := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	defer appmixer.Close()
	begun := time.Now()
	code, said := pushTo(t, appmixer.URL, "--timeout", "100ms")
	if code != exitNetwork || !strings.Contains(said, "push.timeout") || time.Since(begun) > 10*time.Second {
		t.Errorf("exit code %d after %s\n%s", code, time.Since(begun), said)
	}
	<-asked
}

func TestAPushsTimeoutIsForAllOfItsParts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &app{flags: flags{timeout: time.Minute}}
		for _, part := range []struct {
			takes time.Duration
			ends  error
		}{{20 * time.Second, nil}, {30 * time.Second, nil}, {20 * time.Second, context.DeadlineExceeded}, {0, context.DeadlineExceeded}} {
			ctx, cancel := a.limited(t.Context())
			time.Sleep(part.takes) // faked
			if err := ctx.Err(); err != part.ends {
				t.Errorf("after another %s: %v, want %v", part.takes, err, part.ends)
			}
			cancel()
			time.Sleep(time.Hour) // somebody is asked
		}
	})
}

// pushTo runs push with a token, and returns its exit code and all that it said.
func pushTo(t *testing.T, url string, args ...string) (int, string) {
	t.Helper()
	config := filepath.Join(t.TempDir(), "pinterest.toml")
	text := "[\"acme:pinterest\"]\nclientId = \"1534758\"\nclientSecret = \"0123456789abcdef0123456789abcdef01234567\"\n" +
		"redirectUri = \"" + url + "/auth/pinterest/callback\"\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("APPMIXER_TOKEN", "token")
	var said strings.Builder
	code := Run(append([]string{"push", "--url", url, "--yes", "--config", config}, args...), strings.NewReader(""), &said, &said)
	return code, said.String()
}

func TestADryRunShowsTheDifferenceAndWritesNothing(t *testing.T) {
	server, err := appmixersim.Start(appmixersim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	login, err := http.Post(server.URL()+"/user/auth", "application/json",
		strings.NewReader(`{"email":"`+appmixersim.Admin+`","password":"`+appmixersim.Password+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer login.Body.Close()
	var answer struct{ Token string }
	if err := json.NewDecoder(login.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TOKEN_OF_APPMIXER", answer.Token)
	for _, args := range [][]string{{"--dry-run"}, {"--dry-run", "--json"}, nil} {
		code, said := pushTo(t, server.URL(), append(args, "--token-env", "TOKEN_OF_APPMIXER")...)
		if code != exitOK || len(args) > 0 && !strings.Contains(said, "1534758") || strings.Contains(said, "01234567") {
			t.Errorf("%q: exit code %d\n%s", args, code, said)
		}
		if wrote := server.Writes() > 0; wrote != (args == nil) {
			t.Errorf("%q: %d writes", args, server.Writes())
		}
	}
}

func TestTheAddressOfAnotherServerThanAppmixersIsToldFromOneThatDoesNotAnswer(t *testing.T) {
	const page = "<!doctype html><html><head><title>Appmixer Studio</title></head></html>"
	for want, status := range map[string][]int{"push.redirected": {301, 302, 307}, "push.notAppmixer": {200, 404}} {
		for _, status := range status {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "https://studio.acme.example/login")
				w.WriteHeader(status)
				io.WriteString(w, page)
			}))
			code, said := pushTo(t, server.URL)
			server.Close()
			if code != exitFailed || !strings.Contains(said, want) {
				t.Errorf("%d: exit code %d, want %d and %s\n%s", status, code, exitFailed, want, said)
			}
		}
	}
}
