package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/joho/godotenv"
	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

const secret = "0123456789abcdef0123456789abcdef01234567"

// full is an input in which nothing is missing.
func full() Input {
	return Input{
		ID: "acme:pinterest",
		Service: store.Service{
			ClientID: "1534758", RedirectURI: "https://api.appmixer.com/auth/pinterest/callback",
			Scopes: []string{"user_accounts:read", "boards:read"},
		},
		Secret: safe.NewSecret(secret),
		Token: auth.Token{
			AccessToken: safe.NewSecret("pina_0123456789"), RefreshToken: safe.NewSecret("pinr_0123456789"),
			Expiry: time.Unix(1800000000, 0),
		},
	}
}

// exported is the document and the findings' IDs.
func exported(t *testing.T, format string, in Input) (string, []string) {
	t.Helper()
	var b bytes.Buffer
	found, err := Write(&b, format, in)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String(), ids(found)
}

func ids(found []finding.Finding) []string {
	var ids []string
	for _, f := range found {
		ids = append(ids, f.ID)
	}
	return ids
}

func TestEveryFormatIsWhatItsTargetReads(t *testing.T) {
	for format, want := range map[string]string{
		"appmixer": `{
  "serviceId": "acme:pinterest",
  "clientId": "1534758",
  "clientSecret": "` + secret + `"
}
`,
		"appmixer-adm": `service-config:
  - service-id: "acme:pinterest"
    client-id: "1534758"
    client-secret: "` + secret + `"
`,
		"terraform": `# Needs the community provider "appmixer" (vgmello/terraform-provider-appmixer).
# The app secret comes from the environment: TF_VAR_acme_pinterest_client_secret.

variable "acme_pinterest_client_secret" {
  type      = string
  sensitive = true
}

resource "appmixer_service_config" "acme_pinterest" {
  service_id = "acme:pinterest"
  items = {
    clientId = "1534758"
  }
  sensitive_items = {
    clientSecret = var.acme_pinterest_client_secret
  }
}
`,
		"env": `PINTEREST_CLIENT_ID=1534758
PINTEREST_CLIENT_SECRET=` + secret + `
PINTEREST_REDIRECT_URI=https://api.appmixer.com/auth/pinterest/callback
PINTEREST_SCOPES=user_accounts:read,boards:read
PINTEREST_ACCESS_TOKEN=pina_0123456789
PINTEREST_REFRESH_TOKEN=pinr_0123456789
`,
		"json": `{
  "clientId": "1534758",
  "clientSecret": "` + secret + `",
  "redirectUri": "https://api.appmixer.com/auth/pinterest/callback",
  "scopes": [
    "user_accounts:read",
    "boards:read"
  ],
  "authorizeUrl": "https://www.pinterest.com/oauth/",
  "tokenUrl": "https://api.pinterest.com/v5/oauth/token",
  "apiUrl": "https://api.pinterest.com/v5",
  "accessToken": "pina_0123456789",
  "refreshToken": "pinr_0123456789"
}
`,
		"kubernetes": `apiVersion: v1
kind: Secret
metadata:
  name: "acme-pinterest"
type: Opaque
stringData:
  PINTEREST_CLIENT_ID: "1534758"
  PINTEREST_CLIENT_SECRET: "` + secret + `"
  PINTEREST_REDIRECT_URI: "https://api.appmixer.com/auth/pinterest/callback"
  PINTEREST_SCOPES: "user_accounts:read,boards:read"
  PINTEREST_ACCESS_TOKEN: "pina_0123456789"
  PINTEREST_REFRESH_TOKEN: "pinr_0123456789"
`,
		"nango": `{
  "unique_key": "pinterest",
  "provider": "pinterest",
  "credentials": {
    "type": "OAUTH2",
    "client_id": "1534758",
    "client_secret": "` + secret + `",
    "scopes": "user_accounts:read,boards:read"
  }
}
`,
		"airbyte": `{
  "credentials": {
    "auth_method": "oauth2.0",
    "client_id": "1534758",
    "client_secret": "` + secret + `",
    "refresh_token": "pinr_0123456789"
  }
}
`,
		"singer": `{
  "client_id": "1534758",
  "client_secret": "` + secret + `",
  "refresh_token": "pinr_0123456789"
}
`,
		"n8n": `[
  {
    "id": "0e92f89a52f57b60",
    "name": "Pinterest (acme:pinterest)",
    "type": "oAuth2Api",
    "data": {
      "grantType": "authorizationCode",
      "authUrl": "https://www.pinterest.com/oauth/",
      "accessTokenUrl": "https://api.pinterest.com/v5/oauth/token",
      "clientId": "1534758",
      "clientSecret": "` + secret + `",
      "scope": "user_accounts:read boards:read",
      "authQueryParameters": "",
      "authentication": "header"
    }
  }
]
`,
		"postiz": "PINTEREST_CLIENT_ID=1534758\nPINTEREST_CLIENT_SECRET=" + secret + "\n",
	} {
		if got, _ := exported(t, format, full()); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", format, got, want)
		}
	}
}

