package assets

import "bytes"

// Schema returns the JSON Schema (draft 2020-12) of the configuration file.
// The caller may change the bytes.
func Schema() []byte {
	data, err := files.ReadFile("schema/pinsetup.schema.json")
	if err != nil {
		panic(err) // embedded: cannot happen
	}
	return bytes.Clone(data)
}
