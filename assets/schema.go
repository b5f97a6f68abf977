package assets

// Schema returns the JSON Schema of the configuration file.
func Schema() []byte {
	data, err := files.ReadFile("schema/pinterest.json")
	if err != nil {
		panic(err) // embedded: cannot happen
	}
	return data
}
