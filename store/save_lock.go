package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockTimeout is how long a save waits for another one: a save takes
// milliseconds.
const lockTimeout = 10 * time.Second

// lockPause is how long a process waits before it asks for a lock again.
const lockPause = 5 * time.Millisecond

// lock takes the lock of a file and returns what gives it back.
//
// The lock is a file beside the target, and not in a folder of the user: two
// users, or a container and its host, lock the same file. It is removed by
// whoever holds it, so that nothing is left. Who waited for a lock file that
// was removed has the lock of nothing, and asks again.
func lock(target string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockTimeout)
	defer cancel()
	unlock, err = lockUntil(ctx, target)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("another process holds its lock (%s) for more than %v", lockFile(target), lockTimeout)
	case err != nil && isOthersLock(target, err):
		return nil, fmt.Errorf("its lock (%s) is another user's, and this one may not open it. If no pinsetup is running, have them remove it", lockFile(target))
	}
	return unlock, err
}

// lockFile is where the lock of a file is.
func lockFile(target string) string {
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".lock")
}

// lockUntil is lock with the patience of the context.
func lockUntil(ctx context.Context, target string) (unlock func(), err error) {
	for {
		unlock, err := tryLock(target)
		if unlock != nil || err != nil && !isOthersLock(target, err) {
			return unlock, err
		}
		select {
		case <-ctx.Done():
			return nil, cmp.Or(err, ctx.Err())
		case <-time.After(lockPause):
		}
	}
}

// isOthersLock reports whether there is a lock that this user may not open:
// another user made it, with a mask that lets nobody else in.
func isOthersLock(target string, err error) bool {
	_, missing := os.Lstat(lockFile(target))
	return errors.Is(err, fs.ErrPermission) && missing == nil
}

// tryLock is lock with no patience: unlock is nil while another has the lock.
func tryLock(target string) (unlock func(), err error) {
	path := lockFile(target)
	// A link would have the lock made wherever it points to, and what is
	// removed afterwards would not be what was locked.
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("its lock (%s) is no plain file, and not of pinsetup's making. Remove it", path)
	}
	l := flock.New(path, flock.SetPermissions(0o644)) // so that other users can lock it, too
	locked, err := l.TryLock()
	if isBeingRemoved(path, err) {
		err = nil
	}
	if locked {
		held, failed := l.Stat()
		is, missing := os.Lstat(path)
		if failed == nil && missing == nil && os.SameFile(held, is) {
			return func() { release(l) }, nil
		}
		err = failed
	}
	l.Close()
	return nil, err
}
