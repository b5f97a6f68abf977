package simulator

import (
	"crypto/rand"
	"encoding/json"
	"math/big"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/auth"
)

// A Request is one request that the server has answered. Its query and body
// are not kept: codes and tokens are in them.
type Request struct {
	Method string
	Path   string
	// Status is what was answered; 0 where the connection was broken off.
	Status int
}

// Writes reports whether the request would have changed something of the
// account. Consent, token calls and reads change nothing.
func (r Request) Writes() bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions &&
		!strings.HasPrefix(r.Path, "/oauth") && r.Path != "/v5/oauth/token"
}

// Requests returns all requests so far, in the order in which they were
// answered, so that a test can show what was called and that nothing was
// written.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// maxRequests bounds what Requests keeps; a server for tests sees fewer.
const maxRequests = 100_000

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /oauth/{$}", s.showConsent)
	mux.HandleFunc("POST /oauth/{$}", s.answerConsent)
	mux.HandleFunc("/v5/oauth/token", s.serveToken)
	mux.HandleFunc("/v5/", s.serveAPI)
	mux.HandleFunc("/sandbox/v5/", s.serveAPI)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.showRefusal(w, http.StatusNotFound, "There is no page here",
			"The consent page is at /oauth/, the API below /v5.")
	})
	return s.observe(mux)
}

// observe records every request, and lets in only those that mean this
// machine: a page elsewhere can't reach the server through a name of its own.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: w}
		start := time.Now()
		defer func() {
			broken := recover()
			if broken != nil {
				seen.status = 0
			}
			s.record(Request{r.Method, r.URL.Path, seen.status}, time.Since(start))
			if broken != nil {
				panic(broken)
			}
		}()
		header := w.Header()
		header.Set("X-Pinterest-Rid", requestID())
		header.Set("Cache-Control", "no-store")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Date", s.now().Add(time.Duration(s.scenario.Clock)*time.Second).UTC().Format(http.TimeFormat))
		if !isLoopback(r.Host) {
			sendError(seen, http.StatusMisdirectedRequest, http.StatusMisdirectedRequest, "The simulated Pinterest answers on 127.0.0.1 and localhost alone.")
			return
		}
		next.ServeHTTP(seen, r)
	})
}

func (s *Server) record(r Request, took time.Duration) {
	s.log.Info("simulated Pinterest", "method", r.Method, "path", r.Path, "status", r.Status, "took", took)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.requests) < maxRequests {
		s.requests = append(s.requests, r)
	}
}

// requestID returns a number of the length of Pinterest's x-pinterest-rid.
func requestID() string {
	n, _ := rand.Int(rand.Reader, big.NewInt(9e15)) // rand.Reader never fails
	return n.Add(n, big.NewInt(1e15)).String()
}

func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return auth.IsLoopback(strings.Trim(host, "[]"))
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// send answers with JSON.
func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body) // the client may be gone
}

// sendError answers in Pinterest's shape (API description, schema Error).
func sendError(w http.ResponseWriter, status, code int, message string) {
	body := struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Status  string `json:"status,omitempty"`
	}{code, message, ""}
	if status == http.StatusUnauthorized && code == 2 {
		body.Status = "failure" // observed on API calls with a bad token
	}
	send(w, status, body)
}

// sendOAuthError answers in RFC 6749's shape (5.2), where Pinterest's own is
// not known.
func sendOAuthError(w http.ResponseWriter, status int, code, description string) {
	send(w, status, struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{code, description})
}
