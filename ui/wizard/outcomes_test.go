package wizard

import (
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/steps"
)

func TestAWizardThatASignalEndsKnowsThatTheFileWasWritten(t *testing.T) {
	d := sit(t, walk(t, "nothing", "connector.write"), 80, 24)
	d.send(d.m.came.add(prepared()))
	d.happens(steps.Save{}, steps.Quit{})
	d.m.came.add(steps.Saved{Path: "/x/pinterest.toml"}) // nobody takes the message any more
	if d.m.catchUp(); !d.m.state.File().Saved || d.m.state.File().Path != "/x/pinterest.toml" {
		t.Errorf("it says %+v", d.m.state.File())
	}
}

func TestWhatWasHeardOfIsNotHeardAgainAtTheEnd(t *testing.T) {
	d := sit(t, walk(t, "nothing", "connector.write"), 80, 24)
	d.send(d.m.came.add(prepared()))
	d.happens(steps.Save{})
	d.send(d.m.came.add(steps.Saved{Path: "/x/first.toml"}))
	d.happens(steps.Jump{Page: "connector.where"}, steps.Next{}, prepared(), steps.Save{})
	d.m.came.add(steps.NotSaved{Finding: assets.Finding("wizard.file-changed")})
	before := d.m.state
	if d.m.catchUp(); d.m.state.File().NotSaved == nil || d.m.state.File().Saved {
		t.Errorf("the second file was not written, and it says %+v; before it was %+v", d.m.state.File(), before.File())
	}
}
