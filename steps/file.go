package steps

import (
	"fmt"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A File is the configuration file as it is being prepared and written.
type File struct {
	// Known says that the file had the service before.
	Known bool
	// Prepared is the file as it would be; nil while that isn't known.
	Prepared *Prepared
	// Saved says that it was written, to Path.
	Saved bool
	Path  string
	// NotSaved says why the last attempt to write it failed.
	NotSaved *finding.Finding
	saving   bool
}

// A Plan is what is to be written.
type Plan struct {
	Path    string
	Service string
	Config  store.Service
	// Secret is what Config refers to, to be put there before the file is
	// written; empty where Config holds it, or somebody else has put it there.
	Secret safe.Secret
	// KeepRest says that redirect URI and app data were not asked: those that
	// the file has stay as they are.
	KeepRest bool
}

// Plan returns what would be written now.
func (s State) Plan() Plan {
	plan := Plan{Path: s.Get(keyFile), Service: s.Get(keyService), Config: s.config(), KeepRest: !fromNothing(s)}
	if plan.Config.ClientSecretFile != "" || plan.Config.ClientSecretKeyring != "" {
		plan.Secret = s.secret
	}
	return plan
}

func (s State) config() store.Service {
	e := s.options.Endpoints
	c := store.Service{
		ClientID:        s.Get(keyClientID),
		TestRedirectURI: s.Get(keyTestURI),
		Scopes:          strings.Fields(s.Get(keyScopes)),
		AuthorizeURL:    e.AuthorizeURL, TokenURL: e.TokenURL, APIURL: e.APIURL,
		Verification: s.verification(),
	}
	if fromNothing(s) {
		c.RedirectURI, c.App = s.Get(keyRedirect), s.appInfo()
	}
	ref := s.Get(keySecretRef)
	if ref == "" {
		ref = secretRefDefault(s.Get(keySecretKind), s.Get(keyService))
	}
	switch s.Get(keySecretKind) {
	case "env":
		c.ClientSecretEnv = ref
	case "secretFile":
		c.ClientSecretFile = ref
	case "keyring":
		c.ClientSecretKeyring = ref
	default:
		c.ClientSecret = s.secret
	}
	return c
}

func (s State) appInfo() store.AppInfo {
	return store.AppInfo{
		Name: s.Get("app.name"), Company: s.Get("app.company"), Website: s.Get("app.website"),
		PrivacyPolicy: s.Get("app.privacyPolicy"), Description: s.Get("app.description"),
		Platform: s.Get("app.platform"), Type: s.Get("app.type"),
		Account: s.Get("app.account"), Purpose: s.Get("app.purpose"),
		UseCase: s.Get("app.useCase"), Audience: s.Get("app.audience"), Icon: s.Get("app.icon"),
	}
}

func fillSecretRef(fill func(key, value string), c store.Service) {
	for kind, ref := range map[string]string{
		"env": c.ClientSecretEnv, "secretFile": c.ClientSecretFile, "keyring": c.ClientSecretKeyring,
	} {
		if ref != "" {
			fill(keySecretKind, kind)
			fill(keySecretRef, ref)
		}
	}
}

// verification is what the live test proved, nil where it proved nothing of
// what is going to be written.
func (s State) verification() *store.Verification {
	if !tested(s) {
		return nil
	}
	r := s.test.Result
	v := &store.Verification{
		At: r.At, Method: r.Method, GrantedScopes: r.Granted,
		AccessTier: r.AccessTier, RateLimit: rateLimitText(r.RateLimits),
	}
	if r.Account != nil {
		v.Account, v.AccountType = r.Account.Username, r.Account.Type
	}
	return v
}

// rateLimitText is the first limit that is known: "993 of 1000 left".
func rateLimitText(limits []auth.RateLimit) string {
	for _, l := range limits {
		if l.Limit >= 0 && l.Remaining >= 0 {
			return fmt.Sprintf("%d of %d left", l.Remaining, l.Limit)
		}
	}
	return ""
}

func (s State) applyFile(e Event) (State, []Effect) {
	switch e := e.(type) {
	case Prepared:
		if s.Page().Kind == Preview {
			s.file.Prepared = &e
		}
	case Save:
		return s.save()
	case Saved:
		if !s.file.saving {
			return s, nil
		}
		s.file.Saved, s.file.Path, s.file.NotSaved, s.file.saving = true, e.Path, nil, false
		done, _ := PageByID("connector.done")
		next, effects := s.arrive(done)
		return next, append(effects, ForgetDraft{})
	case NotSaved:
		s.file.NotSaved, s.file.saving = &e.Finding, false
	}
	return s, nil
}

func (s State) save() (State, []Effect) {
	if s.Page().Kind != Preview || s.file.saving || finding.HasError(s.openFindings()) {
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

// Saving reports whether the file is being written.
func (f File) Saving() bool { return f.saving }
