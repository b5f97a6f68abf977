package wizard

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/ui/say"
)

func TestCommandsInFindingsCanBeTypedAsTheyStandThere(t *testing.T) {
	m := &model{config: Config{Program: say.Program{Self: func() string { return "./pinsetup" }, Commands: map[string]bool{"scopes": false}}}}
	c := newCanvas(200)
	m.finding(c, assets.Finding("scopes.unknown"))
	if screen := strings.Join(c.lines, "\n"); !strings.Contains(screen, `"./pinsetup scopes"`) {
		t.Errorf("it shows\n%s", screen)
	}
}
