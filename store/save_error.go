package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A SaveError says why a file could not be written, and what to do. The file
// and its backup are as they were; where the backup could not be brought back,
// What says so.
type SaveError struct {
	Path string
	// What happened, and what to do.
	What, Do string
	Err      error
	// isNew says that there is no file, and was none.
	isNew bool
}

func (e *SaveError) Error() string {
	return fmt.Sprintf("%s could not be saved: %s. %s %s", e.Path, e.What, e.left(), e.Do)
}

func (e *SaveError) left() string {
	if e.isNew {
		return "Nothing was written."
	}
	return "It was left as it was."
}

// Finding returns the error as a finding.
func (e *SaveError) Finding() finding.Finding {
	return assets.Finding("file.not-saved", "file", safe.Clean(e.Path, 300), "what", safe.Clean(e.What, 300), "left", e.left(), "do", safe.Clean(e.Do, 300))
}

// Unwrap returns the system's error.
func (e *SaveError) Unwrap() error { return e.Err }

func saveError(path string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*unconfirmedError](err); ok {
		return fmt.Errorf("%s was saved, but the system did not confirm that it is on the disk: %w. Save it again before you rely on it", path, safe.Inner(e.err))
	}
	if e, ok := errors.AsType[*notUndoneError](err); ok {
		return NewProblem(e.err, "secret.not-undone", "file", path, "why", e.undo.Error())
	}
	if _, ok := errors.AsType[*Problem](err); ok || errors.Is(err, ErrChanged) {
		return err // it says itself what happened, and to what
	}
	gone := ""
	if e, ok := errors.AsType[*backupLostError](err); ok {
		gone = fmt.Sprintf(" (and its older backup %s is gone: %v)", e.path, safe.Inner(e.lost))
	}
	if errors.Is(err, errTaken) {
		return fmt.Errorf("%s: %w by another program%s. Nothing was written. Read it again, and make the change again", path, ErrChanged, gone)
	}
	if _, ok := errors.AsType[*SaveError](err); ok {
		return err
	}
	folder := filepath.Dir(path)
	if target, err := followLinks(path); err == nil {
		folder = filepath.Dir(target)
	}
	what, do := safe.Inner(err).Error(), "Mend this, then save again."
	_, lost := errors.AsType[*traitError](err)
	switch {
	case lost:
		do = "Save it as its owner, or make it yours first."
	case isFull(err):
		what, do = "the disk is full, or your quota is used up", "Free some space, then save again."
	case isReadOnly(err):
		what, do = "it is on a read-only file system", "Save it elsewhere, or mount it writable."
	case errors.Is(err, fs.ErrPermission):
		what = fmt.Sprintf("this user may not write into the folder %s", folder)
		if e, ok := errors.AsType[*fs.PathError](err); ok && filepath.Base(e.Path) == filepath.Base(path) {
			what = "this user may not write to it"
		}
		do = "Allow it (" + howToAllow + "), have its owner run this, or save it elsewhere."
	case errors.Is(err, fs.ErrNotExist):
		what, do = fmt.Sprintf("there is no folder %s", folder), fmt.Sprintf("Make it (%s), then save again.", safe.ShellMakeFolder(folder))
	}
	_, missing := os.Lstat(path)
	return &SaveError{path, what + gone, do, err, errors.Is(missing, fs.ErrNotExist)}
}

// An unconfirmedError says that a file is written, and that the system did not
// confirm it.
type unconfirmedError struct{ err error }

func (e *unconfirmedError) Error() string { return e.err.Error() }

// A notUndoneError says that a file could not be written, and that what was
// done before could not be undone.
type notUndoneError struct{ err, undo error }

func (e *notUndoneError) Error() string { return errors.Join(e.err, e.undo).Error() }
