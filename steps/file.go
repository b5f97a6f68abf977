package steps

import (
	"cmp"
	"reflect"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A File is the configuration file as it is being prepared and written.
type File struct {
	// Prepared is the file as it would be; nil while that isn't known.
	Prepared *Prepared
	// Saved says that it was written, to Path; Backup is the old one, "" where
	// there was none.
	Saved        bool
	Path, Backup string
	// NotSaved says why the last attempt to write it failed.
	NotSaved *finding.Finding
	saving   bool
	// awaited counts the files that are being prepared: only the last one is
	// what would be written now.
	awaited int
}

// A Plan is what is to be written.
type Plan struct {
	Path    string
	Service string
	Config  store.Service
	// Secret is the app secret, to be put where Config refers to; empty where
	// it isn't known.
	Secret safe.Secret
	// KeepApp says that the app data were not asked: those that the file has
	// stay as they are. So does its redirect URI where Config has none.
	KeepApp bool
	// Untested says that no live test was run on this: what the file says of an
	// earlier one of the same app stays.
	Untested bool
}

// HoldsSecret reports whether the file as it is prepared holds the app secret
// itself.
func (s State) HoldsSecret() bool { return s.Get(keySecretKind) == "file" && !s.secret.IsZero() }

// Plan returns what would be written now.
func (s State) Plan() Plan {
	return Plan{
		Path: s.Get(keyFile), Service: s.Get(keyService), Config: s.config(), Secret: s.secret,
		KeepApp: !fromNothing(s), Untested: s.test.Result == nil || s.TestStale(),
	}
}

// endpoints are where the live test goes, and the connector later.
func (s State) endpoints() auth.Endpoints {
	var known auth.Endpoints
	if !fromNothing(s) {
		known = s.known
	}
	o, p := s.options.Endpoints, auth.Production
	return auth.Endpoints{
		AuthorizeURL: cmp.Or(o.AuthorizeURL, known.AuthorizeURL, p.AuthorizeURL),
		TokenURL:     cmp.Or(o.TokenURL, known.TokenURL, p.TokenURL),
		APIURL:       cmp.Or(o.APIURL, known.APIURL, p.APIURL),
	}
}

// Elsewhere returns the endpoints of the live test that don't lead to Pinterest:
// the app secret goes there. The demo says itself where it leads.
func (s State) Elsewhere() []string {
	if s.options.Demo {
		return nil
	}
	return s.endpoints().Elsewhere()
}

func (s State) config() store.Service {
	e := s.endpoints()
	c := store.Service{
		ClientID:        s.Get(keyClientID),
		RedirectURI:     s.Get(keyRedirect),
		TestRedirectURI: s.Get(keyTestURI),
		Scopes:          strings.Fields(s.Get(keyScopes)),
		AuthorizeURL:    e.AuthorizeURL, TokenURL: e.TokenURL, APIURL: e.APIURL,
		Verification: s.verification(),
	}
	if fromNothing(s) {
		for key, at := range c.AppFields() {
			*at = s.Get(key)
		}
	}
	return c.WithSecretAt(s.secretPlace(), s.secret)
}

// secretPlace is where the connector is to have the secret.
func (s State) secretPlace() store.SecretPlace {
	p := s.usualPlace(s.Get(keySecretKind))
	if ref := s.Get(keySecretRef); ref != "" {
		p.Ref = ref
	}
	return p
}

func (s State) usualPlace(kind string) store.SecretPlace {
	return store.UsualSecretPlace(kind, s.Get(keyService), s.options.Demo)
}

// verification is what the live test proved, nil where it proved nothing of
// what is going to be written.
func (s State) verification() *store.Verification {
	if !tested(s) {
		return nil
	}
	return store.Proved(*s.test.Result)
}

func (s State) applyFile(e Event) (State, []Effect) {
	switch e := e.(type) {
	case Prepared:
		s.file.awaited = max(0, s.file.awaited-1)
		if s.Page().Kind == Preview && s.file.awaited == 0 {
			s.file.Prepared = &e
		}
	case Save:
		return s.save()
	case Mend:
		if s.Page().Kind == Preview && !s.file.saving {
			s.file.awaited++
			return s, []Effect{MendFile{Plan: s.Plan(), Mend: e.Mend}}
		}
	case Saved:
		if !s.file.saving {
			return s, nil
		}
		s.file.Saved, s.file.NotSaved, s.file.saving = true, nil, false
		s.file.Path, s.file.Backup = e.Path, e.Backup
		done, _ := PageByID("connector.done")
		s.written = nil
		next, effects := s.arrive(done)
		next.written = &s
		return next, append(effects, next.keepOrForget())
	case NotSaved:
		s.file.NotSaved, s.file.saving = &e.Finding, false
	}
	return s, nil
}

// Written returns the state as it was when the file was written last; ok is
// false where none was.
func (s State) Written() (written State, ok bool) {
	if s.written == nil {
		return State{}, false
	}
	return *s.written, true
}

// Finished reports whether a file was written, and holds what is entered now.
func (s State) Finished() bool {
	return s.written != nil && reflect.DeepEqual(s.written.Plan(), s.Plan())
}

// save writes the file that was shown: while it isn't prepared, nobody has seen
// what would be written.
func (s State) save() (State, []Effect) {
	if s.Page().Kind != Preview || s.file.Prepared == nil || s.file.saving || finding.HasError(s.openFindings()) {
		return s, nil
	}
	s.file.saving, s.file.NotSaved = true, nil
	return s, []Effect{WriteFile{Plan: s.Plan()}}
}

// fileBlockers keeps Next from passing the preview: Save is what goes on.
func (s State) fileBlockers() []finding.Finding {
	found := s.openFindings()
	if s.file.Saved {
		return found
	}
	return append(found, assets.Finding("wizard.save-needed"))
}

// openFindings returns the errors that stand on any page of the way, and what
// the file itself is in the way of. A live test that was skipped is none.
func (s State) openFindings() []finding.Finding {
	var found []finding.Finding
	for _, p := range s.Pages() {
		if p.Kind != Form {
			continue
		}
		for _, f := range s.blockers(p) {
			if f.Severity == finding.Error {
				found = append(found, f)
			}
		}
	}
	if s.file.Prepared != nil {
		found = append(found, s.file.Prepared.Findings...)
	}
	return found
}

// Open returns what is still wrong on any page before the file can be written.
func (s State) Open() []finding.Finding { return s.openFindings() }

// Mend returns the first mend that is offered around the file; nil for none.
func (f File) Mend() *finding.Mend {
	if f.Prepared == nil {
		return nil
	}
	for _, found := range f.Prepared.Findings {
		if found.Mend != nil {
			return found.Mend
		}
	}
	return nil
}

// KeepsProof reports whether what an earlier live test proved stays in the file.
func (f File) KeepsProof() bool { return f.Prepared != nil && f.Prepared.KeepsProof }

// Saving reports whether the file is being written.
func (f File) Saving() bool { return f.saving }
