package assets

// Page returns the text of a file in assets/pages: "consent.html". A name that
// isn't there is a mistake in the program, and panics.
func Page(name string) string {
	data, err := files.ReadFile("pages/" + name)
	if err != nil {
		panic(err)
	}
	return string(data)
}
