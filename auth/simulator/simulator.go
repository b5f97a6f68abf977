// Package simulator is a simulated Pinterest, a real HTTP server on loopback:
// for --demo, for tests, and for the authors of connectors. It behaves as
// Pinterest is known to (documented or observed); where nothing is known it
// does what RFC 6749 says, and scenarios.toml says so.
//
// A connector's test starts one, points the connector at Info's URLs, lets
// Consent play the person in the browser, and asks Requests what was called:
//
//	pinterest, err := simulator.Start(simulator.Options{Scenario: "rate-limited"})
//	...
//	defer pinterest.Close()
//
// "pinsetup simulate --scenario NAME --port N" serves the same to tests in any
// language.
package simulator

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// ClientID and ClientSecret are the simulated app's credentials, unless
// Options say others. They have the shapes of real ones and open nothing.
const (
	ClientID     = "1534758"
	ClientSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
)

// Lifetimes in seconds, as Pinterest's documentation gives them. How long a
// code lives is not known; ten minutes is RFC 6749's limit (4.1.2).
const (
	accessLifetime  = 2_592_000
	refreshLifetime = 5_184_000
	codeLifetime    = 10 * time.Minute
)

// Options say what is simulated.
type Options struct {
	// Scenario is a name of Scenarios; "" means "ok".
	Scenario string
	// Port is the TCP port on 127.0.0.1; 0 takes a free one.
	Port int
	// ClientID and ClientSecret are the app's credentials; "" means the
	// constants of the same names.
	ClientID, ClientSecret string
	// RedirectURIs are the registered ones; nil means http://localhost:8085/
	// and Appmixer's https://api.appmixer.com/auth/pinterest/callback.
	RedirectURIs []string
	// Latency is added to every answer of the API.
	Latency time.Duration
	// Slowness is how long an answer of the scenario "slow" takes; 0 means 3
	// seconds.
	Slowness time.Duration
	// Now is the clock by which codes and tokens end and quotas begin again;
	// nil means time.Now.
	Now func() time.Time
	// Log gets one line a request, redacted; nil means nowhere.
	Log *slog.Logger
}

// Info is what a client needs to know; its JSON is the first line that
// "pinsetup simulate" prints.
type Info struct {
	auth.Endpoints
	ClientID     string   `json:"clientId"`
	ClientSecret string   `json:"clientSecret"`
	RedirectURIs []string `json:"redirectUris"`
}

// A Server is a running simulated Pinterest.
type Server struct {
	scenario Scenario
	options  Options
	info     Info
	log      *slog.Logger
	http     *http.Server
	serving  sync.WaitGroup
	closing  chan struct{}
	close    func() error

	mu       sync.Mutex
	tickets  map[string]authorization // consent pages that wait for an answer
	codes    map[string]authorization
	tokens   map[string]grant
	used     map[string]usage // quota by category
	faults   map[int]int      // how often a fault has struck, by its index
	requests []Request
}

// Start serves on loopback until Close. The error names what was asked for and
// can't be had: an unknown scenario, a port that is busy.
func Start(o Options) (*Server, error) {
	scenario, err := scenarioByName(o.Scenario)
	if err != nil {
		return nil, fmt.Errorf("start the simulated Pinterest: %w", err)
	}
	s := &Server{
		scenario: scenario, options: o, log: slog.New(slog.DiscardHandler), closing: make(chan struct{}),
		tickets: map[string]authorization{}, codes: map[string]authorization{},
		tokens: map[string]grant{}, used: map[string]usage{}, faults: map[int]int{},
	}
	if o.Log != nil {
		s.log = slog.New(safe.NewHandler(o.Log.Handler()))
	}
	if s.options.Slowness == 0 {
		s.options.Slowness = 3 * time.Second
	}
	if s.options.Now == nil {
		s.options.Now = time.Now
	}
	s.close = sync.OnceValue(s.shutdown)
	s.info = Info{
		ClientID: cmp.Or(o.ClientID, ClientID), ClientSecret: cmp.Or(o.ClientSecret, ClientSecret),
		RedirectURIs: slices.Clone(o.RedirectURIs),
	}
	if o.RedirectURIs == nil {
		s.info.RedirectURIs = []string{"http://localhost:8085/", "https://api.appmixer.com/auth/pinterest/callback"}
	}
	if err := s.listen(); err != nil {
		return nil, fmt.Errorf("start the simulated Pinterest: %w", err)
	}
	return s, nil
}

// listen opens the listeners that the scenario needs and sets Info's URLs.
func (s *Server) listen() error {
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(s.options.Port)))
	if err != nil {
		return err
	}
	s.http = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	page := "http://" + listener.Addr().String()
	api := page
	if s.scenario.Refused {
		api = "http://" + nobody()
	}
	s.serve(listener)
	if s.scenario.TLS != "" {
		secure, err := listenTLS(s.scenario.TLS)
		if err != nil {
			_ = s.Close()
			return err
		}
		s.serve(secure)
		api = "https://" + secure.Addr().String()
	}
	s.info.AuthorizeURL = page + "/oauth/"
	s.info.TokenURL = api + "/v5/oauth/token"
	s.info.APIURL = api + "/v5"
	if s.scenario.Sandbox {
		s.info.APIURL = api + "/sandbox/v5"
	}
	return nil
}

func (s *Server) serve(listener net.Listener) {
	s.serving.Go(func() {
		if err := s.http.Serve(listener); err != http.ErrServerClosed {
			s.log.Error("the simulated Pinterest stopped", "error", err)
		}
	})
}

func listenTLS(kind string) (net.Listener, error) {
	certificate, err := newCertificate(kind, time.Now())
	if err != nil {
		return nil, err
	}
	return tls.Listen("tcp4", "127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12,
	})
}

// nobody returns a loopback address where nothing listens: no program may take
// this port without privileges, and none is known to.
func nobody() string { return "127.0.0.1:1" }

// Info returns the server's URLs and the app's credentials.
func (s *Server) Info() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := s.info
	info.RedirectURIs = slices.Clone(info.RedirectURIs)
	return info
}

// Register adds a redirect URI to the app, as "Add" and "Save" in the portal do.
func (s *Server) Register(uri string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.info.RedirectURIs, uri) {
		s.info.RedirectURIs = append(s.info.RedirectURIs, uri)
	}
}

// Close stops serving, breaks off what is being answered, and returns when no
// goroutine of the server is left.
func (s *Server) Close() error { return s.close() }

func (s *Server) shutdown() error {
	close(s.closing)
	err := s.http.Close()
	s.serving.Wait()
	return err
}

func (s *Server) now() time.Time { return s.options.Now() }
