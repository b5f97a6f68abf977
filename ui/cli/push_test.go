package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestPushWaitsNoLongerForAppmixerThanItsTimeout(t *testing.T) {
	asked := make(chan struct{})
	appmixer := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	defer appmixer.Close()
	config := filepath.Join(t.TempDir(), "pinterest.toml")
	if err := os.WriteFile(config, []byte("[\"acme:pinterest\"]\nclientId = \"1534758\"\nclientSecret = \"0123456789abcdef0123456789abcdef01234567\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("APPMIXER_TOKEN", "token")
	var said strings.Builder
	begun := time.Now()
	code := Run([]string{"push", "--url", appmixer.URL, "--yes", "--timeout", "100ms", "--config", config}, strings.NewReader(""), &said, &said)
	if code != exitNetwork || time.Since(begun) > 10*time.Second {
		t.Errorf("exit code %d after %s\n%s", code, time.Since(begun), said.String())
	}
	<-asked
}
