// Package export writes a service's configuration in the forms that other
// systems take. What a form needs and the configuration doesn't have is a
// finding, never a silent gap.
//
// Formats and names of variables are data (assets/catalogue/exports.toml);
// this package has a writer for each format.
package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A Format is a form in which another system takes the configuration.
type Format = assets.ExportFormat

// Names is one way to name the variables of an environment.
type Names = assets.ExportNames

// Formats returns all formats, in the order in which they are listed.
func Formats() []Format { return slices.Clone(assets.ExportFormats()) }

// NameStyles returns the ways to name variables in the formats env and
// kubernetes, the default first.
func NameStyles() []Names { return slices.Clone(assets.AllExportNames()) }

// Input is what is exported.
type Input struct {
	// ID is the service's ID: "acme:pinterest".
	ID string
	// Service is its configuration.
	Service store.Service
	// Secret is the client secret, resolved (store.Service.Secret).
	Secret safe.Secret
	// Token are the tokens that are kept; zero for none.
	Token auth.Token
	// Names is a style of NameStyles, or a prefix of one's own in capitals:
	// "ACME_PINTEREST" makes ACME_PINTEREST_CLIENT_ID. "" is the default.
	Names string
	// Name is the name of the object that comes out: a Kubernetes Secret's, a
	// Nango integration's, an n8n credential's. "" makes one of the ID.
	Name string
}

// Complete returns the input with something in place of all that isn't there: its
// document has every name that an earlier one of this service may have had.
func (in Input) Complete() Input {
	some := func(s *safe.Secret) {
		if s.IsZero() {
			*s = safe.NewSecret("some")
		}
	}
	some(&in.Secret)
	some(&in.Token.AccessToken)
	some(&in.Token.RefreshToken)
	for _, url := range []*string{&in.Service.RedirectURI, &in.Service.AuthorizeURL, &in.Service.TokenURL, &in.Service.APIURL} {
		*url = cmp.Or(*url, "https://acme.com/callback")
	}
	if len(in.Service.Scopes) == 0 {
		in.Service.Scopes = []string{"boards:read"}
	}
	return in
}

// writers make the documents. They leave out what isn't there; Write has
// looked for it before.
var writers = map[string]func(Input) ([]byte, error){
	"appmixer":     appmixerJSON,
	"appmixer-adm": appmixerYAML,
	"terraform":    terraform,
	"env":          env,
	"json":         plainJSON,
	"kubernetes":   kubernetes,
	"nango":        nango,
	"airbyte":      airbyte,
	"singer":       singer,
	"n8n":          n8n,
	"postiz":       postiz,
}

// Write writes the configuration in the format. The findings say what the
// target needs and the input doesn't have; the document is written without it
// then. The error is for what can't be written at all (a format or a style
// that doesn't exist, a value that the format can't hold: a *store.Problem),
// and nothing has been written then.
//
// Formats with Clear hold secrets in clear: a file for them has mode 0600.
func Write(w io.Writer, format string, in Input) ([]finding.Finding, error) {
	i := slices.IndexFunc(assets.ExportFormats(), func(f Format) bool { return f.Name == format })
	if i < 0 {
		return nil, fmt.Errorf("there is no export format %q; the formats are %s", format, formatNames())
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	f := assets.ExportFormats()[i]
	document, err := writers[format](in)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(document); err != nil {
		return nil, fmt.Errorf("the export could not be written: %w", err)
	}
	return in.findings(f)
}

func formatNames() string {
	var names []string
	for _, f := range assets.ExportFormats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// check refuses values that no format can hold and no setting has.
func (in Input) check() error {
	s := in.Service
	e := s.Endpoints()
	for _, v := range []struct{ key, value string }{
		{"service", in.ID}, {"name", in.Name}, {"clientId", s.ClientID}, {"clientSecret", in.Secret.Reveal()},
		{"redirectUri", s.RedirectURI}, {"scopes", strings.Join(s.Scopes, " ")},
		{"authorizeUrl", e.AuthorizeURL}, {"tokenUrl", e.TokenURL}, {"apiUrl", e.APIURL},
		{"accessToken", in.Token.AccessToken.Reveal()}, {"refreshToken", in.Token.RefreshToken.Reveal()},
	} {
		if !utf8.ValidString(v.value) || strings.ContainsFunc(v.value, unicode.IsControl) {
			return store.NewProblem(nil, "export.value", "key", v.key)
		}
	}
	return nil
}

// findings says what the target of the format needs and doesn't get.
func (in Input) findings(f Format) ([]finding.Finding, error) {
	needs, redirects, title := f.Needs, []string{f.Redirect}, f.Title
	if f.Variables {
		n, err := in.names()
		if err != nil {
			return nil, err
		}
		needs, redirects = slices.Concat(needs, n.Needs), append(redirects, n.Redirect)
	}
	var found []finding.Finding
	for _, need := range needs {
		if !in.has(need) {
			found = append(found, assets.Finding("export."+need, "title", title, "id", safe.Show(in.ID, 100)))
		}
	}
	for _, uri := range redirects {
		if _, own, _ := cutPlaceholder(uri); uri != "" && !strings.HasSuffix(in.Service.RedirectURI, own) {
			found = append(found, assets.Finding("export.redirect", "title", title, "redirect", uri))
		}
	}
	if slices.Contains(needs, "refreshToken") && in.has("refreshToken") {
		found = append(found, assets.Finding("export.refreshToken.shared", "title", title))
	}
	return found, nil
}

// cutPlaceholder splits "<your n8n>/rest" into the placeholder and the rest.
func cutPlaceholder(uri string) (placeholder, rest string, ok bool) {
	if !strings.HasPrefix(uri, "<") {
		return "", uri, false
	}
	return strings.Cut(uri, ">")
}

// has reports whether the input has what a format needs.
func (in Input) has(need string) bool {
	switch need {
	case "clientId":
		return in.Service.ClientID != ""
	case "clientSecret":
		return !in.Secret.IsZero()
	case "refreshToken":
		return !in.Token.RefreshToken.IsZero()
	case "scopes":
		return len(in.Service.Scopes) > 0
	case "serviceId":
		return appmixerID(in.ID)
	}
	panic("assets/catalogue/exports.toml: nobody knows how to need " + need)
}
