// Libraries does nothing of use with everything that pinsetup is built on. Its
// size, and the time until it prints its version, are what is left of pinsetup
// without its own code: .ci/bench prints both.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"

	"charm.land/bubbles/v2/spinner"
	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/pelletier/go-toml/v2"
	"github.com/spf13/cobra"
	"github.com/zalando/go-keyring"
	"golang.org/x/oauth2"
)

type model struct {
	line  textinput.Model
	lines textarea.Model
	spin  spinner.Model
}

func (m model) Init() tea.Cmd { return m.spin.Tick }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.line, _ = m.line.Update(msg)
	m.lines, _ = m.lines.Update(msg)
	m.spin, _ = m.spin.Update(msg)
	return m, nil
}

func (m model) View() tea.View {
	return tea.NewView(lipgloss.NewStyle().Bold(true).Width(10).Render(m.line.View() + m.lines.View() + m.spin.View()))
}

type settings struct {
	Name string
	List []string
}

func run(cmd *cobra.Command, _ []string) error {
	var read settings
	if err := toml.Unmarshal([]byte(cmd.Use), &read); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(cmd.Use), &read); err != nil {
		return err
	}
	if err := json.NewEncoder(cmd.OutOrStdout()).Encode(read); err != nil {
		return err
	}
	if _, err := keyring.Get(read.Name, read.Name); err != nil {
		return err
	}
	token, err := (&oauth2.Config{}).Exchange(context.Background(), read.Name)
	if err != nil {
		return err
	}
	answer, err := oauth2.NewClient(context.Background(), oauth2.StaticTokenSource(token)).Get(read.Name)
	if err != nil {
		return err
	}
	slog.New(slog.NewTextHandler(os.Stderr, nil)).Info("answered", "status", answer.Status)
	if _, err := tea.NewProgram(model{textinput.New(), textarea.New(), spinner.New()}).Run(); err != nil {
		return err
	}
	return http.ListenAndServeTLS("127.0.0.1:0", read.Name, read.Name, http.NotFoundHandler())
}

func main() {
	root := &cobra.Command{Use: "libraries"}
	root.AddCommand(&cobra.Command{Use: "run", RunE: run},
		&cobra.Command{Use: "version", Run: func(*cobra.Command, []string) { fmt.Println("libraries 1") }})
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
