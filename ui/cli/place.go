package cli

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
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

// places tells where in a file the values stand, by service and key.
type places map[[2]string]finding.Place

// findPlaces reads where the values of a file stand. Values in inline tables
// have no place of their own.
func findPlaces(file *store.File) places {
	data := bytes.TrimPrefix(file.Bytes(), []byte("\xef\xbb\xbf"))
	lines := strings.Split(strings.TrimPrefix(file.Masked(), "\xef\xbb\xbf"), "\n")
	found := places{}
	var p unstable.Parser
	p.Reset(data)
	var table []string
	row, counted := 1, 0
	for p.NextExpression() {
		e := p.Expression()
		var keys []string
		end := 0
		for k := e.Key(); k.Next(); {
			keys = append(keys, string(k.Node().Data))
			end = int(k.Node().Raw.Offset + k.Node().Raw.Length)
		}
		if e.Kind != unstable.KeyValue {
			table = keys
			continue
		}
		path := append(table[:len(table):len(table)], keys...)
		if len(path) < 2 || row > len(lines) {
			continue
		}
		row += bytes.Count(data[counted:end], []byte{'\n'})
		counted = end
		at := placeOfValue(data, end)
		at.File, at.Line = file.Path(), row
		at.Text = safe.Clean(strings.TrimRight(lines[row-1], "\r"), 0)
		found[[2]string{path[0], strings.Join(path[1:], ".")}] = at
	}
	return found
}

// placeOfValue returns column and width of the value behind a key, as far as
// it stands on the key's line.
func placeOfValue(data []byte, keyEnd int) finding.Place {
	lineStart := bytes.LastIndexByte(data[:keyEnd], '\n') + 1
	lineEnd := len(data)
	if i := bytes.IndexByte(data[keyEnd:], '\n'); i >= 0 {
		lineEnd = keyEnd + i
	}
	start := keyEnd
	for start < lineEnd && strings.IndexByte(" \t=", data[start]) >= 0 {
		start++
	}
	end := start
	for end < lineEnd && data[end] != '#' {
		end++
	}
	value := bytes.TrimRight(data[start:end], " \t\r")
	return finding.Place{
		Column: utf8.RuneCount(data[lineStart:start]) + 1, Width: max(1, utf8.RuneCount(value)),
	}
}

// put gives findings about fields of a service their place in the file.
func (p places) put(service string, found []finding.Finding) {
	for i := range found {
		key := keyOf(found[i].Field)
		if found[i].Place != nil || key == "" {
			continue
		}
		for _, key := range append([]string{key}, otherKeys[key]...) {
			if at, ok := p[[2]string{service, key}]; ok {
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
