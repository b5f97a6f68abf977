package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// maxPasted is more than any error message has, in bytes; logs may be longer.
const maxPasted = 1 << 20

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:        "explain [TEXT...]",
		SuggestFor: []string{"error", "why", "diagnose"},
		Short:      "Name cause and fix of an error that Pinterest, the browser or a connector showed",
		Long: `Names the cause and the fix of an error: what the browser showed, an answer of
Pinterest's API, a line of a connector's log, the [name] behind a finding. Without TEXT it reads
standard input.
Secrets in the text are masked, and nothing is sent anywhere.`,
		Example: `  pinsetup explain 'HTTP 401 {"code":3,"message":"Your application consumer type is not supported"}'
  pinsetup explain "Missing: ['boards:write']"
  pinsetup explain code 29
  tail -n 20 connector.log | pinsetup explain`,
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := a.pasted(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.explain(text)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// pasted returns the arguments, which nobody has to put in quotes, or what
// standard input holds.
func (a *app) pasted(ctx context.Context, args []string) (string, error) {
	if len(args) > 0 && args[0] != "-" {
		return strings.Join(args, " "), nil
	}
	if isTerminal(a.in) {
		a.problems().line("Paste the error, then press Ctrl-D on a line of its own.")
	}
	data, err := interruptible(ctx, func() ([]byte, error) { return readEnds(a.in, maxPasted) })
	if err != nil {
		return "", exit(exitFile, fmt.Errorf("standard input can't be read: %w", err))
	}
	safe.RememberWithin(string(data))
	return string(data), nil
}

// explain exits with 0 where the error is known: that is what was asked.
func (a *app) explain(text string) error {
	if strings.TrimSpace(text) == "" {
		return usage(`there is nothing to explain. Give the error: pinsetup explain "…", or on standard input`)
	}
	found := findingNamed(text)
	if len(found) == 0 {
		found = auth.Explain(text)
	}
	a.logger().Info("explained", "characters", utf8.RuneCountInString(text), "findings", finding.IDs(found))
	if a.flags.json {
		doc := struct {
			Version int  `json:"version"`
			Known   bool `json:"known"`
			findingsDoc
		}{jsonVersion, known(found), findingsDoc{list(found)}}
		if err := a.writeJSON(doc); err != nil {
			return err
		}
	} else {
		a.results().findings(found)
	}
	if !known(found) {
		if likely := nearest(strings.TrimSpace(text), codeWords()); likely != "" {
			a.problems().line("Did you mean %s?", likely)
		}
		if info, err := os.Stat(text); err == nil && info.Mode().IsRegular() {
			p := a.problems()
			p.line("This is the name of a file. What it holds: %s", p.Named("pinsetup explain")+" <"+safe.ShellPath(text))
		}
		return exit(exitFailed, nil)
	}
	return nil
}

// findingNamed returns the finding whose ID the text is, in brackets or not as
// findings show it, and none for other texts. What depends on the case stands
// in capitals.
func findingNamed(text string) []finding.Finding {
	id, _, _ := strings.Cut(strings.Trim(strings.TrimSpace(text), "[]"), ",")
	t, ok := assets.Templates()[id]
	if !ok {
		return nil
	}
	var args []string
	for _, name := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(t.Title+t.Cause+t.Fix+t.Link, -1) {
		args = append(args, name[1], strings.ToUpper(name[1]))
	}
	return []finding.Finding{assets.Finding(id, args...)}
}

// codeWords are the codes that are words, and the IDs of findings: a number that
// is nearly another one is another one.
func codeWords() []string {
	words := slices.Sorted(maps.Keys(assets.Templates()))
	for _, c := range assets.Codes() {
		for _, code := range c.Code {
			if strings.Contains(code, "_") {
				words = append(words, code)
			}
		}
	}
	return words
}

// known reports whether the catalogue had an answer.
func known(found []finding.Finding) bool {
	return len(found) > 0 && !strings.HasPrefix(found[0].ID, "unknown.")
}
