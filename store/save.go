package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// ErrChanged tells the error of a file that somebody else changed, or made,
// since it was read. Nothing was written.
var ErrChanged = errors.New("the file was changed since it was read")

// Save writes the file so that it can't be lost: lock, check that nobody else
// changed it since it was read (ErrChanged), new file in the same folder with
// mode 0600 or the old file's, fsync, the same check again, change of places,
// fsync of the folder. A file that equals Bytes is not written.
//
// Another program may not know the lock. A file that it makes is never
// replaced. What it writes into the file between the last check and the change
// of places is in the backup on Linux; elsewhere it is lost.
//
// Of a symbolic link, the file that it points to is replaced. Mode and owner
// stay, on Linux the access list, SELinux's label and attributes of users
// (user.*), on Windows the access list, too; where the owner or the list can't,
// nothing is written. Other names of the file (hard links) keep the old one.
// That is kept as NAME.bak, too, with who may read it: it holds the old secret.
//
// The error is ErrChanged, or a *SaveError: nothing was written then. Any other
// says that the file was written, and that the system did not confirm that it is
// on the disk.
func (f *File) Save() error {
	if !f.Changed() && f.exists {
		return nil
	}
	return f.save(nil)
}

// SaveWithSecret is Save, and also puts the secret where the service refers
// to: into its ClientSecretFile (0600; relative to this file's folder) or its
// ClientSecretKeyring. It does both or neither: the secret is put when the file
// is checked and on the disk, and taken back where the file can't take its
// place. Only a kill in between leaves the new secret beside the old file, or a
// keyring that does what it was asked after it was given up.
//
// A service that holds its secret itself, or expects it in the environment,
// needs nothing to be put, nor does a secret that is empty or there already.
func (f *File) SaveWithSecret(ctx context.Context, s Service, secret safe.Secret) error {
	s.dir = filepath.Dir(f.path)
	return f.save(func() (func() error, error) { return s.putSecret(ctx, f.path, secret) })
}

func (f *File) save(first deed) error {
	target, unlock, err := claim(f.path)
	if err != nil {
		return err
	}
	defer unlock()
	return f.saveLocked(target, first)
}

// Update reads the file (an empty one where there is none), has edit change
// it, and saves it, all under the lock: changes that several processes make at
// the same time are all made. Its errors are those of Open, of edit, and of Save.
func Update(path string, edit func(*File) error) error {
	target, unlock, err := claim(path)
	if err != nil {
		return err
	}
	defer unlock()
	f, err := Open(path)
	if err != nil {
		return err
	}
	if err := edit(f); err != nil {
		return err
	}
	if !f.Changed() && f.exists {
		return nil
	}
	return f.saveLocked(target, nil)
}

func (f *File) saveLocked(target string, first deed) error {
	is, err := readFile(target)
	exists := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if exists != f.exists || !bytes.Equal(is, f.withMark(f.old)) {
		return saveError(f.path, errTaken)
	}
	if !f.Changed() && exists {
		_, err := first.do()
		return saveError(f.path, err)
	}
	r := replacement{target: target, data: f.withMark(f.data), mode: 0o600, keep: exists, fresh: !exists, backup: is, first: first}
	err = r.write()
	if _, written := errors.AsType[*unconfirmedError](err); written || err == nil {
		f.old, f.exists = f.data, true
		if r.keep {
			f.backup = target + backupSuffix
		}
	}
	return saveError(f.path, err)
}

// syncToDisk brings a file or a folder to the disk; tests look that it is called.
var syncToDisk = (*os.File).Sync

// atStep, if not nil, is called before every step that changes something on
// the disk: a test has the step fail there, or ends the process.
var atStep func() error

func step() error {
	if atStep == nil {
		return nil
	}
	return atStep()
}

// A deed is something that is done together with a replacement. It returns
// what undoes it.
type deed func() (undo func() error, err error)

// do does the deed; nil is nothing to do.
func (d deed) do() (undo func() error, err error) {
	if d == nil {
		return func() error { return nil }, nil
	}
	return d()
}

// A replacement puts data in the place of a file. The lock of the file is
// held.
type replacement struct {
	target string
	data   []byte
	// mode is that of a new file.
	mode fs.FileMode
	// keep says that there is a file, whose traits are kept.
	keep bool
	// fresh says that there is no file: one that appears is not replaced.
	fresh bool
	// closed takes from a kept mode what everybody may do.
	closed bool
	// backup is what the file holds, to be kept beside it; nil for no backup.
	// One that holds something else by now is not replaced.
	backup []byte
	// first is done when the data is on the disk, and undone where it can't
	// take the file's place.
	first deed
}

