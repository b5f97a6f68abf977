package rules

import (
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// follow makes a rule whose mends go all the way: one that would lead to the
// next error is led on by that one's mend, and not offered where that has none.
func follow(rule Rule) Rule {
	return func(in Input) []finding.Finding {
		found := rule(in)
		for i, f := range found {
			if f.Mend != nil && f.Mend.Field == in.Field {
				found[i].Mend = led(rule, in, f, found)
			}
		}
		return found
	}
}

// turns is how many errors a mend may lead through; a value with more of them
// is better typed again.
const turns = 8

// led returns the mend of f with the value that it leads to in the end; nil where
// that is empty, still has f, or has an error that was not among those of then.
func led(rule Rule, in Input, f finding.Finding, then []finding.Finding) *finding.Mend {
	m, offered := *f.Mend, f.Mend.Value
	for range turns {
		if in.Value, _ = Clean(in.Field, m.Value); in.Value == "" {
			return nil
		}
		next := newError(rule(in), f, then)
		switch {
		case next == nil:
			m.Label = strings.ReplaceAll(m.Label, printable(offered), printable(m.Value))
			return &m
		case next.Mend == nil || next.Mend.Field != in.Field:
			return nil
		}
		m.Value = next.Mend.Value
	}
	return nil
}

// newError returns the first error that is the mended one itself, or wasn't
// there then; nil for none.
func newError(found []finding.Finding, mended finding.Finding, then []finding.Finding) *finding.Finding {
	for _, f := range found {
		known := slices.ContainsFunc(then, func(old finding.Finding) bool { return old.ID == f.ID })
		if f.Severity == finding.Error && (!known || f.ID == mended.ID && f.Title == mended.Title) {
			return &f
		}
	}
	return nil
}
