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
	before, after := strings.Fields(s.Get(key)), scopes.Split(value)
	had, has := s.scopesOf(key, before), s.scopesOf(key, after)
	if key == keyTasks {
		s = s.set(keyTasks, strings.Join(after, " "))
	}
	kept := s.scopesOf(keyTasks, strings.Fields(s.Get(keyTasks)))
	now := slices.DeleteFunc(strings.Fields(s.Get(keyScopes)), func(name string) bool {
		return slices.Contains(had, name) && !slices.Contains(has, name) && !slices.Contains(kept, name)
	})
	return s.set(keyScopes, strings.Join(scopes.Sorted(append(now, has...)), " "))
}

func (s State) scopesOf(key string, ids []string) []string {
	if key == keyTasks {
		names, _ := scopes.ForTasks(ids)
		return names
	}
	names, _ := scopes.ForPermissions(ids)
	return names
}

// permissions returns the permissions whose scopes are all chosen.
func (s State) permissions() string {
	have := strings.Fields(s.answers[keyScopes])
	var ids []string
	for _, p := range assets.Permissions() {
		if scopes.Covers(have, p.Scopes) {
			ids = append(ids, p.ID)
		}
	}
	return strings.Join(ids, " ")
}
