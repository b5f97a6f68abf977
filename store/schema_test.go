package store

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth"
)

type schemaNode struct {
	Schema      string                `json:"$schema"`
	Ref         string                `json:"$ref"`
	Description string                `json:"description"`
	Type        string                `json:"type"`
	Format      string                `json:"format"`
	Default     string                `json:"default"`
	Properties  map[string]schemaNode `json:"properties"`
	Defs        map[string]schemaNode `json:"$defs"`
}

func TestTheSchemaNamesExactlyTheKeysOfAService(t *testing.T) {
	var root schemaNode
	if err := json.Unmarshal(assets.Schema(), &root); err != nil {
		t.Fatal(err)
	}
	if want := "https://json-schema.org/draft/2020-12/schema"; root.Schema != want {
		t.Errorf("it is a schema of %s, want %s", root.Schema, want)
	}
	seen := map[string]bool{}
	for _, field := range fields {
		def, want := field.table, "string"
		if def == "" {
			def = "service"
		}
		var s Service
		if _, list := field.at(&s).(*[]string); list {
			want = "array"
		}
		have, ok := root.Defs[def].Properties[field.name]
		if !ok || have.Type != want || have.Description == "" {
			t.Errorf("%s: the schema has %+v, want a described %s", field, have, want)
		}
		if _, moment := field.at(&s).(*time.Time); moment != (have.Format == "date-time") {
			t.Errorf("%s: format %q", field, have.Format)
		}
		seen[def+"."+field.name] = true
	}
	for def, node := range root.Defs {
		for key, property := range node.Properties {
			if !seen[def+"."+key] && !(def == "service" && slices.Contains(tables, key) && property.Ref == "#/$defs/"+key) {
				t.Errorf("the schema has %s.%s, and a service has not", def, key)
			}
		}
	}
	service := root.Defs["service"].Properties
	have := auth.Endpoints{AuthorizeURL: service["authorizeUrl"].Default, TokenURL: service["tokenUrl"].Default, APIURL: service["apiUrl"].Default}
	if have != (Service{}).Endpoints() {
		t.Errorf("the schema's endpoints are %+v", have)
	}
}

func TestTheSchemaAgreesWithValidate(t *testing.T) {
	schema := compileSchema(t)
	whole := parse(t, "")
	if err := whole.Set(DefaultService, full()); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		doc  string
		good bool
	}{
		{string(whole.Bytes()), true},
		{"[a]\nclientId = \"1\"\nclientSecretEnv = \"E\"\nmine = 1\n[a.other]\n", true},
		{"[a]\nclientId = \"1\"\n", true},
		{"a = { clientId = \"1\", scopes = [] }\n", true},
		{"[a]\nclientId = 1\n", false},
		{"[a]\nclientSecret = \"s\"\n", false},
		{"[a]\nclientId = \"\"\n", false},
		{"[a]\nclientId = \"1\"\nclientSecret = \"s\"\nclientSecretEnv = \"E\"\n", false},
		{"[a]\nclientId = \"1\"\nscopes = \"boards:read\"\n", false},
		{"[a]\nclientId = \"1\"\nscopes = [1]\n", false},
		{"[a]\nclientId = \"1\"\napp = \"x\"\n", false},
		{"[a]\nclientId = \"1\"\n[a.app]\nname = 1\n", false},
		{"[a]\nclientId = \"1\"\n[a.verification]\nat = 1\n", false},
	} {
		err := schema.Validate(asJSON(t, test.doc))
		if (err == nil) != test.good {
			t.Errorf("the schema says %v of\n%s", err, test.doc)
		}
		errors := 0
		for _, found := range parse(t, test.doc).Validate("") {
			errors += int(found.Severity) / 2 // an error is 2
		}
		if (errors == 0) != test.good {
			t.Errorf("Validate finds %d errors in\n%s", errors, test.doc)
		}
	}
}

func TestTheSchemaAcceptsAFileWithThousandsOfTables(t *testing.T) {
	if err := compileSchema(t).Validate(asJSON(t, string(manyServices(t, 1000)))); err != nil {
		t.Error(err)
	}
}

func TestNoCheckerQuotesTheSecretOfTwo(t *testing.T) {
	schema := compileSchema(t)
	refs := SecretKeys()
	for i, first := range refs {
		for _, second := range refs[i+1:] {
			err := schema.Validate(asJSON(t, "[a]\nclientId = \"1\"\n"+second+" = \"x\"\n"+first+" = \"topsecret\"\n"))
			if err == nil || strings.Contains(err.Error(), "topsecret") || !strings.Contains(err.Error(), "/a/clientSecret") || strings.Contains(err.Error(), "/a/clientSecret'") {
				t.Errorf("%s and %s: %v", first, second, err)
			}
		}
	}
}

// A new file names the schema in its first line; a file that is there isn't
// touched for it.
func TestANewFileNamesItsSchema(t *testing.T) {
	var doc struct {
		ID string `json:"$id"`
	}
	if err := json.Unmarshal(assets.Schema(), &doc); err != nil || doc.ID != assets.SchemaURL {
		t.Errorf("the schema's $id is %q, %v", doc.ID, err)
	}
	for text, want := range map[string]bool{"": true, "# mine\n": false, "\n": false} {
		f := parse(t, text)
		if err := f.Set(DefaultService, full()); err != nil {
			t.Fatal(err)
		}
		if got := strings.HasPrefix(string(f.Bytes()), "#:schema "+assets.SchemaURL+"\n"); got != want {
			t.Errorf("%q: %v\n%s", text, got, f.Bytes())
		}
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(assets.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("pinsetup.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("pinsetup.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON decodes TOML as an editor's checker does: date-times are strings.
func asJSON(t *testing.T, doc string) any {
	t.Helper()
	var all any
	if err := toml.Unmarshal([]byte(doc), &all); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}
