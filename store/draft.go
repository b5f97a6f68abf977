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
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
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
	data, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Draft{}, false, nil
	}
	if err != nil {
		return Draft{}, false, err
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
	return Draft{e.ID, e.SavedAt, e.Data}, nil
}

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
	aside := path + ".unreadable"
	for n := 2; ; n++ {
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		}
		aside = fmt.Sprintf("%s.unreadable-%d", path, n)
	}
	if err := rename(path, aside); err != nil {
		return fmt.Errorf("the draft %s can't be read: %w. It could not be set aside either: %w", path, cause, err)
	}
	return fmt.Errorf("the draft can't be read: %w. It is kept as %s; the wizard starts anew", cause, aside)
}

// List returns all drafts, the newest first. Unreadable ones are left where
// they are, and not in the list.
func (d Drafts) List() ([]Draft, error) {
	dir, err := d.dir()
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, readError(dir, err)
	}
	var drafts []Draft
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok || !draftIDs().MatchString(id) {
			continue
		}
		data, err := readFile(filepath.Join(dir, e.Name()))
		if err != nil {
			continue // deleted by another process, or not ours to read
		}
		if draft, err := parseDraft(id, data); err == nil {
			drafts = append(drafts, draft)
		}
	}
	slices.SortStableFunc(drafts, func(a, b Draft) int { return b.SavedAt.Compare(a.SavedAt) })
	return drafts, nil
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

var draftIDs = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}$`) })

// path returns the draft's file. IDs that could lead out of the folder are
// none.
func (d Drafts) path(id string) (string, error) {
	if !draftIDs().MatchString(id) {
		return "", fmt.Errorf("%q is no ID of a draft: they are made of small letters, digits and hyphens", id)
	}
	dir, err := d.dir()
	return filepath.Join(dir, id+".json"), err
}
