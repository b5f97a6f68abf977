package cli

import (
	"errors"
	"strings"
	"testing"

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
