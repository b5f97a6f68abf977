package rules

import (
	"regexp"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// FilePath judges the path of a file that pinsetup is to write.
func FilePath(in Input) []finding.Finding {
	var found []finding.Finding
	switch {
	case strings.ContainsRune(in.Value, 0):
		found = append(found, assets.Finding("path.nul"))
	case strings.HasSuffix(in.Value, "/"), strings.HasSuffix(in.Value, `\`):
		found = append(found, assets.Finding("path.folder"))
	case strings.HasPrefix(in.Value, "~"):
		found = append(found, assets.Finding("path.tilde"))
	}
	return on(in.Field, found)
}

var (
	envName     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`) })
	keyringName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^/]+/.+$`) })
)

// SecretRef judges where the secret is kept: the name of a variable, a file,
// or "service/user" of the keyring, as connector.secret says.
func SecretRef(in Input) []finding.Finding {
	switch in.Get("connector.secret") {
	case "env":
		if !envName().MatchString(in.Value) {
			return on(in.Field, []finding.Finding{assets.Finding("path.env-name")})
		}
	case "keyring":
		if !keyringName().MatchString(in.Value) {
			return on(in.Field, []finding.Finding{assets.Finding("path.keyring-name")})
		}
	case "secretFile":
		return FilePath(in)
	}
	return nil
}

// on names the field that the findings belong to.
func on(field string, found []finding.Finding) []finding.Finding {
	for i := range found {
		found[i].Field = field
	}
	return found
}
