package main_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/ui/screentest"
)

var update = flag.Bool("update", false, "make the pictures in docs/pictures again")

// changing is what differs from run to run; its stand-ins are no wider.
var changing = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`127\.0\.0\.1:\d{5}`), "127.0.0.1:40000"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`), "2026-12-01T09:30:00Z"},
	// The simulated quota is new at midnight.
	{regexp.MustCompile(`\d+ of 1000 requests left, new in \d+.*`), "997 of 1000 requests left, new in 5 hours"},
}

func clean(row string) string {
	for _, c := range changing {
		row = c.what.ReplaceAllStringFunc(row, func(was string) string { return fmt.Sprintf("%-*s", len(was), c.by) })
	}
	return row
}

// TestThePicturesAreCurrent compares the pictures of the documentation with
// the screens of the binary. "go test . -run Pictures -update" makes them again.
func TestThePicturesAreCurrent(t *testing.T) {
	t.Parallel()
	term := screentest.Start(t, 80, 24, pinsetup(t, t.TempDir(), "--demo", "--no-browser"))
	shot := func(name, title string) {
		t.Helper()
		term.Wait(func() bool {
			lines := term.Lines()
			return strings.HasSuffix(lines[len(lines)-1], "all keys")
		}, "the keys on the last line")
		path := filepath.Join("docs", "pictures", name+".svg")
		got := term.SVG(title, screentest.Dark, clean)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		if want, err := os.ReadFile(path); err != nil || string(want) != got {
			t.Errorf("%s is not what the wizard shows now (%v). Make it again: go test . -run Pictures -update", path, err)
		}
	}
	toPage(t, term, "1 of 4 · redirect URI")
	term.Type("<enter>", "<enter>")
	term.WaitFor("2 of 4 · test redirect URI")
	term.Type("<ctrl+u>")
	term.Paste("http://localhost/")
	term.WaitFor("ctrl+f")
	shot("wizard", "pinsetup")
	term.Type("<ctrl+u>")
	term.Paste("http://localhost:18089/")
	term.WaitFor("localhost:18089")
	term.Type("<enter>")
	term.WaitFor("3 of 4 · scopes")
	shot("scopes", "pinsetup: the fewest scopes for the tasks")
	term.Type("<enter>")
	term.WaitFor("4 of 4 · register both URIs")
	term.Type("<tab>", "<space>", "<enter>")
	term.WaitFor("1 of 2 · app ID and secret")
	term.Type("<enter>", "<enter>")
	term.WaitFor("2 of 2 · live test")
	term.Type("<enter>")
	term.WaitFor("The answer is expected at")
	term.Type("<enter>")
	term.WaitFor("The live test passed.")
	term.Type("<enter>")
	term.WaitFor("[✓] The right account")
	shot("live", "pinsetup: the live test")
	term.Type("<enter>")
	term.WaitFor("1 of 2 · which access you need")
	term.Resize(120, 36)
	term.WaitFor("6 Connector")
	shot("wide", "pinsetup in a wide window")
}
