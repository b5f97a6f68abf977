//go:build !windows

package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/gofrs/flock"
)

// release removes the lock file and gives the lock back, in this order: nobody
// else can take the lock in between, as the file that they opened is no longer
// the one at its place.
func release(l *flock.Flock) {
	os.Remove(l.Path())
	l.Close()
}

// isBeingRemoved is never so: what is removed is gone at once.
func isBeingRemoved(string, error) bool { return false }

func open(path string) (*os.File, error) { return os.Open(path) }

// An owner is who a file belongs to.
type owner struct{ uid, gid int }

func owned(info fs.FileInfo) *owner {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return &owner{int(s.Uid), int(s.Gid)}
	}
	return nil
}

// hardLinks is how many names (hard links) the file at a path has; 1 where that
// can't be found out.
func hardLinks(path string) int {
	info, err := os.Stat(path)
	if err != nil {
		return 1
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Nlink)
	}
	return 1
}

// give makes the file the owner's; nil leaves it as it is.
func (o *owner) give(file *os.File) error {
	info, err := file.Stat()
	if err != nil || o == nil || *o == *owned(info) {
		return err
	}
	if err := file.Chown(o.uid, o.gid); err != nil {
		return &traitError{fmt.Sprintf("owner (user %d, group %d)", o.uid, o.gid), err}
	}
	return nil
}

// vanish does nothing, and stay closes the file: it can't vanish.
func (t *temp) vanish() error { return nil }

func (t *temp) stay() error { return t.Close() }

func rename(from, to string) error { return os.Rename(from, to) }

// renameNew is rename to a name that nothing has (fs.ErrExist): a link is the
// one thing that every Unix refuses then. Where a file system has none, a look
// has to do.
func renameNew(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) || isFull(err) || isReadOnly(err) {
		return err
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return cmp.Or(err, fs.ErrExist)
	}
	return rename(from, to)
}

// syncFolder makes the renames in a folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	err = syncToDisk(folder)
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil // a file system that can't, and says so
	}
	return err
}

// howToAllow is how who may write is changed.
const howToAllow = "chmod u+w"

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
