package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/store/export"
	"github.com/pinsetup/pinsetup/ui/run"
)

type exportOptions struct {
	names, name, output string
	list                bool
}

func (a *app) exportCommand() *cobra.Command {
	var o exportOptions
	c := &cobra.Command{
		Use:        "export FORMAT",
		SuggestFor: []string{"print", "env"},
		Short:      "Print the configuration in the form that another system takes",
		Long: `Prints the configuration in the form that another system takes. Most forms hold the
app secret in clear: --output writes them into a file for its owner alone.`,
		Example: `  pinsetup export --list
  pinsetup export env
  pinsetup export env --names app --output .env
  pinsetup export kubernetes --name pinterest`,
		Args: arguments(0, 1, "FORMAT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.list:
				return a.listFormats()
			case len(args) == 0:
				return usage("export needs a FORMAT: %s", strings.Join(formatNames(anyFormat), ", "))
			}
			if err := a.noJSON(cmd, "the FORMAT that is named, json among them"); err != nil {
				return err
			}
			return a.export(cmd, args[0], o)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var words []string
			for _, f := range export.Formats() {
				words = append(words, f.Name+"\t"+f.Title)
			}
			return words, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().BoolVar(&o.list, "list", false, "list the formats")
	c.Flags().StringVar(&o.names, "names", "", "how variables are named: a `style` of --list, or a prefix in capitals")
	c.Flags().StringVar(&o.name, "name", "", "the `name` of what comes out: of a Secret, an integration, a credential")
	c.Flags().StringVar(&o.output, "output", "", "write into this `file`, for its owner alone")
	complete(c, "names", func() []string {
		var words []string
		for _, n := range export.NameStyles() {
			words = append(words, n.Style+"\t"+n.Title)
		}
		return words
	})
	return c
}

// formatNames returns the names of the formats that are such.
func formatNames(such func(export.Format) bool) []string {
	var names []string
	for _, f := range export.Formats() {
		if such(f) {
			names = append(names, f.Name)
		}
	}
	return names
}

func anyFormat(export.Format) bool { return true }

func (a *app) listFormats() error {
	if a.flags.json {
		return a.writeJSON(struct {
			Version int             `json:"version"`
			Formats []export.Format `json:"formats"`
			Names   []export.Names  `json:"names"`
		}{jsonVersion, export.Formats(), export.NameStyles()})
	}
	p := a.results()
	for _, f := range export.Formats() {
		p.indented(fmt.Sprintf("%-13s ", f.Name), finding.Sentence(f.Title)+" "+f.Summary)
	}
	p.line("")
	p.title("Names of variables, for env and kubernetes (--names)")
	for _, n := range export.NameStyles() {
		p.indented(fmt.Sprintf("%-13s ", n.Style), n.Title)
	}
	return nil
}

func (a *app) export(cmd *cobra.Command, format string, o exportOptions) error {
	if err := fits(format, o); err != nil {
		return err
	}
	ctx := cmd.Context()
	_, s, err := a.configured(ctx)
	if err != nil {
		return err
	}
	in := export.Input{ID: a.flags.service, Service: s, Names: o.names, Name: o.name}
	if s.HasSecret() { // that there is none, the export says
		if in.Secret, err = s.Secret(ctx); err != nil {
			return err
		}
	}
	kept, ok, err := a.kept(ctx, a.flags.service)
	if err != nil {
		return err
	}
	foreign := error(nil)
	if ok {
		foreign = s.Owns(kept)
	}
	if foreign == nil {
		in.Token = kept.Token
	}
	var document bytes.Buffer
	found, err := export.Write(&document, format, in)
	if err != nil {
		if _, ok := findingOf(err); ok {
			return err
		}
		return usage("%w", err)
	}
	var complete bytes.Buffer
	if _, err := export.Write(&complete, format, in.Complete()); err != nil {
		return err
	}
	if err := a.deliver(document.Bytes(), complete.Bytes(), o.output); err != nil {
		return err
	}
	if a.flags.demo == "" && run.Simulated(s) {
		found = append(found, run.OfTheDemo(a.flags.config, a.flags.service))
	}
	if f, ok := findingOf(foreign); ok {
		f.Severity = finding.Warning // an export that needs tokens says so itself
		found = append(found, f)
	}
	a.problems().findings(found)
	return failed(found)
}

// fits refuses a format that there is none of, and flags that it has no use for.
func fits(format string, o exportOptions) error {
	i := slices.IndexFunc(export.Formats(), func(f export.Format) bool { return f.Name == format })
	if i < 0 {
		return noFormat(format)
	}
	f := export.Formats()[i]
	for _, needed := range []struct {
		flag, what string
		given, has bool
		of         func(export.Format) bool
	}{
		{"--names", "variables to be named", o.names != "", f.Variables, func(f export.Format) bool { return f.Variables }},
		{"--name", "name", o.name != "", f.Named, func(f export.Format) bool { return f.Named }},
	} {
		if needed.given && !needed.has {
			return usage("%s has no %s: %s is for %s", f.Name, needed.what, needed.flag, strings.Join(formatNames(needed.of), ", "))
		}
	}
	return nil
}

func noFormat(word string) error {
	text := fmt.Sprintf("there is no export format %q", safe.Show(word, 60))
	known := formatNames(anyFormat)
	for _, f := range export.Formats() {
		if slices.Contains(f.Also, strings.ToLower(word)) {
			return usage("%s; did you mean %s?", text, f.Name)
		}
	}
	switch likely := didYouMean(word, known); {
	case strings.HasSuffix(word, ".toml"):
		return usage("%s. To name the configuration file: --config %s", text, safe.ShellPath(word))
	case likely != "":
		return usage("%s%s", text, likely)
	}
	return usage("%s; there are: %s", text, strings.Join(known, ", "))
}

// deliver prints the document, or writes it where --output says: over an earlier
// one, too, which had no other names than the complete one.
func (a *app) deliver(document, complete []byte, output string) error {
	if output == "" || output == "-" {
		_, err := a.out.Write(document)
		return written(err)
	}
	if err := store.WriteExport(output, document, complete); err != nil {
		return fileError(err)
	}
	a.problems().line("Written: %s", output)
	return nil
}
