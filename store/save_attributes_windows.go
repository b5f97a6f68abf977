package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// attributes are a file's access list, nil where its disk has none.
type attributes struct{ list *windows.SECURITY_DESCRIPTOR }

func attributesOf(file *os.File) (attributes, error) {
	list, err := windows.GetSecurityInfo(windows.Handle(file.Fd()), windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if errors.Is(err, windows.ERROR_INVALID_FUNCTION) || errors.Is(err, windows.ERROR_NOT_SUPPORTED) {
		return attributes{}, nil
	}
	if err != nil {
		return attributes{}, &os.PathError{Op: "read the access list of", Path: file.Name(), Err: err}
	}
	return attributes{list}, nil
}

// give gives the list to a new file, which has its folder's until then. Mostly
// that is the same one, and then nothing is set: some network drives refuse it.
func (a attributes) give(file *os.File) error {
	if a.list == nil {
		return nil
	}
	if has, err := attributesOf(file); err != nil || has.list != nil && has.list.String() == a.list.String() {
		return err
	}
	if err := a.set(file.Name()); err != nil {
		return &traitError{"access list", err}
	}
	return nil
}

// set keeps apart what the list has itself and what it inherits from the folder.
func (a attributes) set(path string) error {
	control, _, err := a.list.Control()
	if err != nil {
		return err
	}
	inherits := windows.SECURITY_INFORMATION(windows.UNPROTECTED_DACL_SECURITY_INFORMATION)
	if control&windows.SE_DACL_PROTECTED != 0 {
		inherits = windows.PROTECTED_DACL_SECURITY_INFORMATION
	}
	list, _, err := a.list.DACL()
	if err != nil {
		return err
	}
	return windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION|inherits, nil, nil, list, nil)
}
