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
		for _, key := range append([]string{key}, otherKeys[key]...) {
			if at, ok := file.PlaceOf(service, key); ok {
				found[i].Place = &at
				break
			}
		}
	}
}

// otherKeys are the keys that stand in for one.
var otherKeys = map[string][]string{
	"clientSecret": {"clientSecretFile", "clientSecretEnv", "clientSecretKeyring"},
}
