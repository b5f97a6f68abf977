package assets

import "sync"

// An ExportFormat is a form in which another system takes the configuration.
type ExportFormat struct {
	// Name is what is typed: "nango".
	Name string `toml:"name" json:"name"`
	// Also are words that people may try in its place.
	Also []string `toml:"also" json:"-"`
	// Variables and Named say that its variables, or what comes out, can be named.
	Variables bool `toml:"variables" json:"-"`
	Named     bool `toml:"named" json:"-"`
	// Title is the system's or the format's own name.
	Title string `toml:"title" json:"title"`
	// Summary says in a sentence what comes out and where it goes.
	Summary string `toml:"summary" json:"summary"`
	// Needs are what the target doesn't work without: "clientId",
	// "clientSecret", "refreshToken", "scopes", "serviceId".
	Needs []string `toml:"needs" json:"needs"`
	// Clear is true where secrets stand in it in clear.
	Clear bool `toml:"clear" json:"clear"`
	// Redirect is the redirect URI that the target uses itself and that has to
	// be registered; a part in <> is the user's own. "" where it has none.
	Redirect string `toml:"redirect" json:"redirect,omitempty"`
}

// ExportNames is one way to name the variables of an environment. A name that
// is empty is one that its readers don't know: it isn't written.
type ExportNames struct {
	// Style is what is typed: "app".
	Style string `toml:"style" json:"style"`
	// Title says who reads these names.
	Title        string `toml:"title" json:"title"`
	ClientID     string `toml:"clientId" json:"clientId"`
	ClientSecret string `toml:"clientSecret" json:"clientSecret"`
	RedirectURI  string `toml:"redirectUri" json:"redirectUri,omitempty"`
	Scopes       string `toml:"scopes" json:"scopes,omitempty"`
	AccessToken  string `toml:"accessToken" json:"accessToken,omitempty"`
	RefreshToken string `toml:"refreshToken" json:"refreshToken,omitempty"`
	APIURL       string `toml:"apiUrl" json:"apiUrl,omitempty"`
	// Needs and Redirect add to those of the format.
	Needs    []string `toml:"needs" json:"needs,omitempty"`
	Redirect string   `toml:"redirect" json:"redirect,omitempty"`
}

type exportCatalogue struct {
	Format []ExportFormat `toml:"format"`
	Names  []ExportNames  `toml:"names"`
}

var exports = sync.OnceValue(func() exportCatalogue {
	var doc exportCatalogue
	catalogue("exports", &doc)
	return doc
})

// ExportFormats returns all export formats, in the order in which they are
// listed. Don't change the slice.
func ExportFormats() []ExportFormat { return exports().Format }

// AllExportNames returns all ways to name variables, the default first. Don't
// change the slice.
func AllExportNames() []ExportNames { return exports().Names }
