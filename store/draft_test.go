package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestADraftIsResumedAndDeleted(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	var drafts Drafts
	id := DraftID("pinterest.toml", DefaultService, false)
	if _, ok, err := drafts.Load(id); ok || err != nil {
		t.Fatalf("a draft that isn't there: %v, %v", ok, err)
	}
	at := time.Date(2026, 11, 23, 12, 0, 0, 5, time.UTC)
	for _, data := range []string{`{"step":"app"}`, `{"step":"oauth"}`} {
		if err := drafts.Save(Draft{id, at, []byte(data)}); err != nil {
			t.Fatal(err)
		}
	}
	got, ok, err := drafts.Load(id)
	if err != nil || !ok || got.ID != id || !got.SavedAt.Equal(at) || string(got.Data) != `{"step":"oauth"}` {
		t.Fatalf("Load = %+v, %v, %v", got, ok, err)
	}
	dir := filepath.Join(state, "pinsetup", "drafts")
	if names := folderOf(t, dir); !slices.Equal(names, []string{id + ".json"}) {
		t.Errorf("the folder holds %q", names)
	}
	for name, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, id+".json"): 0o600} {
		wantMode(t, name, want)
	}
	if err := errors.Join(drafts.Delete(id), drafts.Delete(id)); err != nil {
		t.Fatal(err)
	}
	if all, err := drafts.List(); len(all) != 0 || err != nil {
		t.Errorf("List = %v, %v", all, err)
	}
}

func TestDraftsAreListedNewestFirst(t *testing.T) {
	drafts := Drafts{Dir: filepath.Join(t.TempDir(), "new")}
	if all, err := drafts.List(); all != nil || err != nil {
		t.Errorf("of no folder: %v, %v", all, err)
	}
	for i, id := range []string{"b", "c", "a"} {
		if err := drafts.Save(Draft{id, time.Unix(int64(i), 0), []byte("{}")}); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(drafts.Dir, "broken.json"), "{", 0o600)
	all, err := drafts.List()
	var ids []string
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	if err != nil || !slices.Equal(ids, []string{"a", "c", "b"}) {
		t.Errorf("List = %q, %v", ids, err)
	}
}

func TestAnUnreadableDraftIsSetAside(t *testing.T) {
	drafts := Drafts{Dir: t.TempDir()}
	for _, text := range []string{"{", `{"version":2,"id":"x","data":{}}`, `{"version":1,"id":"y","data":{}}`, `{"version":1,"id":"x"}`} {
		write(t, filepath.Join(drafts.Dir, "x.json"), text, 0o600)
		_, ok, err := drafts.Load("x")
		if ok || err == nil || !strings.Contains(err.Error(), "x.json.unreadable") {
			t.Errorf("%s: %v, %v", text, ok, err)
		}
		if _, ok, err := drafts.Load("x"); ok || err != nil {
			t.Errorf("%s is not set aside: %v, %v", text, ok, err)
		}
	}
	write(t, filepath.Join(drafts.Dir, "y.json"), "{", 0o600) // not asked for yet
	paths, err := drafts.Unreadable()
	if err != nil || len(paths) != 5 || len(folderOf(t, drafts.Dir)) != 5 {
		t.Errorf("something was lost: %q, %v", paths, err)
	}
}

func TestADraftThatCannotBeSetAsideIsSaidSo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "", 0o600)
	err := Drafts{Dir: filepath.Join(file, "drafts")}.SetAside("x", errors.New("it is broken"))
	if err == nil || !strings.Contains(err.Error(), "it is broken") || !strings.Contains(err.Error(), "could not be set aside") {
		t.Errorf("below a file: %v", err)
	}
}

func TestADraftOfNoUseIsNotSaved(t *testing.T) {
	drafts := Drafts{Dir: t.TempDir()}
	for _, d := range []Draft{{ID: "../x", Data: []byte("{}")}, {ID: "", Data: []byte("{}")}, {ID: "x", Data: []byte("{")}, {ID: "x"}} {
		if err := drafts.Save(d); err == nil {
			t.Errorf("%+v was saved", d)
		}
	}
	if _, _, err := drafts.Load("../x"); err == nil {
		t.Error("a draft outside of the folder was looked for")
	}
	if err := drafts.Delete("../x"); err == nil {
		t.Error("a draft outside of the folder was deleted")
	}
}

func TestTheIDOfADraftIsTheSameFromEveryFolder(t *testing.T) {
	dir := t.TempDir()
	symlink(t, dir, filepath.Join(dir, "link"))
	t.Chdir(dir)
	id := DraftID("p.toml", "a", false)
	for _, file := range []string{"./p.toml", filepath.Join(dir, "p.toml"), filepath.Join(dir, "link", "p.toml")} {
		if got := DraftID(file, "a", false); got != id {
			t.Errorf("%s has another ID", file)
		}
	}
	others := []string{DraftID("q.toml", "a", false), DraftID("p.toml", "b", false), DraftID("p.toml", "a", true)}
	if slices.Contains(others, id) || len(slices.Compact(slices.Sorted(slices.Values(others)))) != 3 {
		t.Errorf("other drafts have the same ID: %q, %q", id, others)
	}
}
