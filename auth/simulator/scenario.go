package simulator

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

//go:embed scenarios.toml
var scenariosFile []byte

// A Scenario is a way in which the simulated Pinterest behaves.
type Scenario struct {
	// Name is what Options.Scenario takes: "wrong-secret".
	Name string `toml:"name" json:"name"`
	// Summary says in one line what happens.
	Summary string `toml:"summary" json:"summary"`
	// Basis says what the behaviour rests on: "documented" or "observed" of
	// Pinterest, a "standard" where Pinterest's own is not known, "invented" to
	// try a client out.
	Basis string `toml:"basis" json:"basis"`

	behaviour
}

// behaviour is what a scenario changes; scenarios.toml explains the words.
type behaviour struct {
	Tier        string   `toml:"tier" json:"-"`
	Username    string   `toml:"username" json:"-"`
	Business    *string  `toml:"business" json:"-"`
	Board       string   `toml:"board" json:"-"`
	AccountType string   `toml:"accountType" json:"-"`
	Authorize   string   `toml:"authorize" json:"-"`
	Without     []string `toml:"without" json:"-"`
	With        []string `toml:"with" json:"-"`
	ScopeStyle  string   `toml:"scopeStyle" json:"-"`
	Lifetime    int      `toml:"lifetime" json:"-"`
	Clock       int      `toml:"clock" json:"-"`
	Limits      string   `toml:"limits" json:"-"`
	TLS         string   `toml:"tls" json:"-"`
	Sandbox     bool     `toml:"sandbox" json:"-"`
	Refused     bool     `toml:"refused" json:"-"`
	Faults      []fault  `toml:"fault" json:"-"`
}

// A fault is one thing that goes wrong.
type fault struct {
	On         []string `toml:"on"`
	Times      int      `toml:"times"`
	Status     int      `toml:"status"`
	Code       int      `toml:"code"`
	Error      string   `toml:"error"`
	Message    string   `toml:"message"`
	RetryAfter string   `toml:"retryAfter"`
	How        string   `toml:"how"`
}

var scenarios = sync.OnceValue(func() []Scenario {
	var doc struct {
		Scenario []Scenario `toml:"scenario"`
	}
	if err := toml.Unmarshal(scenariosFile, &doc); err != nil {
		panic("auth/simulator/scenarios.toml: " + err.Error()) // embedded, and tested
	}
	for i := range doc.Scenario {
		doc.Scenario[i].fill()
	}
	return doc.Scenario
})

// fill sets what the file leaves out to what it is in "ok".
func (b *behaviour) fill() {
	business := "Acme Home"
	if b.Business == nil {
		b.Business = &business
	}
	for _, part := range []struct {
		value *string
		usual string
	}{
		{&b.Tier, "trial"}, {&b.Username, "acme_home"}, {&b.Board, "Teapots"}, {&b.AccountType, "BUSINESS"},
	} {
		if *part.value == "" {
			*part.value = part.usual
		}
	}
	if b.Lifetime == 0 {
		b.Lifetime = accessLifetime
	}
}

// Scenarios returns all scenarios, "ok" first.
func Scenarios() []Scenario { return slices.Clone(scenarios()) }

// scenarioByName returns the scenario; the error names those that there are.
func scenarioByName(name string) (Scenario, error) {
	if name == "" {
		name = "ok"
	}
	var names []string
	for _, s := range scenarios() {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return Scenario{}, fmt.Errorf("there is no scenario %q; there are: %s", name, strings.Join(names, ", "))
}
