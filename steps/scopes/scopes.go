// Package scopes answers questions about sets of scopes: the fewest for some
// tasks, the tasks that a set allows, what is unneeded, what an old name became.
package scopes

import (
	"slices"
	"strings"
	"unicode"

	"github.com/pinsetup/pinsetup/assets"
)

// Split reads scopes separated by commas, spaces or newlines, in their order,
// each once. It also reads what people copy from elsewhere: a JSON list, and
// the scope parameter of an authorize URL ("boards%3Aread%2Cpins%3Aread"). What
// shows nothing is left out: a terminal would take it for a command.
func Split(text string) []string {
	if strings.Contains(text, "%") {
		text = strings.NewReplacer("%2C", ",", "%2c", ",", "%20", " ", "%3A", ":", "%3a", ":").Replace(text)
	}
	var names []string
	for _, name := range strings.FieldsFunc(strings.Map(seen, text), separates) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// seen leaves out control characters and those of formatting.
func seen(r rune) rune {
	if !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
		return -1
	}
	return r
}

func separates(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",;+\"'`[]()", r)
}

// Sorted returns the names in the order of the catalogue, each once; names
// that are not in it come last, in their order.
func Sorted(names []string) []string {
	var sorted []string
	for _, s := range assets.Scopes() {
		if slices.Contains(names, s.Name) {
			sorted = append(sorted, s.Name)
		}
	}
	for _, name := range names {
		if !slices.Contains(sorted, name) {
			sorted = append(sorted, name)
		}
	}
	return sorted
}

// ForTasks returns the fewest scopes that the tasks need, in catalogue order.
// Unknown IDs are returned in unknown.
func ForTasks(ids []string) (names, unknown []string) {
	for _, id := range ids {
		task, ok := assets.TaskByID(id)
		if !ok {
			unknown = append(unknown, id)
		}
		names = append(names, task.Scopes...)
	}
	return Sorted(names), unknown
}

// ForPermissions returns the scopes that the setup page's permissions stand
// for today, in catalogue order. Unknown IDs are returned in unknown.
func ForPermissions(ids []string) (names, unknown []string) {
	for _, id := range ids {
		permission, ok := assets.PermissionByID(id)
		if !ok {
			unknown = append(unknown, id)
		}
		names = append(names, permission.Scopes...)
	}
	return Sorted(names), unknown
}

// Because returns, for each scope, the tasks among ids that need it. A scope
// that none of them needs has no entry.
func Because(names, ids []string) map[string][]assets.Task {
	because := map[string][]assets.Task{}
	for _, name := range names {
		for _, id := range ids {
			if task, ok := assets.TaskByID(id); ok && slices.Contains(task.Scopes, name) {
				because[name] = append(because[name], task)
			}
		}
	}
	return because
}

// Allowed returns the tasks that the scopes allow.
func Allowed(names []string) []assets.Task {
	var allowed []assets.Task
	for _, task := range assets.Tasks() {
		if Covers(names, task.Scopes) {
			allowed = append(allowed, task)
		}
	}
	return allowed
}

// Covers reports whether names holds every one of wanted.
func Covers(names, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(names, w) })
}

// Unneeded returns the scopes that none of the tasks needs. A secret scope
// only widens its public one ("boards:read_secret" for "boards:read"), no
// operation asks for it alone: it is needed where that one is.
func Unneeded(names, ids []string) []string {
	needed, _ := ForTasks(ids)
	var unneeded []string
	for _, name := range names {
		public := strings.TrimSuffix(name, "_secret")
		if !slices.Contains(needed, name) && !slices.Contains(needed, public) {
			unneeded = append(unneeded, name)
		}
	}
	return unneeded
}

// Complete returns the scopes with those that they need (Scope.Needs), in
// catalogue order.
func Complete(names []string) []string {
	all := slices.Clone(names)
	for i := 0; i < len(all); i++ { // all grows
		scope, _ := assets.ScopeByName(all[i])
		for _, need := range scope.Needs {
			if !slices.Contains(all, need) {
				all = append(all, need)
			}
		}
	}
	return Sorted(all)
}

// Translate returns what a legacy name became, and false for a name that is
// none. Case and the signs between the words don't matter.
func Translate(name string) (assets.LegacyScope, bool) {
	plain := strings.ToLower(strings.TrimSpace(name))
	if l, ok := assets.LegacyScopeByName(plain); ok {
		return l, true
	}
	return assets.LegacyScopeByName(strings.NewReplacer("-", "_", " ", "_", ".", "_").Replace(plain))
}
