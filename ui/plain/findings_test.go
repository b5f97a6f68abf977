package plain

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/ui/say"
)

func TestCommandsInFindingsCanBeTypedAsTheyAreRead(t *testing.T) {
	var said strings.Builder
	c := Config{Program: say.Program{Self: func() string { return "./pinsetup" }, Commands: map[string]bool{"scopes": false}}}
	(&talk{config: c, out: &output{w: &said, blank: true}}).finding(assets.Finding("scopes.unknown"))
	if !strings.Contains(said.String(), `"./pinsetup scopes"`) {
		t.Errorf("it says\n%s", said.String())
	}
}
