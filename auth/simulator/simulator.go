// Package simulator is a simulated Pinterest, a real HTTP server on loopback:
// for --demo, for tests, and for the authors of connectors. It behaves as
// Pinterest is known to (documented or observed); where nothing is known it
// does what RFC 6749 says, and scenarios.toml says so.
package simulator

import (
	"context"
	"log/slog"
	"time"

	"github.com/pinsetup/pinsetup/auth"
)

// ClientID and ClientSecret are the simulated app's credentials, unless
// Options say others. They have the shapes of real ones and open nothing.
const (
	ClientID     = "1534758"
	ClientSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
)

// Options say what is simulated.
type Options struct {
	// Scenario is a name of Scenarios; "" means "ok".
	Scenario string
	// Port is the TCP port on 127.0.0.1; 0 takes a free one.
	Port int
	// RedirectURIs are the registered ones; nil means http://localhost:8085/
	// and Appmixer's https://api.appmixer.com/auth/pinterest/callback.
	RedirectURIs []string
	// Latency is added to every answer of the API.
	Latency time.Duration
	Log     *slog.Logger
}

// Info is what a client needs to know; its JSON is the first line that
// "pinsetup simulate" prints.
type Info struct {
	auth.Endpoints
	ClientID     string   `json:"clientId"`
	ClientSecret string   `json:"clientSecret"`
	RedirectURIs []string `json:"redirectUris"`
}

// A Scenario is a way in which the simulated Pinterest behaves.
type Scenario struct {
	Name    string
	Summary string
}

// Scenarios returns all scenarios, "ok" first.
func Scenarios() []Scenario { return []Scenario{{Name: "ok", Summary: "everything works"}} }

// A Server is a running simulated Pinterest.
type Server struct{}

// Start serves on loopback until Close.
func Start(o Options) (*Server, error) { return &Server{}, nil }

// Info returns the server's URLs and the app's credentials.
func (s *Server) Info() Info { return Info{} }

// Register adds a redirect URI to the app, as "Add" and "Save" in the portal do.
func (s *Server) Register(uri string) {}

// Consent does what a person does in the browser, over HTTP: opens the
// authorize URL, presses "Give access" (or "Cancel"), follows the redirect to
// the callback, and returns what the last page says.
func (s *Server) Consent(ctx context.Context, authorizeURL string, give bool) (page string, err error) {
	return "", nil
}

// Close stops serving.
func (s *Server) Close() error { return nil }