func (r replacement) write() (err error) {
	removeStale(r.target)
	has := traits{mode: r.mode}
	if r.keep {
		// To write: a change of places replaces one that may not be written, too.
		if has, err = traitsOf(r.target, os.O_WRONLY); err != nil {
			return err
		}
	}
	if r.closed {
		has.mode &^= 0o007
	}
	err = r.writeTo(createTraceless, has)
	if errors.Is(err, errTraceless) {
		err = r.writeTo(createTemp, has)
	}
	return err
}

// writeTo is write with a temporary file of this making.
func (r replacement) writeTo(create creator, has traits) error {
	temp, err := writeTemp(create, r.target, r.data, has)
	if err != nil {
		return err
	}
	defer temp.discard()
	undo, err := r.first.do()
	if err != nil {
		return err
	}
	if err := r.place(temp, create, has); err != nil {
		if failed := undo(); failed != nil {
			return &notUndoneError{err, failed}
		}
		return err
	}
	if err := errors.Join(step(), syncFolder(filepath.Dir(r.target))); err != nil {
		return &unconfirmedError{err}
	}
	return nil
}

// place has the temporary file take the target's place.
func (r replacement) place(new *temp, create creator, has traits) error {
	switch {
	case r.fresh:
		return new.settle(r.target)
	case r.backup == nil:
		return new.move(r.target)
	}
	backup := r.target + backupSuffix
	bringBack := rememberBackup(backup)
	err := r.exchange(new, create, has, backup)
	if err != nil {
		if lost := bringBack(); lost != nil {
			return &backupLostError{backup, err, lost}
		}
	}
	return err
}

// exchange has the temporary file take the target's place, which becomes the
// backup.
func (r replacement) exchange(new *temp, create creator, has traits, backup string) error {
	if err := r.look(); err != nil {
		return err
	}
	if swapped, err := new.swap(r.target, backup); swapped || err != nil {
		return err
	}
	old, err := writeTemp(create, r.target, r.backup, has)
	if err != nil {
		return err
	}
	defer old.discard()
	if err := old.move(backup); err != nil {
		return err
	}
	if err := r.look(); err != nil {
		return err
	}
	return new.move(r.target)
}

// look looks whether the file still holds what it held.
func (r replacement) look() error {
	is, err := readLimited(r.target, maxFile)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.Equal(is, r.backup) {
		return errTaken
	}
	return err
}

// claim returns the file that the path stands for, which is to be replaced,
// with its lock taken. The error is a *SaveError.
func claim(path string) (target string, unlock func(), err error) {
	err = replaceable(path)
	if err == nil {
		target, err = followLinks(path)
	}
	if err == nil {
		unlock, err = lock(target)
	}
	return target, unlock, saveError(path, err)
}

// replaceable refuses what is there and is no file: a rename would put one in
// the place of a pipe or a device (for root, of /dev/null). It is asked before
// what is there is read, too: to open a pipe may wait for ever.
func replaceable(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil || info.Mode().IsRegular(): // what else is wrong, the save says
		return nil
	case info.IsDir():
		return &SaveError{Path: path, What: "it is a folder, not a file", Do: "Name a file in it."}
	}
	return &SaveError{Path: path, What: "it is a pipe or a device, not a file", Do: "Name a file."}
}

// followLinks returns the file that the path stands for: symbolic links are
// followed, also to a file that isn't there yet.
func followLinks(path string) (string, error) {
	for range 40 {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		to, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(to) {
			// Not Clean: ".." behind a link to a folder is that folder's parent.
			to = filepath.Dir(path) + string(filepath.Separator) + to
		}
		path = to
	}
	return "", fmt.Errorf("%s: its symbolic links lead in a circle", path)
}

// writePrivate writes a file that only its owner can read, in the same way as
// the configuration file, but with no backup: what was there is of no use.
func writePrivate(path string, data []byte) error {
	target, unlock, err := claim(path)
	if err != nil {
		return err
	}
	defer unlock()
	return saveError(path, replacement{target: target, data: data, mode: 0o600}.write())
}