func TestEveryFormatOfTheCatalogueHasAWriterAndSaysWhetherItIsClear(t *testing.T) {
	if len(Formats()) != len(writers) {
		t.Errorf("%d formats, %d writers", len(Formats()), len(writers))
	}
	for _, f := range Formats() {
		document, _ := exported(t, f.Name, full())
		if got := strings.Contains(document, secret); got != f.Clear {
			t.Errorf("%s: clear = %v, and the secret in it: %v", f.Name, f.Clear, got)
		}
		if f.Title == "" || f.Summary == "" || len(f.Needs) == 0 {
			t.Errorf("%s: something is not said: %+v", f.Name, f)
		}
	}
}

func TestWhatATargetNeedsAndDoesNotGetIsSaid(t *testing.T) {
	for _, f := range Formats() {
		document, got := exported(t, f.Name, Input{ID: "pinterest"})
		for _, need := range f.Needs {
			if !slices.Contains(got, "export."+need) {
				t.Errorf("%s: findings %v don't say that %s is missing", f.Name, got, need)
			}
		}
		if strings.Contains(document, `_id": ""`) || strings.Contains(document, `Id": ""`) || strings.Contains(document, "=\n") {
			t.Errorf("%s: what is missing stands there empty:\n%s", f.Name, document)
		}
	}
}

func TestACompleteExportHasOnlyWhatIsToBeDoneElsewhere(t *testing.T) {
	for format, want := range map[string][]string{
		"appmixer": nil, "appmixer-adm": nil, "terraform": nil, "env": nil, "json": nil, "kubernetes": nil,
		"nango": {"export.redirect"}, "n8n": {"export.redirect"}, "postiz": {"export.redirect"},
		"airbyte": {"export.refreshToken.shared"}, "singer": {"export.refreshToken.shared"},
	} {
		if _, got := exported(t, format, full()); !slices.Equal(got, want) {
			t.Errorf("%s: findings = %v, want %v", format, got, want)
		}
	}
	for format, uri := range map[string]string{
		"nango": "https://api.nango.dev/oauth/callback", "n8n": "https://n8n.acme.com/rest/oauth2-credential/callback",
		"postiz": "https://post.acme.com/integrations/social/pinterest",
	} {
		in := full()
		in.Service.RedirectURI = uri
		if _, got := exported(t, format, in); got != nil {
			t.Errorf("%s with its own redirect URI: findings = %v", format, got)
		}
	}
}

