package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A temp is a new file beside the one whose place it is to take. Where the
// system can, it is traceless: a process that is killed leaves nothing of it.
// On Linux it has no name until it takes that place, on Windows the system
// removes it. (See save_linux.go and save_windows.go.)
type temp struct {
	*os.File
	// name is where it is; "" while it has no name, or is a temporary file no
	// more.
	name string
	// vanishes says that Windows removes it when it is closed, by whomever, from
	// its first byte until stay.
	vanishes bool
}

// errTraceless says that such files can't be had, or not be kept.
var errTraceless = errors.New("the file system has no files that go with their process")

// errTaken says that another program changed a file, or made one, where a save
// found another or none.
var errTaken = errors.New("another program wrote to its place")

// discard ends the temporary file, and removes it if it did not take a place.
func (t *temp) discard() {
	t.Close()
	if t.name != "" {
		os.Remove(t.name)
	}
}

// move gives the file its place.
func (t *temp) move(to string) error {
	if err := step(); err != nil {
		return err
	}
	if t.name == "" {
		err := link(t.File, to)
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := t.giveName(to); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	if err := t.stay(); err != nil {
		return err
	}
	err := rename(t.name, to)
	if err == nil {
		t.name = ""
	}
	return err
}

// settle gives the file a place in which nothing is. Where there is something
// by now, that stays, and the error is errTaken.
func (t *temp) settle(in string) error {
	if err := step(); err != nil {
		return err
	}
	var err error
	if t.name == "" {
		err = link(t.File, in)
	} else if err = t.stay(); err == nil {
		if err = renameNew(t.name, in); err == nil {
			t.name = ""
		}
	}
	if errors.Is(err, fs.ErrExist) {
		return errTaken
	}
	return err
}

// giveName names a file that has no name yet: what is to be replaced is there,
// and only what has a name can be put in its place.
func (t *temp) giveName(target string) error {
	for range 100 {
		name := tempName(target)
		err := link(t.File, name)
		if err == nil {
			t.name = name
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return noName(target)
}

// A creator makes a temporary file beside the target.
type creator func(target string) (*temp, error)

// chunk is how many bytes are written at once.
const chunk = 64 << 10

// writeTemp writes the data into a new file beside the target, durably. It has
// the traits before its first byte: nobody can read it who may not read what it
// replaces.
func writeTemp(create creator, target string, data []byte, has traits) (_ *temp, err error) {
	if err := step(); err != nil {
		return nil, err
	}
	new, err := create(target)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			new.discard()
		}
		if err != nil && new.vanishes && !isFull(err) { // a disk may dislike it
			err = errors.Join(errTraceless, err)
		}
	}()
	if err := has.give(new.File); err != nil {
		return nil, err
	}
	if err := new.vanish(); err != nil {
		return nil, err
	}
	for part := range slices.Chunk(data, chunk) {
		if err := step(); err != nil {
			return nil, err
		}
		if _, err := new.Write(part); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(step(), syncToDisk(new.File)); err != nil {
		return nil, err
	}
	return new, nil
}

// What stands beside a file: its lock is .NAME.lock, its backup NAME.bak, its
// temporary files NAME.pinsetup-<random>.tmp. All that may hold a secret begins
// with the file's name, so that the line that has git ignore the file covers it.
const (
	backupSuffix = ".bak"
	tempInfix    = ".pinsetup-"
	tempSuffix   = ".tmp"
)

func tempName(target string) string {
	return filepath.Join(filepath.Dir(target),
		filepath.Base(target)+tempInfix+strconv.FormatUint(rand.Uint64(), 36)+tempSuffix)
}

func noName(target string) error {
	return fmt.Errorf("no free name for a temporary file beside %s", target)
}

// createTemp makes NAME.pinsetup-<random>.tmp beside the target, readable by nobody
// else.
func createTemp(target string) (*temp, error) {
	return createNamed(target, func(name string) (*os.File, error) {
		return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	})
}

func createNamed(target string, create func(name string) (*os.File, error)) (*temp, error) {
	for range 100 {
		name := tempName(target)
		file, err := create(name)
		if err == nil {
			return &temp{File: file, name: name}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	return nil, noName(target)
}

// sweep removes what killed saves of a file left beside it, unless a save is
// under way. Whoever reads the file does so: who was killed may not save again.
// It is no error if it can't; the next one tries again.
func sweep(path string) {
	target, err := followLinks(path)
	if err != nil || len(stale(target)) == 0 {
		return
	}
	if unlock, _ := tryLock(target); unlock != nil {
		defer unlock()
		removeStale(target)
	}
}

// removeStale removes the temporary files of processes that were killed while
// they saved this file. The lock is held, so none of them is in use.
func removeStale(target string) {
	for _, name := range stale(target) {
		os.Remove(name)
	}
}

// stale returns the temporary files beside a file. Where the folder can't be
// read there are none: a save will say what is wrong with it.
func stale(target string) []string {
	folder, err := os.Open(filepath.Dir(target))
	if err != nil {
		return nil
	}
	defer folder.Close()
	var found []string
	prefix := filepath.Base(target) + tempInfix
	for {
		names, _ := folder.Readdirnames(1000)
		if len(names) == 0 {
			return found
		}
		for _, name := range names {
			random, ok := strings.CutPrefix(name, prefix)
			random, temp := strings.CutSuffix(random, tempSuffix)
			if _, err := strconv.ParseUint(random, 36, 64); ok && temp && err == nil {
				found = append(found, filepath.Join(folder.Name(), name))
			}
		}
	}
}
