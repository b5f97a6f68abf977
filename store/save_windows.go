package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

// isBeingRemoved reports whether a file can't be opened because another process
// is about to remove or to move it. Until that is done, all others are denied.
func isBeingRemoved(path string, err error) bool {
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		_, err = os.Lstat(path)
		return errors.Is(err, windows.ERROR_ACCESS_DENIED)
	}
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION)
}

// An owner is nothing on Windows: what counts there is the access list.
type owner struct{}

func owned(fs.FileInfo) *owner { return nil }

func (o *owner) give(*os.File) error { return nil }

// hardLinks is how many names (hard links) the file at a path has; 1 where that
// can't be found out.
func hardLinks(path string) int {
	file, err := os.Open(path)
	if err != nil {
		return 1
	}
	defer file.Close()
	var info windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(windows.Handle(file.Fd()), &info); err != nil {
		return 1
	}
	return int(info.NumberOfLinks)
}

// patience is how long what another process holds is tried again: a pinsetup
// that saves, a virus scanner or an indexer has a file for moments.
const patience = 2 * time.Second

func patiently(do func() error, again func(error) bool) error {
	deadline := time.Now().Add(patience)
	for wait := time.Millisecond; ; wait = min(2*wait, 100*time.Millisecond) {
		err := do()
		if err == nil || !again(err) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(wait)
	}
}

func rename(from, to string) error {
	return patiently(func() error { return os.Rename(from, to) }, isTransient)
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
	return patiently(func() error { return windows.MoveFileEx(old, new, 0) }, isTransient)
}

// open opens a file for reading, also while another process puts a new one in
// its place.
func open(path string) (file *os.File, err error) {
	err = patiently(func() error {
		file, err = os.Open(path)
		return err
	}, func(err error) bool { return isBeingRemoved(path, err) })
	if info, folder := os.Stat(filepath.Dir(path)); errors.Is(err, windows.ERROR_PATH_NOT_FOUND) && folder == nil && !info.IsDir() {
		// No file can ever be there. Windows says as much as of a missing folder.
		err = &fs.PathError{Op: "open", Path: path, Err: windows.ERROR_DIRECTORY}
	}
	return file, err
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
