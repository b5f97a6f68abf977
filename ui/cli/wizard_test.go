package cli

import (
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
	"github.com/pinsetup/pinsetup/ui/wizard"
)

func TestAWizardThatBrokeEndsWithOneAndSaysHowToGoOn(t *testing.T) {
	for _, broke := range []error{wizard.ErrBroken, errors.New("input/output error")} {
		err := wizardFailed(broke, "pinsetup --demo")
		if code := codeOf(err); code != 1 || !errors.Is(err, broke) {
			t.Errorf("%v ends with %d: %v", broke, code, err)
		}
	}
	if text := wizardFailed(wizard.ErrBroken, "pinsetup --demo").Error(); !strings.HasSuffix(text, "pinsetup --demo") {
		t.Errorf("it doesn't say how to go on: %s", text)
	}
}

func TestTheFarewellSaysWhereTheSecretIsKept(t *testing.T) {
	for kept, want := range map[bool]string{
		true: "Everything is kept, the secret in the system's keyring. Go on with:", false: "Everything is kept but what has to stay secret. Go on with:",
	} {
		var said strings.Builder
		a := &app{out: &output{to: &said}, Program: say.Program{Self: say.Started("pinsetup")}}
		s, _ := steps.New(steps.Options{}).Apply(steps.DraftSaved{OK: true, SecretKept: kept})
		a.farewell(&cobra.Command{}, wizard.Outcome{State: s})
		if !strings.Contains(said.String(), want) {
			t.Errorf("kept in the keyring: %v, and it says %s", kept, said.String())
		}
	}
}
