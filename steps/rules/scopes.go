package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/assets/near"
	"github.com/pinsetup/pinsetup/steps/scopes"
)

// Scopes judges a set of scopes, separated by spaces or commas: unknown and
// legacy names, write without read, nothing chosen, what Trial access can't use.
func Scopes(in Input) []finding.Finding {
	if in.Value == "" {
		return nil
	}
	names := scopes.Split(in.Value)
	if len(names) == 0 {
		return []finding.Finding{in.find("scopes.none")}
	}
	if wrong := foreign(in, names); wrong != nil {
		return wrong
	}
	findings := needs(in, names)
	needed, _ := scopes.ForTasks(scopes.Split(in.other("oauth.tasks")))
	if !slices.Contains(append(needed, names...), "user_accounts:read") { // else a task says so
		findings = append(findings, in.mend("scopes.no-account", joined(append(names, "user_accounts:read"))))
	}
	findings = append(findings, lacking(in, names)...)
	findings = append(findings, trial(in, names)...)
	return append(findings, unneeded(in, names)...)
}

func joined(names []string) string { return strings.Join(scopes.Sorted(names), " ") }

// foreign finds names that Pinterest doesn't know. One mend, on the first of
// them, puts all right that can be put right; the others are left out by another.
func foreign(in Input, names []string) (findings []finding.Finding) {
	var right []string
	for _, name := range names {
		right = append(right, meant(name)...)
	}
	for _, name := range names {
		if _, ok := assets.ScopeByName(name); !ok {
			findings = append(findings, stranger(in, name, joined(right)))
		}
	}
	mended := map[string]bool{}
	for i := range findings {
		if m := findings[i].Mend; m != nil && mended[m.Value] {
			findings[i].Mend = nil
		} else if m != nil {
			mended[m.Value] = true
		}
	}
	return findings
}

// stranger says what a name that is no scope may be. right are all names as
// they should be.
func stranger(in Input, name, right string) finding.Finding {
	if old, ok := scopes.Translate(name); ok {
		id := "scopes.legacy"
		if old.Era == "mistake" || old.Era == "setup page" {
			id = "scopes.never"
		}
		f := in.mend(id, right, "name", show(name), "era", old.Era, "scopes", strings.Join(old.Scopes, " "))
		if old.Evidence == finding.Inferred {
			f.Evidence = finding.Inferred
		}
		return f
	}
	if near := meant(name); near[0] != name {
		return in.mend("scopes.misspelt", right, "name", show(name), "near", near[0])
	}
	var left []string
	for _, other := range scopes.Split(in.Value) {
		if m := meant(other); len(m) > 1 || isScope(m[0]) {
			left = append(left, other)
		}
	}
	if len(left) == 0 {
		return in.find("scopes.unknown", "name", show(name))
	}
	return in.mend("scopes.unknown", joined(left), "name", show(name))
}

func isScope(name string) bool {
	_, ok := assets.ScopeByName(name)
	return ok
}

// meant returns the scopes that a name stands for: itself, what a legacy name
// became, or the nearest name of the catalogue; the name itself where nothing
// is near.
func meant(name string) []string {
	if old, ok := scopes.Translate(name); ok {
		return old.Scopes
	}
	plain := strings.NewReplacer(".", ":", "/", ":", "-", "_").Replace(strings.ToLower(name))
	nearest, least := name, 3 // more than two letters off is another word
	if len(plain) > 40 {
		return []string{name} // longer than any scope by far
	}
	for _, scope := range assets.Scopes() {
		if d := near.Distance(plain, scope.Name, least); d < least {
			nearest, least = scope.Name, d
		}
	}
	return []string{nearest}
}

