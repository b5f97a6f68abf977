package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// putSecret puts the secret where the service refers to, unless it is there
// already. undo brings back what was there.
func (s Service) putSecret(ctx context.Context, config string, secret safe.Secret) (undo func() error, err error) {
	place := s.SecretPlace().seenFrom(s.dir)
	if secret.IsZero() || !place.IsPut() {
		return func() error { return nil }, nil
	}
	return place.way().put(ctx, place.Ref, config, secret)
}

func putInFile(_ context.Context, named, config string, secret safe.Secret) (undo func() error, err error) {
	if err := mayHoldSecret(named, config); err != nil {
		return nil, err
	}
	path, err := followLinks(named) // the link itself stays, whatever comes
	if err != nil {
		return nil, NewProblem(err, "secret.file.unreadable", "file", named, "key", "clientSecretFile")
	}
	data := []byte(secret.Reveal() + "\n")
	old, err := secretFileContent(path)
	if err != nil {
		return nil, err
	}
	if there, err := ParseSecret(string(old), ""); err == nil && there.Equal(secret) {
		return func() error { return nil }, nil
	}
	undo = func() error {
		is, err := readLimited(path, maxSecret)
		switch {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		case !bytes.Equal(is, data): // not written, or another program's by now
			return nil
		}
		if old == nil {
			return os.Remove(path)
		}
		return writeSecretFile(path, old, false)
	}
	if err := writeSecretFile(path, data, old == nil); err != nil {
		if failed := undo(); failed != nil { // it may be there, and not confirmed
			return nil, &notUndoneError{err, failed}
		}
		return nil, err
	}
	return undo, nil
}

// mayHoldSecret refuses a secret's file that is the configuration file's, or has
// a name that a save of it uses.
func mayHoldSecret(path, config string) error {
	if sameFile(path, config) {
		return NewProblem(nil, "secret.file.itself", "file", path)
	}
	target, err := followLinks(config)
	if err == nil && (sameFile(path, target+backupSuffix) || sameFile(path, lockFile(target))) {
		return NewProblem(nil, "secret.file.taken", "file", path)
	}
	return nil // what is wrong with the configuration file, its save says
}

// sameFile reports whether two paths stand for one file, there or not.
func sameFile(a, b string) bool {
	a, errA := followLinks(a)
	b, errB := followLinks(b)
	if errA != nil || errB != nil {
		return false
	}
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB)
	}
	return filepath.Clean(a) == filepath.Clean(b)
}

// secretFileContent returns what a file holds that a secret is to be put into;
// nil where there is none. One that holds anything else than a secret is
// refused.
func secretFileContent(path string) ([]byte, error) {
	old, err := readLimited(path, maxSecret)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, errTooLarge):
		return nil, holdsElse(path)
	case err != nil:
		return nil, secretFileProblem(path, err)
	}
	return append([]byte{}, old...), mayReplace(path, old, isOneSecret) // not nil: it is there
}

// writeSecretFile writes a secret into a file of its own. The owner and the
// group of one that is there may be the connector's, so they keep what they
// have; everybody else is shut out. Where fresh is true there is none, and one
// that appears is not replaced.
func writeSecretFile(path string, data []byte, fresh bool) error {
	target, unlock, err := claim(path)
	if err != nil {
		return err
	}
	defer unlock()
	_, err = os.Stat(target)
	r := replacement{target: target, data: data, mode: 0o600, keep: err == nil && !fresh, fresh: fresh, closed: true}
	return saveError(path, r.write())
}

func putInKeyring(ctx context.Context, ref, _ string, secret safe.Secret) (undo func() error, err error) {
	service, user, ok := keyringEntry(ref)
	if !ok {
		return nil, NewProblem(nil, "secret.keyring.shape", "ref", ref)
	}
	old, there, err := Keyring{}.get(ctx, service, user)
	if err != nil {
		return nil, err
	}
	if there && old == secret.Reveal() {
		return func() error { return nil }, nil
	}
	if err := (Keyring{}).set(ctx, service, user, secret.Reveal()); err != nil {
		return nil, err
	}
	return func() error {
		ctx := context.WithoutCancel(ctx)
		if !there {
			return Keyring{}.delete(ctx, service, user)
		}
		return Keyring{}.set(ctx, service, user, old)
	}, nil
}

// isOneSecret reports whether a file holds one line with nothing but a secret.
func isOneSecret(old []byte) bool {
	old = bytes.TrimSpace(old)
	return len(old) <= 200 && !bytes.ContainsAny(old, " \t\n=[#")
}
