package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps/scopes"
	"github.com/pinsetup/pinsetup/ui/say"
)

func (a *app) scopesCommand() *cobra.Command {
	var wanted []string
	c := &cobra.Command{
		Use:        "scopes",
		SuggestFor: []string{"permissions", "tasks"},
		Short:      "List scopes, and find the fewest for what a connector does",
		Long: `Lists the scopes of Pinterest's API. With --for, it answers with the fewest scopes
for some tasks, and why each is there. Tasks are given by their ID or in words.`,
		Example: `  pinsetup scopes
  pinsetup scopes --for "publish pins,pin analytics"
  pinsetup scopes --for publish-pins --json
  pinsetup scopes explain read_public boards:write`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && strings.ContainsAny(args[0], ":_") {
				return usage("%s takes no arguments, and got %q; to read about a scope: pinsetup scopes explain %[2]s", cmd.CommandPath(), safe.Show(args[0], 60))
			}
			return arguments(0, 0, "")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("for") {
				return a.scopesFor(wanted)
			}
			return a.listScopes()
		},
	}
	c.Flags().StringSliceVar(&wanted, "for", nil, "the `tasks` of the connector: IDs or words, separated by commas")
	complete(c, "for", taskIDs)
	c.AddCommand(a.explainScopesCommand())
	return c
}

// scopesDoc is what "pinsetup scopes --json" prints.
type scopesDoc struct {
	Version int            `json:"version"`
	Scopes  []assets.Scope `json:"scopes"`
	Tasks   []assets.Task  `json:"tasks"`
}

func (a *app) listScopes() error {
	if a.flags.json {
		return a.writeJSON(scopesDoc{jsonVersion, list(assets.Scopes()), list(assets.Tasks())})
	}
	p := a.results()
	p.title("Scopes")
	for _, s := range assets.Scopes() {
		p.indented(fmt.Sprintf("  %-20s ", s.Name), s.Plain)
	}
	group := ""
	for _, t := range assets.Tasks() {
		if t.Group != group {
			group = t.Group
			p.line("")
			p.title("Tasks: " + group)
		}
		p.indented(fmt.Sprintf("  %-24s ", t.ID), t.Title)
	}
	p.line("")
	p.title("Tasks: ready-made sets")
	for _, preset := range assets.Presets() {
		p.indented(fmt.Sprintf("  %-24s ", preset.ID), preset.Title)
	}
	return nil
}

// answerDoc is what "pinsetup scopes --for … --json" prints.
type answerDoc struct {
	Version int           `json:"version"`
	Scopes  []neededScope `json:"scopes"`
	Tasks   []assets.Task `json:"tasks"`
}

// A neededScope is a scope with the tasks that need it.
type neededScope struct {
	assets.Scope
	Because []string `json:"because"`
}

func (a *app) scopesFor(wanted []string) error {
	ids, err := a.tasksOf(wanted)
	if err != nil {
		return err
	}
	names, _ := scopes.ForTasks(ids)
	because := scopes.Because(names, ids)
	doc := answerDoc{Version: jsonVersion, Scopes: []neededScope{}, Tasks: []assets.Task{}}
	for _, id := range ids {
		task, _ := assets.TaskByID(id)
		doc.Tasks = append(doc.Tasks, task)
	}
	for _, name := range names {
		scope, _ := assets.ScopeByName(name)
		needed := neededScope{Scope: scope, Because: []string{}}
		for _, t := range because[name] {
			needed.Because = append(needed.Because, t.ID)
		}
		doc.Scopes = append(doc.Scopes, needed)
	}
	if a.flags.json {
		return a.writeJSON(doc)
	}
	a.printScopesFor(doc)
	return nil
}

