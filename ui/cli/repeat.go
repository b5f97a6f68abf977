package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// whereFlags are the common flags that say with whom a run speaks.
var whereFlags = []string{"demo", "sandbox", "authorize-url", "token-url", "api-url"}

// given returns the common flags among names as they were given, on the command
// line or in the environment, written for a shell.
func (a *app) given(cmd *cobra.Command, names ...string) []string {
	var words []string
	cmd.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if (f.Changed || a.fromVariable[f.Name]) && slices.Contains(names, f.Name) && f.Value.String() != "" {
			words = append(words, flagWord(f))
		}
	})
	return words
}

// aboutFlags returns the flags that have another command be about this service
// at the same server, written for a shell.
func (a *app) aboutFlags(cmd *cobra.Command, service string) string {
	words := a.given(cmd, whereFlags...)
	if service != store.DefaultService || len(a.given(cmd, "service")) > 0 {
		words = append(words, "--service "+safe.ShellWord(service))
	}
	usual := store.DefaultFile
	if a.flags.demo != "" {
		usual = store.DemoFile
	}
	if a.flags.config != usual { // named by a flag, a variable or the argument FILE
		words = append(words, "--config "+safe.ShellWord(a.flags.config))
	}
	return strings.Join(words, " ")
}

// flagWord writes a flag with its value, in the shortest way.
func flagWord(f *pflag.Flag) string {
	value := f.Value.String()
	switch {
	case value == f.NoOptDefVal: // --sandbox, --demo
		return "--" + f.Name
	case f.NoOptDefVal != "":
		return safe.ShellWord("--" + f.Name + "=" + value)
	}
	return "--" + f.Name + " " + safe.ShellWord(value)
}

// again returns the command that starts the wizard as this run was started.
func (a *app) again(cmd *cobra.Command) string {
	words := []string{a.Self()}
	cmd.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "json" {
			words = append(words, a.given(cmd, f.Name)...)
		}
	})
	return strings.Join(words, " ")
}
