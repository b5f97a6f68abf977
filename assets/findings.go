package assets

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// A Template is the text of a finding, as assets/findings/*.toml holds it.
// {name} in Title, Cause, Fix, and Mend is replaced when the finding is made.
type Template struct {
	ID       string           `toml:"id"`
	Severity finding.Severity `toml:"severity"`
	Title    string           `toml:"title"`
	Cause    string           `toml:"cause"`
	Fix      string           `toml:"fix"`
	Step     string           `toml:"step"`
	Field    string           `toml:"field"`
	Link     string           `toml:"link"`
	Evidence finding.Evidence `toml:"evidence"`
	Source   finding.Source   `toml:"source"`
	// Mend is the label of the mend, where the rule offers one.
	Mend string `toml:"mend"`
	// Lasting says that the error stands however the answer is typed on.
	Lasting bool `toml:"lasting"`
	// About are the sentences for some fields in place of those above.
	About []Wording `toml:"about"`
	// Match says which symptoms the finding diagnoses; a finding that only a
	// rule makes has none.
	Match []Match `toml:"match"`
}

// Lasting reports whether the error with this ID stands however an answer is
// typed on.
func Lasting(id string) bool { return Templates()[id].Lasting }

// A Wording is what a finding says about some fields: a rule may serve several,
// and each wants its own advice. What is empty is said as about the others; the
// evidence belongs to the cause.
type Wording struct {
	Fields   []string         `toml:"fields"`
	Title    string           `toml:"title"`
	Cause    string           `toml:"cause"`
	Fix      string           `toml:"fix"`
	Evidence finding.Evidence `toml:"evidence"`
	Source   finding.Source   `toml:"source"`
}

// about returns the template as it speaks about the field.
func (t Template) about(field string) Template {
	for _, w := range t.About {
		if !slices.Contains(w.Fields, field) {
			continue
		}
		t.Title, t.Fix = cmp.Or(w.Title, t.Title), cmp.Or(w.Fix, t.Fix)
		if w.Cause != "" {
			t.Cause, t.Evidence, t.Source = w.Cause, w.Evidence, w.Source
		}
	}
	return t
}

// A Match is one pattern of a symptom. Every part that is given has to hold;
// of the matches that do, the most specific one wins:
//
//  1. one whose code is a word, as words are not ambiguous and Pinterest's
//     numbers are (2, 3, 29 and 30 mean several things each),
//  2. one with more of the message: the total length of Contains,
//  3. one with more of Where, Status and Code,
//  4. one with fewer alternatives in them,
//  5. the finding that comes first by its ID.
type Match struct {
	// Where is the place: "authorize" (the browser page), "callback", "token",
	// "refresh", "client_credentials", "api", "fresh" (the API, with a token
	// that was issued a moment ago; matches of "api" hold there too),
	// "network", "debugger", "portal".
	Where []string `toml:"where"`
	// Status is the HTTP status.
	Status []int `toml:"status"`
	// Code is Pinterest's numeric code, or a word: RFC 6749's error
	// ("access_denied") or the kind of a network failure ("dns").
	Code []string `toml:"code"`
	// Contains are pieces of the message, all of them, in any case of letters.
	Contains []string `toml:"contains"`
	// Foreign says that the match is for calls of other programs alone: pinsetup's
	// own never fail for this reason.
	Foreign bool `toml:"foreign"`
}

var templates = sync.OnceValue(func() map[string]Template {
	all := map[string]Template{}
	entries, err := files.ReadDir("findings")
	if err != nil {
		panic(err) // embedded: cannot happen
	}
	for _, e := range entries {
		data, err := files.ReadFile(path.Join("findings", e.Name()))
		if err != nil {
			panic(err)
		}
		var doc struct {
			Finding []Template `toml:"finding"`
		}
		if err := toml.Unmarshal(data, &doc); err != nil {
			panic(fmt.Sprintf("assets/findings/%s: %v", e.Name(), err))
		}
		for _, t := range doc.Finding {
			if _, twice := all[t.ID]; twice {
				panic("finding " + t.ID + " is there twice")
			}
			all[t.ID] = t
		}
	}
	return all
})

// Templates returns the text of every finding by its ID. Don't change it.
func Templates() map[string]Template { return templates() }

// Finding returns the finding with this ID, with every {name} in its text
// replaced by the argument that follows the name: Finding("redirect.port",
// "port", "8085"). An ID that isn't in the catalogue is a mistake in the
// program, and panics; a test makes every finding once.
func Finding(id string, args ...string) finding.Finding { return About("", id, args...) }

// About is Finding in the words for the field with this key, to which it then
// belongs; "" stands for the field that the template names.
func About(field, id string, args ...string) finding.Finding {
	t, ok := templates()[id]
	if !ok {
		panic("no finding " + id + " in assets/findings")
	}
	t = t.about(field)
	if step, _, ok := strings.Cut(field, "."); ok {
		t.Step, t.Field = step, field
	}
	fill := filler(args)
	return finding.Finding{
		ID: t.ID, Severity: t.Severity,
		Title: fill(t.Title), Cause: fill(t.Cause), Fix: fill(t.Fix),
		Step: t.Step, Field: t.Field, Link: fill(t.Link), Evidence: t.Evidence, Source: t.Source,
	}
}

// Mended is Finding with a mend: the field that the template names is set to
// value, and the template's mend is the label ("use {value}").
func Mended(id, value string, args ...string) finding.Finding {
	return MendedAbout("", id, value, args...)
}

// MendedAbout is Mended in the words for the field with this key, as About.
func MendedAbout(field, id, value string, args ...string) finding.Finding {
	f := About(field, id, args...)
	label := templates()[id].Mend
	if label == "" {
		label = "use {value}"
	}
	f.Mend = &finding.Mend{
		Label: filler(append([]string{"value", value}, args...))(label),
		Field: f.Field, Value: value,
	}
	return f
}

// filler returns what replaces each {name} by the argument that follows the
// name. Arguments are not searched for names themselves.
func filler(args []string) func(string) string {
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		if strings.HasSuffix(args[i+1], ".") { // Windows' own texts are sentences
			pairs = append(pairs, "{"+args[i]+"}.", args[i+1])
		}
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	return strings.NewReplacer(pairs...).Replace
}
