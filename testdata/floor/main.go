// Floor is the least that a full-screen program with Bubble Tea does: one page
// with one line of input, at the wizard's frame rate. Benchmarks measure the
// wizard against it.
package main

import (
	"os"

	tea "charm.land/bubbletea/v2"
)

type model struct{ typed string }

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "ctrl+c":
			return m, tea.Quit
		case "ctrl+u":
			m.typed = ""
		}
		m.typed += key.Text
	}
	return m, nil
}

func (m model) View() tea.View {
	v := tea.NewView("Where do you start?\n> " + m.typed)
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(model{}, tea.WithFPS(120)).Run(); err != nil {
		os.Exit(1)
	}
}
