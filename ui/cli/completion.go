package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// completionShells are the shells that completion has a script for.
var completionShells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", SuggestFor: []string{"complete", "completions"},
		Short: "Print a script that has a shell complete commands and values",
		Long: `Prints a script for bash, zsh, fish or powershell. With it the shell completes
commands, flags, services of the file, scopes, tasks, formats and scenarios. The
script of bash needs the package bash-completion.

Put the line of your shell into its start file.`,
		Example: `  source <(pinsetup completion bash)
  source <(pinsetup completion zsh)
  pinsetup completion fish | source
  pinsetup completion powershell | Out-String | Invoke-Expression`,
		Args:      arguments(1, 1, "SHELL"),
		ValidArgs: completionShells,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.noJSON(cmd, "a script for a shell"); err != nil {
				return err
			}
			var script bytes.Buffer
			root := cmd.Root()
			var err error
			switch args[0] {
			case "bash":
				err = bashCompletion(root, &script)
			case "zsh":
				err = root.GenZshCompletion(&script)
			case "fish":
				err = root.GenFishCompletion(&script, true)
			case "powershell":
				err = root.GenPowerShellCompletionWithDesc(&script)
			default:
				return noShell(args[0])
			}
			if err != nil {
				return err
			}
			_, err = a.out.Write(script.Bytes())
			return written(err)
		},
	}
}

// noShell says which shells there are.
func noShell(word string) error {
	likely := didYouMean(word, completionShells)
	if word == "pwsh" {
		likely = "; did you mean powershell?"
	}
	return usage("%q is none of %s%s", safe.Show(word, 40), strings.Join(completionShells, ", "), likely)
}

// plainCommas are changes to cobra's script for bash, which quotes commas and
// then doesn't find the lists that people type.
var plainCommas = strings.NewReplacer(
	`|| comp=$(printf "%q" "${compline%%$tab*}")`, `|| comp=$(printf "%q" "${compline%%$tab*}"); comp=${comp//\\,/,}`,
	`COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")`, `COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}"); COMPREPLY[0]=${COMPREPLY[0]//\\,/,}`,
	`< <(printf "%q\n" "${COMPREPLY[@]}")`, `< <(printf "%q\n" "${COMPREPLY[@]}"); COMPREPLY=("${COMPREPLY[@]//\\,/,}")`,
)

func bashCompletion(root *cobra.Command, w io.Writer) error {
	var script strings.Builder
	if err := root.GenBashCompletionV2(&script, true); err != nil {
		return err
	}
	_, err := plainCommas.WriteString(w, script.String())
	return err
}

// helpCommand is "pinsetup help [COMMAND]", the same as --help.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Print the help of a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.noJSON(cmd, "text for people"); err != nil {
				return err
			}
			c, err := a.commandOf(cmd.Root(), args)
			if err != nil {
				return err
			}
			c.InitDefaultHelpFlag()
			a.help(c, nil)
			return nil
		},
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
	}
}
