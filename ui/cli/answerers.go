package cli

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// answerers name who answers a service's requests, as sentences begin with it.
type answerers struct{ token, api string }

// answerersOf names the servers behind endpoints. In the demo all of them are
// the simulated Pinterest.
func (a *app) answerersOf(e auth.Endpoints) answerers {
	if a.flags.demo != "" {
		return answerers{theDemos, theDemos}
	}
	return answerers{whoIs(e.TokenURL), whoIs(e.APIURL)}
}

// elsewhere returns the endpoints that don't lead to Pinterest. The demo says
// itself where it leads.
func (a *app) elsewhere(e auth.Endpoints) []string {
	if a.flags.demo != "" {
		return nil
	}
	return e.Elsewhere()
}

const theDemos = "the simulated Pinterest"

// whoIs names the server behind a URL.
func whoIs(raw string) string {
	if auth.AtPinterest(raw) {
		return "Pinterest"
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "the server"
	}
	return cmp.Or(safe.Show(u.Host, 100), "the server")
}

// together names all who answered for app IDs and secrets.
func together(services []serviceReport) string {
	var names []string
	for _, s := range services {
		names = append(names, s.who.token)
	}
	slices.Sort(names)
	return cmp.Or(strings.Join(slices.Compact(names), " and "), "Pinterest")
}
