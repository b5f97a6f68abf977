package cli

import (
	"cmp"
	"context"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// What a demo or "pinsetup simulate" wrote leads to a server on this machine,
// which ends with it. Firewalls and proxies are then the wrong thing to look at.

// sayEnded puts, in place of a refused connection to this machine, that the
// simulated Pinterest there has ended.
func (a *app) sayEnded(e auth.Endpoints, found []finding.Finding) []finding.Finding {
	u, here := onThisMachine(e.TokenURL)
	if !here || a.flags.demo != "" { // the scenario "refused" means it
		return found
	}
	found = slices.Clone(found)
	for i := range found {
		if found[i].ID == "network.refused" {
			found[i] = hasEnded(u)
		}
	}
	return found
}

// endedError is sayEnded for an error.
func (a *app) endedError(e auth.Endpoints, err error) error {
	f, ok := findingOf(err)
	if !ok || f.ID != "network.refused" {
		return err
	}
	return &findingError{a.sayEnded(e, []finding.Finding{f})[0], err}
}

// listens returns an error where the authorize page is to be opened on this
// machine, and nothing listens there: no callback would ever come.
func (a *app) listens(ctx context.Context, e auth.Endpoints) error {
	u, here := onThisMachine(e.AuthorizeURL)
	if !here || a.flags.demo != "" {
		return nil
	}
	dialer := net.Dialer{Timeout: time.Second}
	c, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), portOf(u)))
	if err != nil {
		return &unfitError{[]finding.Finding{hasEnded(u)}}
	}
	return c.Close()
}

func onThisMachine(raw string) (*url.URL, bool) {
	u, err := url.Parse(raw)
	return u, err == nil && auth.IsLoopback(u.Hostname())
}

func hasEnded(u *url.URL) finding.Finding {
	return assets.Finding("network.ended", "host", safe.Show(u.Host, 100), "port", portOf(u))
}

func portOf(u *url.URL) string {
	usual := "80"
	if u.Scheme == "https" {
		usual = "443"
	}
	return cmp.Or(u.Port(), usual)
}
