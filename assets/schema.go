package assets

import "bytes"

// SchemaURL is where the schema is published, and its $id. Files that pinsetup
// makes name it in their first line, so that editors find it by themselves
// (Taplo, Even Better TOML and tombi read "#:schema URL").
const SchemaURL = "https://raw.githubusercontent.com/pinsetup/pinsetup/main/assets/schema/pinsetup.schema.json"

// Schema returns the JSON Schema (draft 2020-12) of the configuration file.
// The caller may change the bytes.
func Schema() []byte {
	data, err := files.ReadFile("schema/pinsetup.schema.json")
	if err != nil {
		panic(err) // embedded: cannot happen
	}
	return bytes.Clone(data)
}
