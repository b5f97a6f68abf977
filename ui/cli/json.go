package cli

import (
	"encoding/json"
	"io"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// jsonVersion is the version of every JSON document that commands print. It is
// raised when a reader of the old shape would misread the new one.
const jsonVersion = 1

// writeJSON prints one document, to be read by programs and people.
func (a *app) writeJSON(doc any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return written(e.Encode(doc))
}

// writeEvent prints one event on a line of its own.
func writeEvent(w io.Writer, event any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return written(e.Encode(event))
}

// written says that standard output doesn't take what was to be printed.
func written(err error) error {
	if err == nil {
		return nil
	}
	return exit(exitFile, err)
}

// list makes an empty list of none: a reader of JSON should not meet null.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// findingsDoc is the part that documents with findings share.
type findingsDoc struct {
	Findings []finding.Finding `json:"findings"`
}
