package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sys/windows"
)

// release gives the lock back and removes the lock file. Windows doesn't
// remove a file that somebody has open: who waits keeps it.
func release(l *flock.Flock) {
	l.Close()
	os.Remove(l.Path())
}

// An owner is nothing on Windows: a new file inherits its folder's access list.
type owner struct{}

func owned(fs.FileInfo) *owner { return nil }

func (o *owner) give(*os.File) error { return nil }

// renameTimeout is how long a rename is tried: virus scanners and indexers hold
// new files open for moments.
const renameTimeout = 2 * time.Second

func rename(from, to string) error {
	return patiently(func() error { return os.Rename(from, to) })
}

func patiently(do func() error) error {
	deadline := time.Now().Add(renameTimeout)
	for wait := time.Millisecond; ; wait = min(2*wait, 100*time.Millisecond) {
		err := do()
		if err == nil || !isTransient(err) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(wait)
	}
}

// renameNew is rename to a name that nothing has (fs.ErrExist).
func renameNew(from, to string) error {
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	new, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	return patiently(func() error { return windows.MoveFileEx(old, new, 0) })
}

func isTransient(err error) bool {
	return errors.Is(err, windows.ERROR_ACCESS_DENIED) ||
		errors.Is(err, windows.ERROR_SHARING_VIOLATION) ||
		errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}

// syncFolder does nothing: Windows can't sync a folder, and journals renames.
func syncFolder(string) error { return nil }

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.Errno(windows.ERROR_WRITE_PROTECT)) }

func isOwnerError(error) bool { return false }
