package store

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// createTraceless makes a file in the target's folder that has no name
// (O_TMPFILE). Tests have it fail as a file system does that can't.
var createTraceless = func(target string) (*temp, error) {
	fd, err := unix.Open(filepath.Dir(target), unix.O_TMPFILE|unix.O_WRONLY|unix.O_CLOEXEC, 0o600)
	if err != nil { // what else is wrong with the folder, making one with a name says
		return nil, errTraceless
	}
	file := os.NewFile(uintptr(fd), target)
	if _, err := os.Stat(procPath(file)); err != nil {
		file.Close()
		return nil, errTraceless // without /proc it can't be named
	}
	return &temp{File: file}, nil
}

func procPath(file *os.File) string {
	return "/proc/self/fd/" + strconv.Itoa(int(file.Fd()))
}

// link gives a file without a name this one. Some sandboxes allow no links.
func link(file *os.File, name string) error {
	err := unix.Linkat(unix.AT_FDCWD, procPath(file), unix.AT_FDCWD, name, unix.AT_SYMLINK_FOLLOW)
	if errors.Is(err, syscall.EEXIST) || isFull(err) || isReadOnly(err) || err == nil {
		return err
	}
	return errTraceless
}

// swap has a file without a name and the target change places: it gets the
// backup's name, and then the two names are exchanged at once. So no name is
// ever there that shouldn't stay, and no copy of the old file is made. Killed
// before the exchange, the backup is the new file, or missing. It returns
// false where that can't be done; an error may leave the new file, or none, in
// the backup's place.
func (t *temp) swap(target, backup string) (bool, error) {
	if t.name != "" {
		return false, nil
	}
	if err := step(); err != nil {
		return false, err
	}
	if err := unix.Unlink(backup); err != nil && !errors.Is(err, syscall.ENOENT) {
		return false, &os.PathError{Op: "remove", Path: backup, Err: err}
	}
	if err := step(); err != nil {
		return false, err
	}
	if err := link(t.File, backup); err != nil {
		return false, err
	}
	if err := step(); err != nil {
		return false, err
	}
	err := exchangeNames(backup, target)
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.ENOTSUP) {
		return false, errTraceless
	}
	if err != nil {
		return false, &os.LinkError{Op: "exchange", Old: backup, New: target, Err: err}
	}
	return true, nil
}

// exchangeNames has two files change places; tests have it fail.
var exchangeNames = func(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}
