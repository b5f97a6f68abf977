package store

import "time"

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

// DraftID returns the draft's ID for a configuration file and a service: the
// same pair has the same ID from every folder, and in --demo another one.
func DraftID(file, service string, demo bool) string { return "" }

// Drafts keeps drafts in a folder: 0600, versioned, written like the
// configuration file. The zero value uses pinsetup's state folder.
type Drafts struct {
	// Dir is the folder; "" means $XDG_STATE_HOME/pinsetup/drafts or what the
	// system has in its place.
	Dir string
}

// Save writes the draft.
func (d Drafts) Save(draft Draft) error { return nil }

// Load returns the draft, and false where there is none. An unreadable draft
// is set aside beside its place, and the error says where.
func (d Drafts) Load(id string) (Draft, bool, error) { return Draft{}, false, nil }

// List returns all drafts, the newest first.
func (d Drafts) List() ([]Draft, error) { return nil, nil }

// Delete removes the draft; one that isn't there is no error.
func (d Drafts) Delete(id string) error { return nil }
