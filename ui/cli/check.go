package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// checkFormats are the forms of check's report.
var checkFormats = []string{"text", "json", "junit", "github"}

func (a *app) checkCommand() *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:        "check [FILE]",
		SuggestFor: []string{"validate", "verify", "lint", "doctor"},
		Short:      "Check a configuration: its values, then against Pinterest",
		Long: `Checks a configuration: first every value by itself, then, without a browser and
without writing anything, against Pinterest. Each line is one of

  present    there, and not tried
  verified   tried, and it worked
  rejected   tried or looked at, and refused

Only a browser proves a redirect URI: "pinsetup authorize" does that.`,
		Example: `  pinsetup check
  pinsetup check --offline other.toml
  pinsetup check --all --json
  pinsetup check --all --format junit > report.xml
  pinsetup check --demo=wrong-secret`,
		Args: arguments(0, 1, "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.file(cmd, args); err != nil {
				return err
			}
			return a.check(cmd, o)
		},
	}
	c.Flags().BoolVar(&o.offline, "offline", false, "look at the values alone; nothing is sent")
	c.Flags().BoolVar(&o.all, "all", false, "check every service of the file")
	c.Flags().StringVar(&o.format, "format", "text", "the `form` of the report: text, json, junit, github")
	complete(c, "format", func() []string { return checkFormats })
	return c
}

type checkOptions struct {
	offline, all bool
	format       string
}

func (a *app) check(cmd *cobra.Command, o checkOptions) error {
	if a.flags.json && !cmd.Flags().Changed("format") {
		o.format = "json"
	}
	switch {
	case !slices.Contains(checkFormats, o.format):
		return usage("--format %q is none of text, json, junit, github%s", safe.Show(o.format, 40), didYouMean(o.format, checkFormats))
	case a.flags.json && o.format != "json":
		return usage("--json and --format %s don't go together", o.format)
	case o.all && cmd.Flags().Changed("service"):
		return usage("--all checks every service, and --service names one. Use one of them")
	}
	report, err := a.runCheck(cmd.Context(), o)
	if err != nil || cmd.Context().Err() != nil {
		return err // a signal ended it: there is no report
	}
	if err := a.printReport(report, o); err != nil {
		return err
	}
	return failed(report.all())
}

func didYouMean(word string, words []string) string {
	if likely := nearest(word, words); likely != "" {
		return "; did you mean " + likely + "?"
	}
	return ""
}

// A checkReport is what check found: of --format json the document.
type checkReport struct {
	Version  int               `json:"version"`
	File     string            `json:"file"`
	Offline  bool              `json:"offline"`
	OK       bool              `json:"ok"`
	Services []serviceReport   `json:"services"`
	Findings []finding.Finding `json:"findings"`
}

// A serviceReport is what there is to say of one service. OK says that no
// error stands; what is verified, the lines say.
type serviceReport struct {
	Service  string            `json:"service"`
	OK       bool              `json:"ok"`
	Lines    []checkLine       `json:"lines"`
	Method   string            `json:"method,omitempty"`
	Findings []finding.Finding `json:"findings"`
	// Elsewhere are the endpoints that don't lead to Pinterest: what is verified
	// by their servers, Pinterest never saw.
	Elsewhere []string `json:"elsewhere,omitempty"`
	resultDoc
	who answerers
}

// A checkLine is one value and how well it is known to be right.
type checkLine struct {
	// Name is the file's key; the scopes are a line each.
	Name string `json:"name"`
	// Value is never a secret: of one it says where it is kept.
	Value string     `json:"value"`
	Proof auth.Proof `json:"proof"`
	// How says by what it is known, or why it isn't.
	How string `json:"how,omitempty"`
}

// all returns every finding of the report.
func (r checkReport) all() []finding.Finding {
	found := slices.Clone(r.Findings)
	for _, s := range r.Services {
		found = append(found, s.Findings...)
	}
	return found
}
