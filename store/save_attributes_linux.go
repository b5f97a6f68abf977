package store

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// attributes are extended attributes (xattr(7)) by name: the access list, the
// label of SELinux, and what users hung on the file themselves.
type attributes map[string][]byte

const (
	accessList = "system.posix_acl_access" // acl(5)
	label      = "security.selinux"
)

func goesWithTheFile(name string) bool {
	return name == accessList || name == label || strings.HasPrefix(name, "user.")
}

// attributesOf returns those of a file; none is not nil.
func attributesOf(file *os.File) (attributes, error) {
	list, err := sized(func(to []byte) (int, error) { return unix.Flistxattr(int(file.Fd()), to) })
	if err != nil {
		return nil, err
	}
	kept := attributes{}
	for name := range bytes.SplitSeq(list, []byte{0}) {
		if name := string(name); goesWithTheFile(name) {
			value, err := sized(func(to []byte) (int, error) { return unix.Fgetxattr(int(file.Fd()), name, to) })
			if err != nil {
				return nil, err
			}
			kept[name] = value
		}
	}
	return kept, nil
}

// sized calls a system call that says how much room it needs when it is given
// none. A file system without attributes has none.
func sized(call func(to []byte) (int, error)) ([]byte, error) {
	for {
		n, err := call(nil)
		if err != nil || n == 0 {
			if errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.ENODATA) {
				err = nil
			}
			return nil, err
		}
		value := make([]byte, n)
		n, err = call(value)
		if errors.Is(err, syscall.ERANGE) { // it grew in between
			continue
		}
		if err != nil {
			return nil, err
		}
		return value[:n], nil
	}
}

// give hangs them on a new file, and takes off the access list that it has from
// its folder: one would let others in who could not read the old file. Without
// the list that belongs to it, the mode of the old file means something else,
// too: its group's bits are what the list allows at most.
func (a attributes) give(file *os.File) error {
	if a == nil {
		return nil
	}
	for name, value := range a {
		if err := setAttribute(int(file.Fd()), name, value, 0); err != nil && name != label {
			return &traitError{"attribute " + name, err}
		}
	}
	if _, has := a[accessList]; has {
		return nil
	}
	err := unix.Fremovexattr(int(file.Fd()), accessList)
	if errors.Is(err, syscall.ENODATA) || errors.Is(err, syscall.ENOTSUP) || err == nil {
		return nil
	}
	return &traitError{"attribute " + accessList, err}
}

// setAttribute sets one; tests have it fail.
var setAttribute = unix.Fsetxattr
