package auth

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ParseRateLimits reads what the headers of an answer say about rate limits,
// in every form that is known: x-ratelimit-limit, -remaining and -reset as
// plain numbers (seen at Pinterest, the reset in seconds), with several
// windows ("100, 100;w=1, 1000;w=60", Envoy and IETF draft 03), the v3 API's
// x-userendpoint-ratelimit-*, RateLimit and RateLimit-Policy (later IETF
// drafts), and Retry-After (RFC 9110 §10.2.3). What isn't said is unknown:
// -1 for counts, 0 for times. No header, no element.
func ParseRateLimits(request string, h http.Header, now time.Time) []RateLimit {
	first := func(names ...string) string {
		for _, name := range names {
			if v := strings.TrimSpace(strings.Join(h.Values(name), ", ")); v != "" {
				return v
			}
		}
		return ""
	}
	limit := first("X-Ratelimit-Limit", "X-Userendpoint-Ratelimit-Limit", "Ratelimit-Limit", "Ratelimit-Policy")
	remaining := first("X-Ratelimit-Remaining", "X-Userendpoint-Ratelimit-Remaining", "Ratelimit-Remaining")
	reset := first("X-Ratelimit-Reset", "X-Userendpoint-Ratelimit-Reset", "Ratelimit-Reset")
	current := RateLimit{
		Request: request, Limit: -1,
		Remaining: leadingCount(remaining), Reset: leadingDelay(reset, now),
	}
	if combined := first("Ratelimit"); combined != "" {
		readCombined(&current, combined)
	}
	if current.Reset == 0 {
		current.Reset = RetryAfter(h, now)
	}
	limits := spread(current, windows(limit))
	if len(limits) == 1 && limits[0].Limit < 0 && limits[0].Remaining < 0 && limits[0].Reset == 0 {
		return nil
	}
	return limits
}

// RetryAfter reads the Retry-After header, seconds or a date (RFC 9110
// §10.2.3); 0 where there is none or it lies in the past.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	return leadingDelay(h.Get("Retry-After"), now)
}

// quotaAgain returns when a quota that was used up is new, zero where the headers
// don't say it: Retry-After, or the reset of the limit with nothing left.
func quotaAgain(request string, h http.Header, now time.Time) time.Time {
	wait := RetryAfter(h, now)
	for _, l := range ParseRateLimits(request, h, now) {
		if l.Remaining <= 0 {
			wait = max(wait, l.Reset)
		}
	}
	if wait == 0 {
		return time.Time{}
	}
	return now.Add(wait)
}

// A window is one item of a limit header.
type window struct {
	limit  int
	length time.Duration // 0 for unknown
}

// windows reads "100, 100;w=1, 1000;w=60" and `"default";q=100;w=60`.
func windows(header string) []window {
	var all []window
	for item := range strings.SplitSeq(header, ",") {
		head, params, _ := strings.Cut(strings.TrimSpace(item), ";")
		w := window{limit: leadingCount(head)}
		for name, value := range parameters(params) {
			switch name {
			case "w":
				w.length = seconds(value)
			case "q":
				w.limit = leadingCount(value)
			}
		}
		if w.limit >= 0 {
			all = append(all, w)
		}
	}
	return all
}

// spread makes one RateLimit of each window. The first item without a length
// repeats the limit that is the closest to being reached, and remaining and
// reset belong to that one (IETF draft 03, as Envoy sends it).
func spread(current RateLimit, all []window) []RateLimit {
	if len(all) == 0 {
		return []RateLimit{current}
	}
	closest := all[0].limit
	if len(all) > 1 && all[0].length == 0 {
		all = all[1:]
	}
	limits := make([]RateLimit, len(all))
	for i, w := range all {
		limits[i] = RateLimit{Request: current.Request, Limit: w.limit, Remaining: -1, Window: w.length}
		if w.limit == closest {
			limits[i].Remaining, limits[i].Reset = current.Remaining, current.Reset
			closest = -1 // only once
		}
	}
	return limits
}

// readCombined reads `"default";r=50;t=30`, and "limit=100, remaining=50,
// reset=30" of the drafts between.
func readCombined(into *RateLimit, header string) {
	for name, value := range parameters(strings.ReplaceAll(header, ",", ";")) {
		switch name {
		case "r", "remaining":
			into.Remaining = leadingCount(value)
		case "t", "reset":
			into.Reset = seconds(value)
		case "limit":
			into.Limit = leadingCount(value)
		}
	}
}

// parameters yields the name=value pairs of "a=1;b=2".
func parameters(text string) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		for part := range strings.SplitSeq(text, ";") {
			name, value, ok := strings.Cut(part, "=")
			if ok && !yield(strings.ToLower(strings.TrimSpace(name)), strings.Trim(value, ` "`)) {
				return
			}
		}
	}
}

// leadingCount returns the number at the start of the text, -1 for none.
func leadingCount(text string) int {
	text = strings.TrimLeft(text, ` "`)
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(text[:end])
	if err != nil {
		return -1
	}
	return n
}

// longestDelay is a year: nothing longer is a limit's window.
const longestDelay = 366 * 24 * time.Hour

// leadingDelay reads a moment: seconds from now, Unix seconds or milliseconds,
// or an HTTP date. 0 for none, or one in the past.
func leadingDelay(text string, now time.Time) time.Duration {
	if at, err := http.ParseTime(text); err == nil {
		return max(0, min(at.Sub(now), longestDelay))
	}
	n := leadingCount(text)
	switch {
	case n > 1e12:
		return max(0, min(time.UnixMilli(int64(n)).Sub(now), longestDelay))
	case n > 1e9:
		return max(0, min(time.Unix(int64(n), 0).Sub(now), longestDelay))
	}
	return seconds(text)
}

// seconds reads "67150" and "0.5"; 0 for anything else.
func seconds(text string) time.Duration {
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		f = float64(leadingCount(text))
	}
	if !(f > 0) { // NaN too
		return 0
	}
	if f > longestDelay.Seconds() {
		return longestDelay
	}
	return time.Duration(f * float64(time.Second))
}
