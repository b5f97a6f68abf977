package simulator

import (
	"bytes"
	"net/http"
	"slices"
	"time"
)

// strike lets what the scenario has go wrong at this place go wrong, and
// reports whether the request is answered by it.
func (s *Server) strike(w http.ResponseWriter, r *http.Request, place string) bool {
	for i, f := range s.scenario.Faults {
		if !slices.Contains(f.On, place) || !s.due(i, f.Times) {
			continue
		}
		if f.How == "slow" {
			s.wait(r, s.options.Slowness)
			continue
		}
		s.answerWith(w, r, f)
		return true
	}
	return false
}

func (s *Server) due(index, times int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[index]++
	return times == 0 || s.faults[index] <= times
}

// wait returns when the time has passed, or the client or the server goes.
func (s *Server) wait(r *http.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-s.closing:
	}
}

func (s *Server) answerWith(w http.ResponseWriter, r *http.Request, f fault) {
	header := w.Header()
	if f.RetryAfter != "" {
		header.Set("Retry-After", f.RetryAfter)
	}
	switch f.How {
	case "":
		s.answerError(w, f)
	case "stall":
		select {
		case <-r.Context().Done():
		case <-s.closing:
		}
		panic(http.ErrAbortHandler)
	case "hangup":
		panic(http.ErrAbortHandler)
	case "redirect":
		// 307 and not 302: a client that follows repeats its body and its
		// credentials, and Requests shows it.
		header.Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusTemporaryRedirect)
	case "html":
		header.Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte("<!doctype html><title>Welcome to Café Wi-Fi</title><h1>Please accept our terms to go online</h1>"))
	case "huge":
		s.answerForever(w, r)
	default:
		answerBadly(w, f.How)
	}
}

func (s *Server) answerError(w http.ResponseWriter, f fault) {
	if f.Status == http.StatusTooManyRequests && s.scenario.Limits != "absent" {
		// The one real value that is known: seconds left of a day's quota.
		s.setLimits(w, 1000, 0, 67150, 24*time.Hour)
		if f.RetryAfter != "" {
			w.Header().Set("X-RateLimit-Reset", f.RetryAfter)
		}
	}
	if f.Error != "" {
		sendOAuthError(w, f.Status, f.Error, f.Message)
		return
	}
	sendError(w, f.Status, f.Code, f.Message)
}

// answerForever sends JSON that doesn't end, until somebody has enough.
func (s *Server) answerForever(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	chunk := bytes.Repeat([]byte(" "), 64<<10)
	copy(chunk, `{"message":"`)
	for r.Context().Err() == nil {
		if _, err := w.Write(chunk); err != nil {
			break
		}
		select {
		case <-s.closing:
			panic(http.ErrAbortHandler)
		default:
		}
	}
	panic(http.ErrAbortHandler)
}

// answerBadly answers 200 with a body that is no answer.
func answerBadly(w http.ResponseWriter, how string) {
	header := w.Header()
	header.Set("Content-Type", "application/json")
	switch how {
	case "garbage":
		_, _ = w.Write([]byte("\x00\x1b[31m\xff\xfe{{{]]not json\n"))
	case "array":
		_, _ = w.Write([]byte(`[1,2,3]`))
	case "text":
		header.Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte("OK"))
	case "truncated":
		header.Set("Content-Length", "400")
		_, _ = w.Write([]byte(`{"access_token":"pina_`))
		_ = http.NewResponseController(w).Flush() // or nothing at all arrives
		panic(http.ErrAbortHandler)
	default: // "empty"
		w.WriteHeader(http.StatusOK)
	}
}
