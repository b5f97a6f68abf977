package plain

import (
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

var severities = map[finding.Severity]string{
	finding.Error: "Error", finding.Warning: "Warning", finding.Note: "Note",
}

// finding reads out what was noticed, with the field that it is about
// where the sentence doesn't name it.
func (t *talk) finding(f finding.Finding) {
	f = t.config.Program.Finding(f)
	lead := severities[f.Severity]
	// On the page of the live test the place is what is mended on other pages.
	page, ok := steps.PageOf(f.Field)
	if label := t.state.Label(f.Field); ok && page.Kind == steps.Form && !strings.Contains(f.Title, label) {
		lead += ", " + label
	}
	t.out.say(lead + ": " + f.Title)
	if f.Cause != "" {
		t.out.say(f.Cause + say.Evidence(f.Evidence, f.Source))
	}
	if f.Fix != "" && f.Mend == nil {
		t.out.say("What to do: " + f.Fix)
	}
	if f.Detail != "" {
		t.out.say("It said: " + f.Detail)
	}
	if f.RequestID != "" {
		t.out.say("Pinterest's request ID: " + f.RequestID)
	}
	if f.Link != "" && f.Severity == finding.Error {
		t.out.say("See " + f.Link)
	}
	if f.Mend != nil {
		t.out.say("Suggestion: " + f.Mend.Label + ". Type fix to take it.")
		t.offered = f.Mend
	}
}

func (t *talk) findings(found []finding.Finding) {
	for _, f := range found {
		t.finding(f)
	}
}

// mendOf returns the first mend that the findings offer.
func mendOf(found []finding.Finding) *finding.Mend {
	i := slices.IndexFunc(found, func(f finding.Finding) bool { return f.Mend != nil })
	if i < 0 {
		return nil
	}
	return found[i].Mend
}

// moveToFirst goes to where the first finding is mended, and reports whether
// there is a way there.
func (t *talk) moveToFirst(found []finding.Finding) bool {
	jump, ok := t.state.WayTo(found)
	if ok {
		t.moveTo(jump.Page, jump.Field)
	}
	return ok
}

// canMend reports whether moveToFirst leads anywhere.
func (t *talk) canMend(found []finding.Finding) bool {
	_, ok := t.state.WayTo(found)
	return ok
}

// same reports whether two lists of findings say the same.
func same(a, b []finding.Finding) bool {
	return slices.EqualFunc(a, b, func(a, b finding.Finding) bool { return a.ID == b.ID && a.Title == b.Title })
}

// list joins names as one speaks: "a, b and c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// sentence ends a label as a sentence.
func sentence(label string) string {
	if label == "" || strings.ContainsAny(label[len(label)-1:], ".?!") {
		return label
	}
	return label + "."
}
