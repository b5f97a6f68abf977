package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// maxFile is the size, in bytes, above which a file is not read: far more than
// a hundred thousand services need, and an end to reading a device.
const maxFile = 256 << 20

// A File is a configuration file in memory: its bytes, and where each service
// stands in them. Edits change the bytes of what changed, and nothing else.
// It is not safe for concurrent use.
type File struct {
	path string
	// bom says that the file begins with a byte order mark, which neither old
	// nor data hold.
	bom bool
	// exists says that there was a file to read.
	exists bool
	// backup is where Save put what was there.
	backup string
	// old is what was read, data what would be saved. Neither is ever changed
	// in place.
	old, data []byte
	index     index
	text      texts
}

// Load reads the file. A file that doesn't exist is an error that
// errors.Is(err, fs.ErrNotExist) tells; see Open. A file that isn't TOML is a
// *SyntaxError with line and column. What a killed save left beside the file is
// removed.
func Load(path string) (*File, error) {
	data, err := readFile(path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		sweep(path) // the first save of all may have been killed, too
	}
	if err != nil {
		return nil, err
	}
	f, err := Parse(path, data)
	if err != nil {
		return nil, err
	}
	f.exists = true
	return f, nil
}

// Open is Load for a file that will be saved: one that doesn't exist is an empty
// one that Save makes, and what can't be replaced (a pipe, a device) is refused.
func Open(path string) (*File, error) {
	if err := replaceable(path); err != nil {
		return nil, err
	}
	f, err := Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Parse(path, nil)
	}
	return f, err
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Parse is Load on bytes; path is only for messages, and for Save. The file
// keeps data and doesn't change it; nor may the caller.
func Parse(path string, data []byte) (*File, error) {
	f := &File{path: path}
	data, f.bom = bytes.CutPrefix(data, byteOrderMark)
	f.old, f.data = data, data
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, f.syntaxError(errors.New("the file is in UTF-16, and TOML is in UTF-8. Save it as UTF-8 in your editor"))
	}
	index, err := buildIndex(data)
	if err != nil {
		return nil, f.syntaxError(err)
	}
	f.index = index
	return f, nil
}

// Path returns the file's path as it was given.
func (f *File) Path() string { return f.path }

// Exists reports whether there was a file when it was opened.
func (f *File) Exists() bool { return f.exists }

// Backup returns where the last Save put the file as it was; "" where there was
// none, or nothing was saved.
func (f *File) Backup() string { return f.backup }

// Bytes returns the file as it would be saved.
func (f *File) Bytes() []byte { return bytes.Clone(f.withMark(f.data)) }

// Changed reports whether Bytes differs from what was read.
func (f *File) Changed() bool { return !bytes.Equal(f.old, f.data) }

// Services returns the IDs of all services, in the file's order: every table
// on the top level.
func (f *File) Services() []string {
	var ids []string
	for i, it := range f.index.items {
		if i > 0 && int(f.index.first[it.name]) == i && f.index.isTable(it.name) {
			ids = append(ids, f.index.names.list[it.name])
		}
	}
	return ids
}

// withMark returns the bytes with the file's byte order mark; the same slice
// where there is none.
func (f *File) withMark(data []byte) []byte {
	if !f.bom {
		return data
	}
	return slices.Concat(byteOrderMark, data)
}

// readFile reads a file, or what a pipe or a device gives (/dev/stdin): it waits
// for that. What must not wait asks replaceable first, or takes readLimited.
func readFile(path string) ([]byte, error) {
	file, err := open(path)
	if err != nil {
		return nil, readError(path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, readError(path, err)
	}
	switch {
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder, not a file. Name the file in it, for example %s/%s", path, path, DefaultFile)
	case info.Mode().IsRegular() && info.Size() > maxFile:
		return nil, fmt.Errorf("%s is larger than %d MB. This is no configuration file of pinsetup", path, maxFile>>20)
	}
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, readError(path, err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("%s gives more than %d MB. This is no configuration file of pinsetup", path, maxFile>>20)
	}
	return data, nil
}

func readError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s. Check its name, or write it with pinsetup: %w", path, fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be read by this user. Run pinsetup as its owner, or have the owner allow it: %w", path, fs.ErrPermission)
	}
	if _, circle := followLinks(path); circle != nil {
		err = circle
	}
	return fmt.Errorf("%s can't be read: %w", path, err)
}
