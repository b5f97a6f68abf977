package auth

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestRateLimitsInEveryKnownForm(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	one := func(limit, remaining int, window, reset time.Duration) []RateLimit {
		return []RateLimit{{Request: "GET /x", Limit: limit, Remaining: remaining, Window: window, Reset: reset}}
	}
	for _, row := range []struct {
		name    string
		headers string
		want    []RateLimit
	}{
		{"absent", "", nil},
		{"plain numbers", "X-RateLimit-Limit: 1000|X-RateLimit-Remaining: 998|X-RateLimit-Reset: 67150", one(1000, 998, 0, 67150*time.Second)},
		{"reset alone", "X-RateLimit-Reset: 67150", one(-1, -1, 0, 67150*time.Second)},
		{"nothing left", "X-RateLimit-Limit: 5|X-RateLimit-Remaining: 0", one(5, 0, 0, 0)},
		{"one window", "X-RateLimit-Limit: 100;w=60|X-RateLimit-Remaining: 7", one(100, 7, time.Minute, 0)},
		{"the limit and its window", "X-RateLimit-Limit: 100, 100;w=60|X-RateLimit-Remaining: 7|X-RateLimit-Reset: 30", one(100, 7, time.Minute, 30*time.Second)},
		{"several windows", `X-RateLimit-Limit: 100, 10;w=1;name="a", 100;w=60|X-RateLimit-Remaining: 7|X-RateLimit-Reset: 30`, []RateLimit{
			{Request: "GET /x", Limit: 10, Remaining: -1, Window: time.Second},
			{Request: "GET /x", Limit: 100, Remaining: 7, Window: time.Minute, Reset: 30 * time.Second},
		}},
		{"several header lines", "X-RateLimit-Limit: 100|X-RateLimit-Limit: 100;w=60", one(100, -1, time.Minute, 0)},
		{"Unix time", "X-RateLimit-Limit: 9|X-RateLimit-Reset: 1795435260", one(9, -1, 0, time.Minute)},
		{"Unix milliseconds", "X-RateLimit-Limit: 9|X-RateLimit-Reset: 1795435260000", one(9, -1, 0, time.Minute)},
		{"date", "X-RateLimit-Limit: 9|X-RateLimit-Reset: Mon, 23 Nov 2026 12:01:00 GMT", one(9, -1, 0, time.Minute)},
		{"the v3 API's", "X-Userendpoint-Ratelimit-Limit: 9|X-Userendpoint-Ratelimit-Remaining: 8", one(9, 8, 0, 0)},
		{"later drafts", `RateLimit-Policy: "default";q=100;w=60|RateLimit: "default";r=50;t=30`, one(100, 50, time.Minute, 30*time.Second)},
		{"drafts between", "RateLimit: limit=100, remaining=50, reset=30", one(100, 50, 0, 30*time.Second)},
		{"Retry-After in seconds", "Retry-After: 120", one(-1, -1, 0, 2*time.Minute)},
		{"Retry-After as a date", "Retry-After: Mon, 23 Nov 2026 12:02:00 GMT", one(-1, -1, 0, 2*time.Minute)},
		{"Retry-After in the past", "Retry-After: Mon, 23 Nov 2026 11:00:00 GMT", nil},
		{"nonsense", "X-RateLimit-Limit: lots|X-RateLimit-Remaining: -|X-RateLimit-Reset: NaN", nil},
		{"too large", "X-RateLimit-Limit: 99999999999999999999|X-RateLimit-Reset: 1e300", one(-1, -1, 0, longestDelay)},
	} {
		h := http.Header{}
		for line := range strings.SplitSeq(row.headers, "|") {
			if name, value, ok := strings.Cut(line, ": "); ok {
				h.Add(name, value)
			}
		}
		if got := ParseRateLimits("GET /x", h, now); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v, want %+v", row.name, got, row.want)
		}
	}
}

func TestAQuotaIsNewAgainWhenTheHeadersSaySo(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.Local)
	for _, row := range []struct{ headers, want string }{
		{"", "when the seconds are over"},
		{"X-RateLimit-Limit: 1000|X-RateLimit-Remaining: 0|X-RateLimit-Reset: 67150", "in 18 h 40 min (Tue 24 Nov, 06:39)"},
		{"X-RateLimit-Limit: 9, 9;w=1, 1000;w=86400|X-RateLimit-Remaining: 0|X-RateLimit-Reset: 1", "in 1 min (12:00)"},
		{"X-RateLimit-Remaining: 5|X-RateLimit-Reset: 900", "when the seconds are over"}, // of a limit that isn't reached
		{"X-RateLimit-Remaining: 5|X-RateLimit-Reset: 900|Retry-After: 600", "in 10 min (12:10)"},
	} {
		h := http.Header{}
		for line := range strings.SplitSeq(row.headers, "|") {
			if name, value, ok := strings.Cut(line, ": "); ok {
				h.Add(name, value)
			}
		}
		if got := again(quotaAgain("GET /x", h, now), now); !strings.HasPrefix(got, row.want) {
			t.Errorf("%s: %q, want %q", row.headers, got, row.want)
		}
	}
}

func FuzzRateLimits(f *testing.F) {
	f.Add("100, 100;w=60", "7", "30", "120", `"a";r=1;t=2`)
	f.Add("999999999999999999999", "-1", "1e400", "Mon, 23 Nov 2026 12:02:00 GMT", "limit=;=,")
	f.Fuzz(func(t *testing.T, limit, remaining, reset, retry, combined string) {
		h := http.Header{"X-Ratelimit-Limit": {limit}, "X-Ratelimit-Remaining": {remaining}, "X-Ratelimit-Reset": {reset}, "Retry-After": {retry}, "Ratelimit": {combined}}
		for _, l := range ParseRateLimits("GET /x", h, time.Unix(1795435200, 0)) {
			if l.Limit < -1 || l.Remaining < -1 || l.Window < 0 || l.Window > longestDelay || l.Reset < 0 || l.Reset > longestDelay {
				t.Errorf("%+v", l)
			}
		}
	})
}
