package run

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

func TestAFolderThatIsMissingIsSaidBeforeTheFileIsWrittenAndIsMade(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sub", "dir", "pinterest.toml")
	events := make(chan steps.Event, 1)
	r := New(config(t), func(e steps.Event) { events <- e })
	defer func() { r.Queue(steps.State{}, []steps.Effect{steps.Exit{}}); <-r.Done() }()
	after := func(e steps.Effect) steps.Event {
		r.Queue(steps.New(steps.Options{}), []steps.Effect{e})
		return <-events
	}

	look := steps.LookAtFolder{Key: "connector.file", Path: path}
	seen := after(look).(steps.Looked)
	if ids(seen.Findings) != "path.no-folder" || seen.Findings[0].Field != "connector.file" || !strings.Contains(seen.Findings[0].Fix, filepath.Dir(path)) {
		t.Errorf("of the path it says %+v", seen)
	}
	plan := steps.Plan{Path: path, Service: "acme:pinterest", Secret: safe.Hold(secret), Config: store.Service{
		ClientID: "1534758", ClientSecretFile: filepath.Join(dir, "vault", "secret"),
	}}
	for _, missing := range []string{"path.no-folder path.no-folder", "path.no-folder", ""} {
		prepared := after(steps.PrepareFile{Plan: plan}).(steps.Prepared)
		if ids(prepared.Findings) != missing {
			t.Fatalf("of the file it says %v, want %q", prepared.Findings, missing)
		}
		if missing != "" {
			after(steps.MendFile{Plan: plan, Mend: *prepared.Findings[0].Mend})
		}
	}
	if saved, ok := after(steps.WriteFile{Plan: plan}).(steps.Saved); !ok || saved.Path != path {
		t.Errorf("saving comes to %+v", saved)
	}
	if seen := after(look).(steps.Looked); len(seen.Findings) > 0 {
		t.Errorf("of the folder that was made it says %v", seen.Findings)
	}
}
