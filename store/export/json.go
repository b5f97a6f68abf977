package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/pinsetup/pinsetup/store"
)

// jsonDocument writes v as an indented document. IDs and secrets are strings
// in it, never numbers: connectors reject a number.
func jsonDocument(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// plainJSON writes the settings under the names of the configuration file.
func plainJSON(in Input) ([]byte, error) {
	e := in.Service.Endpoints()
	return jsonDocument(struct {
		ClientID     string   `json:"clientId,omitempty"`
		ClientSecret string   `json:"clientSecret,omitempty"`
		RedirectURI  string   `json:"redirectUri,omitempty"`
		Scopes       []string `json:"scopes,omitempty"`
		AuthorizeURL string   `json:"authorizeUrl"`
		TokenURL     string   `json:"tokenUrl"`
		APIURL       string   `json:"apiUrl"`
		AccessToken  string   `json:"accessToken,omitempty"`
		RefreshToken string   `json:"refreshToken,omitempty"`
	}{
		in.Service.ClientID, in.Secret.Reveal(), in.Service.RedirectURI, in.Service.Scopes,
		e.AuthorizeURL, e.TokenURL, e.APIURL, in.Token.AccessToken.Reveal(), in.Token.RefreshToken.Reveal(),
	})
}

// nango writes the body of Nango's POST /integrations (docs/spec.yaml of
// NangoHQ/nango): scopes are one string, separated by commas.
func nango(in Input) ([]byte, error) {
	type credentials struct {
		Type         string `json:"type"`
		ClientID     string `json:"client_id,omitempty"`
		ClientSecret string `json:"client_secret,omitempty"`
		Scopes       string `json:"scopes,omitempty"`
	}
	if len(in.Service.ClientID) > 255 {
		return nil, store.NewProblem(nil, "export.value.nango", "key", "clientId")
	}
	for _, scope := range in.Service.Scopes {
		if strings.Trim(scope, nangoScope) != "" || scope == "" {
			return nil, store.NewProblem(nil, "export.value.nango", "key", "scopes")
		}
	}
	return jsonDocument(struct {
		UniqueKey   string      `json:"unique_key"`
		Provider    string      `json:"provider"`
		Credentials credentials `json:"credentials"`
	}{
		in.name("pinterest"), "pinterest",
		credentials{"OAUTH2", in.Service.ClientID, in.Secret.Reveal(), strings.Join(in.Service.Scopes, ",")},
	})
}

// nangoScope are the characters that Nango allows in a scope.
const nangoScope = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:/_.-"

// oauthFields are the three settings that Airbyte and Singer call alike.
type oauthFields struct {
	ClientID     string `json:"client_id,omitempty"`
	ClientSecret string `json:"client_secret,omitempty"`
	RefreshToken string `json:"refresh_token,omitempty"`
}

func (in Input) oauthFields() oauthFields {
	return oauthFields{in.Service.ClientID, in.Secret.Reveal(), in.Token.RefreshToken.Reveal()}
}

// airbyte writes the configuration of Airbyte's source-pinterest (its spec).
func airbyte(in Input) ([]byte, error) {
	type credentials struct {
		AuthMethod string `json:"auth_method"`
		oauthFields
	}
	return jsonDocument(map[string]credentials{"credentials": {"oauth2.0", in.oauthFields()}})
}

// singer writes config.json of MeltanoLabs/tap-pinterest (its README).
func singer(in Input) ([]byte, error) { return jsonDocument(in.oauthFields()) }

// n8n writes what "n8n import:credentials" reads: credentials of the type
// oAuth2Api (OAuth2Api.credentials.ts). The same service has the same ID, so a
// second import replaces the first.
func n8n(in Input) ([]byte, error) {
	type data struct {
		GrantType           string `json:"grantType"`
		AuthURL             string `json:"authUrl"`
		AccessTokenURL      string `json:"accessTokenUrl"`
		ClientID            string `json:"clientId,omitempty"`
		ClientSecret        string `json:"clientSecret,omitempty"`
		Scope               string `json:"scope"`
		AuthQueryParameters string `json:"authQueryParameters"`
		Authentication      string `json:"authentication"`
	}
	type credential struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Type string `json:"type"`
		Data data   `json:"data"`
	}
	e := in.Service.Endpoints()
	sum := sha256.Sum256([]byte(in.ID))
	return jsonDocument([]credential{{
		ID: hex.EncodeToString(sum[:8]), Name: in.name("Pinterest (" + in.ID + ")"), Type: "oAuth2Api",
		Data: data{
			GrantType: "authorizationCode", AuthURL: e.AuthorizeURL, AccessTokenURL: e.TokenURL,
			ClientID: in.Service.ClientID, ClientSecret: in.Secret.Reveal(),
			Scope: strings.Join(in.Service.Scopes, " "), Authentication: "header",
		},
	}})
}

// name is the object's name: the one that was asked for, or the given one.
func (in Input) name(otherwise string) string {
	if in.Name != "" {
		return in.Name
	}
	return otherwise
}
