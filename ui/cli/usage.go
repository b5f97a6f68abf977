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
	if !cmd.HasAvailableSubCommands() {
		return usage("%s has no command %q below it", cmd.CommandPath(), safe.Show(args[0], 60))
	}
	return usage("%s. The commands: %s%s", text, strings.Join(commandNames(cmd), ", "), withoutOne(cmd))
}

// commandOf returns the command that words name, from the root on.
func (a *app) commandOf(root *cobra.Command, words []string) (*cobra.Command, error) {
	c := root
	for _, word := range words {
		i := slices.IndexFunc(c.Commands(), func(below *cobra.Command) bool { return below.Name() == word || below.HasAlias(word) })
		if i < 0 {
			return nil, a.noSuchCommand(c, []string{word})
		}
		c = c.Commands()[i]
	}
	return c, nil
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
		case len(args) < least && len(cmd.ValidArgs) > 0:
			return usage("%s needs %s: %s", cmd.CommandPath(), what, strings.Join(cmd.ValidArgs, ", "))
		case len(args) < least:
			return usage("%s needs %s: %s", cmd.CommandPath(), what, cmd.UseLine())
		case most >= 0 && len(args) > most:
			return tooMany(cmd, args[most], what)
		}
		return nil
	}
}

// tooMany says of an argument that a command doesn't take where it may belong.
func tooMany(cmd *cobra.Command, arg, what string) error {
	shown, likely := safe.Show(arg, 60), likelyCommand(cmd, arg)
	text := fmt.Sprintf("%s takes one %s, and got also %q", cmd.CommandPath(), what, shown)
	if what == "" {
		text = fmt.Sprintf("%s takes no arguments, and got %q", cmd.CommandPath(), shown)
	}
	switch {
	case what == "FILE":
		return usage("%s; quote what has spaces in it", text)
	case likely != "":
		return usage("there is no command %q; did you mean %q?", cmd.CommandPath()+" "+shown, likely)
	case cmd.HasAvailableSubCommands():
		return usage("there is no command %q. The commands: %s", cmd.CommandPath()+" "+shown, strings.Join(commandNames(cmd), ", "))
	case strings.HasSuffix(arg, ".toml"):
		return usage("%s. To name the configuration file: --config %s", text, safe.ShellPath(arg))
	case cmd.Flags().Lookup("scenario") != nil && isScenario(arg):
		return usage("the scenario belongs to the flag: --scenario %s", arg)
	}
	return usage("%s", text)
}

// explainFlag says what is wrong with a flag, and which one was likely meant.
func (a *app) explainFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		return a.unknownFlag(cmd, unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return oneHyphen(cmd, unknown)
	case errors.As(err, &missing):
		return usage("--%s needs a value: %s", missing.GetFlag().Name, example(missing.GetFlag()))
	case errors.As(err, &invalid):
		return usage("--%s is %q: %s", invalid.GetFlag().Name, safe.Show(invalid.GetValue(), 60), wanted(invalid.GetFlag()))
	}
	return usage("%w", err)
}

// oneHyphen says of a flag with one hyphen that flags here have two.
func oneHyphen(cmd *cobra.Command, unknown *pflag.NotExistError) error {
	word, _, _ := strings.Cut(unknown.GetSpecifiedShortnames(), "=")
	switch {
	case strings.EqualFold(word, "v"):
		return usage("%s has no flag -%s; did you mean \"pinsetup version\"?", cmd.CommandPath(), word)
	case cmd.Flags().Lookup(word) != nil:
		return usage("%s has no flag -%s; did you mean --%s?", cmd.CommandPath(), word, word)
	}
	return usage("%s has no flag -%s; its flags have whole names: %s --help", cmd.CommandPath(), unknown.GetSpecifiedName(), cmd.CommandPath())
}

func (a *app) unknownFlag(cmd *cobra.Command, name string) error {
	text := fmt.Sprintf("%s has no flag --%s", cmd.CommandPath(), safe.Show(name, 60))
	if instead := secretInstead(cmd, name); instead != "" {
		return usage("%s: a secret on the command line can be read by everybody on the machine. %s", text, instead)
	}
	likely := nearest(name, append(flagNames(cmd), "version"))
	elsewhere := a.withFlag(name)
	switch {
	case likely == "version":
		return usage("%s; did you mean \"pinsetup version\"?", text)
	case likely != "":
		return usage("%s; did you mean --%s?", text, likely)
	case name == "task" && cmd.Flags().Lookup("for") != nil:
		return usage("%s; did you mean --for?", text)
	case len(elsewhere) > 0:
		return usage("%s; it is one of %s. Those here: %s --help", text, strings.Join(elsewhere, " and "), cmd.CommandPath())
	}
	return usage("%s. Its flags: %s --help", text, cmd.CommandPath())
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return names
}

// withFlag returns the commands that have a flag of their own of this name. A
// run makes its own command alone, so the others are made here.
func (a *app) withFlag(name string) []string {
	var found []string
	var look func(c *cobra.Command)
	look = func(c *cobra.Command) {
		if c.LocalFlags().Lookup(name) != nil {
			found = append(found, c.CommandPath())
		}
		for _, below := range c.Commands() {
			look(below)
		}
	}
	root := &cobra.Command{Use: "pinsetup"}
	for _, c := range commands {
		add(root, c.make(a))
	}
	look(root)
	return found
}

// secretInstead says where a secret comes from that a flag was to hold, and ""
// for other flags.
func secretInstead(cmd *cobra.Command, name string) string {
	has := func(flag string) bool { return cmd.Flags().Lookup(flag) != nil }
	word := strings.ReplaceAll(name, "-", "")
	switch {
	case !strings.Contains(word, "secret") && word != "password" && !(word == "token" && has("token-env")):
		return ""
	case has("token-env"):
		return "Put a token into the variable APPMIXER_TOKEN, or one that --token-env names, or give --user: the password is asked for"
	case has("client-secret-file"):
		return "Use --client-secret-file FILE, --client-secret-env NAME or --client-secret-stdin"
	}
	return "The app secret is the configuration's: pinsetup generate --client-secret-file FILE puts it there"
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
