package assets

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// names of all scopes of the API description 5.23.0.
var official = strings.Fields(`ads:read ads:write billing:read billing:write biz_access:read biz_access:write
	boards:read boards:read_secret boards:write boards:write_secret catalogs:read catalogs:write msot:write
	pins:read pins:read_secret pins:write pins:write_secret user_accounts:read user_accounts:write`)

func isScope(t *testing.T, what string, names ...string) {
	t.Helper()
	for _, name := range names {
		if !slices.Contains(official, name) {
			t.Errorf("%s: %q is no scope", what, name)
		}
	}
}

func TestTheScopesAreThoseOfTheAPI(t *testing.T) {
	var names []string
	for _, s := range Scopes() {
		names = append(names, s.Name)
	}
	if !sameSet(names, official) {
		t.Errorf("scopes %v, want %v", names, official)
	}
	for _, o := range Operations() {
		isScope(t, o.Method+" "+o.Path, o.Scopes...)
	}
}

func TestEveryScopeIsComplete(t *testing.T) {
	for _, s := range Scopes() {
		within(t, s.Name+" official", s.Official, 10, 90)
		within(t, s.Name+" plain", s.Plain, 10, 110)
		isScope(t, s.Name+" needs", s.Needs...)
		isScope(t, s.Name+" usually", s.Usually...)
		if s.Evidence == finding.Own {
			t.Errorf("%s says nothing about what it rests on", s.Name)
		}
		checkEvidence(t, s.Name, s.Evidence)
		if s.Probe != "" && strings.Contains(s.Name, ":write") {
			t.Errorf("%s: only reads are harmless", s.Name)
		}
		if s.Probe == "" {
			continue
		}
		path, _, _ := strings.Cut(s.Probe, "?")
		o, ok := OperationByName("GET " + path)
		if public := strings.TrimSuffix(s.Name, "_secret"); !ok || !slices.Contains(o.Scopes, public) {
			t.Errorf("%s: GET %s is no operation of it", s.Name, path)
		}
	}
}

// A scope's needs are those scopes that all of its operations ask for as well.
func TestAScopeNeedsWhatAllItsOperationsAskFor(t *testing.T) {
	for _, s := range Scopes() {
		var common []string
		first := true
		for _, o := range Operations() {
			if !slices.Contains(o.Scopes, s.Name) {
				continue
			}
			if first {
				common, first = slices.Clone(o.Scopes), false
			}
			common = slices.DeleteFunc(common, func(name string) bool { return !slices.Contains(o.Scopes, name) })
		}
		if first {
			if s.Evidence != finding.Inferred && s.Name != "pins:write" {
				t.Errorf("%s: no operation lists it, so its needs can only be inferred", s.Name)
			}
			continue
		}
		common = slices.DeleteFunc(common, func(name string) bool { return name == s.Name })
		if !sameSet(common, s.Needs) {
			t.Errorf("%s needs %v, all its operations ask for %v", s.Name, s.Needs, common)
		}
	}
}

func TestEveryTaskIsComplete(t *testing.T) {
	seen := map[string]bool{}
	group := ""
	for _, task := range Tasks() {
		if seen[task.ID] || strings.ContainsAny(task.ID, " ,:") {
			t.Errorf("task %q is there twice, or its ID can't stand in a list", task.ID)
		}
		seen[task.ID] = true
		within(t, task.ID+" title", task.Title, 5, 50)
		within(t, task.ID+" trial", task.Trial, 0, 90)
		checkEvidence(t, task.ID, task.Evidence)
		if (task.Trial == "") != (task.Evidence == finding.Own) {
			t.Errorf("task %s: Trial access can't %q, evidence %q", task.ID, task.Trial, task.Evidence)
		}
		if task.Group != group && seen["group "+task.Group] {
			t.Errorf("task %s: group %q is not in one piece", task.ID, task.Group)
		}
		group = task.Group
		seen["group "+group] = true
		var union []string
		for _, name := range task.Operations {
			o, ok := OperationByName(name)
			if !ok {
				t.Errorf("task %s: no operation %q", task.ID, name)
			}
			for _, scope := range o.Scopes {
				if !slices.Contains(union, scope) {
					union = append(union, scope)
				}
			}
		}
		if len(union) == 0 || !sameSet(union, task.Scopes) || !slices.IsSorted(task.Scopes) {
			t.Errorf("task %s: scopes %v, its operations ask for %v", task.ID, task.Scopes, union)
		}
		if len(task.Words) == 0 {
			t.Errorf("task %s is found by its title only", task.ID)
		}
	}
	t.Logf("%d tasks, %d operations", len(Tasks()), len(Operations()))
}

func TestEveryScopeWithAnOperationHasATask(t *testing.T) {
	for _, s := range Scopes() {
		used := slices.ContainsFunc(Operations(), func(o Operation) bool { return slices.Contains(o.Scopes, s.Name) })
		chosen := slices.ContainsFunc(Tasks(), func(task Task) bool { return slices.Contains(task.Scopes, s.Name) })
		if used != chosen {
			t.Errorf("%s: operations %t, tasks %t", s.Name, used, chosen)
		}
	}
}

