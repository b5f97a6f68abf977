//go:build unix

package cli

import (
	"strings"
	"testing"
	"time"
)

// What the person took has its limit in --timeout; what Pinterest takes, in
// auth. So this takes its time, and no work.
func TestAPinterestThatStallsEndsTheLiveTestInTheTimeOfItsCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for 40 s")
	}
	t.Parallel()
	for _, c := range []struct {
		scenario string
		at, most time.Duration
		says     []string
	}{
		{"stalled", 20 * time.Second, 30 * time.Second, []string{"The live test did not pass.", "No answer came in time", "POST http://", "[network.timeout-here]"}},
		{"api-stalled", 40 * time.Second, 50 * time.Second, []string{
			"The live test did not pass.", "Granted:  user_accounts:read, boards:read, pins:read", "user_account: no usable answer",
			"present   boards:read  (not tried)", "present   pins:read  (not tried)", "No answer came in time", "[network.timeout-here]", "[flight.not-tried]",
		}},
	} {
		t.Run(c.scenario, func(t *testing.T) {
			t.Parallel()
			cmd := command(t, t.TempDir(), "authorize", "--demo="+c.scenario, "--yes", "--timeout", "5s")
			begun := time.Now()
			out, _ := cmd.CombinedOutput() // the exit code says it
			if code, took := cmd.ProcessState.ExitCode(), time.Since(begun); code != exitNetwork || took < c.at-time.Second || took > c.most {
				t.Errorf("exit code %d after %s, want %d after %s to %s", code, took, exitNetwork, c.at, c.most)
			}
			for _, part := range c.says {
				if !strings.Contains(string(out), part) {
					t.Errorf("it doesn't say %q:\n%s", part, out)
				}
			}
		})
	}
}
