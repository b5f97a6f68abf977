package scopes

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
)

func fields(s string) []string { return strings.Fields(s) }

func TestScopesAreReadInEveryFormThatPeoplePaste(t *testing.T) {
	want := fields("boards:read pins:read")
	for _, text := range []string{
		"boards:read pins:read",
		"boards:read,pins:read",
		" boards:read,\n  pins:read, boards:read ",
		`["boards:read", "pins:read"]`,
		"boards%3Aread%2Cpins%3Aread",
		"boards:read%20pins:read",
		"boards:read+pins:read",
		"'boards:read'; 'pins:read'",
		"\ufeffboards\u200b:read\x1b\x07 pins:read\u009b",
	} {
		if got := Split(text); !slices.Equal(got, want) {
			t.Errorf("Split(%q) = %q", text, got)
		}
	}
	if got := Split(" ,;\n"); got != nil {
		t.Errorf("nothing gives %q", got)
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"", "a,b c", `["a"]`, "%2C%20%3a", "\xff,\u00a0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		names := Split(text)
		if again := Split(strings.Join(names, ",")); !strings.Contains(text, "%") && !slices.Equal(names, again) {
			t.Errorf("Split(%q) = %q, and again %q", text, names, again)
		}
		for i, name := range names {
			if name == "" || slices.Contains(names[:i], name) {
				t.Errorf("Split(%q) = %q", text, names)
			}
		}
		if len(Sorted(names)) != len(names) {
			t.Errorf("Sorted(%q) = %q", names, Sorted(names))
		}
	})
}

func TestTasksGetTheFewestScopes(t *testing.T) {
	for tasks, want := range map[string]string{
		"connect-account":              "user_accounts:read",
		"publish-pins connect-account": "user_accounts:read boards:read boards:write pins:read pins:write",
		"list-boards pin-analytics":    "boards:read pins:read",
		"read-billing":                 "ads:read billing:read",
		"":                             "",
	} {
		got, unknown := ForTasks(fields(tasks))
		if !slices.Equal(got, fields(want)) || unknown != nil {
			t.Errorf("ForTasks(%q) = %v, unknown %v", tasks, got, unknown)
		}
		for _, name := range got { // without any of them, a task is lost
			left := slices.DeleteFunc(slices.Clone(got), func(n string) bool { return n == name })
			for _, id := range fields(tasks) {
				task, _ := assets.TaskByID(id)
				if slices.Contains(task.Scopes, name) && Covers(left, task.Scopes) {
					t.Errorf("%q: %s can be left out", tasks, name)
				}
			}
		}
	}
	if got, unknown := ForTasks(fields("list-boards fly")); !slices.Equal(got, fields("boards:read")) || !slices.Equal(unknown, fields("fly")) {
		t.Errorf("with an unknown task: %v, %v", got, unknown)
	}
}

func TestPermissionsGetTodaysScopes(t *testing.T) {
	got, unknown := ForPermissions(fields("read_users write_public read_public like_everything"))
	if want := fields("user_accounts:read boards:read boards:write pins:read pins:write"); !slices.Equal(got, want) {
		t.Errorf("scopes %v, want %v", got, want)
	}
	if !slices.Equal(unknown, fields("like_everything")) {
		t.Errorf("unknown %v", unknown)
	}
}

func TestEachScopeKnowsItsTasks(t *testing.T) {
	because := Because(fields("boards:read pins:write ads:read"), fields("list-boards publish-pins"))
	if len(because["boards:read"]) != 2 || len(because["pins:write"]) != 1 || because["ads:read"] != nil {
		t.Errorf("because %v", because)
	}
}

func TestScopesAllowTheTasksThatTheyCover(t *testing.T) {
	has := func(names, id string) bool {
		return slices.ContainsFunc(Allowed(fields(names)), func(task assets.Task) bool { return task.ID == id })
	}
	if !has("boards:read pins:read", "list-pins") || has("pins:read", "list-pins") || has("pins:write", "publish-pins") {
		t.Error("listing Pins needs boards:read and pins:read, creating them four scopes")
	}
	var all []string
	for _, s := range assets.Scopes() {
		all = append(all, s.Name)
	}
	if got := len(Allowed(all)); got != len(assets.Tasks()) {
		t.Errorf("all scopes allow %d of %d tasks", got, len(assets.Tasks()))
	}
	if got := Allowed(nil); got != nil {
		t.Errorf("no scope allows %v", got)
	}
}

