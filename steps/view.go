package steps

import (
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps/rules"
	"github.com/pinsetup/pinsetup/steps/scopes"
)

// Status is the state of a step on the rail.
type Status int

// The states of a step.
const (
	Ahead   Status = iota // not reached
	Current               // on the screen
	Passed                // reached, and nothing is wrong
	Trouble               // reached, and something is wrong or stale
)

// A RailItem is one step on the rail.
type RailItem struct {
	Step   string
	Short  string
	Status Status
	// Page is where a jump to the step leads; "" where it wasn't reached.
	Page string
}

// Rail returns the six steps and their state. Steps that the chosen way
// doesn't have are left out.
func (s State) Rail() []RailItem {
	pages, reached := s.way()
	here := s.Page().Step
	items := make([]RailItem, 0, len(Table()))
	for i, step := range Table() {
		n := 0
		for n < len(pages) && pages[n].Step == step.ID {
			n++
		}
		if i > 0 && (n > 0 || s.Get(keyWay) == "") {
			item := RailItem{Step: step.ID, Short: step.Short}
			item.Status, item.Page = s.status(pages[:n], reached)
			if step.ID == here {
				item.Status = Current
			}
			items = append(items, item)
		}
		pages, reached = pages[n:], reached-n
	}
	return items
}

// status judges the pages of one step, where so many pages of the way were
// reached from its first one on. A step is passed when all of its pages were on
// the screen and none has an error; where the way goes on only behind its last
// page, that page was left without one. Another answer may bring pages that were
// never there, in front of those that were.
func (s State) status(pages []Page, reached int) (status Status, first string) {
	switch n := len(pages); {
	case n == 0 || reached <= 0:
		return Ahead, ""
	case reached < n || reached == n && pages[n-1].Kind != Done:
		return Ahead, pages[0].ID
	}
	for _, p := range pages {
		if !s.seen[p.ID] {
			return Ahead, pages[0].ID
		}
	}
	for _, p := range pages {
		if p.Kind == Preview && s.file.Saved {
			continue
		}
		if finding.HasError(s.blockers(p)) || p.Kind == Live && s.test.Skipped && !tested(s) {
			return Trouble, pages[0].ID
		}
	}
	return Passed, pages[0].ID
}

// Position says where the page is in its step: 2 of 4. The last page of all is
// no place among those where there is something to do: at is 0 there.
func (s State) Position() (at, of int) {
	for _, p := range s.Pages() {
		if p.Step != s.Page().Step || p.Kind == Done {
			continue
		}
		of++
		if p.ID == s.page {
			at = of
		}
	}
	return at, of
}

// Guide returns the text of the current page's step and of the page itself.
func (s State) Guide() (assets.Guide, assets.GuidePage) {
	return guideOf(s.Page())
}

func guideOf(p Page) (assets.Guide, assets.GuidePage) {
	g, err := assets.LoadGuide(p.Step)
	if err != nil {
		panic(err) // embedded, and every page's guide is tested
	}
	for _, page := range g.Pages {
		if page.ID == p.ID {
			return g, page
		}
	}
	return g, assets.GuidePage{ID: p.ID, Title: g.Title}
}

// Fields returns the fields of the page that are asked now.
func (s State) Fields() []Field { return s.fields(s.Page()) }

func (s State) fields(p Page) []Field {
	var shown []Field
	for _, f := range p.Fields {
		if f.Shown == nil || f.Shown(s) {
			shown = append(shown, f)
		}
	}
	return shown
}

// Findings returns what is to be shown under the field: before it was touched,
// only what is true of it as it is.
func (s State) Findings(key string) []finding.Finding {
	return slices.Concat(s.found(key), s.testSaid(key))
}

func (s State) found(key string) []finding.Finding {
	f, ok := FieldOf(key)
	switch {
	case ok && key == keyTarget && !fromNothing(s):
		return s.notTaken // the first field of what the file would have filled in
	case ok && f.Missed == noRedirect && !s.touched[key]:
		return append(s.missed(f), s.certain(f)...) // Enter alone would pass what is missed unseen
	case !ok || !s.touched[key]:
		return append(s.seenAtOnce(key), s.certain(f)...)
	}
	found := s.judge(f)
	if s.missing(f) {
		found = append([]finding.Finding{s.missingFinding(f)}, found...)
	}
	return found
}

// certain returns the errors that stand however an answer is typed on: nobody has
// to leave the field to hear of a # in a redirect URI.
func (s State) certain(f Field) []finding.Finding {
	if f.Kind != Text || f.Rule == nil {
		return nil
	}
	value, _ := rules.Clean(f.Key, s.Get(f.Key)) // the space behind it goes when it is left
	found := f.Rule(rules.Input{Field: f.Key, Value: value, Get: s.answerFor})
	return slices.DeleteFunc(found, func(one finding.Finding) bool { return !assets.Lasting(one.ID) })
}

