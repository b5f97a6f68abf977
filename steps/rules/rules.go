// Package rules decides what is right and wrong about a single value: a
// redirect URI, an app ID, a secret, a set of scopes. Each rule is a pure
// function from what was typed to findings; their sentences are in
// assets/findings.
package rules

import "github.com/pinsetup/pinsetup/assets/finding"

// Input is what a rule may know beside the value.
type Input struct {
	// Field is the key of the field.
	Field string
	// Value is what was typed, cleaned by Clean.
	Value string
	// Get returns the value of another field; "" for none.
	Get func(key string) string
}

// A Rule judges a value. An empty value is not judged: whether one is needed
// is the step's business.
type Rule func(in Input) []finding.Finding

// Clean removes the artefacts of pasting (spaces and newlines around, zero
// width characters, BOM, quotes, "client_id=" in front) from a value of the
// field, and says what it removed.
func Clean(field, value string) (cleaned string, removed []finding.Finding) { return value, nil }
