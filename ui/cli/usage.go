package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/assets/near"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// noSuchCommand refuses what is typed after "pinsetup" and is no command.
func (a *app) noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if a.flags.demo == "ok" && isScenario(args[0]) {
		return usage("the scenario belongs to the flag: --demo=%s", args[0])
	}
	text := fmt.Sprintf("there is no command %q", safe.Show(args[0], 60))
	if strings.HasSuffix(args[0], ".toml") {
		return usage("%s. To name the configuration file: pinsetup --config %s", text, safe.ShellPath(args[0]))
	}
	if likely := likelyCommand(cmd, args[0]); likely != "" {
		return usage("%s; did you mean %q?", text, likely)
	}
	return usage("%s. The commands: %s%s", text, strings.Join(commandNames(cmd), ", "), withoutOne(cmd))
}

// withoutOne says what there is without a command.
func withoutOne(cmd *cobra.Command) string {
	if cmd.HasParent() {
		return ""
	}
	return ". Without one, pinsetup is the wizard"
}

func commandNames(below *cobra.Command) []string {
	var names []string
	for _, c := range below.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// likelyCommand returns the command below this one that was likely meant, as
// it is typed, or "".
func likelyCommand(below *cobra.Command, word string) string {
	for _, c := range below.Commands() {
		if slices.Contains(c.SuggestFor, strings.ToLower(word)) {
			return c.CommandPath()
		}
	}
	if likely := nearest(word, commandNames(below)); likely != "" {
		return below.CommandPath() + " " + likely
	}
	return ""
}

// arguments returns a check that a command has from least to most arguments;
// what names them ("FILE").
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usage("%s needs %s: %s", cmd.CommandPath(), what, cmd.UseLine())
		case len(args) > most && most == 0 && likelyCommand(cmd, args[0]) != "":
			return usage("there is no command %q; did you mean %q?", cmd.CommandPath()+" "+safe.Show(args[0], 60), likelyCommand(cmd, args[0]))
		case len(args) > most && most == 0 && cmd.HasAvailableSubCommands():
			return usage("there is no command %q. The commands: %s", cmd.CommandPath()+" "+safe.Show(args[0], 60), strings.Join(commandNames(cmd), ", "))
		case len(args) > most && most == 0 && strings.HasSuffix(args[0], ".toml"):
			return usage("%s takes no arguments. To name the configuration file: --config %s", cmd.CommandPath(), safe.ShellPath(args[0]))
		case len(args) > most && most == 0:
			return usage("%s takes no arguments, and got %q", cmd.CommandPath(), safe.Show(args[0], 60))
		case most >= 0 && len(args) > most:
			return usage("%s takes one %s, and got also %q; quote what has spaces in it", cmd.CommandPath(), what, safe.Show(args[most], 60))
		}
		return nil
	}
}

// explainFlag says what is wrong with a flag, and which one was likely meant.
func explainFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		return unknownFlag(cmd, unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return usage("%s has no flag -%s; its flags have whole names: %s --help", cmd.CommandPath(), unknown.GetSpecifiedName(), cmd.CommandPath())
	case errors.As(err, &missing):
		return usage("--%s needs a value: %s", missing.GetFlag().Name, example(missing.GetFlag()))
	case errors.As(err, &invalid):
		return usage("--%s is %q: %s", invalid.GetFlag().Name, safe.Show(invalid.GetValue(), 60), wanted(invalid.GetFlag()))
	}
	return usage("%w", err)
}

func unknownFlag(cmd *cobra.Command, name string) error {
	if strings.Contains(strings.ReplaceAll(name, "-", ""), "secret") || name == "password" {
		return usage("%s has no flag --%s: a secret on the command line can be read by everybody on the machine. "+
			"Use --client-secret-file FILE, --client-secret-env NAME or --client-secret-stdin", cmd.CommandPath(), safe.Show(name, 40))
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	text := fmt.Sprintf("%s has no flag --%s", cmd.CommandPath(), safe.Show(name, 60))
	if likely := nearest(name, names); likely != "" {
		return usage("%s; did you mean --%s?", text, likely)
	}
	return usage("%s. Its flags: %s --help", text, cmd.CommandPath())
}

func example(f *pflag.Flag) string {
	what, _ := pflag.UnquoteUsage(f)
	return fmt.Sprintf("--%s %s", f.Name, strings.ToUpper(what))
}

// nearest returns the word that was likely meant, or "": the one with the
// fewest letters to change, or the only one that begins so.
func nearest(word string, words []string) string {
	word = strings.ToLower(word)
	best := near.Likely(word, words)
	if best != "" || len(word) < 2 {
		return best
	}
	for _, w := range words {
		if strings.HasPrefix(strings.ToLower(w), word) {
			if best != "" {
				return ""
			}
			best = w
		}
	}
	return best
}
