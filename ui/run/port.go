package run

import (
	"cmp"
	"net"
	"net/url"
	"strconv"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/rules"
)

// lookAtPort says whether another program has the port of the test redirect
// URI. It works in the queue: two looks at one port would meet each other.
func (r *Runner) lookAtPort(e steps.LookAtPort) {
	r.send(steps.Looked{Key: e.Key, Value: e.URI, Findings: r.portFindings(e)})
}

func (r *Runner) portFindings(e steps.LookAtPort) []finding.Finding {
	owner, taken := auth.PortTaken(r.ctx, e.URI)
	u, err := url.Parse(e.URI)
	if !taken || err != nil {
		return nil
	}
	id := "port.taken"
	if owner != "" {
		id = "port.taken-by"
	}
	port := cmp.Or(u.Port(), "80") // RFC 9110, section 4.2.1
	args := []string{"port", port, "owner", owner, "command", auth.HowToFindOwner(port)}
	f := assets.Finding(id, args...)
	if free := r.freePort(e.Key, *u); free != "" {
		f = assets.Mended(id, free, args...)
		f.Mend.Field = e.Key
	}
	f.Field = e.Key
	return []finding.Finding{f}
}

// tries is how many ports behind a taken one are tried for a free one.
const tries = 20

// freePort returns the redirect URI with the next port that is free and that the
// field's rule takes, as browsers refuse to open some; "" where none is near.
func (r *Runner) freePort(field string, u url.URL) string {
	fits := rules.For(field)
	port, err := strconv.Atoi(u.Port())
	if err != nil || port < 1024 {
		port = 8085 - 1
	}
	for next := port + 1; next <= min(port+tries, 65535); next++ {
		u.Host = net.JoinHostPort(u.Hostname(), strconv.Itoa(next))
		if _, taken := auth.PortTaken(r.ctx, u.String()); !taken && !finding.HasError(fits(rules.Input{Field: field, Value: u.String()})) {
			return u.String()
		}
	}
	return ""
}
