package cli

import (
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/store"
)

// keyOf returns the file's key that holds a field: "redirectUri" for
// oauth.redirectUri, "app.name" for app.name, "" for none.
func keyOf(field string) string {
	switch field {
	case "credentials.clientId":
		return "clientId"
	case "credentials.clientSecret":
		return "clientSecret"
	case "oauth.redirectUri":
		return "redirectUri"
	case "oauth.testRedirectUri":
		return "testRedirectUri"
	case "oauth.scopes":
		return "scopes"
	}
	if strings.HasPrefix(field, "app.") {
		return field
	}
	return ""
}

// putPlaces gives findings about fields of a service their place in the file.
func putPlaces(file *store.File, service string, found []finding.Finding) {
	for i := range found {
		key := keyOf(found[i].Field)
		if found[i].Place != nil || key == "" {
			continue
		}
		keys := []string{key}
		if key == "clientSecret" {
			keys = store.SecretKeys()
		}
		for _, key := range keys {
			if at, ok := file.PlaceOf(service, key); ok {
				found[i].Place = &at
				break
			}
		}
	}
}
