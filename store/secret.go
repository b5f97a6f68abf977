package store

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// maxSecret is more than any client secret has, in bytes; Pinterest's have 40.
const maxSecret = 4096

// Secret resolves the client secret, from wherever the service says it is: the
// file itself, another file, the environment, the keyring. It is read anew at
// each call and kept nowhere.
//
// The error is a *Problem: it says where was looked and what to do, never what
// was found.
func (s Service) Secret(ctx context.Context) (safe.Secret, error) {
	places := s.secretPlaces()
	switch {
	case len(places) == 0:
		return safe.Secret{}, NewProblem(nil, "secret.none")
	case len(places) > 1:
		return safe.Secret{}, NewProblem(nil, "secret.several", "keys", strings.Join(places, ", "))
	case s.ClientSecretFile != "":
		return s.secretFromFile()
	case s.ClientSecretEnv != "":
		return secretFromEnv(s.ClientSecretEnv)
	case s.ClientSecretKeyring != "":
		return secretFromKeyring(ctx, s.ClientSecretKeyring)
	}
	return s.ClientSecret, nil
}

// SecretFindings returns what is wrong with the client secret: that it can't be
// had from its place, or has spaces around it. Who else can read it there,
// File.Surroundings says.
func (s Service) SecretFindings(ctx context.Context) []finding.Finding {
	secret, err := s.Secret(ctx)
	if p, ok := errors.AsType[*Problem](err); ok {
		return []finding.Finding{p.Finding()}
	}
	var found []finding.Finding
	if value := secret.Reveal(); value != strings.TrimSpace(value) {
		found = append(found, assets.Finding("secret.space", "place", s.secretPlace()))
	}
	return found
}

// HasSecret reports whether the service says where its secret is, in whichever
// way. Whether it is there, Secret tells.
func (s Service) HasSecret() bool { return len(s.secretPlaces()) > 0 }

// secretPlaces are the keys that say where the secret is, as the file names them.
func (s Service) secretPlaces() []string {
	var keys []string
	for _, place := range []struct {
		key string
		set bool
	}{
		{"clientSecret", !s.ClientSecret.IsZero()},
		{"clientSecretFile", s.ClientSecretFile != ""},
		{"clientSecretEnv", s.ClientSecretEnv != ""},
		{"clientSecretKeyring", s.ClientSecretKeyring != ""},
	} {
		if place.set {
			keys = append(keys, place.key)
		}
	}
	return keys
}

// secretPlace names the one place where the secret is, for a person.
func (s Service) secretPlace() string {
	switch {
	case s.ClientSecretFile != "":
		return "the file " + safe.Clean(s.secretPath(), 300)
	case s.ClientSecretEnv != "":
		return "the variable " + safe.Clean(s.ClientSecretEnv, 100)
	case s.ClientSecretKeyring != "":
		return "the keyring's " + safe.Clean(s.ClientSecretKeyring, 100)
	}
	return "the configuration file"
}

func (s Service) secretPath() string {
	if filepath.IsAbs(s.ClientSecretFile) {
		return s.ClientSecretFile
	}
	return filepath.Join(s.dir, s.ClientSecretFile)
}

func (s Service) secretFromFile() (safe.Secret, error) {
	path := s.secretPath()
	sweep(path)
	info, err := os.Stat(path) // before opening: to open a pipe without a writer waits for ever
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return safe.Secret{}, NewProblem(err, "secret.file.missing", "file", path, "key", "clientSecretFile", "folder", "the configuration file's folder")
	case err != nil:
		return safe.Secret{}, NewProblem(err, "secret.file.unreadable", "file", path, "key", "clientSecretFile")
	case !info.Mode().IsRegular():
		return safe.Secret{}, NewProblem(nil, "secret.file.kind", "file", path, "key", "clientSecretFile")
	}
	f, err := open(path)
	if err != nil {
		return safe.Secret{}, NewProblem(err, "secret.file.unreadable", "file", path, "key", "clientSecretFile")
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return safe.Secret{}, NewProblem(err, "secret.file.unreadable", "file", path, "key", "clientSecretFile")
	}
	return ParseSecret(string(data), "the file "+path)
}

func secretFromEnv(name string) (safe.Secret, error) {
	value, ok := os.LookupEnv(name)
	if !ok {
		return safe.Secret{}, NewProblem(nil, "secret.env.missing", "name", name, "key", "clientSecretEnv")
	}
	return ParseSecret(value, "the variable "+name)
}

func secretFromKeyring(ctx context.Context, ref string) (safe.Secret, error) {
	service, user, ok := keyringEntry(ref)
	if !ok {
		return safe.Secret{}, NewProblem(nil, "secret.keyring.shape", "ref", ref)
	}
	value, ok, err := Keyring{}.get(ctx, service, user)
	if err != nil {
		return safe.Secret{}, err
	}
	if !ok {
		return safe.Secret{}, NewProblem(nil, "secret.keyring.missing", "service", service, "user", user)
	}
	return ParseSecret(value, "the keyring's "+ref)
}

// ParseSecret makes a secret of what was found at a place, which is named for a
// person: one line of at most 4096 bytes, with the newline that editors and echo
// put at its end taken off. The error is a *Problem, which doesn't hold it.
func ParseSecret(value, place string) (safe.Secret, error) {
	// Notepad's UTF-8 begins with a byte order mark; no secret does.
	value = strings.TrimPrefix(value, "\ufeff")
	value = strings.TrimSuffix(strings.TrimSuffix(value, "\n"), "\r")
	switch {
	case strings.TrimSpace(value) == "":
		return safe.Secret{}, NewProblem(nil, "secret.empty", "place", place)
	case len(value) > maxSecret:
		return safe.Secret{}, NewProblem(nil, "secret.long", "place", place)
	case strings.ContainsFunc(value, unicode.IsControl):
		return safe.Secret{}, NewProblem(nil, "secret.lines", "place", place)
	}
	return safe.NewSecret(value), nil
}
