package export

import (
	"fmt"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
)

// names returns the names of variables that the input asks for.
func (in Input) names() (Names, error) {
	styles := assets.AllExportNames()
	if in.Names == "" {
		return styles[0], nil
	}
	for _, n := range styles {
		if n.Style == in.Names {
			return n, nil
		}
	}
	if prefix := strings.TrimSuffix(in.Names, "_"); isVariable(prefix) {
		return Names{
			Style: in.Names, ClientID: prefix + "_CLIENT_ID", ClientSecret: prefix + "_CLIENT_SECRET",
			RedirectURI: prefix + "_REDIRECT_URI", Scopes: prefix + "_SCOPES",
			AccessToken: prefix + "_ACCESS_TOKEN", RefreshToken: prefix + "_REFRESH_TOKEN", APIURL: prefix + "_API_URL",
		}, nil
	}
	var known []string
	for _, n := range styles {
		known = append(known, n.Style)
	}
	return Names{}, fmt.Errorf("%q is no style of names; take one of %s, or a prefix in capitals such as ACME_PINTEREST",
		in.Names, strings.Join(known, ", "))
}

// isVariable reports whether the text can begin the name of a variable: POSIX
// wants capitals, digits and underscores, and no digit first.
func isVariable(text string) bool {
	for i, r := range text {
		if (r < 'A' || r > 'Z') && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return text != ""
}

// A setting is one variable; key is what the configuration file calls it.
type setting struct{ key, name, value string }

// settings returns the variables that have both a name and a value.
func (in Input) settings() ([]setting, error) {
	n, err := in.names()
	if err != nil {
		return nil, err
	}
	var set []setting
	for _, s := range []setting{
		{"clientId", n.ClientID, in.Service.ClientID},
		{"clientSecret", n.ClientSecret, in.Secret.Reveal()},
		{"redirectUri", n.RedirectURI, in.Service.RedirectURI},
		{"scopes", n.Scopes, strings.Join(in.Service.Scopes, ",")},
		{"accessToken", n.AccessToken, in.Token.AccessToken.Reveal()},
		{"refreshToken", n.RefreshToken, in.Token.RefreshToken.Reveal()},
		{"apiUrl", n.APIURL, in.Service.APIURL},
	} {
		if s.name != "" && s.value != "" {
			set = append(set, s)
		}
	}
	return set, nil
}
