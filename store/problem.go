package store

import (
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A Problem is an error whose cause and mend are known: it carries the finding
// that says both, so that a front end shows it as it shows every other finding.
type Problem struct {
	// Err is what is behind it; nil where nothing is.
	Err error

	finding finding.Finding
}

// NewProblem returns the problem with the finding's ID and arguments (see
// assets.Finding). What err says becomes the finding's detail, cleaned.
func NewProblem(err error, id string, args ...string) *Problem {
	for i := 1; i < len(args); i += 2 {
		args[i] = safe.Show(args[i], 300)
	}
	p := &Problem{Err: err, finding: assets.Finding(id, args...)}
	if err != nil {
		p.finding.Detail = safe.Show(err.Error(), 300)
	}
	return p
}

// ProblemOf returns the problem that carries a finding which is there already.
func ProblemOf(err error, f finding.Finding) *Problem { return &Problem{Err: err, finding: f} }

// Error says what happened, why, and what to do.
func (p *Problem) Error() string {
	f := p.finding
	text := finding.Sentence(f.Title)
	if f.Detail != "" {
		text += " " + finding.Sentence("It said: "+f.Detail)
	}
	return strings.TrimSpace(text + " " + finding.Sentence(f.Fix))
}

// Finding returns the problem as a finding.
func (p *Problem) Finding() finding.Finding { return p.finding }

// Unwrap returns what is behind the problem.
func (p *Problem) Unwrap() error { return p.Err }
