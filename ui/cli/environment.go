package cli

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// mark is the annotation of flags that a variable of the environment can set.
const mark = "pinsetup_environment"

// marked is what all of them have; nobody writes to it.
var marked = map[string][]string{mark: nil}

func inEnvironment(f *pflag.Flag) { f.Annotations = marked }

// variableOf names the variable for a flag, and "" where none can set it.
func variableOf(f *pflag.Flag) string {
	if _, ok := f.Annotations[mark]; !ok {
		return ""
	}
	return variable(f.Name)
}

// variables is what their names begin with.
const variables = "PINSETUP_"

// variable names the variable for a flag: PINSETUP_NO_BROWSER.
func variable(flag string) string {
	return variables + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// rivals are flags that answer the same question. One of them on the command
// line wins over the variables of the others.
var rivals = [][]string{
	{"api-base", "redirect-uri"},
	{"client-secret-file", "client-secret-env", "client-secret-stdin"},
	{"scope", "task"},
	{"sandbox", "token-url"},
	{"sandbox", "api-url"},
	{"json", "format"},
	{"service", "all"},
}

// fromEnvironment sets what wasn't given on the command line from PINSETUP_…
// An empty variable counts as none. The flags don't count as changed by it:
// that is what tells the command line from the environment.
func (a *app) fromEnvironment(cmd *cobra.Command) (err error) {
	a.fromVariable = map[string]bool{}
	if !slices.ContainsFunc(os.Environ(), ours) { // as in most runs
		return nil
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := variableOf(f)
		if err != nil || f.Changed || name == "" || hasRival(cmd, f.Name) {
			return
		}
		value := os.Getenv(name)
		if value == "" {
			return
		}
		safe.RememberWithin(value)
		if f.Name == "demo" {
			value = demoWord(value)
		}
		if failure := f.Value.Set(value); failure != nil {
			err = usage("the variable %s is %q: %s", name, value, wanted(f))
		}
		a.fromVariable[f.Name] = true
	})
	return err
}

// ours reports whether a "NAME=value" may set a flag. Windows doesn't look at
// the case of a name.
func ours(v string) bool {
	return len(v) > len(variables) && strings.EqualFold(v[:len(variables)], variables)
}

// hasRival reports whether the command line answers the flag's question with
// another flag.
func hasRival(cmd *cobra.Command, name string) bool {
	if cmd.Flags().Changed("demo") && slices.Contains(whereFlags, name) {
		return true // what is typed keeps to this machine
	}
	return slices.ContainsFunc(rivals, func(group []string) bool {
		return slices.Contains(group, name) && slices.ContainsFunc(group, func(other string) bool {
			return other != name && cmd.Flags().Changed(other)
		})
	})
}

// named returns a flag as its value was given: "--sandbox", or "PINSETUP_SANDBOX".
func (a *app) named(flag string) string {
	if a.fromVariable[flag] {
		return variable(flag)
	}
	return "--" + flag
}

// demoWord lets PINSETUP_DEMO be a yes or no as well as a scenario.
func demoWord(value string) string {
	if yes, err := strconv.ParseBool(value); err == nil {
		if yes {
			return "ok"
		}
		return ""
	}
	return value
}
