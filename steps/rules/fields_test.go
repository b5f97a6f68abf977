package rules

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/store"
)

var appNames = []row{
	{value: "Acme Board Sync"},
	{value: "Pinboard"},
	{value: "My Pinterest Integration", want: "app.name-pinterest"},
	{value: "Pinterest Board Sync", want: "app.name-pinterest", mend: "Board Sync"},
	{value: "Pinterest™ by Acme", want: "app.name-pinterest", mend: "Acme"},
	{value: "www.acme.com", want: "app.name-url"},
	{value: "hello@acme.com", want: "app.name-url"},
	{value: "Acme for Pinterest", want: "app.name-pinterest", mend: "Acme"},
	{value: "pinterest", want: "app.name-pinterest"},
	{value: "PinterestPinterest App", want: "app.name-pinterest"},
	{value: "My App", want: "app.name-generic"},
	{value: "test", want: "app.name-generic"},
	{value: "Test App 2", want: "app.name-generic"},
	{value: "X", want: "app.name-generic"},
	{value: "https://www.acme.com", want: "app.name-url"},
}

var companies = []row{
	{value: "Acme GmbH"},
	{value: hex, want: "secret.misplaced"},
	{value: "pina_colada"},
	{value: "Jo Doe"},
	{value: "The Company Store"},
	{value: "https://www.acme.com", want: "app.company-url"},
	{value: "www.acme.com", want: "app.company-url"},
	{value: "My Company", want: "app.company-filler"},
	{value: "n/a", want: "app.company-filler"},
	{value: "-", want: "app.company-filler"},
	{value: "hello@acme.com", want: "app.company-url"},
	{value: "[your company]", want: "app.company-filler"},
}

var audiences = []row{
	{value: "Businesses"},
	{value: "Pinners"},
	{value: "our own marketing team"},
	{value: "TBD", want: "app.filler"},
}

var videos = []row{
	{value: "https://www.acme.com/pinterest-demo.mp4"},
	{value: "https://www.youtube.com/watch?v=abc"},
	{value: "Screen Recording 2026-11-25 at 10.00.mov"},
	{value: `C:\Users\jo\demo.mp4`},
	{value: "todo", want: "review.video-filler"},
	{value: "soon", want: "review.video-filler"},
	{value: "http://localhost:3000/demo.mp4", want: "review.video-private"},
}

var websites = []row{
	{value: "https://acme.example", other: []string{"demo=yes"}},
	{value: "https://www.acme.com/"},
	{value: "https://müller.de/über-uns"},
	{value: "www.acme.com", want: "uri.no-scheme", mend: "https://www.acme.com"},
	{value: "http://www.acme.com", want: "web.http", mend: "https://www.acme.com"},
	{value: "http://www.acme.com:80/", want: "web.http", mend: "https://www.acme.com/"},
	{value: "https://www.example.com", want: "web.example"},
	{value: "https://www.yoursite.com", want: "uri.invented"},
	{value: "https://www.acme.com/shops?state=CA&code=7"},
	{value: "https://medium.com/@acme/about"},
	{value: "http://localhost:3000", want: "web.private"},
	{value: "https://www.linkedin.com/in/me", want: "web.social"},
	{value: "instagram.com/acme", want: "uri.no-scheme", mend: "https://instagram.com/acme"},
	{value: "https://netflix.com/"},
	{value: "https://intranet/", want: "web.private"},
	{value: "https://192.168.0.1/", want: "web.private"},
	{value: "https://www.pinterest.com/acme/", want: "web.pinterest"},
	{value: "https://www.pinterest.com:443/acme/", want: "web.pinterest"},
	{value: "ftp://www.acme.com", want: "web.scheme"},
	{value: "https://www.acme .com", want: "uri.space", mend: "https://www.acme.com"},
	{value: "https://[your site]", want: "uri.placeholder"},
	{value: "https://[yoursite]", want: "uri.placeholder"},
	{value: "https://me:pw@acme.com", want: "uri.user-info", mend: "https://acme.com"},
	{value: "hello@acme.com", want: "uri.email"},
	{value: "https://acme.com; drop", want: "uri.space", mend: "https://acme.com"},
	{value: "https://www.acme.com (our shop)", want: "uri.space", mend: "https://www.acme.com"},
	{value: "ht tp://[::1", want: "uri.space"},
	{value: "@acme", want: "uri.no-scheme"},
	{value: "our site", want: "uri.words"},
	{value: "acme", want: "uri.no-scheme"},
	{value: "https:///", want: "uri.no-host"},
	{value: "https://*.acme.com", want: "uri.wildcard"},
	{value: "Acme GmbH", want: "uri.words"},
	{value: "mailto:hello@acme.com", want: "uri.email"},
}

