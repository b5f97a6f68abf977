package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A Draft is a wizard that isn't finished: everything that was entered but
// the secret.
type Draft struct {
	// ID names the draft: the service and the file that it is for.
	ID string
	// SavedAt is when it was saved.
	SavedAt time.Time
	// Data is the wizard's state as JSON (steps.State.Draft).
	Data []byte
}

// draftVersion is the version of the envelope. A draft of another version is
// as unreadable as a broken one.
const draftVersion = 1

// maxDraft is far more than a draft has, in bytes.
const maxDraft = 16 << 20

// envelope is a draft on the disk.
type envelope struct {
	Version int             `json:"version"`
	ID      string          `json:"id"`
	SavedAt time.Time       `json:"savedAt"`
	Data    json.RawMessage `json:"data"`
}

// DraftID returns the draft's ID for a configuration file and a service: the
// same pair has the same ID from every folder, and in --demo another one.
func DraftID(file, service string, demo bool) string {
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(file)); err == nil {
		file = filepath.Join(folder, filepath.Base(file))
	}
	sum := sha256.Sum256([]byte(file + "\x00" + service))
	id := hex.EncodeToString(sum[:16])
	if demo {
		return "demo-" + id
	}
	return id
}

// Drafts keeps drafts in a folder: 0600, versioned, written like the
// configuration file. The zero value uses pinsetup's state folder.
type Drafts struct {
	// Dir is the folder; "" means $XDG_STATE_HOME/pinsetup/drafts or what the
	// system has in its place.
	Dir string
}

// Save writes the draft.
func (d Drafts) Save(draft Draft) error {
	path, err := d.path(draft.ID)
	if err != nil {
		return err
	}
	if !json.Valid(draft.Data) {
		return fmt.Errorf("the draft %s holds no JSON, and was not saved", draft.ID)
	}
	data, err := json.Marshal(envelope{draftVersion, draft.ID, draft.SavedAt, draft.Data})
	if err != nil {
		return fmt.Errorf("the draft %s could not be saved: %w", draft.ID, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return saveError(path, err)
	}
	return writePrivate(path, append(data, '\n'))
}

// Load returns the draft, and false where there is none. An unreadable draft
// is set aside beside its place, and the error says where.
func (d Drafts) Load(id string) (Draft, bool, error) {
	path, err := d.path(id)
	if err != nil {
		return Draft{}, false, err
	}
	data, err := readLimited(path, maxDraft)
	if errors.Is(err, fs.ErrNotExist) {
		return Draft{}, false, nil
	}
	if err != nil {
		return Draft{}, false, readError(path, err)
	}
	draft, err := parseDraft(id, data)
	if err != nil {
		return Draft{}, false, setAside(path, err)
	}
	return draft, true, nil
}

func parseDraft(id string, data []byte) (Draft, error) {
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil {
		return Draft{}, fmt.Errorf("it is not JSON: %w", err)
	}
	switch {
	case e.Version != draftVersion:
		return Draft{}, fmt.Errorf("its version is %d, and this pinsetup reads version %d", e.Version, draftVersion)
	case e.ID != id:
		return Draft{}, fmt.Errorf("it is the draft of something else (%q)", e.ID)
	case len(e.Data) == 0 || bytes.Equal(e.Data, []byte("null")):
		return Draft{}, errors.New("it is empty")
	}
	safe.RememberWithin(string(e.Data)) // an old one may have a secret in a wrong field
	return Draft{e.ID, e.SavedAt, e.Data}, nil
}

// asideSuffix is at the end of the name of a draft that was set aside.
const asideSuffix = ".unreadable"

// SetAside renames a draft that is of no use to the wizard, as cause says, so
// that nothing of it is lost. The error says where it is.
func (d Drafts) SetAside(id string, cause error) error {
	path, err := d.path(id)
	if err != nil {
		return err
	}
	return setAside(path, cause)
}

// setAside renames an unreadable draft, so that the wizard can go on without
// it and nothing is lost.
func setAside(path string, cause error) error {
	aside := path + asideSuffix
	for n := 2; ; n++ {
		if _, err := os.Lstat(aside); err != nil {
			break // the name is free, or the renaming says what is wrong
		}
		aside = fmt.Sprintf("%s%s-%d", path, asideSuffix, n)
	}
	if err := rename(path, aside); err != nil {
		return fmt.Errorf("the draft %s can't be read: %w. It could not be set aside either: %w", path, safe.Inner(cause), err)
	}
	return fmt.Errorf("the draft can't be read: %w. It is kept as %s; the wizard starts anew", safe.Inner(cause), aside)
}

// List returns all drafts, the newest first. Unreadable ones are left where
// they are, and not in the list.
func (d Drafts) List() ([]Draft, error) {
	var drafts []Draft
	err := d.each(func(_ string, draft Draft, err error) {
		if err == nil {
			drafts = append(drafts, draft)
		}
	})
	slices.SortStableFunc(drafts, func(a, b Draft) int { return b.SavedAt.Compare(a.SavedAt) })
	return drafts, err
}

// Unreadable returns the files of drafts that can't be read: those that were
// set aside, and those that will be.
func (d Drafts) Unreadable() ([]string, error) {
	var paths []string
	err := d.each(func(path string, _ Draft, err error) {
		if err != nil {
			paths = append(paths, path)
		}
	})
	return paths, err
}

// each calls do for every draft of the folder. err says that it can't be read.
func (d Drafts) each(do func(path string, draft Draft, err error)) error {
	dir, err := d.dir()
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return readError(dir, err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		id, rest, ok := strings.Cut(e.Name(), ".json")
		switch {
		case !ok || !isDraftID(id):
		case strings.HasPrefix(rest, asideSuffix):
			do(path, Draft{}, errors.New("it was set aside"))
		case rest == "":
			data, err := readLimited(path, maxDraft)
			if errors.Is(err, fs.ErrNotExist) {
				continue // deleted by another process
			}
			var draft Draft
			if err == nil {
				draft, err = parseDraft(id, data)
			}
			do(path, draft, err)
		}
	}
	return nil
}

// Delete removes the draft; one that isn't there is no error.
func (d Drafts) Delete(id string) error {
	path, err := d.path(id)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the draft %s could not be deleted: %w", path, err)
	}
	return nil
}

func (d Drafts) dir() (string, error) {
	if d.Dir != "" {
		return d.Dir, nil
	}
	state, err := stateDir()
	return filepath.Join(state, "drafts"), err
}

// isDraftID reports whether it is one to a hundred small letters, digits and
// hyphens, no hyphen first. (No pattern: the wizard would compile it before its
// first page.)
func isDraftID(id string) bool {
	foreign := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	return id != "" && len(id) <= 100 && id[0] != '-' && !strings.ContainsFunc(id, foreign)
}

// path returns the draft's file. IDs that could lead out of the folder are
// none.
func (d Drafts) path(id string) (string, error) {
	if !isDraftID(id) {
		return "", fmt.Errorf("%q is no ID of a draft: they are made of small letters, digits and hyphens", id)
	}
	dir, err := d.dir()
	return filepath.Join(dir, id+".json"), err
}
