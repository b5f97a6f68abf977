package cli

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
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
