package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
)

// rememberBackup returns what brings back the backup that is at the path now,
// or that there is none: a save that fails late has put another in its place,
// or removed it. What can't be read can't be brought back.
func rememberBackup(path string) (bringBack func() error) {
	data, err := readLimited(path, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return func() error {
			err := os.Remove(path)
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
	}
	has, failed := traitsOf(path, os.O_RDONLY)
	if err != nil || failed != nil {
		return func() error { return nil }
	}
	return func() error {
		if is, err := readLimited(path, maxFile); err == nil && bytes.Equal(is, data) {
			return nil
		}
		again, err := writeTemp(createTemp, path, data, has)
		if err != nil {
			return err
		}
		defer again.discard()
		return again.move(path)
	}
}

// A backupLostError says that a file could not be written, and that its older
// backup could not be brought back.
type backupLostError struct {
	path      string
	err, lost error
}

func (e *backupLostError) Error() string { return e.err.Error() }

func (e *backupLostError) Unwrap() error { return e.err }