// Text returns the texts of a field; those of its step's guide, where the
// field is on no page.
func (s State) Text(key string) assets.GuideField {
	step, _, _ := strings.Cut(key, ".")
	guide, err := assets.LoadGuide(step)
	if err != nil {
		return assets.GuideField{Key: key, Label: key}
	}
	for _, page := range guide.Pages {
		for _, f := range page.Fields {
			if f.Key == key {
				return f
			}
		}
	}
	return assets.GuideField{Key: key, Label: key}
}

// Label returns the name of a field.
func (s State) Label(key string) string { return s.Text(key).Label }

// An Option is one option of a choice. One whose value is several of the others,
// separated by spaces, stands for all of them.
type Option struct {
	Value, Label, Hint string
	// Unsure says that nobody documents what the hint says.
	Unsure bool
	// Group is the heading under which it stands; "" for none.
	Group string
	// Chosen says that it is, and Allowed that the chosen scopes allow it although
	// it isn't: another view, or another task, brought them.
	Chosen, Allowed bool
}

// OptionsOf returns the options of a choice, in order.
func (s State) OptionsOf(f Field) []Option {
	var options []Option
	switch f.Key {
	case keyTasks:
		for _, p := range assets.Presets() {
			names, _ := scopes.ForTasks(p.Tasks)
			options = append(options, Option{
				Value: strings.Join(p.Tasks, " "), Label: p.Title, Group: "Ready-made", Hint: strings.Join(names, " "),
			})
		}
		for _, t := range assets.Tasks() {
			options = append(options, Option{Value: t.ID, Label: t.Title, Group: t.Group, Hint: strings.Join(t.Scopes, " ")})
		}
	case keyPermissions:
		for _, p := range assets.Permissions() {
			options = append(options, Option{Value: p.ID, Label: p.Title + " (" + p.ID + ")", Hint: strings.Join(p.Scopes, " ")})
		}
	case keyScopes:
		for _, scope := range assets.Scopes() {
			options = append(options, Option{Value: scope.Name, Label: scope.Name, Hint: scope.Plain})
		}
	default:
		for _, o := range s.Text(f.Key).Options {
			options = append(options, Option{Value: o.Value, Label: o.Label, Hint: o.Hint, Unsure: o.Evidence.Unsure()})
		}
	}
	chosen, have := strings.Fields(s.Get(f.Key)), strings.Fields(s.Get(keyScopes))
	for i := range options {
		meant := strings.Fields(options[i].Value)
		options[i].Chosen = scopes.Covers(chosen, meant)
		if f.Key == keyTasks && !options[i].Chosen {
			needed, _ := scopes.ForTasks(meant)
			options[i].Allowed = scopes.Covers(have, needed)
		}
	}
	return options
}

// A ScopeNote is what there is to say about the chosen scopes.
type ScopeNote struct {
	// Chosen are the scopes that will be asked for.
	Chosen []string
	// Allowed are the tasks that they allow.
	Allowed []assets.Task
	// Unneeded are those that none of the chosen tasks needs; nil where no
	// task is chosen, or the scopes don't allow all that are.
	Unneeded []string
}

// ScopeNote returns it.
func (s State) ScopeNote() ScopeNote {
	n := ScopeNote{Chosen: strings.Fields(s.Get(keyScopes))}
	n.Allowed = scopes.Allowed(n.Chosen)
	tasks := strings.Fields(s.Get(keyTasks))
	if needed, _ := scopes.ForTasks(tasks); len(tasks) > 0 && scopes.Covers(n.Chosen, needed) {
		n.Unneeded = scopes.Unneeded(n.Chosen, tasks)
	}
	return n
}

// A Shown is a value that the page shows to be copied.
type Shown struct{ Key, Label, Value string }

// Copies returns the values that the page offers to copy, in order.
func (s State) Copies() []Shown {
	var copies []Shown
	add := func(key string) {
		if value := s.Carried(key); value != "" {
			copies = append(copies, Shown{key, s.Label(key), value})
		}
	}
	switch s.page {
	case "oauth.connector":
		if s.right(keyRedirect) { // it is on the way to the portal
			add(keyRedirect)
		}
	case "oauth.register":
		add(keyRedirect)
		if s.Get(keyTestURI) != s.Get(keyRedirect) {
			add(keyTestURI)
		}
	default:
		for _, f := range s.Fields() {
			if f.Copy {
				add(f.Key)
			}
		}
	}
	return copies
}

// Carried is an answer as it goes into the portal: of a choice, its name there.
func (s State) Carried(key string) string {
	f, _ := FieldOf(key)
	if f.Kind != Choice {
		return s.Get(key)
	}
	for _, o := range s.OptionsOf(f) {
		if o.Chosen {
			name, _, _ := strings.Cut(o.Label, ":")
			return name
		}
	}
	return ""
}
