package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
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
	places := s.SecretPlaces()
	switch {
	case len(places) == 0:
		return safe.Secret{}, NewProblem(nil, "secret.none")
	case len(places) > 1:
		var keys []string
		for _, p := range places {
			keys = append(keys, p.way().name)
		}
		return safe.Secret{}, NewProblem(nil, "secret.several", "keys", strings.Join(keys, ", "))
	}
	place := places[0].seenFrom(s.dir)
	read := place.way().read
	if read == nil {
		return s.ClientSecret, nil
	}
	value, err := read(ctx, place.Ref)
	if err != nil {
		return safe.Secret{}, err
	}
	return ParseSecret(value, place.String())
}

// SecretFindings returns what is wrong with what Secret returned: that it can't be
// had from its place, or has spaces around it. Who else can read it there,
// File.Surroundings says.
func (s Service) SecretFindings(secret safe.Secret, err error) []finding.Finding {
	if p, ok := errors.AsType[*Problem](err); ok {
		return []finding.Finding{p.Finding()}
	}
	var found []finding.Finding
	if value := secret.Reveal(); value != strings.TrimSpace(value) {
		found = append(found, assets.Finding("secret.space", "place", s.SecretPlace().seenFrom(s.dir).String()))
	}
	return found
}

func readSecretFile(_ context.Context, path string) (string, error) {
	sweep(path)
	data, err := readLimited(path, maxSecret+len("\ufeff\r\n"))
	return string(data), secretFileProblem(path, err)
}

// secretFileProblem says why the file of a secret can't be read; nil of nil.
func secretFileProblem(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return NewProblem(err, "secret.file.missing", "file", path, "key", "clientSecretFile", "folder", "the configuration file's folder")
	case errors.Is(err, errNotPlain):
		return NewProblem(nil, "secret.file.kind", "file", path, "key", "clientSecretFile")
	case errors.Is(err, errTooLarge):
		return NewProblem(nil, "secret.long", "place", "the file "+path)
	}
	return NewProblem(err, "secret.file.unreadable", "file", path, "key", "clientSecretFile")
}

func readEnv(_ context.Context, name string) (string, error) {
	value, ok := os.LookupEnv(name)
	if !ok {
		return "", NewProblem(nil, "secret.env.missing", "name", name, "key", "clientSecretEnv")
	}
	return value, nil
}

func readKeyring(ctx context.Context, ref string) (string, error) {
	service, user, ok := keyringEntry(ref)
	if !ok {
		return "", NewProblem(nil, "secret.keyring.shape", "ref", ref)
	}
	value, ok, err := Keyring{}.get(ctx, service, user)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", NewProblem(nil, "secret.keyring.missing", "service", service, "user", user)
	}
	return value, nil
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
