package wizard

import (
	"testing"

	"github.com/pinsetup/pinsetup/steps"
)

func TestAWizardThatASignalEndsKnowsThatTheFileWasWritten(t *testing.T) {
	var came outcomes
	for _, e := range []steps.Event{steps.Prepared{New: true, Changed: true}, steps.Saved{Path: "/x/pinterest.toml"}} {
		came.add(e)
	}
	m := &model{heard: 1}
	m.state, _ = walk(t, "nothing", "connector.write").Apply(steps.Prepared{New: true, Changed: true})
	m.state, _ = m.state.Apply(steps.Save{})
	m.state, _ = m.state.Apply(steps.Quit{})
	if m.catchUp(&came); !m.state.File().Saved || m.state.File().Path != "/x/pinterest.toml" {
		t.Errorf("it says %+v", m.state.File())
	}
}
