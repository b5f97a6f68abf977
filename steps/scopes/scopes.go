// Package scopes answers questions about sets of scopes: the fewest for some
// tasks, the tasks that a set allows, what is unneeded, what an old name became.
package scopes

import "github.com/pinsetup/pinsetup/assets"

// Split reads scopes separated by commas, spaces or newlines, in their order,
// each once.
func Split(text string) []string { return nil }

// ForTasks returns the fewest scopes that the tasks need, in catalogue order.
// Unknown IDs are returned in unknown.
func ForTasks(ids []string) (names, unknown []string) { return nil, nil }

// Because returns, for each scope, the tasks among ids that need it.
func Because(names, ids []string) map[string][]assets.Task { return nil }

// Allowed returns the tasks that the scopes allow.
func Allowed(names []string) []assets.Task { return nil }

// Unneeded returns the scopes that none of the tasks needs.
func Unneeded(names, ids []string) []string { return nil }

// Find returns the tasks that the words describe ("publish pins"), best first.
func Find(words string) []assets.Task { return nil }

// Translate returns what a legacy name became, and false for a name that is
// none.
func Translate(name string) (assets.LegacyScope, bool) { return assets.LegacyScope{}, false }
