package cli

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// environmentKey marks flags that a variable of the environment can set.
const environmentKey = "pinsetup_environment"

func inEnvironment(f *pflag.Flag) {
	f.Annotations = map[string][]string{environmentKey: {variable(f.Name)}}
}

// variable names the variable for a flag: PINSETUP_NO_BROWSER.
func variable(flag string) string {
	return "PINSETUP_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
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
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		names := f.Annotations[environmentKey]
		if err != nil || f.Changed || len(names) == 0 || hasRival(cmd, f.Name) {
			return
		}
		value := os.Getenv(names[0])
		if value == "" {
			return
		}
		if f.Name == "demo" {
			value = demoWord(value)
		}
		if failure := f.Value.Set(value); failure != nil {
			err = usage("the variable %s is %q: %s", names[0], value, wanted(f))
		}
		a.fromVariable[f.Name] = true
	})
	return err
}

// hasRival reports whether the command line answers the flag's question with
// another flag.
func hasRival(cmd *cobra.Command, name string) bool {
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
