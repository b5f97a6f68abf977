package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pinsetup/pinsetup/auth"
)

// lockWait is how long a process waits for another one's refresh: longer than
// the 30 seconds that a call to Pinterest may take.
const lockWait = 45 * time.Second

// Tokens says where the access and refresh tokens of one service are kept:
// apart from the configuration file, and only if somebody wants them kept. Two
// processes may use the same tokens at once.
type Tokens struct {
	// Name tells these tokens from others; TokensFor makes it.
	Name string
	// Dir is the folder; "" means $XDG_STATE_HOME/pinsetup/tokens or what the
	// system has in its place. In a keyring or not, the lock is there.
	Dir string
	// Place is where Save puts them, and where Load looks.
	Place TokenPlace
	// Keyring is the keyring that is used where they are in one.
	Keyring Keyring
}

// A TokenPlace is a kind of place for tokens.
type TokenPlace string

// The places for tokens. The first is where they were kept before, a file where
// they never were: what goes on with kept tokens needs no other.
const (
	WhereKept TokenPlace = ""
	InFile    TokenPlace = "file"    // of the state folder, mode 0600
	InKeyring TokenPlace = "keyring" // of the system
)

// TokenPlaces names the places that somebody can choose.
func TokenPlaces() []string { return []string{string(InFile), string(InKeyring)} }

// TokensFor returns where the tokens of a service of a configuration file are
// kept: the same for the same pair from every working folder, and in --demo
// others.
func TokensFor(file, service string, demo bool) Tokens {
	if real, err := followLinks(file); err == nil {
		file = real
	}
	return Tokens{Name: DraftID(file, service, demo)}
}

// KeptTokens are tokens with what they belong to.
type KeptTokens struct {
	auth.Token
	// ClientID and TokenURL are the app and the endpoint that gave them. They
	// are sent nowhere else.
	ClientID, TokenURL string
	// SavedAt is when they were written; Save sets it.
	SavedAt time.Time

	// refreshing is when a refresh with them began that has not come back.
	refreshing time.Time
}

// Kept returns the tokens as those of this service, ready for Tokens.Save.
func (s Service) Kept(t auth.Token) KeptTokens {
	return KeptTokens{Token: t, ClientID: s.ClientID, TokenURL: s.Endpoints().TokenURL}
}

// Load returns the tokens, and false where none are kept.
func (t Tokens) Load(ctx context.Context) (KeptTokens, bool, error) {
	t, err := t.placed()
	if err != nil {
		return KeptTokens{}, false, err
	}
	sweep(t.file())
	from := t.settled()
	data, ok, err := from.read(ctx)
	if moved := t.settled(); err == nil && !ok && moved.Place != from.Place {
		from = moved // while they were looked for
		data, ok, err = from.read(ctx)
	}
	if err != nil || !ok {
		return KeptTokens{}, false, err
	}
	kept, err := decodeTokens(data)
	if err != nil {
		return KeptTokens{}, false, NewProblem(err, "token.unreadable", "place", from.place())
	}
	return kept, true, nil
}

// Ready returns where Save would put tokens, and an error where that can't be
// done: before a person gives access, which would be in vain. Somebody may be
// asked to unlock the keyring.
func (t Tokens) Ready(ctx context.Context) (TokenPlace, error) {
	t, err := t.placed()
	if err != nil {
		return "", err
	}
	unlock, err := t.lock(ctx)
	if err != nil {
		return "", err
	}
	defer unlock()
	if t = t.settled(); t.Place == InKeyring {
		_, _, err = t.read(ctx)
	}
	return t.Place, err
}

// Save keeps the tokens in place of older ones, which are gone from the other
// place, too. When it returns without an error they survive a crash.
func (t Tokens) Save(ctx context.Context, kept KeptTokens) error {
	t, err := t.placed()
	if err != nil {
		return err
	}
	unlock, err := t.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	before := t
	before.Place = WhereKept
	before, t = before.settled(), t.settled()
	if err := t.save(ctx, kept); err != nil {
		return err
	}
	if err := t.settle(); err != nil {
		return err
	}
	if before.Place == t.Place {
		return nil
	}
	err = before.forget(ctx)
	if before.Place == InKeyring {
		return nil // what a keyring that is gone or locked still has, nobody reads any more
	}
	return err
}

