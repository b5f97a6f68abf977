package wizard

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the screens of testdata anew, to be looked at in the diff")

// golden are the scenes whose screens are kept whole: one of each kind.
var golden = []string{
	"first start", "nothing oauth.scopes", "live test, waiting", "the file changes", "nothing connector.done",
}

// TestAFewScreensAreAsTheyWereLookedAt: what is meant to change is written anew
// by "go test ./ui/wizard -run Screens -update".
func TestAFewScreensAreAsTheyWereLookedAt(t *testing.T) {
	all := scenes()
	for _, name := range golden {
		s := all[slices.IndexFunc(all, func(s scene) bool { return s.name == name })]
		for _, size := range sizes[:3:3] {
			if size.columns == 60 {
				continue
			}
			file := filepath.Join("testdata", "screens", fmt.Sprintf("%s %dx%d.txt", strings.ReplaceAll(name, ",", ""), size.columns, size.rows))
			screen := s.open(t, size.columns, size.rows).display().Screen() + "\n"
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(screen), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != screen {
				t.Errorf("%s is not as it was:\n%s\nit was:\n%s", file, screen, want)
			}
		}
	}
}
