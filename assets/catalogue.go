package assets

import "github.com/pinsetup/pinsetup/assets/finding"

// A Scope is one OAuth scope of Pinterest's API v5 (API description 5.23.0).
type Scope struct {
	// Name is what is sent: "boards:read".
	Name string `toml:"name" json:"name"`
	// Official is Pinterest's description.
	Official string `toml:"official" json:"official"`
	// Plain says in plain words what it allows.
	Plain string `toml:"plain" json:"plain"`
	// Needs are the scopes without which no operation accepts it: boards:write
	// needs boards:read.
	Needs []string `toml:"needs" json:"needs,omitempty"`
	// Usually are the scopes that most of its operations want too: pins:write
	// uploads media alone, and creates Pins with boards:write.
	Usually []string `toml:"usually" json:"usually,omitempty"`
	// Trial is "" where Trial access can use it, else what that can't do in
	// production, to follow "Trial access can't".
	Trial string `toml:"trial" json:"trial,omitempty"`
	// Probe is the harmless GET that shows that it works, below the API base:
	// "/boards?page_size=1"; "" where there is none.
	Probe string `toml:"probe" json:"probe,omitempty"`
	// Evidence says what Plain, Needs and Trial rest on.
	Evidence finding.Evidence `toml:"evidence" json:"evidence,omitempty"`
}

// A Task is something that a connector does: "publish Pins to a board".
type Task struct {
	// ID is short and stable: "publish-pins".
	ID string `toml:"id" json:"id"`
	// Title says what is done.
	Title string `toml:"title" json:"title"`
	// Group is the heading under which it is listed: "Pins".
	Group string `toml:"group" json:"group"`
	// Words are other words by which it is found.
	Words []string `toml:"words" json:"words,omitempty"`
	// Operations are the API operations behind it: "POST /pins".
	Operations []string `toml:"operations" json:"operations"`
	// Scopes are the union of its operations' scopes, sorted. They are not in
	// the file: the operations say them.
	Scopes []string `toml:"-" json:"scopes"`
	// Trial is "" where Trial access can do it in production, else what that
	// can't do, to follow "Trial access can't".
	Trial string `toml:"trial" json:"trial,omitempty"`
	// Evidence says what Trial rests on.
	Evidence finding.Evidence `toml:"evidence" json:"evidence,omitempty"`
}

// A Permission is one of the six permissions of the setup page, by the name
// given there, with the scopes that it stands for today.
type Permission struct {
	// ID is the name on the setup page: "read_public".
	ID     string   `toml:"id" json:"id"`
	Title  string   `toml:"title" json:"title"`
	Scopes []string `toml:"scopes" json:"scopes"`
	// Evidence says what Scopes rests on.
	Evidence finding.Evidence `toml:"evidence" json:"evidence,omitempty"`
}

// A Preset is a named set of tasks: the tasks of Appmixer's components.
type Preset struct {
	ID    string   `toml:"id" json:"id"`
	Title string   `toml:"title" json:"title"`
	Tasks []string `toml:"tasks" json:"tasks"`
}

// A LegacyScope is a name of the v1 or v3 API, or a common mistake, and what
// it became.
type LegacyScope struct {
	Name     string           `toml:"name" json:"name"`
	Era      string           `toml:"era" json:"era"`
	Scopes   []string         `toml:"scopes" json:"scopes"`
	Evidence finding.Evidence `toml:"evidence" json:"evidence,omitempty"`
}

// An Operation is one operation of the API, a line of operations.csv.
type Operation struct {
	Method   string   `json:"method"`
	Path     string   `json:"path"`
	Scopes   []string `json:"scopes"`
	Category string   `json:"category"`
	Sandbox  bool     `json:"sandbox"`
}

// A RateLimit is one class of Pinterest's rate limits.
type RateLimit struct {
	// Category is Pinterest's name of the class: "org_read".
	Category string `toml:"category" json:"category"`
	// Trial is the number of requests a day and app; 0 for unknown.
	Trial int `toml:"trial" json:"trial,omitempty"`
	// Standard is the number of requests a minute, user and app; 0 for unknown.
	Standard int              `toml:"standard" json:"standard,omitempty"`
	Note     string           `toml:"note" json:"note,omitempty"`
	Evidence finding.Evidence `toml:"evidence" json:"evidence,omitempty"`
}
