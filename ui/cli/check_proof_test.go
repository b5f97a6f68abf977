package cli

import (
	"encoding/xml"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store"
)

// Whatever Pinterest does, verified is only what it took, and a passed case of
// JUnit's is only what is verified.
func TestNothingIsSaidToBeRightThatWasNotTried(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	path := filepath.Join(aConfiguration(t), "pinterest.toml")
	valid := regexp.MustCompile(`(?i)\bvalid\b`)
	for _, scenario := range simulator.Scenarios() {
		for _, offline := range []bool{false, true} {
			var out strings.Builder
			a := &app{
				in: strings.NewReader(""), out: &output{to: &out}, err: &strings.Builder{},
				flags: flags{config: path, service: store.DefaultService, demo: scenario.Name, timeout: 300 * time.Millisecond},
			}
			report, err := a.runCheck(t.Context(), checkOptions{offline: offline})
			if err != nil {
				t.Fatalf("%s: %v", scenario.Name, err)
			}
			verified := 0
			for _, line := range report.Services[0].Lines {
				if line.Proof != auth.Verified {
					continue
				}
				verified++
				if offline || !strings.Contains(line.How, "GET ") && !strings.HasPrefix(line.How, theDemos+" ") {
					t.Errorf("%s, offline %v: %s is verified by %q", scenario.Name, offline, line.Name, line.How)
				}
			}
			if got := passed(t, report); got != verified {
				t.Errorf("%s, offline %v: JUnit has %d passed cases, %d lines are verified", scenario.Name, offline, got, verified)
			}
			if err := a.printReport(report, checkOptions{offline: offline}); err != nil {
				t.Fatal(err)
			}
			said, _, _ := strings.Cut(out.String(), "\n\nerror: ") // a finding may say that something is not valid
			if valid.MatchString(said) {
				t.Errorf("%s, offline %v says valid:\n%s", scenario.Name, offline, said)
			}
		}
	}
}

func passed(t *testing.T, report checkReport) int {
	t.Helper()
	var out strings.Builder
	if err := writeJUnit(&out, report); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Suites []struct {
			Cases []struct {
				Failure *struct{} `xml:"failure"`
				Skipped *struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(out.String()), &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, suite := range doc.Suites {
		for _, c := range suite.Cases {
			if c.Failure == nil && c.Skipped == nil {
				n++
			}
		}
	}
	return n
}
