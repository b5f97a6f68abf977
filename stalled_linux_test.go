package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A terminal may take nothing any more: a connection hangs, or somebody holds
// the output. What is written then waits for ever, and nobody else must.
func TestASecondSignalEndsTheWizardWhereTheTerminalTakesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	term := demo(t, dir, "--log-file", log)
	toPage(t, term, "1 of 3 · who you are")
	term.Paste(" typed last")
	term.WaitFor("typed last")
	term.Hold()
	term.Type("<f1>")
	term.Signal(syscall.SIGTERM)
	term.Wait(func() bool {
		said, _ := os.ReadFile(log)
		return strings.Contains(string(said), `"signal":"terminated"`)
	}, "the signal in the log")
	term.Signal(syscall.SIGTERM)
	began := time.Now()
	if code := term.ExitCode(); code != 143 {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(began); took > 9*time.Second { // the first signal alone would end it then
		t.Errorf("it took %v", took)
	}
	if !strings.Contains(draftIn(dir), "typed last") {
		t.Errorf("the draft is %s", draftIn(dir))
	}
}