var policies = []row{
	{value: "https://www.acme.com/privacy", other: []string{"app.website=https://www.acme.com/"}},
	{value: "https://acme.com/privacy", other: []string{"app.website=https://www.acme.com/"}},
	{value: "https://legal.acme.com/privacy", other: []string{"app.website=https://www.acme.com/"}},
	{value: "https://www.acme.com/?page_id=3"},
	{value: "https://shop.acme.co.uk/privacy", other: []string{"app.website=https://www.acme.co.uk"}},
	{value: "https://www.acme.com/", want: "web.policy-home"},
	{value: "https://www.acme.com", want: "web.policy-home"},
	{
		value: "https://acme.notion.site/privacy", want: "web.policy-elsewhere",
		other: []string{"app.website=https://www.acme.com/"},
	},
	{value: "http://www.acme.com/privacy", want: "web.http", mend: "https://www.acme.com/privacy"},
}

var descriptions = []row{
	{value: "Acme Board Sync lets our marketing team publish product photos as Pins to our own boards and read how they perform."},
	{value: "For our marketing.", want: "app.description-short"},
	{value: "Our integration helps companies to be more productive and to reach many more people.", want: "app.description-vague"},
	{value: "Lorem ipsum dolor sit amet", want: "app.filler"},
	{value: "[Describe your app]", want: "app.filler"},
	{value: "TODO", want: "app.filler"},
}

var purposes = []row{
	{value: "Reporting"},
	{value: "Personal API access (single, personal use)"},
	{value: "test", want: "app.filler"},
}

var usernames = []row{
	{value: "acmegmbh"},
	{value: "@acmegmbh", want: "account.at", mend: "acmegmbh"},
	{value: "https://www.pinterest.com/acmegmbh/", want: "account.url", mend: "acmegmbh"},
	{value: "acmegmbh/", want: "account.url", mend: "acmegmbh"},
	{value: "pinterest.de/acmegmbh/_saved/", want: "account.url", mend: "acmegmbh"},
	{value: "https://www.pinterest.com/", want: "account.url"},
	{value: "marketing@acme.com", want: "account.email"},
	{value: "@Acme Home!", want: "account.spaces"},
	{value: "@acme!", want: "account.at"},
	{value: "Acme GmbH", want: "account.spaces"},
}

var icons = []row{{value: "icon-512.png"}, {value: "ICON.PNG"}, {value: "icon.svg", want: "app.icon"}}

var statuses = []row{
	{value: "notSubmitted", want: "app.not-submitted"},
	{value: "pending", want: "app.pending"},
	{value: "rejected", want: "app.rejected"},
	{value: "trial"},
	{value: "standard"},
}

const hex = "0123456789abcdef0123456789abcdef01234567"

