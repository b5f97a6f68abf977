package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"

	"github.com/pinsetup/pinsetup/auth"
)

// lockWait is how long a process waits for another one's refresh.
const lockWait = 30 * time.Second

// Tokens says where the access and refresh tokens of one service are kept:
// apart from the configuration file, and only if somebody wants them kept. Two
// processes may use the same tokens at once.
type Tokens struct {
	// Name tells these tokens from others; TokensFor makes it.
	Name string
	// Dir is the folder; "" means $XDG_STATE_HOME/pinsetup/tokens or what the
	// system has in its place. In a keyring or not, the lock is there.
	Dir string
	// InKeyring keeps them in the system's keyring instead of a 0600 file.
	InKeyring bool
	// Keyring is the keyring that is used then.
	Keyring Keyring
}

// TokensFor returns where the tokens of a service of a configuration file are
// kept: in a file of the state folder, the same for the same pair from every
// working folder, and in --demo another one.
func TokensFor(file, service string, demo bool) Tokens {
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	sum := sha256.Sum256([]byte(file + "\x00" + service + "\x00" + strconv.FormatBool(demo)))
	return Tokens{Name: hex.EncodeToString(sum[:16])}
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
	data, ok, err := t.read(ctx)
	if err != nil || !ok {
		return KeptTokens{}, false, err
	}
	kept, err := decodeTokens(data)
	if err != nil {
		return KeptTokens{}, false, NewProblem(err, "token.unreadable", "place", t.place())
	}
	return kept, true, nil
}

// Save keeps the tokens in place of older ones. When it returns without an
// error they survive a crash.
func (t Tokens) Save(ctx context.Context, kept KeptTokens) error {
	unlock, err := t.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return t.save(ctx, kept)
}

// Delete forgets the tokens; none kept is no error. Pinterest goes on to
// accept them: it has no way to revoke them but the account's own settings.
func (t Tokens) Delete(ctx context.Context) error {
	unlock, err := t.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if t.InKeyring {
		return t.Keyring.delete(ctx, keyringService, t.entry())
	}
	for _, path := range []string{t.file(), t.file() + ".tmp"} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return NewProblem(err, "token.unwritable", "place", t.place())
		}
	}
	return nil
}

// save is Save under the lock.
func (t Tokens) save(ctx context.Context, kept KeptTokens) error {
	kept.SavedAt = time.Now().UTC()
	data := kept.encode()
	if t.InKeyring {
		return t.Keyring.set(ctx, keyringService, t.entry(), string(data))
	}
	if err := writeDurably(t.file(), data, 0o600); err != nil {
		return NewProblem(err, "token.unwritable", "place", t.place())
	}
	return nil
}

func (t Tokens) read(ctx context.Context) ([]byte, bool, error) {
	if t.InKeyring {
		value, ok, err := t.Keyring.get(ctx, keyringService, t.entry())
		return []byte(value), ok, err
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

// lock waits for the lock that every change of the tokens is made under.
func (t Tokens) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(t.dir(), 0o700); err != nil {
		return nil, NewProblem(err, "token.unwritable", "place", t.place())
	}
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	path := filepath.Join(t.dir(), t.Name+".lock")
	l := flock.New(path)
	if ok, err := l.TryLockContext(ctx, 20*time.Millisecond); err != nil || !ok {
		return nil, NewProblem(err, "token.locked", "place", path)
	}
	// The lock file stays: to remove it would let two processes hold two locks.
	return func() { _ = l.Close() }, nil
}

func (t Tokens) dir() string {
	if t.Dir != "" {
		return t.Dir
	}
	return filepath.Join(stateHome(), "pinsetup", "tokens")
}

func (t Tokens) file() string  { return filepath.Join(t.dir(), t.Name+".json") }
func (t Tokens) entry() string { return "tokens/" + t.Name }

// place says where the tokens are, for a person.
func (t Tokens) place() string {
	if t.InKeyring {
		return "the keyring's " + KeyringRef(t.entry())
	}
	return t.file()
}

// stateHome is the folder for what programs remember between runs. The
// environment is read at each call; xdg reads it when the program starts.
func stateHome() string {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	return xdg.StateHome
}
