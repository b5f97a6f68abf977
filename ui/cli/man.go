package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/auth/safe"
)

func (a *app) manCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:     "man [COMMAND]",
		Short:   "Print a man page, or write all of them into a folder",
		Example: "  pinsetup man | man -l -\n  pinsetup man check | man -l -\n  pinsetup man --dir /usr/local/share/man/man1",
		Args:    arguments(0, -1, "COMMAND"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.noJSON(cmd, "pages for man"); err != nil {
				return err
			}
			page, err := a.commandOf(cmd.Root(), args)
			if err != nil {
				return err
			}
			if dir != "" && len(args) > 0 {
				return usage("--dir writes the pages of all commands, and %s is one. Use one of them", page.CommandPath())
			}
			if dir != "" {
				return writeManPages(page, dir)
			}
			w := bufio.NewWriter(a.out)
			manPage(w, page)
			return written(w.Flush())
		},
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, c := range cmd.Root().Commands() {
				names = append(names, c.Name())
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().StringVar(&dir, "dir", "", "the `folder` to write a page for every command into")
	return c
}

// writeManPages writes a page for the command and all below it.
func writeManPages(c *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return exit(exitFile, fmt.Errorf("the folder %s can't be made: %w. Name another one with --dir", safe.Show(dir, 200), safe.Inner(err)))
	}
	var page strings.Builder
	manPage(&page, c)
	name := filepath.Join(dir, strings.ReplaceAll(c.CommandPath(), " ", "-")+".1")
	if err := os.WriteFile(name, []byte(page.String()), 0o644); err != nil {
		return exit(exitFile, err)
	}
	for _, child := range c.Commands() {
		if child.IsAvailableCommand() {
			if err := writeManPages(child, dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// manPage writes a page in the man macros of roff (man(7)).
func manPage(w io.Writer, c *cobra.Command) {
	name := strings.ReplaceAll(c.CommandPath(), " ", "-")
	fmt.Fprintf(w, ".TH %s 1 \"\" \"pinsetup %s\" \"pinsetup\"\n", quoteRoff(strings.ToUpper(name)), thisVersion().Version)
	fmt.Fprintf(w, ".SH NAME\n%s \\- %s\n", roff(name), roff(c.Short))
	fmt.Fprintf(w, ".SH SYNOPSIS\n.B %s\n", roff(c.UseLine()))
	fmt.Fprintf(w, ".SH DESCRIPTION\n%s\n", roff(cmp.Or(c.Long, c.Short+".")))
	manFlags(w, "OPTIONS", c.NonInheritedFlags())
	manFlags(w, "COMMON OPTIONS", c.InheritedFlags())
	if c.HasAvailableSubCommands() {
		fmt.Fprint(w, ".SH COMMANDS\n")
		for _, child := range c.Commands() {
			if child.IsAvailableCommand() {
				fmt.Fprintf(w, ".TP\n.B %s\n%s\n", roff(child.Name()), roff(child.Short))
			}
		}
	}
	if c.Example != "" {
		fmt.Fprintf(w, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(c.Example))
	}
	manExits(w)
	var also []string
	if c.HasParent() {
		also = append(also, strings.ReplaceAll(c.Parent().CommandPath(), " ", "-"))
	}
	for _, child := range c.Commands() {
		if child.IsAvailableCommand() {
			also = append(also, strings.ReplaceAll(child.CommandPath(), " ", "-"))
		}
	}
	if len(also) > 0 {
		fmt.Fprintf(w, ".SH SEE ALSO\n%s(1)\n", roff(strings.Join(also, "(1), ")))
	}
}

func manFlags(w io.Writer, heading string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(w, ".SH %s\n", heading)
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		_, text := pflag.UnquoteUsage(f)
		if name := variableOf(f); name != "" {
			text += " (" + name + " in the environment)"
		}
		fmt.Fprintf(w, ".TP\n.B %s\n%s\n", roff(flagLabel(f)), roff(text))
	})
}

func manExits(w io.Writer) {
	fmt.Fprint(w, ".SH EXIT STATUS\n")
	for _, e := range [][2]string{
		{"0", "all good"}, {"1", "a check failed, or an error stands"},
		{"2", "wrong usage, or no terminal where one is needed"},
		{"3", "the network or Pinterest can't be reached"},
		{"4", "a file can't be read or written"},
		{"130, 143, 129", "ended by SIGINT, SIGTERM, SIGHUP"},
	} {
		fmt.Fprintf(w, ".TP\n.B %s\n%s\n", e[0], e[1])
	}
}

// signs are what roff reads or prints as something else: it makes a typographic
// quote of an apostrophe, which no shell takes.
var signs = map[rune]string{'\\': `\e`, '-': `\-`, '\'': `\(aq`, '`': `\(ga`, '^': `\(ha`, '~': `\(ti`}

// roff escapes what has a meaning in roff: its signs everywhere, dots at the
// beginning of a line; and what isn't ASCII.
func roff(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case signs[r] != "":
			b.WriteString(signs[r])
		case r > 0x7e:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	text = b.String()
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

func quoteRoff(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
