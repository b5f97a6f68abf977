// Package appmixersim is a simulated Appmixer, a real HTTP server on loopback,
// with the few endpoints that a service configuration needs. It follows
// Appmixer's documentation; where that is silent (error bodies, POST on what is
// there already) it does what the engine's code and its community tools show.
package appmixersim

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"net/http"
	"sync"
	"time"
)

// The simulated users, and the password of both.
const (
	Admin    = "admin@acme.example"
	User     = "user@acme.example" // has no admin scope
	Password = "simulated-password"
)

// Options say what is simulated.
type Options struct {
	// Port is the TCP port on 127.0.0.1; 0 takes a free one.
	Port int
	// Configs are the service configurations that are there already, by ID.
	Configs map[string]map[string]any
}

// A Server is a running simulated Appmixer.
type Server struct {
	http http.Server
	url  string

	mu      sync.Mutex
	tokens  map[string]string // token → user
	configs map[string]map[string]any
	writes  int
}

// Start serves on loopback until Close.
func Start(o Options) (*Server, error) {
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: o.Port})
	if err != nil {
		return nil, err
	}
	s := &Server{url: "http://" + l.Addr().String(), tokens: map[string]string{}, configs: map[string]map[string]any{}}
	for id, config := range o.Configs {
		s.Put(id, config)
	}
	s.http = http.Server{Handler: s.handler(), ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	go func() { _ = s.http.Serve(l) }() // ends with Close
	return s, nil
}

// URL is the API's base.
func (s *Server) URL() string { return s.url }

// Close stops serving.
func (s *Server) Close() error { return s.http.Close() }

// Config returns a copy of a service configuration, nil where there is none.
func (s *Server) Config(id string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.configs[id])
}

// Put replaces a service configuration, as another admin would.
func (s *Server) Put(id string, config map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.configs[id] = maps.Clone(config)
	s.configs[id]["serviceId"] = id
}

// Writes counts the requests that changed something.
func (s *Server) Writes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writes
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /user/auth", s.login)
	mux.HandleFunc("GET /user", s.user)
	mux.HandleFunc("GET /service-config/{id}", s.admin(s.get))
	mux.HandleFunc("PUT /service-config/{id}", s.admin(s.replace))
	mux.HandleFunc("POST /service-config", s.admin(s.merge))
	return mux
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	var in struct{ Username, Email, Password string }
	if !read(w, r, &in) {
		return
	}
	name := in.Email
	if name == "" {
		name = in.Username
	}
	if (name != Admin && name != User) || in.Password != Password {
		refuse(w, http.StatusForbidden, "Invalid username or password.")
		return
	}
	token := rand.Text()
	s.mu.Lock()
	s.tokens[token] = name
	s.mu.Unlock()
	answer(w, map[string]any{"user": map[string]any{"username": name, "email": name, "isActive": true}, "token": token})
}

// who returns the user whose token the request carries, "" for nobody.
func (s *Server) who(r *http.Request) string {
	const bearer = "Bearer "
	h := r.Header.Get("Authorization")
	if len(h) <= len(bearer) || h[:len(bearer)] != bearer {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[h[len(bearer):]]
}

func (s *Server) user(w http.ResponseWriter, r *http.Request) {
	switch name := s.who(r); name {
	case "":
		refuse(w, http.StatusUnauthorized, "Missing authentication")
	case Admin:
		answer(w, map[string]any{"username": name, "email": name, "scope": []string{"user", "admin"}})
	default:
		answer(w, map[string]any{"username": name, "email": name, "scope": []string{"user"}})
	}
}

// admin lets only admins through.
func (s *Server) admin(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch s.who(r) {
		case "":
			refuse(w, http.StatusUnauthorized, "Missing authentication")
		case Admin:
			next(w, r)
		default:
			refuse(w, http.StatusForbidden, "Insufficient scope")
		}
	}
}

func (s *Server) get(w http.ResponseWriter, r *http.Request) {
	config := s.Config(r.PathValue("id"))
	if config == nil {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	answer(w, config)
}

// replace is PUT: the body is the whole configuration.
func (s *Server) replace(w http.ResponseWriter, r *http.Request) {
	var body map[string]any
	if !read(w, r, &body) {
		return
	}
	s.write(w, r.PathValue("id"), body, false)
}

// merge is POST: what is there already stays.
func (s *Server) merge(w http.ResponseWriter, r *http.Request) {
	var body map[string]any
	if !read(w, r, &body) {
		return
	}
	id, _ := body["serviceId"].(string)
	if id == "" {
		refuse(w, http.StatusBadRequest, "serviceId is required")
		return
	}
	s.write(w, id, body, true)
}

func (s *Server) write(w http.ResponseWriter, id string, body map[string]any, merge bool) {
	config := map[string]any{}
	if merge {
		maps.Copy(config, s.Config(id))
	}
	maps.Copy(config, body)
	s.Put(id, config)
	s.mu.Lock()
	s.writes++
	s.mu.Unlock()
	answer(w, s.Config(id))
}

func read(w http.ResponseWriter, r *http.Request, v any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	d.UseNumber() // what is stored comes back to the last digit
	err := d.Decode(v)
	if tooBig, ok := errors.AsType[*http.MaxBytesError](err); ok {
		refuse(w, http.StatusRequestEntityTooLarge, tooBig.Error())
		return false
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "Invalid request payload JSON format")
		return false
	}
	return true
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // a client that is gone needs no answer
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	answer(w, map[string]any{"statusCode": status, "error": http.StatusText(status), "message": message})
}
