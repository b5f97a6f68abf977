// Package finding is the one shape in which pinsetup says that it noticed
// something: in the wizard, in check, in explain, in a file with line and
// column. The sentences themselves are data, in assets/findings.
package finding

import (
	"fmt"
	"strings"
)

// Severity says how much a finding matters.
type Severity int

const (
	// Note is worth knowing; nothing has to be done.
	Note Severity = iota
	// Warning may be right; somebody should look.
	Warning
	// Error keeps the connector from working.
	Error
)

var severityNames = [...]string{"note", "warning", "error"}

// String returns "note", "warning" or "error".
func (s Severity) String() string {
	if s < Note || s > Error {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return severityNames[s]
}

// MarshalText writes the severity as its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads "note", "warning" or "error".
func (s *Severity) UnmarshalText(text []byte) error {
	for i, name := range severityNames {
		if name == string(text) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("severity %q is none of note, warning, error", text)
}

// Evidence says how well a statement about the world outside is known. Whose
// word or program it rests on stands beside it, as a Source.
type Evidence string

const (
	// Own is pinsetup's own: what it does, what it saw, or what needs no proof.
	Own Evidence = ""
	// Documented is in the documentation or the API description of the source,
	// or in the standard that it names.
	Documented Evidence = "documented"
	// Observed was seen in a real call, portal or program by somebody who wrote
	// it down.
	Observed Evidence = "observed"
	// Inferred follows from the others, and nobody has shown it.
	Inferred Evidence = "inferred"
)

// Basis says in words what a statement rests on: "documented by Pinterest", "RFC
// 6749", "seen in practice"; "" where that is pinsetup itself.
func (e Evidence) Basis(source Source) string {
	switch {
	case e == Own:
		return ""
	case e == Inferred:
		return "likely"
	case e == Observed && source == Pinterest:
		return "seen in practice"
	case e == Observed:
		return "seen in " + string(source) + "'s code"
	case source == Pinterest:
		return "documented by Pinterest"
	case source == Appmixer:
		return "documented by Appmixer"
	}
	return string(source)
}

// Unsure reports whether nobody documents what was seen or concluded.
func (e Evidence) Unsure() bool { return e == Observed || e == Inferred }

// Behind is Basis to follow a statement that nobody documents: " (likely)".
func (e Evidence) Behind(source Source) string {
	if !e.Unsure() {
		return ""
	}
	return " (" + e.Basis(source) + ")"
}

// A Source names whose word or program a statement rests on: Pinterest,
// Appmixer, or a standard by its own name ("RFC 6749").
type Source string

// The sources that aren't standards.
const (
	Pinterest Source = ""
	Appmixer  Source = "Appmixer"
)

// A Finding is one thing that pinsetup noticed.
type Finding struct {
	// ID names the kind of finding, for scripts: "redirect.double-slash".
	ID string `json:"id"`
	// Severity says how much it matters.
	Severity Severity `json:"severity"`
	// Title says in one line what is wrong.
	Title string `json:"title"`
	// Cause says why it is wrong, or why it happened.
	Cause string `json:"cause,omitempty"`
	// Fix says what to do.
	Fix string `json:"fix,omitempty"`
	// Step is the wizard's step where it is mended: "oauth".
	Step string `json:"step,omitempty"`
	// Field is the key of the field where it is mended: "oauth.redirectUri".
	Field string `json:"field,omitempty"`
	// Link is a page to read, whole.
	Link string `json:"link,omitempty"`
	// Evidence and Source say what Title and Cause rest on.
	Evidence Evidence `json:"evidence,omitempty"`
	Source   Source   `json:"source,omitempty"`
	// Mend, if not nil, is what pinsetup can do itself.
	Mend *Mend `json:"mend,omitempty"`
	// Place, if not nil, is where in a file it was found.
	Place *Place `json:"place,omitempty"`
	// Detail is what the other side said: cleaned, redacted, cut to length.
	Detail string `json:"detail,omitempty"`
	// RequestID is Pinterest's x-pinterest-rid of the answer, if there was one.
	RequestID string `json:"requestId,omitempty"`
}

// A Mend sets one field to a value that removes the finding.
type Mend struct {
	// Label names the action: "use https://api.acme.com/auth/pinterest/callback".
	Label string `json:"label"`
	// Field is the key of the field to set.
	Field string `json:"field"`
	// Value is the value to set it to. It is never a secret: "" in the app secret's
	// field means the demo's.
	Value string `json:"value"`
}

// A Place is a position in a file.
type Place struct {
	File string `json:"file"`
	// Line and Column count from 1; Column counts characters, not bytes.
	Line   int `json:"line"`
	Column int `json:"column"`
	// Width is the number of characters that are meant, at least 1.
	Width int `json:"width"`
	// Text is the whole line, with secrets masked.
	Text string `json:"text"`
}

// Worst returns the highest severity among the findings, and false for none.
func Worst(findings []Finding) (worst Severity, any bool) {
	for _, f := range findings {
		worst, any = max(worst, f.Severity), true
	}
	return worst, any
}

// HasError reports whether one of the findings is an error.
func HasError(findings []Finding) bool {
	worst, any := Worst(findings)
	return any && worst == Error
}

// For returns the findings that belong to the field.
func For(findings []Finding, field string) []Finding {
	var found []Finding
	for _, f := range findings {
		if f.Field == field {
			found = append(found, f)
		}
	}
	return found
}

// Sentence returns the text with a full stop where nothing ends it.
func Sentence(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") {
		return text
	}
	return text + "."
}

// IDs names findings in a log.
func IDs(found []Finding) []string {
	all := make([]string, len(found))
	for i, f := range found {
		all[i] = f.ID
	}
	return all
}
