package store

import (
	"context"
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
	return writePrivate(abs, data)
}
