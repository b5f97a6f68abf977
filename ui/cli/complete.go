package cli

import (
	"cmp"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store"
)

// A completer returns what a flag can be; a tab and what follows it explain.
type completer func() []string

// register registers a completion. A flag that isn't there is a mistake in the
// program.
func register(c *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := c.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err)
	}
}

// complete has a shell complete the flag. Of a flag that takes several words,
// separated by commas, the last one is completed.
func complete(c *cobra.Command, flag string, words completer) {
	f := c.Flag(flag)
	_, several := f.Value.(pflag.SliceValue)
	register(c, flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		if !several {
			return words(), cobra.ShellCompDirectiveNoFileComp
		}
		return continued(typed, words()), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// continued puts what is typed already, up to its last comma, before each word
// that isn't in it.
func continued(typed string, words []string) []string {
	before := typed[:strings.LastIndex(typed, ",")+1]
	chosen := strings.Split(before, ",")
	var all []string
	for _, word := range words {
		if name, _, _ := strings.Cut(word, "\t"); !slices.Contains(chosen, name) {
			all = append(all, before+word)
		}
	}
	return all
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

// completeServices completes --service with those of the file: the argument's,
// or that of --config or its variable.
func (a *app) completeServices(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	path := a.flags.config
	if path == store.DefaultFile {
		path = cmp.Or(os.Getenv(variable("config")), path)
	}
	if len(args) > 0 {
		path = args[0]
	}
	// To open a pipe may wait for ever, and a shell with it.
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	file, err := store.Load(path)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	odd := func(id string) bool { return safe.Clean(id, len(id)) != id } // a shell shows them as they are
	return slices.DeleteFunc(file.Services(), odd), cobra.ShellCompDirectiveNoFileComp
}
