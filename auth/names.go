package auth

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A named thing of a message: the placeholder of the catalogue that stands for
// it, how it is found, and what is said where the message doesn't name it.
type named struct {
	name    string
	pattern *regexp.Regexp
	unnamed string
}

var namedThings = sync.OnceValue(func() []named {
	return []named{
		{"scopes", regexp.MustCompile(`Missing: \[([^\]]*)\]`), "the answer doesn't say which"},
		{"feature", regexp.MustCompile(`restricted feature: ([\w-]+)`), "the answer doesn't say which"},
		{"uri", regexp.MustCompile(`redirect_uri (\S+) does not match`), "the one that was sent"},
		{"host", regexp.MustCompile(`https?://([^/\s"'?#]+)`), ""},
		{"port", regexp.MustCompile(`https?://[^/\s"'?#]+:(\d+)`), "80"},
		{"host", regexp.MustCompile(`(?:lookup|getaddrinfo \w+|resolve host:?|connect \w+) ([\w.:-]*\w)`), "the server"},
	}
})

// names returns what the message names, as arguments of assets.Finding.
func (s Symptom) names() []string {
	var args []string
	for _, thing := range namedThings() {
		value := thing.unnamed
		if found := thing.pattern.FindStringSubmatch(s.Message); found != nil {
			value = safe.Show(strings.ReplaceAll(found[1], "'", ""), 80)
		}
		if value != "" {
			args = append(args, thing.name, value)
		}
	}
	return append(args, "again", again(s.Again, time.Now()))
}

// again says when a quota is new, as a length and as a time of this machine's
// day: "in 18 h 39 min (Thu 26 Nov, 13:25)".
func again(at, now time.Time) string {
	if at.IsZero() {
		return "when the seconds are over that x-ratelimit-reset names; with Trial access that can be most of a day"
	}
	wait, clock := at.Sub(now), at.Local().Format("15:04")
	if wait >= time.Hour {
		clock = at.Local().Format("Mon 2 Jan, 15:04")
	}
	return "in " + length(wait) + " (" + clock + ")"
}

// length says how long something takes, in hours and minutes: "18 h 39 min", "24
// h". A minute that has begun counts.
func length(d time.Duration) string {
	minutes := int(math.Ceil(d.Minutes()))
	text := fmt.Sprintf("%d min", minutes%60)
	switch hours := minutes / 60; {
	case hours > 0 && minutes%60 == 0:
		return fmt.Sprintf("%d h", hours)
	case hours > 0:
		return fmt.Sprintf("%d h ", hours) + text
	}
	return text
}
