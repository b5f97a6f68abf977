package assets

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

// catalogue reads assets/catalogue/<name>.toml into doc. The files are
// embedded and tested: one that doesn't parse is a mistake in the program.
func catalogue(name string, doc any) {
	data, err := files.ReadFile("catalogue/" + name + ".toml")
	if err != nil {
		panic(err)
	}
	if err := toml.Unmarshal(data, doc); err != nil {
		panic(fmt.Sprintf("assets/catalogue/%s.toml: %v", name, err))
	}
}

var scopes = sync.OnceValue(func() []Scope {
	var doc struct {
		Scope []Scope `toml:"scope"`
	}
	catalogue("scopes", &doc)
	return doc.Scope
})

// Scopes returns all scopes of the API, in the order in which lists of scopes
// are shown and sent. Don't change the slice.
func Scopes() []Scope { return scopes() }

// ScopeByName returns the scope of this exact name, and false for none.
func ScopeByName(name string) (Scope, bool) {
	return find(scopes(), func(s Scope) bool { return s.Name == name })
}

var operations = sync.OnceValue(func() []Operation {
	data, err := files.ReadFile("catalogue/operations.csv")
	if err != nil {
		panic(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("assets/catalogue/operations.csv: %v", err))
	}
	all := make([]Operation, 0, len(rows))
	for _, row := range rows[1:] { // group, method, path, scopes, category, sandbox
		all = append(all, Operation{
			Method: row[1], Path: row[2], Scopes: strings.Fields(row[3]),
			Category: row[4], Sandbox: row[5] == "enabled",
		})
	}
	return all
})

// Operations returns all operations of the API description. Don't change the
// slice.
func Operations() []Operation { return operations() }

// OperationByName returns the operation that "GET /boards" names, and false
// for none.
func OperationByName(name string) (Operation, bool) {
	method, path, _ := strings.Cut(name, " ")
	return find(operations(), func(o Operation) bool { return o.Method == method && o.Path == path })
}

var tasks = sync.OnceValue(func() []Task {
	var doc struct {
		Task []Task `toml:"task"`
	}
	catalogue("tasks", &doc)
	for i := range doc.Task {
		t := &doc.Task[i]
		for _, name := range t.Operations {
			o, ok := OperationByName(name)
			if !ok {
				panic("assets/catalogue/tasks.toml: task " + t.ID + ": no operation " + name)
			}
			t.Scopes = append(t.Scopes, o.Scopes...)
		}
		slices.Sort(t.Scopes)
		t.Scopes = slices.Compact(t.Scopes)
	}
	return doc.Task
})

// Tasks returns what connectors do, group by group. Don't change the slice.
func Tasks() []Task { return tasks() }

// TaskByID returns the task of this ID, and false for none.
func TaskByID(id string) (Task, bool) {
	return find(tasks(), func(t Task) bool { return t.ID == id })
}

var permissions = sync.OnceValue(func() []Permission {
	var doc struct {
		Permission []Permission `toml:"permission"`
	}
	catalogue("permissions", &doc)
	return doc.Permission
})

// Permissions returns the six permissions of the setup page. Don't change the
// slice.
func Permissions() []Permission { return permissions() }

// PermissionByID returns the permission of this name, and false for none.
func PermissionByID(id string) (Permission, bool) {
	return find(permissions(), func(p Permission) bool { return p.ID == id })
}

var presets = sync.OnceValue(func() []Preset {
	var doc struct {
		Preset []Preset `toml:"preset"`
	}
	catalogue("presets", &doc)
	return doc.Preset
})

// Presets returns the named sets of tasks. Don't change the slice.
func Presets() []Preset { return presets() }

// PresetByID returns the preset of this ID, and false for none.
func PresetByID(id string) (Preset, bool) {
	return find(presets(), func(p Preset) bool { return p.ID == id })
}

var legacyScopes = sync.OnceValue(func() []LegacyScope {
	var doc struct {
		Legacy []LegacyScope `toml:"legacy"`
	}
	catalogue("legacy", &doc)
	return doc.Legacy
})

// LegacyScopes returns the names that Pinterest no longer knows or never knew.
// Don't change the slice.
func LegacyScopes() []LegacyScope { return legacyScopes() }

// LegacyScopeByName returns what the name became, and false for a name that
// is none of them.
func LegacyScopeByName(name string) (LegacyScope, bool) {
	return find(legacyScopes(), func(l LegacyScope) bool { return l.Name == name })
}

var rateLimits = sync.OnceValue(func() []RateLimit {
	var doc struct {
		Limit []RateLimit `toml:"limit"`
	}
	catalogue("ratelimits", &doc)
	return doc.Limit
})

// RateLimits returns the classes of Pinterest's rate limits. Don't change the
// slice.
func RateLimits() []RateLimit { return rateLimits() }

// find returns the first element that is meant.
func find[T any](all []T, meant func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(all, meant); i >= 0 {
		return all[i], true
	}
	return found, false
}