func TestTrialAccessCantCreatePins(t *testing.T) {
	for _, task := range Tasks() {
		creates := slices.Contains(task.Operations, "POST /pins") || slices.Contains(task.Operations, "PATCH /pins/{pin_id}") ||
			slices.Contains(task.Operations, "GET /search/partner/pins")
		if creates && task.Trial == "" {
			t.Errorf("task %s: Trial access can't do it, and it says nothing", task.ID)
		}
	}
}

func TestTheSixPermissionsMeanWhatTheirOldNamesBecame(t *testing.T) {
	six := strings.Fields("read_public write_public read_secret write_secret read_users write_users")
	for i, p := range Permissions() {
		if p.ID != six[i] {
			t.Errorf("permission %d is %s, want %s as on the setup page", i+1, p.ID, six[i])
		}
		isScope(t, p.ID, p.Scopes...)
		within(t, p.ID+" title", p.Title, 5, 40)
		checkEvidence(t, p.ID, p.Evidence)
		if p.Evidence == finding.Own {
			t.Errorf("permission %s says nothing about what it rests on", p.ID)
		}
		if old, ok := LegacyScopeByName(p.ID); !ok || !slices.Equal(old.Scopes, p.Scopes) {
			t.Errorf("permission %s: %v, the old name became %v", p.ID, p.Scopes, old.Scopes)
		}
	}
	if len(Permissions()) != len(six) {
		t.Errorf("%d permissions, want six", len(Permissions()))
	}
}

func TestEveryLegacyNameBecameSomething(t *testing.T) {
	eras := []string{"v1", "v3", "setup page", "mistake"}
	seen := map[string]bool{}
	for _, l := range LegacyScopes() {
		if seen[l.Name] || len(l.Scopes) == 0 || !slices.Contains(eras, l.Era) || l.Evidence == finding.Own {
			t.Errorf("legacy name %+v", l)
		}
		seen[l.Name] = true
		isScope(t, l.Name, l.Scopes...)
		checkEvidence(t, l.Name, l.Evidence)
		if slices.Contains(official, l.Name) {
			t.Errorf("%s is a scope of today", l.Name)
		}
		for _, name := range l.Scopes {
			scope, _ := ScopeByName(name)
			for _, need := range scope.Needs {
				if !slices.Contains(l.Scopes, need) {
					t.Errorf("legacy name %s became %s without %s", l.Name, name, need)
				}
			}
		}
	}
}

func TestThePresetOfAppmixerIsWhatItsComponentsNeed(t *testing.T) {
	var names []string
	for _, p := range Presets() {
		within(t, p.ID+" title", p.Title, 5, 50)
		for _, id := range p.Tasks {
			task, ok := TaskByID(id)
			if !ok {
				t.Errorf("preset %s: no task %q", p.ID, id)
			}
			if p.ID == "appmixer" {
				names = append(names, task.Scopes...)
			}
		}
	}
	slices.Sort(names)
	want := strings.Fields("boards:read boards:write pins:read pins:write user_accounts:read")
	if got := slices.Compact(names); !slices.Equal(got, want) {
		t.Errorf("Appmixer's components need %v, want %v", got, want)
	}
}

func TestEveryRateLimitIsAClassOfTheAPI(t *testing.T) {
	classes := map[string]bool{}
	for _, o := range Operations() {
		classes[o.Category] = true
	}
	for _, l := range RateLimits() {
		if !classes[l.Category] {
			t.Errorf("%s is no class of the API, or there twice", l.Category)
		}
		delete(classes, l.Category)
		if (l.Trial == 0) != (l.Standard == 0) || (l.Trial == 0) != (l.Evidence == finding.Own) {
			t.Errorf("%s: numbers %d and %d with evidence %q", l.Category, l.Trial, l.Standard, l.Evidence)
		}
		checkEvidence(t, l.Category, l.Evidence)
	}
	for class := range classes {
		t.Errorf("nothing is said about class %s", class)
	}
}

func TestThePacketsTextsAreThere(t *testing.T) {
	p := Packet()
	if p.Intro == "" || len(p.Data) == 0 || len(p.DataMissing) == 0 || len(p.Screenshots) == 0 {
		t.Errorf("packet %+v", p)
	}
	var titles []string
	for _, s := range p.Scenes {
		titles = append(titles, s.Title)
	}
	if want := []string{"Login", "Consent", "Callback", "API action", "Result"}; !slices.Equal(titles, want) {
		t.Errorf("the video shows %v, want %v", titles, want)
	}
}

func TestNothingIsFoundUnderAForeignName(t *testing.T) {
	_, scope := ScopeByName("read_public")
	_, task := TaskByID("")
	_, permission := PermissionByID("boards:read")
	_, preset := PresetByID("none")
	_, legacy := LegacyScopeByName("boards:read")
	_, operation := OperationByName("GET")
	if scope || task || permission || preset || legacy || operation {
		t.Error(scope, task, permission, preset, legacy, operation)
	}
}
