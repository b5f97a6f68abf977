package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// PutSecret puts the secret where the service refers to: into its
// ClientSecretFile (0600; relative to dir, the configuration file's folder) or
// its ClientSecretKeyring. A service that holds its secret itself, or expects
// it in the environment, needs nothing to be put.
func PutSecret(ctx context.Context, dir string, s Service, secret safe.Secret) error {
	switch {
	case s.ClientSecretFile != "":
		s.dir = dir
		if err := mayReplace(s.secretPath(), isOneSecret); err != nil {
			return err
		}
		return writePrivate(s.secretPath(), []byte(secret.Reveal()+"\n"))
	case s.ClientSecretKeyring != "":
		service, user, _ := strings.Cut(s.ClientSecretKeyring, "/")
		return Keyring{}.set(ctx, service, user, secret.Reveal())
	}
	return nil
}

// WriteText writes a text that holds no secret, in the place of what was there
// before, and safe against a crash like the configuration file.
func WriteText(path string, data []byte) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if err := mayReplace(abs, func(old []byte) bool { return bytes.HasPrefix(old, first) }); err != nil {
		return err
	}
	return writePrivate(abs, data)
}

// mayReplace refuses a file that holds something else than what pinsetup puts
// there: a configuration, or somebody's own text.
func mayReplace(path string, ours func(old []byte) bool) error {
	old, err := os.ReadFile(path)
	if err != nil || len(bytes.TrimSpace(old)) == 0 || ours(old) {
		return nil // what can't be read says so when it is written
	}
	return fmt.Errorf("%s is there already and holds something else. It was left as it is: choose another name", path)
}

// isOneSecret reports whether a file holds one line with nothing but a secret.
func isOneSecret(old []byte) bool {
	old = bytes.TrimSpace(old)
	return len(old) <= 200 && !bytes.ContainsAny(old, " \t\n=[#")
}
