package cli

import (
	"cmp"
	"context"
	"net"
	"net/url"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

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
		return &unfitError{[]finding.Finding{assets.Finding("network.refused-here", "host", safe.Show(u.Host, 100), "port", portOf(u))}}
	}
	return c.Close()
}

func onThisMachine(raw string) (*url.URL, bool) {
	u, err := url.Parse(raw)
	return u, err == nil && auth.IsLoopback(u.Hostname())
}

func portOf(u *url.URL) string {
	usual := "80"
	if u.Scheme == "https" {
		usual = "443"
	}
	return cmp.Or(u.Port(), usual)
}
