//go:build unix

package main_test

import (
	"fmt"
	"strings"
	"testing"
)

// The window is dragged about while keys and clicks come in, and nothing waits
// for anything.
func TestAStormOfResizesAndKeysEndsWithTheScreenAsItShouldBe(t *testing.T) {
	t.Parallel()
	term := demo(t, t.TempDir())
	toPage(t, term, "1 of 3 · who you are")
	calm := term.Screen()
	for i := range 200 {
		term.Resize(1+(i*37)%200, 1+(i*23)%60)
		term.Type("<pgdn>", "<right>", fmt.Sprintf("\x1b[<64;%d;%dM", i%80, i%24), fmt.Sprintf("\x1b[<35;%d;%dM", i%80, i%24))
	}
	term.Resize(80, 24)
	term.Type("<ctrl+s>")
	term.WaitFor("you are here")
	term.Type("<esc>", "<up>")
	term.Wait(func() bool { return strings.TrimSpace(term.Screen()) == strings.TrimSpace(calm) }, "the page as it was:\n"+calm)
	term.Type("<ctrl+c>")
	if code := term.ExitCode(); code != 130 {
		t.Errorf("exit code %d", code)
	}
}
