package rules

import (
	"strings"
	"testing"
)

func TestPastingLeavesNoTraces(t *testing.T) {
	const (
		id     = "credentials.clientId"
		secret = "credentials.clientSecret"
		uri    = "oauth.redirectUri"
	)
	for _, c := range []struct{ field, value, want, says string }{
		{id, "1534758", "1534758", ""},
		{id, " 1534758 \n", "1534758", "line breaks, spaces"},
		{id, "\ufeff1534758\u200b", "1534758", "invisible characters"},
		{id, "\u00a01534758", "1534758", "spaces"},
		{id, `"1534758"`, "1534758", "quotes or brackets"},
		{id, "“1534758”", "1534758", "quotes or brackets"},
		{id, "client_id=1534758", "1534758", "the text around the value"},
		{id, "clientId = \"1534758\"", "1534758", "the text around the value"},
		{id, `"client_id": "1534758",`, "1534758", "the text around the value"},
		{id, "App ID: 1534758", "1534758", "the text around the value"},
		{id, "App id 1534758", "1534758", "the text around the value"},
		{id, "PINTEREST_APP_ID=1534758", "1534758", "the text around the value"},
		{id, "App id\n1534758\nApp secret key\n" + hex, "1534758", "line breaks, the text around the value"},
		{id, "1534758,", "1534758", "a comma, semicolon or dot"},
		{secret, hex, hex, ""},
		{secret, hex[:20] + "\n" + hex[20:], hex, "line breaks"},
		{secret, hex[:20] + " " + hex[20:] + "\t", hex, "spaces"},
		{secret, "App secret key: " + hex, hex, "the text around the value"},
		{secret, "export PINTEREST_APP_SECRET='" + hex + "'", hex, "the text around the value"},
		{secret, `{"client_id":"1534758","client_secret":"` + hex + `"}`, hex, "the text around the value"},
		{secret, "client_id=1534758&client_secret=" + hex + "&x=1", hex, "the text around the value"},
		{secret, "App secret key\n" + hex, hex, "line breaks, the text around the value"},
		{secret, "1534758:" + hex, hex, "the text around the value"},
		{secret, "‘" + hex + "’", hex, "quotes or brackets"},
		{uri, "https://api.acme.com/\ncb", "https://api.acme.com/cb", "line breaks"},
		{uri, "<https://api.acme.com/cb>", "https://api.acme.com/cb", "quotes or brackets"},
		{uri, "<your host>", "<your host>", ""},
		{uri, "Redirect URI: https://api.acme.com/cb", "https://api.acme.com/cb", "the text around the value"},
		{uri, "redirect_uri=https://api.acme.com/cb;", "https://api.acme.com/cb", "the text around the value, a comma, semicolon or dot"},
		{uri, `"redirectUri": "https://api.acme.com/cb",`, "https://api.acme.com/cb", "the text around the value, a comma, semicolon or dot, quotes or brackets"},
		{uri, `export PINTEREST_REDIRECT_URI="https://api.acme.com/cb"`, "https://api.acme.com/cb", "the text around the value, quotes or brackets"},
		{uri, "[callback](https://api.acme.com/cb)", "https://api.acme.com/cb", "the text around the value"},
		{uri, "https://api.acme.com/cb\nhttp://localhost:8085/", "https://api.acme.com/cb http://localhost:8085/", "line breaks"},
		{uri, "https://api.acme.com/auth/pint\nerest/callback", "https://api.acme.com/auth/pint erest/callback", "line breaks"},
		{uri, "https://api.eu.acme-industries.com/auth/pint\nerest/callback", "https://api.eu.acme-industries.com/auth/pinterest/callback", "line breaks"},
		{uri, "https://api.eu.acme-industries.com/auth/pint   \r  erest/callback", "https://api.eu.acme-industries.com/auth/pinterest/callback", "line breaks"},
		{"app.website", "https://acme.com\nAcme GmbH", "https://acme.com Acme GmbH", "line breaks"},
		{"oauth.apiBase", "APPMIXER_API_URL=https://api.acme.com", "https://api.acme.com", "the text around the value"},
		{uri, "https://redirect.acme.com:8080/", "https://redirect.acme.com:8080/", ""},
		{"oauth.registered", " a\nb\r\nc\u200b ", "a\nb\nc", "invisible characters"},
		{"oauth.scopes", "scope=boards:read,pins:read", "boards:read,pins:read", "the text around the value"},
		{"app.name", "Acme ", "Acme", ""},
		{"app.name", "  Acme  ", "Acme", "spaces"},
		{"app.name", "L'Oréal", "L'Oréal", ""},
		{"app.description", "Two\nlines, end;", "Two lines, end;", "line breaks"},
		{"app.description", `"Pin it" is our "slogan"`, `"Pin it" is our "slogan"`, ""},
		{"connector.service", "acme:\npinterest", "acme:pinterest", "line breaks"},
		{id, "ID: 1534758", "1534758", "the text around the value"},
		{id, "app 1534758", "1534758", "the text around the value"},
		{id, "1534758.", "1534758", "a comma, semicolon or dot"},
		{uri, "(https://api.acme.com/cb)", "https://api.acme.com/cb", "quotes or brackets"},
		{"app.website", `<a href="https://acme.com">Acme</a>`, "https://acme.com", "the text around the value"},
		{"oauth.scopes", "https://www.pinterest.com/oauth/?client_id=1&scope=boards:read,pins:read&state=x", "boards:read,pins:read", "the text around the value"},
		{id, "", "", ""},
	} {
		got, removed := Clean(c.field, c.value)
		if got != c.want {
			t.Errorf("Clean(%s, %q) = %q, want %q", c.field, c.value, got, c.want)
		}
		says := ""
		if len(removed) > 0 {
			says = strings.TrimPrefix(removed[0].Title, "Removed: ")
			if removed[0].Field != c.field || len(removed) > 1 {
				t.Errorf("Clean(%s, %q) says %+v", c.field, c.value, removed)
			}
		}
		if says != c.says {
			t.Errorf("Clean(%s, %q) says %q, want %q", c.field, c.value, says, c.says)
		}
	}
}

func FuzzCleanIsIdempotent(f *testing.F) {
	for _, seed := range []string{
		"", " a ", "\"'a'\"", "App ID: 1534758", "client_secret=client_secret=x", "Redirect URI: uri: <https://a.de>,", "\ufeff\n\n", "“”", "\xff\xfe",
		"1534758:1534758:x", "secret: secret: \"a", "a\r\nb\u2028c",
	} {
		f.Add(seed)
	}
	fields := []string{"credentials.clientId", "credentials.clientSecret", "oauth.redirectUri", "oauth.registered", "oauth.scopes", "app.name", "connector.file"}
	f.Fuzz(func(t *testing.T, value string) {
		for _, field := range fields {
			once, _ := Clean(field, value)
			twice, removed := Clean(field, once)
			if twice != once || removed != nil {
				t.Errorf("Clean(%s, %q) = %q, and again %q", field, value, once, twice)
			}
			if strings.ContainsAny(once, "\u200b\ufeff\u202e\x1b\x00") {
				t.Errorf("Clean(%s, %q) = %q", field, value, once)
			}
		}
	})
}