var ids = []row{
	{value: "1485555"},
	{value: "1534758"},
	{value: "1563654"},
	{value: "1604984"},
	{value: "1619102"},
	{value: "4926105309897833856", want: "id.v1"},
	{value: "1234567", want: "id.example"},
	{value: "15347589", want: "id.unusual"},
	{value: "1234", want: "id.length"},
	{value: strings.Repeat("1", 21), want: "id.length"},
	{value: "1,534,758", want: "id.letters", mend: "1534758"},
	{value: "#1534758", want: "id.letters", mend: "1534758"},
	{value: "https://developers.pinterest.com/apps/1534758/", want: "id.letters", mend: "1534758"},
	{value: "Acme Board Sync", want: "id.letters"},
	{value: "AcmeBoardSync(1534758)", want: "id.letters", mend: "1534758"},
	{value: "153475B", want: "id.letters"},
	{value: hex, want: "id.secret"},
	{value: "pina_AMAQ2DIWABCDE", want: "id.token"},
	{value: "••••••••", want: "id.masked"},
}

var secrets = []row{
	{value: hex},
	{value: hex, want: "secret.early", mend: "trial", other: []string{"start.way=nothing", "app.status=pending"}},
	{value: hex, want: "secret.early", mend: "trial", other: []string{"start.way=nothing", "app.status=notSubmitted"}},
	{value: hex, other: []string{"start.way=nothing", "app.status=trial"}},
	{value: hex, other: []string{"start.way=existing", "app.status=pending"}},
	{value: "pina_AMAQ2DIWACR4QAIAGAAAGBQ", want: "secret.token"},
	{value: "pinr_7645", want: "secret.token"},
	{value: "BasicMTUzNDc1ODphYmM=", want: "secret.header"},
	{value: "${PINTEREST_CLIENT_SECRET}", want: "secret.placeholder"},
	{value: "%PINTEREST_CLIENT_SECRET%", want: "secret.placeholder"},
	{value: hex[:12] + "…", want: "secret.masked"},
	{value: hex[:4] + "..." + hex[36:], want: "secret.masked"},
	{value: "pinc_7645", want: "secret.token"},
	{value: "PINA_7645", want: "secret.token"},
	{value: "Bearer pina_7645", want: "secret.token"},
	{value: "Bearer 7645", want: "secret.header"},
	{value: "Basic MTUzNDc1ODpzZWNyZXQ=", want: "secret.header"},
	{value: "••••••••••••", want: "secret.masked"},
	{value: "************", want: "secret.masked"},
	{value: "0123••••••••4567", want: "secret.masked"},
	{value: "xxxxxxxx", want: "secret.masked"},
	{value: "1534758", want: "secret.id", other: []string{"credentials.clientId=1534758"}},
	{value: "15347", want: "secret.id"},
	{value: "abc", want: "secret.id", other: []string{"credentials.clientId=abc"}},
	{value: hex, other: []string{"credentials.clientId=" + hex}}, // the ID is wrong
	{value: "YOUR_APP_SECRET", want: "secret.placeholder"},
	{value: "<app secret>", want: "secret.placeholder"},
	{value: "changeme", want: "secret.placeholder"},
	{value: "https://developers.pinterest.com/apps/", want: "secret.url"},
	{value: strings.ToUpper(hex), want: "secret.unusual"},
	{value: hex[:39], want: "secret.unusual"},
	{value: "correct horse battery staple", want: "secret.unusual"},
}

func TestNoFindingRepeatsASecret(t *testing.T) {
	canary := "canaryF00DBABE5ecret"
	for _, value := range []string{
		canary, "pina_" + canary, "Basic " + canary, "•••" + canary, "<" + canary + ">", "https://" + canary, "1534758:" + canary,
		"client_secret=" + canary, canary + "1", "your" + canary, canary + "\n" + canary, "me:" + canary + "@host",
		"https://me:" + canary + "@api.acme.com/cb", "https://api.acme.com/cb?code=" + canary,
		"https%3A%2F%2Fme%3A" + canary + "%40api.acme.com", "https://api.acme.com/cb?code=" + canary + " x",
	} {
		for _, field := range []string{"credentials.clientSecret", "credentials.clientId", "oauth.redirectUri", "oauth.testRedirectUri", "oauth.apiBase"} {
			if strings.HasPrefix(field, "oauth.") && !strings.ContainsAny(value, "@?%") {
				continue // a bare word in these fields is a host, not a secret
			}
			cleaned, removed := Clean(field, value)
			for _, raw := range []string{value, cleaned} {
				findings := append(For(field)(Input{Field: field, Value: raw}), removed...)
				for _, f := range findings {
					text := f.Title + f.Cause + f.Fix + f.Detail
					if f.Mend != nil {
						text += f.Mend.Label + f.Mend.Value
					}
					if strings.Contains(strings.ToLower(text), strings.ToLower(canary)) {
						t.Errorf("%s repeats %q: %s", field, raw, f.ID)
					}
				}
			}
		}
	}
}

