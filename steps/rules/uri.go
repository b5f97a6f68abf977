package rules

import (
	"net/netip"
	"strconv"
	"strings"
)

// A uri is a URI in pieces. Pinterest compares URIs character by character,
// so nothing is decoded, and String gives back exactly what was split.
type uri struct {
	scheme string // as typed, before "://"
	host   string // as typed, without port; an IPv6 address with its brackets
	port   string // with its colon: ":8085"; "" for none
	path   string // with its slash
	tail   string // query and fragment, with their "?" and "#"
}

// split takes a URI without user information apart; false where there is no
// "://".
func split(value string) (uri, bool) {
	scheme, rest, ok := strings.Cut(value, "://")
	if !ok {
		return uri{}, false
	}
	u := uri{scheme: scheme}
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest, u.tail = rest[:i], rest[i:]
	}
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		rest, u.path = rest[:i], rest[i:]
	}
	u.host = rest
	if i := strings.LastIndexByte(rest, ':'); i > strings.LastIndexByte(rest, ']') {
		u.host, u.port = rest[:i], rest[i:]
	}
	return u, true
}

func (u uri) String() string { return u.scheme + "://" + u.host + u.port + u.path + u.tail }

func (u uri) is(scheme string) bool { return strings.EqualFold(u.scheme, scheme) }

func (u uri) web() bool { return u.is("http") || u.is("https") }

// secure returns the URI with https, and without a port that means http.
func (u uri) secure() uri {
	if u.is("http") && u.port == ":80" {
		u.port = ""
	}
	u.scheme = "https"
	return u
}

// query returns the query with its "?", fragment the fragment with its "#".
func (u uri) query() string {
	query, _, _ := strings.Cut(u.tail, "#")
	return query
}

func (u uri) fragment() string { return strings.TrimPrefix(u.tail, u.query()) }

// number returns the port, and false where it isn't one.
func (u uri) number() (port int, ok bool) {
	port, err := strconv.Atoi(strings.TrimPrefix(u.port, ":"))
	digits := strings.Trim(u.port[min(1, len(u.port)):], "0123456789") == ""
	return port, err == nil && digits && port >= 1 && port <= 65535
}

// addr returns the host as an IP address, and false for a name.
func (u uri) addr() (netip.Addr, bool) {
	addr, err := netip.ParseAddr(strings.Trim(u.host, "[]"))
	return addr.Unmap(), err == nil
}

// loopback reports whether the host is this computer (RFC 6761, section 6.3).
func (u uri) loopback() bool {
	if addr, ok := u.addr(); ok {
		return addr.IsLoopback()
	}
	name := strings.ToLower(strings.TrimSuffix(u.host, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// private reports whether only a network of one's own knows the host
// (RFC 1918, 4193, 6598, 6762, 8375, and names without a dot).
func (u uri) private() bool {
	if addr, ok := u.addr(); ok {
		return addr.IsPrivate() || addr.IsLinkLocalUnicast() || addr.IsUnspecified() ||
			netip.MustParsePrefix("100.64.0.0/10").Contains(addr)
	}
	name := strings.ToLower(strings.TrimSuffix(u.host, "."))
	return !strings.Contains(name, ".") || hasSuffix(name, ".local", ".internal", ".lan", ".home.arpa",
		".intranet", ".corp", ".home", ".localdomain", ".test")
}

// example reports whether the host is reserved for examples (RFC 2606, RFC
// 6761): nobody's.
func (u uri) example() bool {
	name := "." + strings.ToLower(strings.TrimSuffix(u.host, "."))
	return hasSuffix(name, ".example.com", ".example.net", ".example.org", ".example", ".invalid")
}

// invented reports whether the host looks like one that examples invent:
// "your-domain.com". Somebody may own it.
func (u uri) invented() bool {
	name := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.host), "www."), "api.")
	name = strings.NewReplacer("-", "", "_", "").Replace(name)
	label, _, _ := strings.Cut(name, ".")
	switch strings.TrimPrefix(label, "your") {
	case "domain", "company", "app", "site", "website", "host", "server", "tenant", "api", "business", "brand":
		return strings.HasPrefix(label, "your")
	}
	return false
}

// validHost reports whether the host is an IP address or a name of letters,
// digits, hyphens and dots (underscores are seen, and let pass).
func (u uri) validHost() bool {
	if _, ok := u.addr(); ok {
		return strings.Contains(u.host, ":") == strings.HasPrefix(u.host, "[")
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(u.host, "."), ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if r < 0x80 && !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_') {
				return false
			}
		}
	}
	return len(u.host) <= 253
}

func hasSuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
