package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpColumns is how wide help is where no terminal says more or less.
const helpColumns = 80

// help prints what a command is for, as wide as the terminal is.
func (a *app) help(c *cobra.Command, _ []string) {
	p := a.results()
	p.width = cmp.Or(p.width, helpColumns)
	p.prose(cmp.Or(c.Long, c.Short+"."))
	p.section("Usage")
	p.line("  %s", p.Named(c.UseLine()))
	if c.HasAvailableSubCommands() {
		if c.Runnable() {
			p.line("  %s", p.Named(c.CommandPath()+" [command]"))
		}
	}
	if c.Example != "" {
		p.section("Examples")
		p.line("%s", p.Named(c.Example))
	}
	p.subcommands(c)
	p.flags("Flags", c.LocalFlags())
	p.flags("Common flags", c.InheritedFlags())
	if c.HasAvailableSubCommands() {
		p.line("")
		p.indented("", fmt.Sprintf("More about a command: %s [command] --help", c.CommandPath()))
	}
}

func (p printer) section(title string) {
	p.line("")
	p.title(title + ":")
}

// prose prints paragraphs, filled anew. Lines that begin with a space stay as
// they are: some are commands to copy.
func (p printer) prose(text string) {
	for i, paragraph := range strings.Split(p.Named(text), "\n\n") {
		if i > 0 {
			p.line("")
		}
		var filled []string
		for line := range strings.SplitSeq(paragraph, "\n") {
			last := len(filled) - 1
			if last < 0 || strings.HasPrefix(line, " ") || strings.HasPrefix(filled[last], " ") {
				filled = append(filled, line)
			} else {
				filled[last] += " " + line
			}
		}
		for _, line := range filled {
			if !strings.HasPrefix(line, " ") {
				line = wrap(line, p.width)
			}
			p.line("%s", line)
		}
	}
}

func (p printer) subcommands(c *cobra.Command) {
	if !c.HasAvailableSubCommands() {
		return
	}
	p.section("Commands")
	for _, child := range c.Commands() {
		if child.IsAvailableCommand() {
			p.entry(p.style("", fmt.Sprintf("  %-12s ", child.Name())), p.style("", child.Short))
		}
	}
}

func (p printer) flags(title string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	p.section(title)
	widest := 0
	set.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			widest = max(widest, len(flagLabel(f)))
		}
	})
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		_, text := pflag.UnquoteUsage(f)
		if f.DefValue != "" && (f.Value.Type() == "string" || f.Value.Type() == "stringSlice" && f.DefValue != "[]") {
			text += " (default " + f.DefValue + ")"
		}
		p.entry(p.style("", fmt.Sprintf("  %-*s  ", widest, flagLabel(f))), p.style("", p.Named(text)))
	})
}

// flagLabel is a flag with what it takes: "--config file", "--demo[=scenario]".
func flagLabel(f *pflag.Flag) string {
	value, _ := pflag.UnquoteUsage(f)
	switch {
	case value == "":
		return "--" + f.Name
	case f.NoOptDefVal != "":
		return "--" + f.Name + "[=" + value + "]"
	}
	return "--" + f.Name + " " + value
}