// needs finds scopes that are of no use, or of little, without others.
func needs(in Input, names []string) (findings []finding.Finding) {
	chosen, _ := scopes.ForTasks(scopes.Split(in.other("oauth.tasks")))
	for _, name := range names {
		scope, _ := assets.ScopeByName(name)
		if missing := without(scope.Needs, names); len(missing) > 0 {
			id := "scopes.needs"
			if scope.Evidence == finding.Inferred {
				id = "scopes.needs-likely"
			}
			findings = append(findings, in.mend(id, joined(scopes.Complete(names)),
				"name", name, "missing", strings.Join(missing, " ")))
			continue
		}
		if slices.Contains(chosen, name) && scopes.Covers(names, chosen) {
			continue // the chosen tasks need it just so
		}
		if missing := without(scope.Usually, names); len(missing) > 0 {
			findings = append(findings, in.mend("scopes.usually", joined(append(missing, names...)),
				"name", name, "missing", strings.Join(missing, " ")))
			continue
		}
		read := strings.Replace(name, ":write", ":read", 1)
		if _, readable := assets.ScopeByName(read); readable && !slices.Contains(names, read) {
			findings = append(findings, in.mend("scopes.write-only", joined(append([]string{read}, names...)),
				"name", name, "read", read))
		}
	}
	return findings
}

// without returns the elements of all that aren't in some.
func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
}

// trial finds what Trial access can't do in production, by task where tasks
// were chosen, else by scope. An app with Standard access can do it all.
func trial(in Input, names []string) (findings []finding.Finding) {
	if in.other("app.status") == "standard" {
		return nil
	}
	for _, id := range scopes.Split(in.other("oauth.tasks")) {
		if task, ok := assets.TaskByID(id); ok && task.Trial != "" {
			f := in.find("scopes.trial-task", "task", task.Title, "cannot", task.Trial)
			f.Evidence = task.Evidence
			findings = append(findings, f)
		}
	}
	if findings != nil {
		return findings
	}
	for _, name := range names {
		if scope, _ := assets.ScopeByName(name); scope.Trial != "" {
			f := in.find("scopes.trial", "name", name, "cannot", scope.Trial)
			f.Evidence = scope.Evidence
			findings = append(findings, f)
		}
	}
	return findings
}

// lacking finds the chosen tasks that the scopes don't allow.
func lacking(in Input, names []string) []finding.Finding {
	ids := scopes.Split(in.other("oauth.tasks"))
	needed, _ := scopes.ForTasks(ids)
	missing := without(needed, names)
	if len(missing) == 0 {
		return nil
	}
	var titles []string
	for _, id := range ids {
		if task, _ := assets.TaskByID(id); !scopes.Covers(names, task.Scopes) {
			titles = append(titles, task.Title)
		}
	}
	title := titles[0]
	if len(titles) > 1 {
		title = fmt.Sprintf("%s, and %d more", title, len(titles)-1)
	}
	return []finding.Finding{in.mend("scopes.lacking", joined(append(missing, names...)),
		"tasks", title, "missing", strings.Join(missing, " "))}
}

// unneeded finds scopes that none of the chosen tasks needs; without tasks
// there is nothing to compare with.
func unneeded(in Input, names []string) []finding.Finding {
	ids := scopes.Split(in.other("oauth.tasks"))
	if needed, _ := scopes.ForTasks(ids); !scopes.Covers(names, needed) || len(needed) == 0 {
		return nil
	}
	extra := scopes.Unneeded(names, ids)
	extra = without(extra, []string{"user_accounts:read"}) // the live test and most connectors read the account
	left := without(names, extra)
	if len(extra) == 0 || len(left) == 0 {
		return nil
	}
	return []finding.Finding{in.mend("scopes.unneeded", joined(left), "names", strings.Join(extra, " "))}
}

// Goal judges the access that is aimed at, by what the connector is to do.
func Goal(in Input) []finding.Finding {
	if in.Value != "trial" {
		return nil
	}
	for _, id := range scopes.Split(in.other("oauth.tasks")) {
		if task, ok := assets.TaskByID(id); ok && task.Trial != "" {
			f := in.mend("review.standard", "standard", "task", task.Title, "cannot", task.Trial)
			f.Evidence = task.Evidence
			return []finding.Finding{f}
		}
	}
	if slices.Contains(scopes.Split(in.other("oauth.scopes")), "pins:write") {
		scope, _ := assets.ScopeByName("pins:write")
		return []finding.Finding{in.mend("review.standard-scope", "standard", "name", scope.Name, "cannot", scope.Trial)}
	}
	if in.other("app.type") == "public" {
		return []finding.Finding{in.mend("review.public", "standard")}
	}
	return nil
}
