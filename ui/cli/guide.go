package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/ui/say"
)

func (a *app) guideCommand() *cobra.Command {
	return &cobra.Command{
		Use:        "guide [STEP]",
		SuggestFor: []string{"instructions", "steps"},
		Short:      "Read the instructions of a step",
		Long: `Prints the instructions of a step, as the wizard shows them. Without STEP it lists
the steps.`,
		Example: "  pinsetup guide\n  pinsetup guide oauth\n  pinsetup guide limits | less",
		Args:    arguments(0, 1, "STEP"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listGuides()
			}
			return a.readGuide(args[0])
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return assets.Steps, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

type guideDoc struct {
	Version int        `json:"version"`
	Steps   []guideOne `json:"steps"`
}

type guideOne struct {
	Step    string      `json:"step"`
	Title   string      `json:"title"`
	Summary string      `json:"summary"`
	Pages   []guidePage `json:"pages,omitempty"`
}

type guidePage struct {
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Intro string      `json:"intro"`
	Lines []guideLine `json:"lines"`
	// Limits are the classes of rate limits, on the page about them.
	Limits []assets.RateLimit `json:"limits,omitempty"`
}

type guideLine struct {
	Kind     string           `json:"kind"`
	Text     string           `json:"text"`
	Link     string           `json:"link,omitempty"`
	Evidence finding.Evidence `json:"evidence,omitempty"`
	Source   finding.Source   `json:"source,omitempty"`
}

func (a *app) listGuides() error {
	doc := guideDoc{Version: jsonVersion}
	for _, step := range assets.Steps {
		g, err := assets.LoadGuide(step)
		if err != nil {
			return exit(exitFailed, err)
		}
		doc.Steps = append(doc.Steps, guideOne{Step: g.Step, Title: g.Title, Summary: g.Summary})
	}
	if a.flags.json {
		return a.writeJSON(doc)
	}
	p := a.results()
	for _, g := range doc.Steps {
		p.indented(fmt.Sprintf("%-12s ", g.Step), finding.Sentence(g.Title)+" "+g.Summary)
	}
	return nil
}

// wizardSteps is how many steps the wizard counts: account to connector.
const wizardSteps = 6

// readGuide prints the guide of a step, named or by the wizard's number.
func (a *app) readGuide(step string) error {
	if n, err := strconv.Atoi(step); err == nil && n >= 1 && n <= wizardSteps {
		step = assets.Steps[n] // before the first stands the start
	}
	g, err := assets.LoadGuide(strings.ToLower(step))
	if err != nil {
		if likely := nearest(step, assets.Steps); likely != "" {
			return usage("there is no step %q; did you mean %s?", safe.Show(step, 60), likely)
		}
		return usage("there is no step %q; the steps: %s", safe.Show(step, 60), strings.Join(assets.Steps, ", "))
	}
	if a.flags.json {
		return a.writeJSON(guideDoc{jsonVersion, []guideOne{guideInJSON(g)}})
	}
	p := a.results()
	if p.width == 0 {
		p.width = 80 // it is prose, for a pager or a file
	}
	p.title(g.Title)
	p.indented("", g.Summary)
	p.line("")
	p.indented("", say.EvidenceLegend)
	for _, page := range g.Pages {
		p.guidePage(page)
	}
	return nil
}

func (p printer) guidePage(page assets.GuidePage) {
	p.line("")
	p.title(upperFirst(page.Title))
	p.indented("", page.Intro)
	for _, l := range page.Lines {
		p.guideLine(l)
	}
	if page.ID == limitsPage {
		p.limits()
	}
	for _, f := range page.Fields {
		p.guideField(f)
	}
}

// guideField prints what goes into a field, and what there is to choose from.
func (p printer) guideField(f assets.GuideField) {
	if f.Example == "" && len(f.Options) == 0 {
		return // a confirmation of what the lines say
	}
	f = f.Said()
	text := f.Hint
	if f.Example != "" {
		text += " For example: " + strings.ReplaceAll(f.Example, "\n", " ")
	}
	p.indented("  "+f.Label+": ", text)
	sign := "    - "
	if f.Key == "review.checked" {
		sign = "    [ ] "
	}
	for _, o := range f.Options {
		p.indented(sign, finding.Sentence(o.Label)+" "+o.Hint)
	}
}

// limitsPage is the page of the guide with the table of rate limits.
const limitsPage = "limits.classes"

// limits prints the classes of rate limits and their numbers.
func (p printer) limits() {
	const columns = "%-22s%8s%9s" // half of a line, or notes would stand below
	p.line("")
	p.line(columns, "class", "Trial", "Standard")
	p.line(columns, "", "a day", "a minute")
	for _, l := range assets.RateLimits() {
		trial, standard := "unknown", "unknown"
		if l.Trial > 0 {
			trial, standard = thousands(l.Trial), thousands(l.Standard)
		}
		row := fmt.Sprintf(columns, l.Category, trial, standard)
		if note := strings.TrimSpace(l.Note + say.Evidence(l.Evidence, finding.Pinterest)); note != "" {
			p.indented(row+" ", note)
		} else {
			p.line("%s", row)
		}
	}
}

// thousands writes a number as Pinterest's documentation does: "120,000".
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func (p printer) guideLine(l assets.GuideLine) {
	label := map[string]string{"do": "  - ", "why": "  why:  ", "trap": "  trap: ", "note": "  note: "}[l.Kind]
	p.indented(label, l.Text+say.Evidence(l.Evidence, l.Source))
	if l.Link != "" {
		p.line("%s%s", strings.Repeat(" ", len(label)), p.style(blue, l.Link))
	}
}

func guideInJSON(g assets.Guide) guideOne {
	one := guideOne{Step: g.Step, Title: g.Title, Summary: g.Summary}
	for _, page := range g.Pages {
		lines := []guideLine{}
		for _, l := range page.Lines {
			lines = append(lines, guideLine{l.Kind, l.Text, l.Link, l.Evidence, l.Source})
		}
		shown := guidePage{ID: page.ID, Title: page.Title, Intro: page.Intro, Lines: lines}
		if page.ID == limitsPage {
			shown.Limits = assets.RateLimits()
		}
		one.Pages = append(one.Pages, shown)
	}
	return one
}

func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
