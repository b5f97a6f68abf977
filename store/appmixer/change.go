package appmixer

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A Change is the difference between a configuration and what Appmixer holds.
type Change struct {
	// ServiceID names the service configuration, New says that there is none yet.
	ServiceID string
	New       bool
	// Keys are all keys, those that are changed first, each group sorted.
	Keys []KeyChange
	// Findings are what was noticed about what is there.
	Findings []finding.Finding

	client *Client
	config Config
	old    document
}

// A KeyChange is what happens to one key. Old and New are fit to be shown:
// whatever could be a secret is masked.
type KeyChange struct {
	Key string
	// Op is '+' (added), '~' (changed) or ' ' (stays).
	Op       byte
	Old, New string
}

// Empty reports whether there is nothing to write.
func (c *Change) Empty() bool {
	return !slices.ContainsFunc(c.Keys, func(k KeyChange) bool { return k.Op != ' ' })
}

// document is a service configuration as the API sends it. Values stay the
// JSON they came as, so that those which pinsetup doesn't own go back unchanged.
type document map[string]json.RawMessage

// Plan reads what Appmixer holds and returns the difference. Nothing is
// written; the user should be an admin (Admin).
func (c *Client) Plan(ctx context.Context, config Config) (*Change, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	old, err := c.read(ctx, config.ServiceID)
	if err != nil {
		return nil, err
	}
	change := &Change{ServiceID: config.ServiceID, New: old == nil, client: c, config: config, old: old}
	want := config.values()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		change.Keys = append(change.Keys, compare(key, old, want[key]))
	}
	slices.SortStableFunc(change.Keys, func(a, b KeyChange) int { return stays(a) - stays(b) })
	for _, key := range slices.Sorted(maps.Keys(old)) {
		if _, ours := want[key]; ours || key == "serviceId" {
			continue
		}
		shown := show(key, old[key])
		change.Keys = append(change.Keys, KeyChange{Key: safe.Show(key, 60), Op: ' ', Old: shown, New: shown})
		if misspelt(key) {
			change.Findings = append(change.Findings, assets.Finding("push.misspelt", "key", safe.Show(key, 60)))
		}
	}
	change.Findings = append(change.Findings, c.redirects(config, old)...)
	return change, nil
}

// redirects says what speaks against Appmixer sending the configuration's
// redirect URI.
func (c *Client) redirects(config Config, old document) []finding.Finding {
	held := old["callbackUrl"]
	switch {
	case config.RedirectURI == "" || config.CallbackURL != "" || equal(held, encode(config.RedirectURI)):
	case held != nil && !equal(held, encode("")):
		return []finding.Finding{assets.Finding("push.other-callback",
			"callback", safe.Show(string(held), 200), "uri", safe.Show(config.RedirectURI, 200))}
	case !config.madeAt(c.base):
		return []finding.Finding{assets.Finding("push.other-base",
			"uri", safe.Show(config.RedirectURI, 200), "base", safe.Show(c.base, 200), "own", safe.Show(c.base+config.ownPath(), 200))}
	}
	return nil
}

func stays(k KeyChange) int {
	if k.Op == ' ' {
		return 1
	}
	return 0
}

func compare(key string, old document, want string) KeyChange {
	value := encode(want)
	change := KeyChange{Key: key, Op: '~', Old: show(key, old[key]), New: show(key, value)}
	switch have, ok := old[key]; {
	case !ok:
		change.Op = '+'
	case equal(have, value):
		change.Op = ' '
	}
	return change
}

// misspelt reports whether the key looks like clientId or clientSecret and is
// neither.
func misspelt(key string) bool {
	plain := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
	return plain == "clientid" || plain == "clientsecret"
}

// open are the keys whose values are shown. All others may be secrets.
var open = []string{"clientId", "clientID", "callbackUrl", "sandbox", "scope", "scopes"}

func show(key string, value json.RawMessage) string {
	if value == nil {
		return ""
	}
	if !slices.Contains(open, key) {
		return safe.Mask
	}
	return safe.Show(string(value), 200)
}

func encode(value string) json.RawMessage {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err) // a string always encodes
	}
	return data
}

// equal compares two JSON values by what they mean, numbers to the last digit.
func equal(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	return canonical(&x, a) && canonical(&y, b) && bytes.Equal(x.Bytes(), y.Bytes())
}

func canonical(to *bytes.Buffer, raw json.RawMessage) bool {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	return d.Decode(&v) == nil && json.NewEncoder(to).Encode(v) == nil
}

// Apply writes the change, reads back what Appmixer holds then and compares:
// the configuration's keys and every other key that was there. It refuses to
// write when that is no longer what Plan saw. A change that is Empty writes
// nothing.
func (c *Change) Apply(ctx context.Context) error {
	if c.Empty() {
		return nil
	}
	now, err := c.client.read(ctx, c.ServiceID)
	if err != nil {
		return err
	}
	if len(differences(c.old, now)) > 0 || len(differences(now, c.old)) > 0 || (now == nil) != c.New {
		return store.NewProblem(nil, "push.changed", "id", c.ServiceID)
	}
	want := c.wanted()
	if err := c.client.write(ctx, c.ServiceID, c.New, want); err != nil {
		return err
	}
	got, err := c.client.read(ctx, c.ServiceID)
	if err != nil {
		return err
	}
	if keys := differences(want, got); len(keys) > 0 {
		return store.NewProblem(nil, "push.differs", "id", c.ServiceID, "keys", strings.Join(keys, ", "))
	}
	return nil
}

// wanted is the whole configuration as it is to be: PUT replaces what is
// stored, so everything that is there goes back with it.
func (c *Change) wanted() document {
	want := document{}
	maps.Copy(want, c.old)
	for key, value := range c.config.values() {
		want[key] = encode(value)
	}
	want["serviceId"] = encode(c.ServiceID)
	return want
}

// differences are the keys of want that got doesn't have with that value.
func differences(want, got document) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if have, ok := got[key]; !ok || !equal(have, want[key]) {
			keys = append(keys, key)
		}
	}
	return keys
}

// read returns the service configuration, nil where there is none. What
// Appmixer answers for none is not documented: every way of saying it counts.
func (c *Client) read(ctx context.Context, id string) (document, error) {
	status, body, err := c.call(ctx, http.MethodGet, "/service-config/"+url.PathEscape(id), nil)
	if err != nil {
		return nil, err
	}
	if status == http.StatusNotFound || status < 300 && len(body) == 0 {
		return nil, nil
	}
	var d document
	if err := c.decode("GET /service-config", status, body, &d); err != nil {
		return nil, err
	}
	if len(d) == 0 { // null or {}
		return nil, nil
	}
	if !equal(d["serviceId"], encode(id)) {
		return nil, store.NewProblem(nil, "push.notAppmixer", "url", c.base)
	}
	return d, nil
}

func (c *Client) write(ctx context.Context, id string, create bool, d document) error {
	method, path := http.MethodPut, "/service-config/"+url.PathEscape(id)
	if create {
		method, path = http.MethodPost, "/service-config"
	}
	status, body, err := c.call(ctx, method, path, d)
	if err != nil {
		return err
	}
	if status < 200 || status > 299 {
		if status == http.StatusUnauthorized {
			return c.problem("push.token", status, body)
		}
		return c.problem("push.status", status, body, "request", method+" /service-config")
	}
	return nil
}
