package store

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// Without it, a loss of power may leave an empty file in the old one's place.
func TestASaveIsOnTheDiskBeforeItTakesTheOldFilesPlace(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "pinterest.toml")
	if err := os.WriteFile(path, []byte("old = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var happened []string
	was := syncToDisk
	t.Cleanup(func() { syncToDisk = was })
	syncToDisk = func(f *os.File) error {
		what := "folder synced"
		if f.Name() != dir {
			what = "file synced"
		}
		if data, err := os.ReadFile(path); err != nil || string(data) == "old = 1\n" {
			what += ", old file in place"
		}
		happened = append(happened, what)
		return was(f)
	}
	if err := (replacement{target: path, data: []byte("new = 1\n"), mode: 0o600}).write(); err != nil {
		t.Fatal(err)
	}
	file := slices.Index(happened, "file synced, old file in place")
	folder := slices.Index(happened, "folder synced")
	if file < 0 || folder < file && runtime.GOOS != "windows" { // which syncs no folder
		t.Errorf("the file has to be synced before the rename, the folder after it: %q", happened)
	}
}
