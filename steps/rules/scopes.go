package rules

import "github.com/pinsetup/pinsetup/assets/finding"

// Scopes judges a set of scopes, separated by spaces or commas: unknown and
// legacy names, write without read, nothing chosen, what Trial access can't use.
func Scopes(in Input) []finding.Finding { return nil }