var goals = []row{
	{value: "trial", other: []string{"oauth.tasks=connect-account list-pins"}},
	{value: "standard", other: []string{"oauth.tasks=publish-pins"}},
	{value: "trial", want: "review.standard", mend: "standard", other: []string{"oauth.tasks=list-pins publish-pins"}},
	{value: "trial", want: "review.standard-scope", mend: "standard", other: []string{"oauth.scopes=pins:read,pins:write"}},
	{value: "trial", want: "review.public", mend: "standard", other: []string{"app.type=public"}},
}

var services = []row{
	{value: "acme:pinterest"},
	{value: "appmixer:pinterest"},
	{value: "acme:pinterest:boards"},
	{value: "my-company_1:pinterest"},
	{value: "pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "acme", want: "service.form", mend: "acme:pinterest"},
	{value: "conf/pinterest.toml", want: "service.path", mend: "acme:pinterest"},
	{value: "acme/pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "acme pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "acme-pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "pinterest:acme", want: "service.other", mend: "acme:pinterest"},
	{value: "pinterest:pinterest"},
	{value: "acme.pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "acme:" + hex, want: "secret.named", mend: "acme:pinterest"},
	{value: hex + ":pinterest", want: "secret.named", mend: "acme:pinterest"},
	{value: "acme: pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "acme::pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "acme:", want: "service.form", mend: "acme:pinterest"},
	{value: ":pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "acme corp:pinterest", want: "service.form", mend: "acme-corp:pinterest"},
	{value: "Café Été:pinterest", want: "service.form", mend: "Cafe-Ete:pinterest"},
	{value: "日本語:pinterest", want: "service.form", mend: "acme:pinterest"},
	{value: "日本語", want: "service.form"},
	{value: "a:b:c:d", want: "service.form"},
	{value: "https://acme:pinterest", want: "service.form"},
	{value: ":::", want: "service.form"},
	{value: "Acme:Pinterest", want: "service.case", mend: "acme:pinterest"},
	{value: "acme:pins", want: "service.other", mend: "acme:pinterest"},
}

var paths = []row{
	{value: "pinterest.toml"},
	{value: "/etc/acme/pinterest.toml"},
	{value: `C:\acme\pinterest.toml`},
	{value: "./config/", want: "path.folder"},
	{value: `C:\acme\`, want: "path.folder"},
	{value: "~/pinterest.toml", want: "path.tilde"},
	{value: "$HOME/pinterest.toml", want: "path.variable"},
	{value: "file:///pinterest.toml", want: "path.url"},
	{value: "..", want: "path.folder"},
	{value: "a\x00b", want: "path.nul"},
}

var configPaths = []row{
	{value: "pinterest.toml"},
	{value: "/etc/acme/Pinterest.TOML"},
	{value: `C:\acme\pinterest.toml`},
	{value: "./config/", want: "path.folder"},
	{value: "~/pinterest.toml", want: "path.tilde"},
	{value: "acme:pinterest", want: "path.service", mend: "pinterest.toml"},
	{value: "acme:pinterest:module", want: "path.service", mend: "pinterest.toml"},
	{value: "My Service!", want: "path.not-toml", mend: "My Service!.toml"},
	{value: "pinterest", want: "path.not-toml", mend: "pinterest.toml"},
	{value: "pinterest.json", want: "path.not-toml", mend: "pinterest.toml"},
	{value: `C:\acme`, want: "path.not-toml", mend: `C:\acme.toml`},
	{value: "config.d/.pinterest", want: "path.not-toml", mend: "config.d/.pinterest.toml"},
}

var references = []row{
	{value: "PINTEREST_CLIENT_SECRET", other: []string{"connector.secret=env"}},
	{value: hex, want: "path.secret", other: []string{"connector.secret=env"}},
	{value: "pina_ABC", want: "path.secret", other: []string{"connector.secret=keyring"}},
	{value: "${PINTEREST}", want: "path.env-sign", mend: "PINTEREST", other: []string{"connector.secret=env"}},
	{value: "1PASS", want: "path.env-name", other: []string{"connector.secret=env"}},
	{value: "MY SECRET", want: "path.env-name", other: []string{"connector.secret=env"}},
	{value: "pinsetup/acme:pinterest", other: []string{"connector.secret=keyring"}},
	{value: "acme", want: "path.keyring-name", other: []string{"connector.secret=keyring"}},
	{value: "/run/secrets/pinterest", other: []string{"connector.secret=secretFile"}},
	{value: "/run/secrets/", want: "path.folder", other: []string{"connector.secret=secretFile"}},
	{value: "anything"},
	{value: "/run/" + hex + "/secret", want: "secret.inside", mend: "/run//secret", other: []string{"connector.secret=secretFile"}},
}

var scopeSets = []row{
	{value: "user_accounts:read"},
	{value: "user_accounts:read boards:read pins:read"},
	{value: "user_accounts:read,boards:read,pins:read"},
	{value: "user_accounts:read ads:read msot:write catalogs:read"},
	{value: ", ", want: "scopes.none"},
	{value: "read_public", want: "scopes.legacy", mend: "boards:read pins:read"},
	{
		value: "read_public,write_public,read_users", want: "scopes.legacy scopes.legacy scopes.legacy",
		mend: "user_accounts:read boards:read boards:write pins:read pins:write",
	},
	{
		value: "write_secret", want: "scopes.never",
		mend: "boards:read boards:read_secret boards:write boards:write_secret pins:read pins:read_secret pins:write pins:write_secret",
	},
	{value: "user_account:read", want: "scopes.never", mend: "user_accounts:read"},
	{value: "user:email:read", want: "scopes.never", mend: "user_accounts:read"},
	{value: "Boards:Read user_accounts:read", want: "scopes.misspelt", mend: "user_accounts:read boards:read"},
	{value: "board:read", want: "scopes.misspelt", mend: "boards:read"},
	{value: "pins.write", want: "scopes.misspelt", mend: "pins:read pins:write"},
	{value: "r_liteprofile", want: "scopes.unknown"},
	{value: "pins:read r_liteprofile read_users", want: "scopes.unknown scopes.legacy", mend: "pins:read read_users"},
	{value: "manage_organic", want: "scopes.legacy", mend: "user_accounts:read user_accounts:write boards:read boards:write pins:read pins:write"},
	{
		value: "user_accounts:read boards:read", want: "scopes.lacking", mend: "user_accounts:read boards:read pins:read",
		other: []string{"oauth.tasks=list-boards list-pins"},
	},
	{
		value: "user_accounts:read boards:write", want: "scopes.needs",
		mend: "user_accounts:read boards:read boards:write",
	},
	{
		value: "user_accounts:read billing:read", want: "scopes.needs",
		mend: "user_accounts:read ads:read billing:read",
	},
	{
		value: "user_accounts:read boards:read boards:read_secret boards:write_secret", want: "scopes.needs-likely",
		mend: "user_accounts:read boards:read boards:read_secret boards:write boards:write_secret",
	},
	{value: "user_accounts:read pins:read", want: "scopes.usually", mend: "user_accounts:read boards:read pins:read"},
	{
		value: "user_accounts:read pins:read pins:write", want: "scopes.usually scopes.usually scopes.trial",
		mend: "user_accounts:read boards:read pins:read pins:write",
	},
	{
		value: "user_accounts:read pins:read pins:write", want: "scopes.trial",
		other: []string{"oauth.tasks=connect-account upload-media"},
	},
	{
		value: "user_accounts:read catalogs:write", want: "scopes.write-only",
		mend: "user_accounts:read catalogs:read catalogs:write",
	},
	{value: "boards:read", want: "scopes.no-account", mend: "user_accounts:read boards:read"},
	{
		value: "user_accounts:read boards:read boards:write pins:read pins:write", want: "scopes.trial-task",
		other: []string{"oauth.tasks=connect-account publish-pins"},
	},
	{
		value: "user_accounts:read boards:read boards:write pins:read pins:write",
		other: []string{"oauth.tasks=connect-account publish-pins", "app.status=standard"},
	},
	{
		value: "user_accounts:read boards:read ads:read", want: "scopes.unneeded", mend: "user_accounts:read boards:read",
		other: []string{"oauth.tasks=list-boards"},
	},
	{value: "user_accounts:read boards:read boards:read_secret", other: []string{"oauth.tasks=list-boards"}},
}

func TestAppmixersOwnScopesAreAccepted(t *testing.T) {
	for _, value := range []string{
		"boards:read,boards:write,pins:read,pins:write,user_accounts:read,user_accounts:write,ads:read,ads:write,billing:read,billing:write,catalogs:read,catalogs:write",
		"boards:read,boards:write,pins:read,pins:write,user_accounts:read",
		"boards:read boards:write boards:read_secret pins:read pins:write pins:read_secret user_accounts:read",
	} {
		if got := Scopes(Input{Field: "oauth.scopes", Value: value}); finding.HasError(got) {
			t.Errorf("%s: %s", value, idsOf(got))
		}
	}
}

func FuzzScopesMendsComeToAnEnd(f *testing.F) {
	for _, r := range scopeSets {
		f.Add(r.value, strings.Join(r.other, " "))
	}
	f.Fuzz(func(t *testing.T, value, tasks string) {
		in := Input{Field: "oauth.scopes", Value: value, Get: func(key string) string {
			if key == "oauth.tasks" {
				return tasks
			}
			return ""
		}}
		for range 30 {
			next := firstMend(Scopes(in))
			if next == "" {
				return
			}
			in.Value = next
		}
		t.Errorf("%q, %q: after 30 mends still %s", value, tasks, idsOf(Scopes(in)))
	})
}

func FuzzNoValueBreaksARule(f *testing.F) {
	for _, rows := range tables {
		for _, r := range rows {
			f.Add(r.value)
		}
	}
	f.Add("https://a\x1b[31m@b.de/\u202e")
	f.Add("read_public \x1b]8;;x")
	f.Fuzz(func(t *testing.T, value string) {
		for field := range tables {
			in := Input{Field: field, Value: value, Get: func(string) string { return value }}
			for _, found := range For(field)(in) {
				if found.Field != field {
					t.Errorf("%s: %s belongs to %s", field, found.ID, found.Field)
				}
				text := found.Title + found.Cause + found.Fix
				if found.Mend != nil {
					text += found.Mend.Label
				}
				if strings.ContainsAny(text, "\x1b\n\r\u202e\u200b") {
					t.Errorf("%s: %q is shown as it came", field, text)
				}
			}
		}
	})
}

// A kind that nobody judges takes whatever is typed for its name.
func TestEveryPlaceForASecretHasItsNameJudged(t *testing.T) {
	for _, kind := range store.SecretKinds() {
		of := func(value string) []finding.Finding {
			return SecretRef(Input{Field: "connector.secretRef", Value: value, Get: func(string) string { return kind }})
		}
		if usual := store.UsualSecretPlace(kind, store.DefaultService, false).Ref; usual != "" && !finding.HasError(of("\x00")) {
			t.Errorf("%s takes any name", kind)
		} else if found := of(usual); len(found) > 0 {
			t.Errorf("%s: its usual name %s is refused: %v", kind, usual, finding.IDs(found))
		}
	}
}
