package auth

import (
	"regexp"
	"strings"
	"sync"

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
	return args
}
