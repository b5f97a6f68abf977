package store

import (
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pinsetup/pinsetup/assets/near"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A field is one key of a service that pinsetup knows.
type field struct {
	// table is "" for the service's own table, else its table below.
	table, name string
	// at returns where the value is in a service: a *string, *safe.Secret,
	// *[]string or *time.Time.
	at func(*Service) any
}

// fields are all keys of a service, in the order in which they are written.
var fields = slices.Concat([]field{
	{"", "clientId", func(s *Service) any { return &s.ClientID }},
}, ofWays(func(w secretWay) field { return w.field }), []field{
	{"", "redirectUri", func(s *Service) any { return &s.RedirectURI }},
	{"", "testRedirectUri", func(s *Service) any { return &s.TestRedirectURI }},
	{"", "scopes", func(s *Service) any { return &s.Scopes }},
	{"", "authorizeUrl", func(s *Service) any { return &s.AuthorizeURL }},
	{"", "tokenUrl", func(s *Service) any { return &s.TokenURL }},
	{"", "apiUrl", func(s *Service) any { return &s.APIURL }},
	{"app", "name", func(s *Service) any { return &s.App.Name }},
	{"app", "company", func(s *Service) any { return &s.App.Company }},
	{"app", "website", func(s *Service) any { return &s.App.Website }},
	{"app", "privacyPolicy", func(s *Service) any { return &s.App.PrivacyPolicy }},
	{"app", "description", func(s *Service) any { return &s.App.Description }},
	{"app", "platform", func(s *Service) any { return &s.App.Platform }},
	{"app", "type", func(s *Service) any { return &s.App.Type }},
	{"app", "purpose", func(s *Service) any { return &s.App.Purpose }},
	{"app", "useCase", func(s *Service) any { return &s.App.UseCase }},
	{"app", "audience", func(s *Service) any { return &s.App.Audience }},
	{"app", "account", func(s *Service) any { return &s.App.Account }},
	{"app", "icon", func(s *Service) any { return &s.App.Icon }},
	{"verification", "at", func(s *Service) any { return &s.verified().At }},
	{"verification", "method", func(s *Service) any { return &s.verified().Method }},
	{"verification", "account", func(s *Service) any { return &s.verified().Account }},
	{"verification", "accountType", func(s *Service) any { return &s.verified().AccountType }},
	{"verification", "grantedScopes", func(s *Service) any { return &s.verified().GrantedScopes }},
	{"verification", "accessTier", func(s *Service) any { return &s.verified().AccessTier }},
	{"verification", "rateLimit", func(s *Service) any { return &s.verified().RateLimit }},
})

// AppFields yields the keys of the table app ("app.name") and where the service
// has their values, in the order in which they are written.
func (s *Service) AppFields() iter.Seq2[string, *string] {
	return func(yield func(string, *string) bool) {
		for _, f := range fields {
			if f.table == "app" && !yield(f.String(), f.at(s).(*string)) {
				return
			}
		}
	}
}

// tables are a service's tables, in the order in which they are written.
var tables = []string{"", "app", "verification"}

func (s *Service) verified() *Verification {
	if s.Verification == nil {
		s.Verification = &Verification{}
	}
	return s.Verification
}

// path returns the keys from the service's table to the field.
func (f field) path() []string {
	if f.table == "" {
		return []string{f.name}
	}
	return []string{f.table, f.name}
}

// String names the field as a person would: "app.name".
func (f field) String() string { return strings.Join(f.path(), ".") }

// Service returns one service. The error is ErrNoService where there is none,
// and names the nearest ID; a *ValueError, with line and column, where a value
// has the wrong type.
func (f *File) Service(id string) (Service, error) {
	root, err := f.service(id)
	if err != nil {
		return Service{}, err
	}
	s := Service{dir: filepath.Dir(f.path)}
	for _, field := range fields {
		n, last := root.find(field.path()...)
		if n == nil {
			if !last.isTable() {
				return Service{}, f.wrongType(last, field.table, "a table")
			}
			continue
		}
		if want, ok := fits(n, field); !ok {
			return Service{}, f.wrongType(n, field.String(), want)
		}
		n.put(field.at(&s))
	}
	return s, nil
}

// service returns the tree of a service, and says what else there is.
func (f *File) service(id string) (*node, error) {
	root := f.view(id)
	switch {
	case root == nil:
		return nil, f.noService(id)
	case !root.isTable():
		return nil, f.wrongType(root, id, "a table")
	}
	return root, nil
}

func (f *File) noService(id string) error {
	ids := f.Services()
	message := fmt.Sprintf("%s has no service %q", f.path, id)
	switch likely := near.Likely(id, ids); {
	case likely != "":
		message += fmt.Sprintf("; did you mean %q?", likely)
	case len(ids) == 0:
		message += "; there is no service in it at all"
	case len(ids) <= 5:
		message += fmt.Sprintf("; it has %q", ids)
	}
	return &noServiceError{message}
}

type noServiceError struct{ message string }

func (e *noServiceError) Error() string        { return e.message }
func (e *noServiceError) Is(target error) bool { return target == ErrNoService }

// put stores the value, which fits, where a field of a service has it.
func (n *node) put(at any) {
	switch p := at.(type) {
	case *string:
		*p = n.text
		safe.RememberMisplaced(n.text)
	case *safe.Secret:
		*p = safe.NewSecret(n.text)
	case *[]string:
		*p, _ = n.strings()
		for _, text := range *p {
			safe.RememberMisplaced(text)
		}
	case *time.Time:
		*p, _ = n.time()
	}
}

func (n *node) time() (time.Time, bool) {
	if n.kind != unstable.DateTime {
		return time.Time{}, false
	}
	var doc struct{ X time.Time }
	err := toml.Unmarshal([]byte("X = "+n.text), &doc)
	return doc.X, err == nil
}

func (f *File) wrongType(n *node, name, want string) error {
	return &ValueError{f.place(n.span()), safe.Clean(name, 100), want}
}

// span returns what to point at: a value, or a table's key.
func (n *node) span() span {
	if n.form == asLeaf || n.form == byInline {
		return n.value
	}
	return n.key
}
