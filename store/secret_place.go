package store

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A SecretPlace is where a service has its client secret.
type SecretPlace struct {
	// Kind is one of SecretKinds.
	Kind string
	// Ref is what the file says of it: the variable's name, the path or the
	// keyring's "service/user"; "" where the secret stands in the file itself.
	Ref string
}

// A secretWay is one kind of places. Another one is one more entry here.
type secretWay struct {
	field // the key that says so
	kind  string
	usual string // the Ref, unless something else is said; {demo} and {service} are put in
	said  string // the place, for a person; {ref} is put in
	// path says that Ref is a path, relative to the configuration file's folder.
	path bool
	// read returns what is found there; nil for the file itself.
	read func(ctx context.Context, ref string) (string, error)
	// put puts a secret there while the file at config is saved; undo brings
	// back what was there. nil where somebody else does that.
	put func(ctx context.Context, ref, config string, secret safe.Secret) (undo func() error, err error)
}

var secretWays = []secretWay{
	{field: field{"", "clientSecret", func(s *Service) any { return &s.ClientSecret }}, kind: "file", said: "the configuration file"},
	{
		field: field{"", "clientSecretEnv", func(s *Service) any { return &s.ClientSecretEnv }},
		kind:  "env", said: "the variable {ref}", usual: "PINTEREST_CLIENT_SECRET", read: readEnv,
	},
	{
		field: field{"", "clientSecretFile", func(s *Service) any { return &s.ClientSecretFile }},
		kind:  "secretFile", said: "the file {ref}", usual: "pinterest{demo}.secret", path: true, read: readSecretFile, put: putInFile,
	},
	{
		field: field{"", "clientSecretKeyring", func(s *Service) any { return &s.ClientSecretKeyring }},
		kind:  "keyring", said: "the keyring's {ref}", usual: keyringService + "{demo}/{service}", read: readKeyring, put: putInKeyring,
	},
}

// SecretKinds are the kinds of places for a secret: "file" for the configuration
// file itself, "env", "secretFile" and "keyring".
func SecretKinds() []string { return ofWays(func(w secretWay) string { return w.kind }) }

// SecretKeys are the keys of the file that say where a secret is, in the order
// of SecretKinds.
func SecretKeys() []string { return ofWays(func(w secretWay) string { return w.name }) }

func ofWays[T any](part func(secretWay) T) []T {
	var all []T
	for _, w := range secretWays {
		all = append(all, part(w))
	}
	return all
}

// UsualSecretPlace is where a service's secret is kept unless something else is
// said; in the file itself for an unknown kind. The demo's has a place of its own,
// as a real one may be in the usual one.
func UsualSecretPlace(kind, service string, demo bool) SecretPlace {
	mark := ""
	if demo {
		mark = "-demo"
	}
	w := SecretPlace{Kind: kind}.way()
	ref := strings.NewReplacer("{demo}", mark, "{service}", strings.TrimSpace(service)).Replace(w.usual)
	return SecretPlace{cmp.Or(w.kind, secretWays[0].kind), ref}
}

// SecretPlace returns where the service has its secret: the first of its
// SecretPlaces, the zero SecretPlace where there is none.
func (s Service) SecretPlace() SecretPlace {
	return append(s.SecretPlaces(), SecretPlace{})[0]
}

// HasSecret reports whether the service has its secret at a SecretPlace.
func (s Service) HasSecret() bool { return len(s.SecretPlaces()) > 0 }

// SecretPlaces returns the places that the service names for its secret. Secret
// wants just one, and tells whether it is there.
func (s Service) SecretPlaces() []SecretPlace {
	var places []SecretPlace
	for _, w := range secretWays {
		ref, set := "", !s.ClientSecret.IsZero()
		if at, ok := w.at(&s).(*string); ok {
			ref, set = *at, *at != ""
		}
		if set {
			places = append(places, SecretPlace{w.kind, ref})
		}
	}
	return places
}

// WithSecretAt returns the service with its secret at this place and nowhere
// else. secret is needed only where it stands in the file itself.
func (s Service) WithSecretAt(p SecretPlace, secret safe.Secret) Service {
	for _, w := range secretWays {
		ref, value := "", safe.Secret{}
		if w.kind == p.Kind {
			ref, value = p.Ref, secret
		}
		switch at := w.at(&s).(type) {
		case *string:
			*at = ref
		case *safe.Secret:
			*at = value
		}
	}
	return s
}

// String names the place for a person: "the file pinterest.secret".
func (p SecretPlace) String() string {
	return strings.ReplaceAll(p.way().said, "{ref}", safe.Show(p.Ref, 300))
}

// IsPut reports whether SaveWithSecret puts the secret there. In the environment
// somebody else does.
func (p SecretPlace) IsPut() bool { return p.way().put != nil }

// seenFrom returns the place with a path that is relative to dir made whole.
func (p SecretPlace) seenFrom(dir string) SecretPlace {
	if p.way().path && !filepath.IsAbs(p.Ref) {
		p.Ref = filepath.Join(dir, p.Ref)
	}
	return p
}

func (p SecretPlace) way() secretWay {
	for _, w := range secretWays {
		if w.kind == p.Kind {
			return w
		}
	}
	return secretWay{}
}
