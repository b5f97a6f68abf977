package steps

import (
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/steps/scopes"
)

// The choice of scopes has three views: tasks, permissions, single scopes. The
// scopes are the truth; choosing a task or a permission adds the scopes that
// it needs, and giving it up takes those that nothing else chosen needs.

func (s State) chooseScopes(key, value string) State {
	before, after := strings.Fields(s.Get(key)), strings.Fields(value)
	had, has := s.scopesOf(key, before), s.scopesOf(key, after)
	if key == keyTasks {
		s = s.set(keyTasks, strings.Join(after, " "))
	}
	kept := s.scopesOf(keyTasks, strings.Fields(s.Get(keyTasks)))
	now := slices.DeleteFunc(strings.Fields(s.Get(keyScopes)), func(name string) bool {
		return slices.Contains(had, name) && !slices.Contains(has, name) && !slices.Contains(kept, name)
	})
	return s.set(keyScopes, strings.Join(inOrder(append(now, has...)), " "))
}

func (s State) scopesOf(key string, ids []string) []string {
	if key == keyTasks {
		names, _ := scopes.ForTasks(ids)
		return names
	}
	var names []string
	for _, p := range assets.Permissions() {
		if slices.Contains(ids, p.ID) {
			names = append(names, p.Scopes...)
		}
	}
	return names
}

// permissions returns the permissions whose scopes are all chosen.
func (s State) permissions() string {
	have := strings.Fields(s.answers[keyScopes])
	var ids []string
	for _, p := range assets.Permissions() {
		if subset(p.Scopes, have) {
			ids = append(ids, p.ID)
		}
	}
	return strings.Join(ids, " ")
}

func subset(some, all []string) bool {
	for _, s := range some {
		if !slices.Contains(all, s) {
			return false
		}
	}
	return len(some) > 0
}

// inOrder returns the scopes in the catalogue's order, each once; names that
// the catalogue doesn't know come last, for their findings to be seen.
func inOrder(names []string) []string {
	var sorted []string
	for _, scope := range assets.Scopes() {
		if slices.Contains(names, scope.Name) {
			sorted = append(sorted, scope.Name)
		}
	}
	for _, name := range names {
		if !slices.Contains(sorted, name) {
			sorted = append(sorted, name)
		}
	}
	return sorted
}
