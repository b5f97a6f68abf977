package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// keyringService is the service under which pinsetup's own entries stand.
const keyringService = "pinsetup"

// The ways in which a keyring fails; errors.Is tells them from each other.
var (
	// ErrNoKeyring means that there is no keyring here, or none that works:
	// a server, a container, SSH without a desktop.
	ErrNoKeyring = errors.New("no keyring can be used here")
	// ErrKeyringLocked means that there is a keyring, and that it did not
	// answer in time or stayed locked: somebody has to unlock it.
	ErrKeyringLocked = errors.New("the keyring is locked or does not answer")
)

// A Keyring keeps single secrets in the system's keyring (Keychain, Secret
// Service, Credential Manager), with a time limit on each call: a locked or
// missing keyring is an error that says so, not a hang. The errors are
// *Problem around ErrNoKeyring, ErrKeyringLocked or what the keyring said.
type Keyring struct {
	// Timeout of a call; 0 means 3 seconds. Give it a minute where a person is
	// there to type the keyring's password.
	Timeout time.Duration

	backend backend // nil means the system's
}

// KeyringRef is the value of clientSecretKeyring that stands for the entry
// that Keyring.Set made under this name: "pinsetup/acme:pinterest".
func KeyringRef(name string) string { return keyringService + "/" + name }

// keyringEntry takes a clientSecretKeyring apart: "service/user".
func keyringEntry(ref string) (service, user string, ok bool) {
	service, user, ok = strings.Cut(ref, "/")
	return service, user, ok && service != "" && user != ""
}

// Get returns the secret of name ("draft/<id>", "acme:pinterest"), and false
// where there is none.
func (k Keyring) Get(name string) (safe.Secret, bool, error) {
	value, ok, err := k.get(context.Background(), keyringService, name)
	if err != nil || !ok {
		return safe.Secret{}, false, err
	}
	return safe.NewSecret(value), true, nil
}

// Set keeps the secret. After ErrKeyringLocked it may still come to be kept:
// when somebody unlocks the keyring later, the call that waited goes through.
func (k Keyring) Set(name string, s safe.Secret) error {
	return k.set(context.Background(), keyringService, name, s.Reveal())
}

// Delete forgets it; one that isn't there is no error.
func (k Keyring) Delete(name string) error {
	return k.delete(context.Background(), keyringService, name)
}

func (k Keyring) get(ctx context.Context, service, user string) (string, bool, error) {
	value, err := k.call(ctx, func(b backend) (string, error) { return b.Get(service, user) })
	if errors.Is(err, keyring.ErrNotFound) {
		return "", false, nil
	}
	return value, err == nil, keyringProblem(err, service, user)
}

func (k Keyring) set(ctx context.Context, service, user, value string) error {
	_, err := k.call(ctx, func(b backend) (string, error) { return "", b.Set(service, user, value) })
	return keyringProblem(err, service, user)
}

func (k Keyring) delete(ctx context.Context, service, user string) error {
	_, err := k.call(ctx, func(b backend) (string, error) { return "", b.Delete(service, user) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return keyringProblem(err, service, user)
}

// call gives the keyring as long as the time limit says. D-Bus calls can't be
// broken off, so one that hangs keeps its goroutine until it answers or the
// program ends.
func (k Keyring) call(ctx context.Context, do func(backend) (string, error)) (string, error) {
	timeout := k.Timeout
	if timeout == 0 {
		timeout = 3 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	b := k.backend
	if b == nil {
		b = system{}
	}
	type answer struct {
		value string
		err   error
		// mistake is a panic: here, it would leave a wizard's terminal as it is.
		mistake any
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			a.mistake = recover()
			answers <- a
		}()
		a.value, a.err = do(b)
	}()
	select {
	case a := <-answers:
		if a.mistake != nil {
			panic(a.mistake)
		}
		return a.value, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func keyringProblem(err error, service, user string) error {
	entry := service + "/" + user
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, context.DeadlineExceeded), saysLocked(err):
		return NewProblem(errors.Join(ErrKeyringLocked, err), "keyring.locked", "entry", entry)
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return NewProblem(err, "keyring.big", "entry", entry)
	}
	return NewProblem(errors.Join(ErrNoKeyring, err), "keyring.none", "entry", entry)
}

// saysLocked reports whether the keyring's own words say that it is locked:
// Secret Service's IsLocked and its "failed to unlock", the Keychain's "User
// interaction is not allowed".
func saysLocked(err error) bool {
	text := strings.ToLower(err.Error())
	for _, word := range []string{"locked", "unlock", "dismissed", "interaction is not allowed"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// A backend is what go-keyring offers; tests put others in its place.
type backend interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

type system struct{}

func (system) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (system) Set(service, user, password string) error { return keyring.Set(service, user, password) }
func (system) Delete(service, user string) error        { return keyring.Delete(service, user) }