func TestTheNamesOfVariablesCanBeChosen(t *testing.T) {
	for style, want := range map[string][]string{
		"":            {"PINTEREST_CLIENT_ID", "PINTEREST_CLIENT_SECRET", "PINTEREST_REDIRECT_URI", "PINTEREST_SCOPES", "PINTEREST_ACCESS_TOKEN", "PINTEREST_REFRESH_TOKEN", "PINTEREST_API_URL"},
		"client":      {"PINTEREST_CLIENT_ID", "PINTEREST_CLIENT_SECRET", "PINTEREST_REDIRECT_URI", "PINTEREST_SCOPES", "PINTEREST_ACCESS_TOKEN", "PINTEREST_REFRESH_TOKEN", "PINTEREST_API_URL"},
		"app":         {"PINTEREST_APP_ID", "PINTEREST_APP_SECRET", "PINTEREST_REDIRECT_URI", "PINTEREST_SCOPE", "PINTEREST_ACCESS_TOKEN", "PINTEREST_REFRESH_ACCESS_TOKEN", "PINTEREST_API_URI"},
		"authjs":      {"AUTH_PINTEREST_ID", "AUTH_PINTEREST_SECRET"},
		"social-auth": {"SOCIAL_AUTH_PINTEREST_KEY", "SOCIAL_AUTH_PINTEREST_SECRET"},
		"singer":      {"TAP_PINTEREST_CLIENT_ID", "TAP_PINTEREST_CLIENT_SECRET", "TAP_PINTEREST_REFRESH_TOKEN"},
		"ACME":        {"ACME_CLIENT_ID", "ACME_CLIENT_SECRET", "ACME_REDIRECT_URI", "ACME_SCOPES", "ACME_ACCESS_TOKEN", "ACME_REFRESH_TOKEN", "ACME_API_URL"},
		"A2_":         {"A2_CLIENT_ID", "A2_CLIENT_SECRET", "A2_REDIRECT_URI", "A2_SCOPES", "A2_ACCESS_TOKEN", "A2_REFRESH_TOKEN", "A2_API_URL"},
	} {
		in := full()
		in.Names, in.Service.APIURL = style, "https://api-sandbox.pinterest.com/v5"
		document, _ := exported(t, "env", in)
		var got []string
		for line := range strings.Lines(document) {
			name, _, _ := strings.Cut(line, "=")
			got = append(got, name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", style, got, want)
		}
	}
	if got := NameStyles(); len(got) != 5 || got[0].Style != "client" {
		t.Errorf("styles = %+v", got)
	}
	in := Input{ID: "a:b", Names: "authjs"}
	if _, got := exported(t, "env", in); !slices.Contains(got, "export.redirect") {
		t.Errorf("authjs: findings = %v, want its redirect URI", got)
	}
	in.Names = "singer"
	if _, got := exported(t, "kubernetes", in); !slices.Contains(got, "export.refreshToken") {
		t.Errorf("singer: findings = %v, want the refresh token", got)
	}
	for _, bad := range []string{"acme", "1A", "A-B", "_A", "_", "A=B", "É"} {
		for _, format := range []string{"env", "kubernetes"} {
			in := full()
			in.Names = bad
			var b bytes.Buffer
			if _, err := Write(&b, format, in); err == nil || !strings.Contains(err.Error(), "authjs") || b.Len() > 0 {
				t.Errorf("%s with names %q: %v, %d bytes", format, bad, err, b.Len())
			}
		}
	}
}

func TestWhatCannotBeWrittenIsRefusedBeforeAnyByte(t *testing.T) {
	for _, test := range []struct {
		name, format, id string
		change           func(*Input)
	}{
		{"a newline", "json", "export.value", func(in *Input) { in.Service.ClientID = "1\n2" }},
		{"no UTF-8", "env", "export.value", func(in *Input) { in.Secret = safe.NewSecret("abc\xffdefgh") }},
		{"a control character", "terraform", "export.value", func(in *Input) { in.ID = "acme:\x1bpin" }},
		{"a control character in a scope", "n8n", "export.value", func(in *Input) { in.Service.Scopes = []string{"a\x00"} }},
		{"a backslash at the end", "env", "export.value.env", func(in *Input) { in.Secret = safe.NewSecret(`abcdefgh\`) }},
		{"both quotes at the end", "postiz", "export.value.env", func(in *Input) { in.Secret = safe.NewSecret(`abc'defgh"`) }},
		{"a comma in a scope", "nango", "export.value.nango", func(in *Input) { in.Service.Scopes = []string{"a,b"} }},
		{"an empty scope", "nango", "export.value.nango", func(in *Input) { in.Service.Scopes = []string{""} }},
		{"a long app ID", "nango", "export.value.nango", func(in *Input) { in.Service.ClientID = strings.Repeat("1", 256) }},
		{"a name in capitals", "kubernetes", "export.name", func(in *Input) { in.Name = "ACME" }},
		{"a name with two dots", "kubernetes", "export.name", func(in *Input) { in.Name = "a..b" }},
		{"a long name", "kubernetes", "export.name", func(in *Input) { in.Name = strings.Repeat("a", 254) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := full()
			test.change(&in)
			var b bytes.Buffer
			_, err := Write(&b, test.format, in)
			p, ok := errors.AsType[*store.Problem](err)
			if !ok || p.Finding().ID != test.id || b.Len() > 0 {
				t.Fatalf("error = %v, %d bytes; want %s and none", err, b.Len(), test.id)
			}
			if text := err.Error(); strings.Contains(text, "defgh") || strings.ContainsAny(text, "{}") {
				t.Errorf("the error says too much: %s", text)
			}
		})
	}
	if _, err := Write(io.Discard, "yaml", full()); err == nil || !strings.Contains(err.Error(), "kubernetes") {
		t.Errorf("an unknown format: %v, want the names of all", err)
	}
	broken, w := io.Pipe()
	broken.Close()
	if _, err := Write(w, "json", full()); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a writer that fails: %v", err)
	}
}

func TestNamesAreMadeOfTheServiceID(t *testing.T) {
	for id, want := range map[string][2]string{
		"acme:pinterest": {"acme-pinterest", "acme_pinterest"}, "ACME:Pinterest": {"acme-pinterest", "ACME_Pinterest"},
		"": {"pinterest", "pinterest"}, "::": {"pinterest", "pinterest"}, "1:a": {"1-a", "pinterest_1_a"},
		"a.-b": {"a.b", "a__b"}, "ä:b": {"b", "b"},
	} {
		if got := [2]string{dnsName(id), identifier(id)}; got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
	for format, want := range map[string]string{"nango": `"unique_key": "mine"`, "n8n": `"name": "mine"`, "kubernetes": `name: "mine"`} {
		in := full()
		in.Name = "mine"
		if document, _ := exported(t, format, in); !strings.Contains(document, want) {
			t.Errorf("%s lacks %s:\n%s", format, want, document)
		}
	}
	in := Input{ID: "a:b", Names: "authjs"}
	if document, _ := exported(t, "kubernetes", in); !strings.HasSuffix(document, "stringData: {}\n") {
		t.Errorf("an empty Secret:\n%s", document)
	}
}

// readers parse a document as its target does and return the values of app ID
// and secret; the secret is "" where the format doesn't hold it.
var readers = map[string]func(*testing.T, string) (id, secret string){
	"env": func(t *testing.T, doc string) (string, string) {
		m, err := godotenv.Unmarshal(doc)
		if err != nil {
			t.Fatalf("%v\n%s", err, doc)
		}
		return m["PINTEREST_CLIENT_ID"], m["PINTEREST_CLIENT_SECRET"]
	},
	"kubernetes": func(t *testing.T, doc string) (string, string) {
		var m struct {
			StringData map[string]any `yaml:"stringData"`
		}
		parseYAML(t, doc, &m)
		return text(t, m.StringData["PINTEREST_CLIENT_ID"]), text(t, m.StringData["PINTEREST_CLIENT_SECRET"])
	},
	"appmixer-adm": func(t *testing.T, doc string) (string, string) {
		var m map[string][]map[string]any
		parseYAML(t, doc, &m)
		return text(t, m["service-config"][0]["client-id"]), text(t, m["service-config"][0]["client-secret"])
	},
	"terraform": func(t *testing.T, doc string) (string, string) {
		items := parseHCL(t, doc).AsValueMap()
		return items["clientId"].AsString(), ""
	},
	"appmixer": func(t *testing.T, doc string) (string, string) {
		var m map[string]any
		if err := json.Unmarshal([]byte(doc), &m); err != nil {
			t.Fatal(err)
		}
		return text(t, m["clientId"]), text(t, m["clientSecret"])
	},
}

func parseYAML(t *testing.T, doc string, v any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(doc), v); err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
}

// parseHCL returns the resource's items.
func parseHCL(t *testing.T, doc string) cty.Value {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(doc), "x.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, doc)
	}
	for _, block := range file.Body.(*hclsyntax.Body).Blocks {
		if block.Type == "resource" {
			v, diags := block.Body.Attributes["items"].Expr.Value(nil)
			if diags.HasErrors() {
				t.Fatalf("%v\n%s", diags, doc)
			}
			return v
		}
	}
	t.Fatalf("no resource in\n%s", doc)
	return cty.NilVal
}

// text fails for what isn't a string: targets reject numbers.
func text(t *testing.T, v any) string {
	t.Helper()
	if v == nil {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		t.Fatalf("%T is no string: %v", v, v)
	}
	return s
}

var nasty = []string{
	"1534758", "0123", "1e5", "true", "null", "~", "yes", "0x1F", "2026-11-23", " spaced ", "#hash", "a #b", "a: b", "- a", "&a *b",
	`say "hi"`, `it's`, `it's "both" kinds`, `back\slash`, `\n`, `\\`, `$HOME`, `${HOME}`, `$${HOME}`, `$$$${x`, `%{ if true }`, `%%{x`, `$(id)`,
	"`id`", `a$'b`, `{{ .Values }}`, `<&>`, "a=b=c", "ümläut", "日本語", "\u2028\u2029", "\ufeffbom", "\U0001f600", "\ufffe", "\ufffd", "'", `"`, "''",
	"a\\$b", `\$`, `'\$`, "%", "$", "a!b", "a'b`c`", "\u00a0", "\u0300", "\U000e0001", "\U0010ffff",
}

func TestNastyValuesComeBackAsTheyWere(t *testing.T) {
	for _, value := range nasty {
		roundTrip(t, value)
	}
}

func FuzzValuesComeBackAsTheyWere(f *testing.F) {
	for _, value := range nasty {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) { roundTrip(t, value) })
}

// roundTrip exports the value as app ID and as secret in every format that has
// a parser, and compares what the target would read. A value that is refused
// has to be refused with its key's name.
func roundTrip(t *testing.T, value string) {
	if value == "" {
		return
	}
	for format, read := range readers {
		in := Input{ID: "acme:pinterest", Secret: safe.Secret{}, Service: store.Service{ClientID: value}}
		if len(value) < 8 { // shorter ones are not remembered for good
			in.Secret = safe.NewSecret(value)
		}
		var b bytes.Buffer
		if _, err := Write(&b, format, in); err != nil {
			if p, ok := errors.AsType[*store.Problem](err); !ok || !strings.HasPrefix(p.Finding().ID, "export.value") || b.Len() > 0 {
				t.Errorf("%s: %q is refused with %v", format, value, err)
			}
			continue
		}
		id, secret := read(t, b.String())
		if format == "terraform" && id == norm.NFC.String(value) {
			continue // Terraform's strings are in normal form C, whoever writes them
		}
		if id != value || secret != "" && secret != value {
			t.Errorf("%s: %q came back as %q and %q:\n%s", format, value, id, secret, b.String())
		}
	}
}

func TestQuotesHoldEvenWhatWriteRefuses(t *testing.T) {
	for _, value := range append(nasty, "two\nlines", "tab\t", "\r", "\x00", "\x1b[2J", "\x7f", "\u0085") {
		var m map[string]any
		parseYAML(t, "k: "+quoteYAML(value), &m)
		if m["k"] != value {
			t.Errorf("YAML: %q came back as %q", value, m["k"])
		}
		if strings.ContainsAny(quoteYAML(value)+quoteHCL(value), "\n\r\x00\x1b") {
			t.Errorf("%q is written raw", value)
		}
		expr, diags := hclsyntax.ParseExpression([]byte(quoteHCL(value)), "x", hcl.InitialPos)
		if diags.HasErrors() {
			t.Errorf("HCL: %q: %v", value, diags)
			continue
		}
		if v, diags := expr.Value(nil); diags.HasErrors() || v.AsString() != norm.NFC.String(value) {
			t.Errorf("HCL: %q came back as %#v, %v", value, v, diags)
		}
	}
}

// What a document of this format ever had stands in that of the complete input:
// so pinsetup knows its own file again when there is less to say.
func TestACompleteDocumentHasTheNamesOfEveryOther(t *testing.T) {
	for _, f := range Formats() {
		bare := Input{ID: "acme:pinterest", Service: store.Service{ClientID: "1534758"}, Secret: safe.NewSecret("0123")}
		path := filepath.Join(t.TempDir(), "out")
		for _, in := range []Input{full(), bare} {
			var document, complete bytes.Buffer
			if _, err := Write(&document, f.Name, in); err != nil {
				t.Fatal(f.Name, err)
			}
			if _, err := Write(&complete, f.Name, in.Complete()); err != nil {
				t.Fatal(f.Name, err)
			}
			if err := store.WriteExport(path, document.Bytes(), complete.Bytes()); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
	}
}
