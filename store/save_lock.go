package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockTimeout is how long a save waits for another one: a save takes
// milliseconds.
const lockTimeout = 10 * time.Second

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
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("another process holds its lock (%s) for more than %v", lockFile(target), lockTimeout)
	}
	return unlock, err
}

// lockFile is where the lock of a file is.
func lockFile(target string) string {
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".lock")
}

// lockUntil is lock with the patience of the context.
func lockUntil(ctx context.Context, target string) (unlock func(), err error) {
	path := lockFile(target)
	for {
		// A link would have the lock made wherever it points to, and what is
		// removed afterwards would not be what was locked.
		if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("its lock (%s) is no plain file, and not of pinsetup's making. Remove it", path)
		}
		l := flock.New(path)
		if _, err := l.TryLockContext(ctx, 5*time.Millisecond); err != nil {
			l.Close()
			return nil, err
		}
		held, err := l.Stat()
		if err != nil {
			l.Close()
			return nil, err
		}
		if is, err := os.Lstat(path); err == nil && os.SameFile(held, is) {
			return func() { release(l) }, nil
		}
		l.Close()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}
