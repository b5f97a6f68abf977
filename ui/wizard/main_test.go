package wizard

import (
	"testing"

	"go.uber.org/goleak"
)

// What leaves a goroutine behind fails the package. After a mistake Bubble Tea
// gives the terminal back and leaves the read of its input to the program's end.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/charmbracelet/ultraviolet.(*TerminalReader).StreamEvents"),
		goleak.IgnoreAnyFunction("github.com/charmbracelet/ultraviolet.(*TerminalReader).StreamEvents.func1"))
}
