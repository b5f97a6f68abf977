package rules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/assets/near"
)

// longest is the number of characters of a URI that are compared; nobody
// registers longer ones.
const longest = 2000

// Registered compares the pasted list of registered URIs with the URIs that
// are used (oauth.redirectUri, oauth.testRedirectUri), character by character.
// A finding's Detail holds both URIs, one below the other, with the first
// difference between "›" and "‹".
func Registered(in Input) []finding.Finding {
	if in.Value == "" {
		return nil
	}
	listed := uris(in.Value)
	if len(listed) == 0 {
		return []finding.Finding{in.find("registered.none")}
	}
	var findings []finding.Finding
	if pair := glued().FindString(strings.Map(visible, in.Value)); pair != "" {
		findings = append(findings, in.find("registered.glued", "pair", show(pair)))
	}
	seen := ""
	for _, key := range []string{"oauth.redirectUri", "oauth.testRedirectUri"} {
		used := in.other(key)
		if used == "" || used == seen || len(used) > longest {
			continue
		}
		seen = used
		if f := compare(in, key, used, listed); f != nil {
			findings = append(findings, *f)
		}
	}
	slices.SortStableFunc(findings, mendableFirst)
	return findings
}

// mendableFirst puts what a key mends where it is seen with the key.
func mendableFirst(a, b finding.Finding) int {
	switch {
	case a.Mend != nil && b.Mend == nil:
		return -1
	case a.Mend == nil && b.Mend != nil:
		return 1
	}
	return 0
}

// uris returns the URIs of a pasted list, without the bullets, quotes and
// buttons ("Remove") around them.
func uris(text string) []string {
	var found []string
	text = listed().ReplaceAllString(text, "\n$1")
	text = glued().ReplaceAllString(strings.Map(visible, text), "$1\n$2")
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return r == ' ' || r == '\n' || r == '"' || r == '\'' || r == '`' || r == '•' || r == '<' || r == '>' || r == '|'
	}) {
		word = strings.TrimRight(word, ",;")
		if inner, ok := strings.CutPrefix(word, "("); ok {
			word = strings.TrimSuffix(inner, ")")
		}
		if strings.Contains(word, "://") && len(word) <= longest {
			found = append(found, word)
		}
	}
	return found
}

var (
	// listed are addresses with nothing but a comma or a semicolon between them.
	listed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[,;]([A-Za-z][A-Za-z0-9+.-]*://)`) })
	// glued are two addresses with nothing at all between them. A query may well
	// hold another address.
	glued = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(https?://[^\s"',;?#=&%<>|]+?)(https?://[^\s"',;<>|]+)`)
	})
	// button is what stands behind an entry of a list, and is copied with it.
	button = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:remove|delete|edit|copy|×)$`) })
)

// compare returns nil where the used URI is listed, and otherwise says how
// the nearest one differs.
func compare(in Input, key, used string, listed []string) *finding.Finding {
	nearest, least := "", len(used)/2+1
	for _, registered := range listed {
		if rest, ok := strings.CutPrefix(registered, used); ok && (rest == "" || button().MatchString(rest)) {
			return nil
		}
		if d := near.Distance(used, registered, least); d < least {
			nearest, least = registered, d
		}
	}
	if nearest == "" {
		f := in.find("registered.missing", "used", show(used))
		return &f
	}
	at, a, b := difference(used, nearest)
	id := kind(used, nearest)
	f := in.find(id, "used", show(used), "registered", show(nearest), "at", strconv.Itoa(at+1), "usedSign", sign(a), "registeredSign", sign(b))
	f.Detail = "used:       " + mark(used, at) + "\nregistered: " + mark(nearest, at)
	// The test URI may follow the portal. The connector's may not: the
	// connector sends what it sends.
	judge := Input{Field: key, Value: nearest, Get: in.Get}
	if key == "oauth.testRedirectUri" && len(TestRedirectURI(judge)) == 0 {
		f.Mend = &finding.Mend{Label: "have pinsetup use " + show(nearest), Field: key, Value: nearest}
	}
	return &f
}

// kind names the finding for the difference of two URIs that are not equal.
func kind(used, registered string) string {
	u, _ := split(used)
	r, _ := split(registered)
	switch {
	case used == registered+"/":
		return "registered.no-slash"
	case used+"/" == registered:
		return "registered.slash"
	case strings.EqualFold(used, registered):
		return "registered.case"
	case u.loopback() && r.loopback() && u.host != r.host && (uri{u.scheme, r.host, u.port, u.path, u.tail}) == r:
		return "registered.loopback"
	case u.scheme != r.scheme && (uri{r.scheme, u.host, u.port, u.path, u.tail}) == r:
		return "registered.scheme"
	case u.port != r.port && (uri{u.scheme, u.host, r.port, u.path, u.tail}) == r:
		return "registered.port"
	case u.path != r.path && strings.ReplaceAll(u.path, "//", "/") == strings.ReplaceAll(r.path, "//", "/") && u.host == r.host:
		return "registered.double-slash"
	}
	return "registered.differs"
}

// difference returns the place of the first difference, in characters from 0,
// and the characters there; 0 stands for the end.
func difference(a, b string) (at int, inA, inB rune) {
	x, y := []rune(a), []rune(b)
	for at < len(x) && at < len(y) && x[at] == y[at] {
		at++
	}
	if at < len(x) {
		inA = x[at]
	}
	if at < len(y) {
		inB = y[at]
	}
	return at, inA, inB
}

// sign names a character for a sentence.
func sign(r rune) string {
	if r == 0 {
		return "nothing"
	}
	return `"` + show(string(r)) + `"`
}

// mark puts the character at the place between pointers.
func mark(s string, at int) string {
	runes := []rune(s)
	if at >= len(runes) {
		return show(s) + "›‹"
	}
	return show(string(runes[:at])) + "›" + show(string(runes[at])) + "‹" + show(string(runes[at+1:]))
}
