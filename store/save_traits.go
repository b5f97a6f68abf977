package store

import (
	"fmt"
	"io/fs"
	"os"
)

// traits are what stays of a file when a new one takes its place: who may do
// what with it, and what else hangs on it.
type traits struct {
	mode  fs.FileMode
	owner *owner // nil is the process' user
	// attributes is the access list with what else this system has; the zero
	// value leaves what the folder gives to a new file.
	attributes attributes
}

// traitsOf returns the traits of a file that this process may open so, to read
// or to write it.
func traitsOf(path string, access int) (traits, error) {
	file, err := os.OpenFile(path, access, 0)
	if err != nil {
		return traits{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return traits{}, err
	}
	kept, err := attributesOf(file)
	return traits{info.Mode().Perm(), owned(info), kept}, err
}

// give gives a file the traits. The mode is the last: an access list sets its
// bits for the group, and a new owner may take some away.
func (t traits) give(file *os.File) error {
	if err := t.attributes.give(file); err != nil {
		return err
	}
	if err := t.owner.give(file); err != nil {
		return err
	}
	return file.Chmod(t.mode)
}

// A traitError says that something of a file can't be kept.
type traitError struct {
	what string // "access list"
	err  error
}

func (e *traitError) Error() string {
	return fmt.Sprintf("its %s could not be kept: %v", e.what, e.err)
}
