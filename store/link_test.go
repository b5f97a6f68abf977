package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// symlink makes a symbolic link. On Windows it skips the test where there are
// none to be had: Windows asks for a right, and Wine says that it made one.
func symlink(t *testing.T, to, link string) {
	t.Helper()
	err := os.Symlink(to, link)
	var is string
	if err == nil {
		is, err = os.Readlink(link)
	}
	switch {
	case err == nil && is == filepath.FromSlash(to):
	case runtime.GOOS == "windows":
		t.Skipf("no symbolic links can be made here (%v)", err)
	default:
		t.Fatalf("%s leads to %q: %v", link, is, err)
	}
}
