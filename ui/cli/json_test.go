package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const outputSchema = "../../docs/output.schema.json"

// strictSchema is the documented schema of what commands print, made strict: a
// member that it doesn't know, which a reader ignores, fails here.
var strictSchema = sync.OnceValues(func() (*jsonschema.Compiler, error) {
	data, err := os.ReadFile(outputSchema)
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	forbidOthers(doc)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	return c, c.AddResource("output.json", doc)
})

func forbidOthers(node any) {
	switch node := node.(type) {
	case map[string]any:
		for _, below := range node {
			forbidOthers(below)
		}
		if _, ok := node["properties"].(map[string]any); ok {
			node["additionalProperties"] = false
		}
	case []any:
		for _, below := range node {
			forbidOthers(below)
		}
	}
}

// isDocumented ("json DEFINITION FILE [first|last]") reads JSON documents, one
// after the other, or those of the first or last line, and holds them against a
// definition of docs/output.schema.json.
func isDocumented(ts *testscript.TestScript, neg bool, args []string) {
	compiler, err := strictSchema()
	ts.Check(err)
	schema, err := compiler.Compile("output.json#/$defs/" + args[0])
	ts.Check(err)
	text := strings.TrimSpace(ts.ReadFile(args[1]))
	switch {
	case len(args) < 3:
	case args[2] == "first":
		text, _, _ = strings.Cut(text, "\n")
	case args[2] == "last":
		text = text[strings.LastIndexByte(text, '\n')+1:]
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	documents := 0
	for d.More() {
		var doc any
		ts.Check(d.Decode(&doc))
		ts.Check(schema.Validate(doc))
		documents++
	}
	if documents == 0 {
		ts.Fatalf("no document in %s", args[1])
	}
}

func TestEveryDocumentIsHeldAgainstItsSchemaAndDescribed(t *testing.T) {
	data, err := os.ReadFile(outputSchema)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]struct {
			Description string
			Properties  map[string]any
		} `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(scripts + "/json.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for name, def := range schema.Defs {
		if !strings.HasPrefix(def.Description, "pinsetup ") { // a part of others
			continue
		}
		if !regexp.MustCompile(`(?m)^json ` + name + ` `).Match(script) {
			t.Errorf("no script holds %s against the schema", name)
		}
		if _, versioned := def.Properties["version"]; !versioned && name != "simulate" {
			t.Errorf("%s has no version", name)
		}
	}
}

func TestWhatShowsNothingIsEscapedInJSON(t *testing.T) {
	const text = "a\u009b31m\u202e\U000e0041\x7f\x1b é 👍 ␛"
	var out bytes.Buffer
	if err := writeEvent(&out, text); err != nil {
		t.Fatal(err)
	}
	if want := `"a\u009b31m\u202e\udb40\udc41\u007f\u001b é 👍 ␛"` + "\n"; out.String() != want {
		t.Errorf("%s, want %s", out.String(), want)
	}
	var back string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != text {
		t.Errorf("read back as %q, %v", back, err)
	}
}
