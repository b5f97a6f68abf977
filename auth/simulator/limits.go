package simulator

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/pinsetup/pinsetup/assets"
)

// usage counts the requests of one category in the window under way.
type usage struct {
	count  int
	window time.Time // when it began
}

// quota returns the number of requests and the window of a category: a day for
// Trial access, a minute for Standard access; 1000 where it is not known.
func (s *Server) quota(category string) (limit int, window time.Duration) {
	trial := s.scenario.Tier != "standard"
	limit, window = 1000, time.Minute
	if trial {
		window = 24 * time.Hour
	}
	for _, l := range assets.RateLimits() {
		known := l.Standard
		if trial {
			known = l.Trial
		}
		if l.Category == category && known > 0 {
			limit = known
		}
	}
	return limit, window
}

// spend counts one request and sets the rate-limit headers: plain numbers, the
// reset in seconds from now. It reports false when the quota is used up.
func (s *Server) spend(w http.ResponseWriter, category string) bool {
	limit, window := s.quota(category)
	now := s.now()
	s.mu.Lock()
	u := s.used[category]
	if now.Sub(u.window) >= window {
		u = usage{window: now.Truncate(window)}
	}
	within := u.count < limit
	if within {
		u.count++
	}
	s.used[category] = u
	s.mu.Unlock()

	reset := int(math.Ceil(u.window.Add(window).Sub(now).Seconds()))
	s.setLimits(w, limit, limit-u.count, reset, window)
	return within
}

func (s *Server) setLimits(w http.ResponseWriter, limit, remaining, reset int, window time.Duration) {
	header := w.Header()
	if s.scenario.Limits == "absent" {
		return
	}
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	if s.scenario.Limits == "windows" {
		header.Set("X-RateLimit-Limit", fmt.Sprintf("%d, %d;w=%d, 100;w=1", limit, limit, int(window.Seconds())))
	}
	header.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	header.Set("X-RateLimit-Reset", strconv.Itoa(reset))
}

func dropLimits(w http.ResponseWriter) {
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		w.Header().Del(name)
	}
}

// sendQuotaUsedUp answers in the words of the API description.
func sendQuotaUsedUp(w http.ResponseWriter) {
	sendError(w, http.StatusTooManyRequests, 8, "This request exceeded a rate limit. This can happen if the client exceeds one\nof the published rate limits within a short time window.")
}
