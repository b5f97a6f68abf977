package wizard

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A careful model masks secrets in what a mistake says: Bubble Tea prints it,
// with the stack, and people put that into bug reports.
type careful struct{ *model }

func (c careful) Init() tea.Cmd { return carefully(c.model.Init()) }

func (c careful) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer maskMistake()
	_, cmd := c.model.Update(msg)
	return c, carefully(cmd)
}

func (c careful) View() tea.View {
	defer maskMistake()
	return c.model.View()
}

// carefully is a command that masks secrets in its mistake, and has all commands
// that it comes to do so.
func carefully(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer maskMistake()
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = carefully(batch[i])
			}
		}
		return msg
	}
}

// maskMistake is deferred. The stack of the mistake stays in the report.
func maskMistake() {
	if mistake := recover(); mistake != nil {
		panic(safe.CleanLines(safe.Redact(fmt.Sprint(mistake)), 0))
	}
}
