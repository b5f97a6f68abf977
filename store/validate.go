package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/assets/near"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// Validate returns what is wrong with the file's shape, each with its place:
// types, unknown keys, two secrets; service "" means every service.
func (f *File) Validate(service string) []finding.Finding {
	ids := f.Services()
	if len(ids) == 0 {
		return []finding.Finding{f.found(span{}, "file.no-service")}
	}
	if service != "" {
		if f.view(service) == nil {
			return []finding.Finding{f.missingService(service, ids)}
		}
		ids = []string{service}
	}
	var found []finding.Finding
	for _, id := range ids {
		v := validator{f: f, id: safe.Clean(id, 100), root: f.view(id)}
		v.service()
		found = append(found, v.found...)
	}
	return found
}

// found makes a finding with its place.
func (f *File) found(at span, id string, args ...string) finding.Finding {
	return placed(assets.Finding(id, args...), f.place(at))
}

func placed(found finding.Finding, at finding.Place) finding.Finding {
	found.Place = &at
	return found
}

func (f *File) missingService(id string, ids []string) finding.Finding {
	list := make([]string, 0, 10)
	if likely := near.Likely(id, ids); likely != "" {
		list = append(list, likely)
	}
	for _, other := range ids {
		if len(list) < 5 && !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	names := safe.Clean(strings.Join(list, ", "), 200)
	if len(ids) > len(list) {
		names += fmt.Sprintf(" and %d more", len(ids)-len(list))
	}
	return assets.Finding("file.missing-service", "service", safe.Clean(id, 100), "services", names)
}

// A validator looks at one service.
type validator struct {
	f     *File
	id    string
	root  *node
	found []finding.Finding
}

func (v *validator) note(n *node, id string, args ...string) {
	v.found = append(v.found, v.f.found(n.span(), id, args...))
}

func (v *validator) service() {
	if !v.root.isTable() {
		v.note(v.root, "file.not-a-table", "key", v.id)
		return
	}
	v.table(v.root, "")
	for _, name := range tables[1:] {
		switch n := v.root.byName[name]; {
		case n == nil:
		case !n.isTable():
			v.note(n, "file.not-a-table", "key", name)
		default:
			v.table(n, name)
		}
	}
	v.secrets()
	if n := v.root.byName["clientId"]; n == nil {
		v.note(v.root, "file.no-client-id", "service", v.id)
	}
	slices.SortStableFunc(v.found, func(a, b finding.Finding) int {
		if a.Place.Line != b.Place.Line {
			return a.Place.Line - b.Place.Line
		}
		return a.Place.Column - b.Place.Column
	})
}

// table looks at every key of the service's own table, or of one below it.
func (v *validator) table(t *node, name string) {
	var known []string
	for _, field := range fields {
		if field.table == name {
			known = append(known, field.name)
		}
	}
	if name == "" {
		known = append(known, tables[1:]...)
	}
	for _, n := range t.children {
		switch i := slices.IndexFunc(fields, func(f field) bool { return f.table == name && f.name == n.name }); {
		case i >= 0:
			v.value(n, fields[i])
		case !slices.Contains(known, n.name):
			v.unknown(n, name, slices.DeleteFunc(slices.Clone(known), func(k string) bool { return t.byName[k] != nil }))
		}
	}
}

// value looks at the value of a key that pinsetup knows.
func (v *validator) value(n *node, field field) {
	want, ok := fits(n, field)
	switch {
	case !ok && field.name == "clientId" && n.kind == unstable.Integer && isDigits(n.text):
		at := v.f.place(n.span())
		v.found = append(v.found, placed(assets.Mended("file.client-id-number", n.text), at))
	case !ok:
		v.note(n, "file.type", "key", field.String(), "want", want)
	case n.kind == unstable.String && strings.TrimSpace(n.text) == "" && field.name == "clientId":
		v.note(n, "file.no-client-id", "service", v.id)
	case n.kind == unstable.String && strings.TrimSpace(n.text) == "":
		v.note(n, "file.empty", "key", field.String())
	}
}

func isDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func (v *validator) unknown(n *node, table string, known []string) {
	key := n.name
	if table != "" {
		key = table + "." + n.name
	}
	key = safe.Clean(key, 100)
	at := v.f.place(n.key)
	if likely := likelyKey(n.name, known); likely != "" {
		v.found = append(v.found, placed(assets.Finding("file.unknown-key", "key", key, "likely", likely), at))
		return
	}
	id := "file.other-key"
	if safe.Misplaced(n.text) != "" {
		id = "file.looks-secret"
	}
	v.found = append(v.found, placed(assets.Finding(id, "key", key), at))
}

func (v *validator) secrets() {
	keys := SecretKeys()
	var given []string
	var last *node
	for _, n := range v.root.children {
		if slices.Contains(keys, n.name) && n.text != "" {
			given, last = append(given, n.name), n
		}
	}
	switch {
	case len(given) == 0:
		v.note(v.root, "file.no-secret", "service", v.id)
	case len(given) > 1:
		at := v.f.place(last.key)
		v.found = append(v.found, placed(assets.Finding("file.two-secrets", "key", last.name, "keys", strings.Join(given, " and ")), at))
	}
}

// fits reports whether the node's value has the field's type, and what that is.
func fits(n *node, field field) (want string, ok bool) {
	var s Service
	switch field.at(&s).(type) {
	case *[]string:
		_, ok = n.strings()
		want = "a list of strings, each in quotes"
	case *time.Time:
		_, ok = n.time()
		want = "a date and time with offset, like 2026-01-31T12:00:00Z"
	default:
		ok = n.kind == unstable.String
		want = "a string, in quotes"
	}
	return want, ok && n.form == asLeaf
}
