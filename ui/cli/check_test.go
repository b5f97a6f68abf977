package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/simulator"
)

func TestServicesThatTheTimeDidNotReachAreNotOK(t *testing.T) {
	pinterest := startAgency(t, 0)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	report := checkFile(t, t.Context(), pinterest.file(t, 40), time.Nanosecond)
	for _, s := range report.Services {
		if s.OK || !slices.ContainsFunc(s.Findings, func(f finding.Finding) bool { return f.ID == "flight.timeout" }) {
			t.Errorf("%s: ok = %v, %v", s.Service, s.OK, s.Findings)
		}
	}
	if got := verdict(report.all()); report.OK || got != exitNetwork {
		t.Errorf("ok = %v, exit code %d, want %d", report.OK, got, exitNetwork)
	}
}

func TestOfflineNothingIsSent(t *testing.T) {
	pinterest := startAgency(t, 0)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	path := pinterest.file(t, 20)
	for _, all := range []bool{true, false} {
		a := &app{
			in: strings.NewReader(""), out: &output{to: io.Discard}, err: io.Discard, flags: flags{config: path, service: "agency3:pinterest"},
		}
		report, err := a.runCheck(t.Context(), checkOptions{all: all, offline: true})
		if err != nil || !report.OK {
			t.Fatal(err, report.all())
		}
	}
	if len(pinterest.sent) > 0 {
		t.Errorf("requests were sent: %v", pinterest.sent)
	}
}

func TestAllServicesOfAnAppTogetherKeepToItsLimit(t *testing.T) {
	pinterest := startAgency(t, 0)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	// One app, and other scopes each, so that none shares another one's check.
	more := []string{"boards:read", "pins:read", "ads:read", "catalogs:read", "biz_access:read"}
	var text strings.Builder
	for i := range 1 << len(more) {
		scopes := []string{"user_accounts:read"}
		for bit, name := range more {
			if i>>bit&1 == 1 {
				scopes = append(scopes, name)
			}
		}
		fmt.Fprintf(&text, "[\"s%d:pinterest\"]\nclientId = \"1500000\"\nclientSecret = %q\nscopes = [\"%s\"]\ntokenUrl = %q\napiUrl = %q\n",
			i, simulator.ClientSecret, strings.Join(scopes, `", "`), pinterest.URL+"/0/v5/oauth/token", pinterest.URL+"/0/v5")
	}
	path := filepath.Join(t.TempDir(), "one.toml")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	checkFile(t, t.Context(), path, 0)
	took, requests := time.Since(begun), len(pinterest.sent["0"])
	if requests < 100 {
		t.Fatalf("%d requests are too few to tell", requests)
	}
	least := time.Duration(requests-requestsAtOnce) * time.Second / requestsPerSecond
	if took < least {
		t.Errorf("%d requests in %s; the limit allows them in %s", requests, took, least)
	}
}

func TestEqualAppsAreTriedOnce(t *testing.T) {
	pinterest := startAgency(t, 0)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	path := pinterest.file(t, 3*agencies) // three services each, with apps of their own
	before := checkFile(t, t.Context(), path, 0)
	if !before.OK {
		t.Fatal(before.all())
	}
	apps := 0
	for _, sent := range pinterest.sent {
		apps += len(sent)
	}
	if want := 3 * agencies * 3; apps != want { // token, account, boards
		t.Errorf("%d requests for different apps, want %d", apps, want)
	}
	clear(pinterest.sent)
	shared := writeShared(t, pinterest, 50)
	if report := checkFile(t, t.Context(), shared, 0); !report.OK {
		t.Fatal(report.all())
	}
	if got := len(pinterest.sent["0"]); got != 3 {
		t.Errorf("%d requests for fifty services of one app, want 3", got)
	}
}