func TestWhatNoTaskNeedsIsNamed(t *testing.T) {
	got := Unneeded(fields("boards:read boards:read_secret pins:read_secret ads:read"), fields("list-boards"))
	if !slices.Equal(got, fields("pins:read_secret ads:read")) {
		t.Errorf("unneeded %v", got)
	}
}

func TestScopesAreCompletedWithWhatTheyNeed(t *testing.T) {
	for names, want := range map[string]string{
		"boards:write":       "boards:read boards:write",
		"billing:write":      "ads:write billing:write",
		"boards:read":        "boards:read",
		"pins:write_secret":  "boards:read boards:read_secret boards:write pins:read pins:read_secret pins:write pins:write_secret",
		"boards:read_secret": "boards:read boards:read_secret",
		"unheard:of":         "unheard:of",
	} {
		if got := Complete(fields(names)); !slices.Equal(got, fields(want)) {
			t.Errorf("Complete(%q) = %v, want %v", names, got, want)
		}
	}
}

func TestOldNamesAreTranslatedHoweverTheyAreWritten(t *testing.T) {
	for _, l := range assets.LegacyScopes() {
		if got, ok := Translate(l.Name); !ok || got.Name != l.Name {
			t.Errorf("Translate(%q) = %v, %v", l.Name, got, ok)
		}
	}
	for _, name := range []string{"READ_PUBLIC", " read_public ", "read-public", "Read Public", "read.public"} {
		if got, ok := Translate(name); !ok || got.Name != "read_public" {
			t.Errorf("Translate(%q) = %v, %v", name, got, ok)
		}
	}
	for _, s := range assets.Scopes() {
		if got, ok := Translate(s.Name); ok {
			t.Errorf("%s of today became %v", s.Name, got)
		}
	}
}

func TestTasksAreFoundByTheWordsOfPeople(t *testing.T) {
	for words, want := range map[string]string{
		"pins":                    "list-pins",
		"boards":                  "list-boards",
		"read pins":               "list-pins",
		"publish pins":            "publish-pins",
		"post an image":           "publish-pins",
		"create a pin":            "publish-pins",
		"upload video":            "publish-video-pins",
		"list my boards":          "list-boards",
		"make a board":            "create-boards",
		"pin analytics":           "pin-analytics",
		"pin statistics":          "pin-analytics",
		"analyt pins":             "pin-analytics",
		"who am I":                "connect-account",
		"login":                   "connect-account",
		"repin":                   "save-pins",
		"sync products":           "manage-feeds",
		"update stock and prices": "write-items",
		"invoices":                "read-billing",
		"conversion api":          "send-conversions",
		"trending keywords":       "read-trends",
		"GET /pins/analytics":     "pin-analytics",
		"rename a board":          "update-boards",
		"download leads":          "export-leads",
		"invite a team member":    "manage-members",
	} {
		got, _ := Find(words)
		if len(got) == 0 || got[0].ID != want {
			var all []string
			for _, task := range got[:min(4, len(got))] {
				all = append(all, task.ID)
			}
			t.Errorf("Find(%q) = %v, want %s first", words, all, want)
		}
	}
	for _, words := range []string{"", "the of", "zebra", "?!"} {
		if got, _ := Find(words); len(got) != 0 {
			t.Errorf("Find(%q) = %d tasks", words, len(got))
		}
	}
}

func TestEveryTaskIsFoundByItsTitle(t *testing.T) {
	for _, task := range assets.Tasks() {
		if got, alike := Find(task.Title); len(got) == 0 || got[0].ID != task.ID || alike != 1 {
			t.Errorf("%q finds %v first, of %d alike", task.Title, got[0].ID, alike)
		}
	}
}

func TestWordsThatFitSeveralTasksSaySo(t *testing.T) {
	for words, want := range map[string]int{"publish pins": 2, "delete boards": 1, "": 0} {
		if _, alike := Find(words); alike != want {
			t.Errorf("Find(%q): %d tasks fit alike, not %d", words, alike, want)
		}
	}
	for _, words := range []string{"pins", "boards", "delete"} {
		if found, alike := Find(words); alike < 2 || alike > len(found) {
			t.Errorf("Find(%q): %d of %d tasks fit alike", words, alike, len(found))
		}
	}
}