// Delete forgets the tokens; none kept is no error. Pinterest goes on to
// accept them: it revokes only the tokens of system users on request.
func (t Tokens) Delete(ctx context.Context) error {
	t, err := t.placed()
	if err != nil {
		return err
	}
	unlock, err := t.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	t = t.settled()
	if err := t.forget(ctx); err != nil || t.Place == InFile {
		return err
	}
	return t.remove(t.note())
}

// forget is Delete under the lock, at the place that t names.
func (t Tokens) forget(ctx context.Context) error {
	if t.Place == InKeyring {
		return t.without(t.Keyring.delete(ctx, keyringService, t.entry()))
	}
	removeStale(t.file())
	return t.remove(t.file())
}

func (t Tokens) remove(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return NewProblem(err, "token.unwritable", "place", file)
	}
	return nil
}

// save is Save under the lock.
func (t Tokens) save(ctx context.Context, kept KeptTokens) error {
	kept.SavedAt = time.Now().UTC()
	data := kept.encode()
	if t = t.settled(); t.Place == InKeyring {
		return t.without(t.Keyring.set(ctx, keyringService, t.entry(), string(data)))
	}
	r := replacement{target: t.file(), data: data, mode: 0o600}
	if err := r.write(); err != nil {
		return NewProblem(err, "token.unwritable", "place", t.place())
	}
	return nil
}

func (t Tokens) read(ctx context.Context) ([]byte, bool, error) {
	if t.Place == InKeyring {
		value, ok, err := t.Keyring.get(ctx, keyringService, t.entry())
		return []byte(value), ok, t.without(err)
	}
	data, err := readLimited(t.file(), maxTokens)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, NewProblem(err, "token.unreadable", "place", t.place())
	}
	return data, true, nil
}

// without says of a keyring that isn't there what tokens have in its place: it
// is another thing than what secrets have.
func (t Tokens) without(err error) error {
	if errors.Is(err, ErrNoKeyring) {
		return NewProblem(errors.Unwrap(err), "token.no-keyring", "entry", KeyringRef(t.entry()))
	}
	return err
}

// lock waits for the lock that every change of the tokens is made under.
func (t Tokens) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(t.file()), 0o700); err != nil {
		return nil, NewProblem(err, "token.unwritable", "place", t.place())
	}
	patience, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	unlock, err = lockUntil(patience, t.file())
	switch {
	case ctx.Err() != nil:
		if err == nil {
			unlock() // free, and nobody waits for it any more
		}
		return nil, ctx.Err()
	case err != nil:
		return nil, NewProblem(err, "token.locked", "place", lockFile(t.file()))
	}
	return unlock, nil
}

// placed returns the tokens with their folder named.
func (t Tokens) placed() (Tokens, error) {
	if t.Dir == "" {
		state, err := stateDir()
		if err != nil {
			return t, NewProblem(err, "token.unwritable", "place", "the state folder")
		}
		t.Dir = filepath.Join(state, "tokens")
	}
	return t, nil
}

// settled returns the tokens with the place where they were kept named: a note
// in their folder says that they are in the keyring, which is asked in vain by
// nobody so.
func (t Tokens) settled() Tokens {
	if t.Place == WhereKept {
		t.Place = InFile
		if _, err := os.Lstat(t.note()); err == nil {
			t.Place = InKeyring
		}
	}
	return t
}

// settle notes where the tokens are from now on.
func (t Tokens) settle() error {
	if t.Place == InFile {
		return t.remove(t.note())
	}
	text := "The tokens are in the system's keyring, as " + KeyringRef(t.entry()) + "\n"
	r := replacement{target: t.note(), data: []byte(text), mode: 0o600}
	if err := r.write(); err != nil {
		return NewProblem(err, "token.unwritable", "place", t.note())
	}
	return nil
}

func (t Tokens) file() string  { return filepath.Join(t.Dir, t.Name+".json") }
func (t Tokens) note() string  { return filepath.Join(t.Dir, t.Name+".keyring") }
func (t Tokens) entry() string { return "tokens/" + t.Name }

// place says where the tokens are, for a person.
func (t Tokens) place() string {
	if t = t.settled(); t.Place == InKeyring {
		return "the keyring's " + KeyringRef(t.entry())
	}
	return t.file()
}
