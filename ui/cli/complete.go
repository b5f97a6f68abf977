package cli

import (
	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store"
)

// A completer returns what a flag can be; a tab and what follows it explain.
type completer func() []string

// complete has a shell complete the flag.
func complete(c *cobra.Command, flag string, words completer) {
	err := c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words(), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the flag isn't there: a mistake in the program
	}
}

func scopeWords() []string {
	var words []string
	for _, s := range assets.Scopes() {
		words = append(words, s.Name+"\t"+s.Plain)
	}
	return words
}

func taskIDs() []string {
	var words []string
	for _, t := range assets.Tasks() {
		words = append(words, t.ID+"\t"+t.Title)
	}
	for _, p := range assets.Presets() {
		words = append(words, p.ID+"\t"+p.Title)
	}
	return words
}

func scenarioNames() []string {
	var words []string
	for _, s := range simulator.Scenarios() {
		words = append(words, s.Name+"\t"+s.Summary)
	}
	return words
}

// serviceIDs returns the services of the file that --config names.
func (a *app) serviceIDs() []string {
	file, err := store.Load(a.flags.config)
	if err != nil {
		return nil
	}
	return file.Services()
}
