package cli

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// everyCommand calls see for each command that a person can find.
func everyCommand(see func(*app, *cobra.Command)) {
	a := &app{}
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		see(a, c)
		for _, child := range c.Commands() {
			if child.IsAvailableCommand() && child.Name() != "help" {
				visit(child)
			}
		}
	}
	visit(a.root([]string{"help"}))
}

func TestHelpFitsIntoEightyColumnsAndNamesEveryFlag(t *testing.T) {
	everyCommand(func(a *app, c *cobra.Command) {
		var out strings.Builder
		a.out = &output{to: &out}
		c.InitDefaultHelpFlag()
		a.help(c, nil)
		text := out.String()
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if ansi.StringWidth(line) > helpColumns && !strings.Contains(c.Example, line) {
				t.Errorf("%s --help: %d columns: %s", c.CommandPath(), ansi.StringWidth(line), line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("%s --help: spaces at the end of %q", c.CommandPath(), line)
			}
		}
		for _, usages := range []string{c.LocalFlags().FlagUsages(), c.InheritedFlags().FlagUsages()} {
			for word := range strings.FieldsSeq(usages) {
				if name, _, _ := strings.Cut(word, "["); strings.HasPrefix(name, "--") && !strings.Contains(text, strings.TrimRight(name, ",.;")) {
					t.Errorf("%s --help doesn't name %s", c.CommandPath(), name)
				}
			}
		}
	})
}

// Upstream's macros print these signs as typographic ones, which no shell takes;
// those of some systems don't, so that looking at a page shows nothing.
func TestTheExamplesOfManPagesCanBePasted(t *testing.T) {
	if got, want := roff("explain 'a~b' `c^d` \\"), "explain \\(aqa\\(tib\\(aq \\(gac\\(had\\(ga \\e"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestManPagesAreWhatGroffExpects(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	everyCommand(func(_ *app, c *cobra.Command) {
		var page strings.Builder
		manPage(&page, c)
		cmd := exec.Command(groff, "-man", "-Tutf8", "-ww", "-rLL=80n", "-P-cbou")
		cmd.Stdin = strings.NewReader(page.String())
		var warnings strings.Builder
		cmd.Stderr = &warnings
		out, err := cmd.Output()
		if err != nil || warnings.String() != "" {
			t.Errorf("%s: %v %s", c.CommandPath(), err, warnings.String())
		}
		text := string(out)
		for _, part := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", c.CommandPath()} {
			if !strings.Contains(text, part) {
				t.Errorf("the page of %s has no %s:\n%s", c.CommandPath(), part, text)
			}
		}
	})
}
