package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// mendFolder makes the folder that NoFolder misses.
const mendFolder = "file.folder"

// NoFolder returns the finding that a file can't be written to the path, because
// its folder isn't there; nil where it is, or where that can't be told.
func NoFolder(path string) *finding.Finding {
	folder := filepath.Dir(path)
	if target, err := followLinks(path); err == nil {
		folder = filepath.Dir(target)
	}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	f := mended("path.no-folder", mendFolder, folder,
		"folder", safe.Show(folder, 200), "command", safe.ShellMakeFolder(folder))
	return &f
}

// NoFolder returns what NoFolder says of the file and of a service's own file for
// its secret; service "" means those of every service. Mend makes the folders.
func (f *File) NoFolder(service string) []finding.Finding {
	var found []finding.Finding
	for _, path := range append([]string{f.path}, f.secretFiles(service)...) {
		if missing := NoFolder(path); missing != nil {
			found = append(found, *missing)
		}
	}
	return found
}

// makeFolder makes a folder that NoFolder missed. What goes into it is for its
// owner alone.
func (f *File) makeFolder(folder string) error {
	for _, missing := range f.NoFolder("") {
		if missing.Mend.Value != folder {
			continue
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("the folder %s could not be made: %w. Make it yourself (%s), or choose another path", folder, safe.Inner(err), safe.ShellMakeFolder(folder))
		}
	}
	return nil
}
