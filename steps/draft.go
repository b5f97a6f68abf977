package steps

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps/rules"
)

// draftVersion is raised when a draft of an older pinsetup can't be read as it is.
const draftVersion = 1

type draft struct {
	Version int               `json:"version"`
	Page    string            `json:"page"`
	Answers map[string]string `json:"answers"`
	Basis   map[string]string `json:"basis,omitempty"`
	Touched map[string]bool   `json:"touched,omitempty"`
	Seen    map[string]bool   `json:"seen"`
	// Result is the last live test's, and App what it ran on, but the secret.
	Result *auth.Result `json:"result,omitempty"`
	App    *draftApp    `json:"app,omitempty"`
	// Endpoints are those that the existing file names.
	Endpoints auth.Endpoints `json:"endpoints,omitzero"`
	Skipped   bool           `json:"skipped,omitempty"`
	// Packet is where the review packet was written.
	Packet string `json:"packet,omitempty"`
}

type draftApp struct {
	ClientID    string         `json:"clientId"`
	RedirectURI string         `json:"redirectUri"`
	Scopes      []string       `json:"scopes"`
	Endpoints   auth.Endpoints `json:"endpoints"`
}

// Draft returns everything that was entered but the secret, as JSON: not in a
// wrong field either.
func (s State) Draft() ([]byte, error) {
	d := draft{
		Version: draftVersion, Page: s.comesBack(), Answers: s.answers, Basis: s.basis,
		Touched: s.touched, Seen: s.seen, Endpoints: s.known, Packet: s.packet.Path,
		Skipped: s.test.Skipped && s.Page().Kind != Done, // who comes back for the test wants it
	}
	// What was tested with another secret must not count for this one later.
	if s.test.Result != nil && s.test.app.ClientSecret.Equal(s.secret) {
		a := s.test.app
		d.Result = s.test.Result
		d.App = &draftApp{a.ClientID, a.RedirectURI, a.Scopes, a.Endpoints}
	}
	return json.Marshal(d.withoutSecrets(New(s.options).answers))
}

// withoutSecrets takes out of a draft what looks like a secret in a wrong field,
// and what rests on it: the answer begins anew, and is asked again.
func (d draft) withoutSecrets(begun map[string]string) draft {
	d.Answers, d.Basis, d.Touched = maps.Clone(d.Answers), maps.Clone(d.Basis), maps.Clone(d.Touched)
	maps.DeleteFunc(d.Basis, rules.Secretive)
	for key, value := range d.Answers {
		if !rules.Secretive(key, value) {
			continue
		}
		delete(d.Touched, key)
		if d.Answers[key] = begun[key]; begun[key] == "" {
			delete(d.Answers, key)
		}
	}
	if d.App != nil && (rules.Secretive(keyClientID, d.App.ClientID) || rules.Secretive(keyTestURI, d.App.RedirectURI)) {
		d.App, d.Result = nil, nil
	}
	if rules.Secretive(keyPacketFile, d.Packet) {
		d.Packet = ""
	}
	return d
}

// Resume returns the state that Draft saved. Options.Secret is the secret that
// the draft was about, where the keyring had it; without it a live test counts
// as not done. The error says why the draft is of no use.
func Resume(o Options, data []byte) (State, error) {
	var d draft
	if err := json.Unmarshal(data, &d); err != nil {
		return State{}, fmt.Errorf("the draft can't be read: %w", err)
	}
	if d.Version != draftVersion {
		return State{}, fmt.Errorf("the draft is of version %d, and this pinsetup reads version %d", d.Version, draftVersion)
	}
	s := New(o)
	s.resumed = true
	s.answers = map[string]string{}
	for key, value := range d.Answers {
		if _, ok := FieldOf(key); ok && key != keySecret {
			s.answers[key] = value
		}
	}
	for _, f := range allFields() {
		if d.Touched[f.Key] {
			s.touched[f.Key] = true
		}
		if basis, ok := d.Basis[f.Key]; ok {
			s.basis[f.Key] = basis
		}
	}
	s.known, s.packet.Path = d.Endpoints, d.Packet
	s.test.Result, s.test.Skipped = d.Result, d.Skipped
	if d.App != nil {
		s.test.app = auth.App{
			ClientID: d.App.ClientID, RedirectURI: d.App.RedirectURI,
			Scopes: d.App.Scopes, Endpoints: d.App.Endpoints, ClientSecret: s.secret,
		}
		if s.secret.IsZero() || d.App.Endpoints != s.endpoints() {
			s.test.Result = nil
		}
	}
	return s.resumeAt(d), nil
}

// resumeAt goes to the page of the draft, as far as the way still leads there.
// The file has to be looked at again before it is written.
func (s State) resumeAt(d draft) State {
	for _, p := range s.Pages() {
		if p.Kind == Preview {
			continue
		}
		if d.Seen[p.ID] {
			s.seen[p.ID] = true
		}
		if p.ID == d.Page {
			s.page = p.ID
		}
	}
	if d.Page == "connector.write" && s.seen["connector.where"] {
		s.page = "connector.where"
	}
	return s
}

func allFields() []Field {
	var fields []Field
	for _, step := range Table() {
		for _, p := range step.Pages {
			fields = append(fields, p.Fields...)
		}
	}
	return fields
}
