//go:build unix

package wizard

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/steps"
)

func TestASaveIsNotStoppedHalfway(t *testing.T) {
	t.Parallel()
	d := sit(t, walk(t, "nothing", "connector.write"), 80, 24)
	d.happens(prepared(), steps.Save{})
	d.press("ctrl+z")
	if shown := d.text(); !strings.Contains(shown, "The file is being written. Stop pinsetup when that is done.") {
		t.Errorf("it says\n%s", d.display().Screen())
	}
}
