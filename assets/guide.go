package assets

import (
	"fmt"
	"slices"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// A Guide is the text of one step: assets/guides/<step>.toml. Every statement
// says what it rests on: lines, hints and options what is known however well,
// summaries and introductions only what Pinterest documents, or pinsetup does.
type Guide struct {
	// Step is the step's ID: "account".
	Step string `toml:"step"`
	// Title is the step's name: "Business account and developer portal".
	Title string `toml:"title"`
	// Short is the name on the rail, at most 11 characters: "Account".
	Short string `toml:"short"`
	// Summary says in one or two sentences what the step is for.
	Summary  string           `toml:"summary"`
	Evidence finding.Evidence `toml:"evidence"`
	// Pages are the step's pages, in order.
	Pages []GuidePage `toml:"page"`
}

// A GuidePage is the text of one page of a step.
type GuidePage struct {
	// ID is the page's ID: "oauth.scopes".
	ID string `toml:"id"`
	// Title is the page's name: "scopes".
	Title string `toml:"title"`
	// Intro is what a person reads first: one to three sentences.
	Intro    string           `toml:"intro"`
	Evidence finding.Evidence `toml:"evidence"`
	// Lines are the instructions, reasons, traps and notes.
	Lines []GuideLine `toml:"line"`
	// Fields are the texts of the page's fields.
	Fields []GuideField `toml:"field"`
}

// Marked returns what the hints of the fields and options say that nobody
// documents. A form has no place to say so; where its page is explained, there is.
func (p GuidePage) Marked() []GuideLine {
	var marked []GuideLine
	add := func(label, hint string, e finding.Evidence, source finding.Source) {
		if e.Behind(source) != "" {
			marked = append(marked, GuideLine{Kind: "note", Text: label + ": " + hint, Evidence: e, Source: source})
		}
	}
	for _, f := range p.Fields {
		add(f.Label, f.Hint, f.Evidence, f.Source)
		for _, o := range f.Options {
			add(f.Label+", "+o.Label, o.Hint, o.Evidence, o.Source)
		}
	}
	return marked
}

// Links returns the addresses that the page's lines lead to, each once: those
// of the lines about the field first, then those of the instructions.
func (p GuidePage) Links(field string) []string {
	var links []string
	add := func(of func(GuideLine) bool) {
		for _, l := range p.Lines {
			if l.Link != "" && of(l) && !slices.Contains(links, l.Link) {
				links = append(links, l.Link)
			}
		}
	}
	add(func(l GuideLine) bool { return field != "" && l.Field == field })
	add(func(l GuideLine) bool { return l.Kind == "do" })
	add(func(GuideLine) bool { return true })
	return links
}

// A GuideLine is one statement of a guide.
type GuideLine struct {
	// Kind is "do" (an instruction), "why" (a reason), "trap" (a known
	// mistake) or "note".
	Kind string `toml:"kind"`
	// Text is the statement.
	Text string `toml:"text"`
	// Link is the page where it is done or documented, whole.
	Link string `toml:"link"`
	// Field is the key of the page's field that it is about; "" for none.
	Field string `toml:"field"`
	// Evidence and Source say what it rests on.
	Evidence finding.Evidence `toml:"evidence"`
	Source   finding.Source   `toml:"source"`
}

// A GuideField is the text of one field.
type GuideField struct {
	// Key is the field's key: "oauth.redirectUri".
	Key string `toml:"key"`
	// Label names the field, in the portal's words where it has some.
	Label string `toml:"label"`
	// Hint says in one line what goes in; Evidence and Source what that rests on.
	Hint     string           `toml:"hint"`
	Evidence finding.Evidence `toml:"evidence"`
	Source   finding.Source   `toml:"source"`
	// Example is a good value.
	Example string `toml:"example"`
	// Options are the texts of a choice's options, in order.
	Options []GuideOption `toml:"option"`
}

// Said returns the field as the guide is read: the hints say what they rest on
// where nobody documents it. Options don't repeat their field's.
func (f GuideField) Said() GuideField {
	f.Hint += f.Evidence.Behind(f.Source)
	f.Options = slices.Clone(f.Options)
	for i, o := range f.Options {
		if o.Evidence != f.Evidence || o.Source != f.Source {
			f.Options[i].Hint += o.Evidence.Behind(o.Source)
		}
	}
	return f
}

// A GuideOption is the text of one option of a choice.
type GuideOption struct {
	// Value is what is stored.
	Value string `toml:"value"`
	// Label is what is shown.
	Label string `toml:"label"`
	// Hint says in one line what choosing it means; Evidence and Source what that
	// rests on.
	Hint     string           `toml:"hint"`
	Evidence finding.Evidence `toml:"evidence"`
	Source   finding.Source   `toml:"source"`
}

// Steps are the IDs of the guides: the start, the six steps, and the two
// chapters that only "pinsetup guide" shows.
var Steps = []string{"start", "account", "app", "oauth", "credentials", "review", "connector", "limits", "notes"}

var guides sync.Map // step ID → func() (Guide, error)

// LoadGuide returns the guide of a step. The error names the step that isn't
// one; a guide that is embedded parses.
func LoadGuide(step string) (Guide, error) {
	load, known := guides.Load(step)
	if !known {
		load, _ = guides.LoadOrStore(step, sync.OnceValues(func() (Guide, error) { return readGuide(step) }))
	}
	return load.(func() (Guide, error))()
}

func readGuide(step string) (Guide, error) {
	data, err := files.ReadFile("guides/" + step + ".toml")
	if err != nil {
		return Guide{}, fmt.Errorf("there is no guide %q; the guides are %v", step, Steps)
	}
	var g Guide
	if err := toml.Unmarshal(data, &g); err != nil {
		return Guide{}, fmt.Errorf("guide %s: %w", step, err)
	}
	return g, nil
}
