package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

// createTraceless makes a temporary file that is to vanish.
var createTraceless = func(target string) (*temp, error) {
	new, err := createNamed(target, createRemovable)
	if new != nil {
		new.vanishes = true
	}
	return new, err
}

// createRemovable makes a file that may be removed through what it returns.
func createRemovable(name string) (*os.File, error) {
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	file, err := windows.CreateFile(path, windows.GENERIC_WRITE|windows.DELETE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil, windows.CREATE_NEW, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return os.NewFile(uintptr(file), name), nil
}

// vanish has Windows remove the file when it is closed, also by the end of this
// process. Nobody else can open it until then. While it is empty it needs no
// such care: its access list is set by its name.
func (t *temp) vanish() error {
	if !t.vanishes || t.removeOnClose(true) == nil {
		return nil
	}
	return errTraceless
}

// stay closes the file and has it stay. It is renamed only when it was seen to
// stay: a disk that takes no word back would remove it under its new name.
func (t *temp) stay() error {
	if !t.vanishes {
		return t.Close()
	}
	if err := t.removeOnClose(false); err != nil {
		return errors.Join(errTraceless, err)
	}
	if err := t.Close(); err != nil {
		return err
	}
	if _, err := os.Lstat(t.name); errors.Is(err, fs.ErrNotExist) {
		return errors.Join(errTraceless, err)
	}
	t.vanishes = false
	return step()
}

// removeOnClose sets or clears the file's FILE_DISPOSITION_INFO.
func (t *temp) removeOnClose(remove bool) error {
	var deleteFile byte
	if remove {
		deleteFile = 1
	}
	return windows.SetFileInformationByHandle(windows.Handle(t.Fd()), windows.FileDispositionInfo, &deleteFile, 1)
}

// link fails: a file without a name is Linux's alone, as is an exchange.
func link(*os.File, string) error { return errTraceless }

func (t *temp) swap(_, _ string) (bool, error) { return false, nil }

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

// howToAllow is how who may write is changed.
const howToAllow = "its Properties, under General and Security"

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