func (a *app) printScopesFor(doc answerDoc) {
	p := a.results()
	var names []string
	for _, t := range doc.Tasks {
		p.entry("", p.style(bold, t.Title)+"  "+p.style(dim, t.ID))
		for _, o := range t.Operations {
			p.line("  %s", o)
		}
		if t.Trial != "" {
			p.indented("  ! ", "Trial access can't "+t.Trial+say.Evidence(t.Evidence, finding.Pinterest))
		}
	}
	p.line("")
	for _, s := range doc.Scopes {
		p.entry(p.style("", fmt.Sprintf("%-20s ", s.Name)), p.style("", "for "+strings.Join(s.Because, ", ")))
		names = append(names, s.Name)
	}
	p.line("")
	p.line("--scope %s", strings.Join(names, ","))
}

// tasksOf returns the IDs of the tasks that are meant, and says of all texts that
// mean none why.
func (a *app) tasksOf(wanted []string) ([]string, error) {
	var ids []string
	var unknown several
	for _, text := range wanted {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		meant, err := a.tasksLike(text)
		if err != nil {
			unknown = append(unknown, err)
		}
		ids = append(ids, meant...)
	}
	if len(unknown) > 0 {
		return nil, exit(exitUsage, unknown)
	}
	if len(ids) == 0 {
		return nil, usage("name at least one task; \"pinsetup scopes\" lists them")
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// tasksLike returns the tasks that a text means: a task's ID, a preset's ID, or
// words, of which the best task counts.
func (a *app) tasksLike(text string) ([]string, error) {
	if preset, ok := assets.PresetByID(text); ok {
		return preset.Tasks, nil
	}
	if _, ok := assets.TaskByID(text); ok {
		return []string{text}, nil
	}
	if err := notATask(text); err != nil {
		return nil, err
	}
	task, err := a.guessTask(text)
	if err != nil {
		return nil, err
	}
	return []string{task.ID}, nil
}

// guessTask returns the task that words fit best, and says which it took.
func (a *app) guessTask(words string) (assets.Task, error) {
	found, alike := scopes.Find(words)
	// What is written like an ID was meant as one.
	if len(found) == 0 || strings.Contains(words, "-") && !strings.Contains(words, " ") {
		return assets.Task{}, noTask(words)
	}
	others := ""
	if alike > 1 {
		var names []string
		for _, task := range found[1:min(alike, 1+maxOthers)] {
			names = append(names, task.ID)
		}
		others = "; it fits as well: " + strings.Join(names, ", ")
		if alike > 1+maxOthers {
			others += ", ..."
		}
	}
	a.problems().prose(fmt.Sprintf("%q is taken for %s (%s)%s", safe.Show(words, 60), found[0].ID, found[0].Title, others))
	return found[0], nil
}

// maxOthers is how many tasks are named that words fit as well.
const maxOthers = 4

// notATask says of the name of a scope, of today or of older days, that it is one.
func notATask(text string) error {
	if _, ok := assets.ScopeByName(text); ok {
		return usage("%s is a scope, not a task: it belongs to --scope", text)
	}
	// "read pins" with a space is no name, old or new: it is what somebody wants to do.
	if old, ok := scopes.Translate(text); ok && !strings.Contains(text, " ") {
		return usage("%s is an old name of scopes, not a task. Today: --scope %s", old.Name, strings.Join(old.Scopes, ","))
	}
	return nil
}

func noTask(text string) error {
	if likely := nearest(text, taskNames()); likely != "" {
		return usage("no task is called %q; did you mean %s?", safe.Show(text, 60), likely)
	}
	return usage("no task is like %q; \"pinsetup scopes\" lists them", safe.Show(text, 60))
}

func (a *app) explainScopesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "explain NAME...",
		Short:   "Say what a scope allows, or what an old name became",
		Example: "  pinsetup scopes explain boards:write\n  pinsetup scopes explain read_public write_secret",
		Args:    arguments(1, -1, "the name of a scope"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.explainScopes(args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			names := scopeNames()
			for _, l := range assets.LegacyScopes() {
				names = append(names, l.Name)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
	return c
}

// An explainedScope is what there is to say about a name.
type explainedScope struct {
	Name string `json:"name"`
	// Known is true for a scope of today's API.
	Known bool          `json:"known"`
	Scope *assets.Scope `json:"scope,omitempty"`
	// Became are today's scopes for a name of an older API.
	Became   []string         `json:"became,omitempty"`
	Era      string           `json:"era,omitempty"`
	Evidence finding.Evidence `json:"evidence,omitempty"`
	// Tasks are those that need the scope.
	Tasks []string `json:"tasks,omitempty"`
	// Likely is the name that was probably meant.
	Likely string `json:"likely,omitempty"`
}

func (a *app) explainScopes(names []string) error {
	doc := struct {
		Version int              `json:"version"`
		Names   []explainedScope `json:"names"`
	}{Version: jsonVersion}
	unknown, asked := false, scopes.Split(strings.Join(names, " "))
	if len(asked) == 0 {
		return usage("the name of the scope is empty; \"pinsetup scopes\" lists them")
	}
	for _, name := range asked {
		e := explainScope(name)
		unknown = unknown || !e.Known && e.Became == nil
		doc.Names = append(doc.Names, e)
	}
	if a.flags.json {
		if err := a.writeJSON(doc); err != nil {
			return err
		}
	} else {
		for _, e := range doc.Names {
			a.printScope(e)
		}
	}
	if unknown {
		return exit(exitFailed, nil)
	}
	return nil
}

func explainScope(name string) explainedScope {
	e := explainedScope{Name: safe.Show(name, 100)}
	if scope, ok := assets.ScopeByName(name); ok {
		e.Known, e.Scope, e.Evidence = true, &scope, scope.Evidence
		for _, t := range assets.Tasks() {
			if slices.Contains(t.Scopes, name) {
				e.Tasks = append(e.Tasks, t.ID)
			}
		}
		return e
	}
	if old, ok := scopes.Translate(name); ok {
		e.Became, e.Era, e.Evidence = old.Scopes, old.Era, old.Evidence
		return e
	}
	e.Likely = nearest(name, scopeNames())
	return e
}

func (a *app) printScope(e explainedScope) {
	p := a.results()
	p.title(e.Name)
	switch {
	case e.Known:
		p.indented("  allows:     ", e.Scope.Plain)
		p.indented("  officially: ", e.Scope.Official)
		p.indented("  needs:      ", strings.Join(e.Scope.Needs, ", "))
		if e.Scope.Trial != "" {
			p.indented("  Trial:      ", "Trial access can't "+e.Scope.Trial+say.Evidence(e.Scope.Evidence, finding.Pinterest))
		}
		p.indented("  tasks:      ", strings.Join(e.Tasks, ", "))
	case e.Became != nil:
		p.indented("  ", fmt.Sprintf("A name of %s. Today: %s%s", eraOf(e.Era), strings.Join(e.Became, ", "), say.Evidence(e.Evidence, finding.Pinterest)))
	case e.Likely != "":
		p.indented("  ", fmt.Sprintf("Pinterest has no scope of this name; did you mean %s?", e.Likely))
	default:
		p.indented("  ", "Pinterest has no scope of this name"+instead(e.Name))
	}
}

// instead says what there is in place of a scope that there is none of: those
// that begin so, or the task of that name.
func instead(name string) string {
	var begin []string
	for _, scope := range scopeNames() {
		if strings.HasPrefix(scope, strings.ToLower(name)+":") {
			begin = append(begin, scope)
		}
	}
	if len(begin) > 0 {
		return "; those that begin so: " + strings.Join(begin, ", ") + "."
	}
	if _, ok := assets.TaskByID(name); ok {
		return ", but a task: pinsetup scopes --for " + name
	}
	return `. "pinsetup scopes" lists those that there are.`
}

func eraOf(era string) string {
	if strings.HasPrefix(era, "v") {
		return "the " + era + " API"
	}
	return "the " + era
}

func scopeNames() []string {
	var names []string
	for _, s := range assets.Scopes() {
		names = append(names, s.Name)
	}
	return names
}

func taskNames() []string {
	var names []string
	for _, t := range assets.Tasks() {
		names = append(names, t.ID)
	}
	for _, p := range assets.Presets() {
		names = append(names, p.ID)
	}
	return names
}
