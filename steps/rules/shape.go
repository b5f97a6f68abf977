package rules

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/assets/near"
	"github.com/pinsetup/pinsetup/auth"
)

// shape takes the input's URI apart. Where something keeps it from being read
// as one, that is returned as the only finding: what comes after it would be
// guesses. Whatever might carry a password or a code comes first, so that no
// later finding can repeat it.
func shape(in Input) (uri, []finding.Finding) {
	for _, check := range []func(Input) *finding.Finding{
		address, userInfo, pinterestPage, callback, several, encoded, placeholder, spaces, signs, schemeTwice, behind, noScheme, schemeTypo,
	} {
		if f := check(in); f != nil {
			return uri{}, []finding.Finding{*f}
		}
	}
	u, _ := split(in.Value) // noScheme saw to it
	if f := hostAndPort(in, u); f != nil {
		return uri{}, []finding.Finding{*f}
	}
	return u, nil
}

// authority returns what stands before, in and behind the authority part of
// the value; without a "://" the value begins with it.
func authority(value string) (before, in, behind string) {
	if i := strings.Index(value, "://"); i >= 0 {
		before, value = value[:i+3], value[i+3:]
	}
	if i := strings.IndexAny(value, `/?#\`); i >= 0 {
		return before, value[:i], value[i:]
	}
	return before, value, ""
}

// address recognises an e-mail address, which is no page and no server.
func address(in Input) *finding.Finding {
	if !email().MatchString(in.Value) {
		return nil
	}
	f := in.find("uri.email")
	return &f
}

func userInfo(in Input) *finding.Finding {
	before, auth, behind := authority(in.Value)
	i := strings.LastIndexByte(auth, '@')
	if i < 0 || i == 0 && before == "" { // "@acme" is a name on other sites
		return nil
	}
	f := in.mend("uri.user-info", before+auth[i+1:]+behind)
	return &f
}

// pinterestPage recognises Pinterest's own pages: the authorize URL, the
// portal. The redirect URI may be in there.
func pinterestPage(in Input) *finding.Finding {
	_, host, behind := authority(in.Value)
	if !auth.IsPinterest(host) {
		return nil
	}
	f := in.find("uri.pinterest")
	_, query, _ := strings.Cut(behind, "?")
	if values, err := url.ParseQuery(query); err == nil {
		if inside := strings.TrimSpace(values.Get("redirect_uri")); strings.Contains(inside, "://") {
			f = in.mend("uri.pinterest", withoutQuery(inside))
		}
	}
	return &f
}

// callback recognises an address copied from the browser after a login, with
// the code in it. A website may have a parameter of any name.
func callback(in Input) *finding.Finding {
	if strings.HasPrefix(in.Field, "app.") {
		return nil
	}
	_, query, _ := strings.Cut(in.Value, "?")
	for part := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == '&' || r == '#' }) {
		switch name, _, _ := strings.Cut(part, "="); name {
		case "code", "access_token", "error":
			f := in.mend("uri.callback", withoutQuery(in.Value))
			return &f
		}
	}
	return nil
}

func withoutQuery(value string) string {
	value, _, _ = strings.Cut(value, "?")
	value, _, _ = strings.Cut(value, "#")
	return value
}

func several(in Input) *finding.Finding {
	parts := strings.FieldsFunc(in.Value, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) })
	whole := slices.DeleteFunc(parts, func(part string) bool { return !strings.Contains(part, "://") })
	if len(whole) < 2 {
		return nil
	}
	f := in.mend("uri.several", whole[0])
	return &f
}

func encoded(in Input) *finding.Finding {
	if strings.Contains(in.Value, "://") || !strings.Contains(strings.ToLower(in.Value), "%3a%2f%2f") {
		return nil
	}
	decoded, err := url.PathUnescape(in.Value)
	if err != nil {
		f := in.find("uri.encoded")
		return &f
	}
	decoded, _ = Clean("oauth.redirectUri", decoded)
	if safe := (Input{Field: in.Field, Value: decoded}); userInfo(safe) != nil || callback(safe) != nil {
		decoded = withoutQuery(decoded)
		before, auth, behind := authority(decoded)
		decoded = before + auth[strings.LastIndexByte(auth, '@')+1:] + behind
	}
	f := in.mend("uri.encoded", decoded)
	return &f
}

func spaces(in Input) *finding.Finding {
	words := strings.Fields(strings.Map(visible, in.Value))
	joined := strings.Join(words, "")
	if joined == in.Value {
		return nil
	}
	if !strings.ContainsAny(joined, ".:") {
		f := in.find("uri.words")
		return &f
	}
	f := in.find("uri.space")
	if goesOn(words) {
		f = in.mend("uri.space", joined)
	} else if one := addressAmong(words); one != "" {
		f = in.mend("uri.space", one)
	}
	return &f
}

// goesOn reports whether each word goes on where the one before it ends, as the
// pieces of an address do.
func goesOn(words []string) bool {
	for i := 1; i < len(words); i++ {
		before, after := words[i-1], words[i]
		begins := len(after) > 1 && strings.ContainsRune("/.:?&=%#_", rune(after[0]))
		ends := strings.ContainsRune("/.:?&=%#_-", rune(before[len(before)-1])) && word().MatchString(after)
		wraps := len(before) >= shortestLine && word().MatchString(after) && strings.ContainsAny(after, "/._-=&?%0123456789")
		if !begins && !ends && !wraps || strings.Index(after, "://") > 0 {
			return false
		}
	}
	return true
}

// addressAmong returns the only one of the words that is an address of its own;
// "" where there is none, or more.
func addressAmong(words []string) string {
	var found []string
	for _, w := range words {
		w = strings.Trim(w, `,;.()<>"'`)
		if strings.ContainsAny(w, "./") { // with a slash alone it may be a piece of one
			found = append(found, w)
		}
	}
	if len(found) != 1 || !strings.Contains(found[0], ".") && !strings.Contains(found[0], "://") {
		return ""
	}
	return found[0]
}

var word = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9]`) })

var placeholders = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\[[^\]:]*\]|<[^<>]*>|[$]?\{+[^{}]*\}+|[<>{}…]|[$][A-Z][A-Z_]+|%[A-Z][A-Z_]+%|YOUR_\w*|API_BASE|\.\.\.|(?i:%5b|%7b|%3c)`)
})

func placeholder(in Input) *finding.Finding {
	// Every screen has every address judged: most have nothing of what the
	// expression, which is slow, could find.
	if !strings.ContainsAny(in.Value, "[<>{}…$%_") && !strings.Contains(in.Value, "...") {
		return nil
	}
	found := placeholders().FindString(in.Value)
	if found == "" {
		return nil
	}
	f := in.find("uri.placeholder", "placeholder", show(found))
	if made, _ := FromAPIBase(in.other("oauth.apiBase")); made != "" && in.Field == "oauth.redirectUri" {
		f = in.mend("uri.placeholder", made, "placeholder", show(found))
	}
	return &f
}

// signs finds characters that a URI can't have, or that mean nothing in one.
func signs(in Input) *finding.Finding {
	switch {
	case strings.Contains(in.Value, `\`):
		f := in.mend("uri.backslash", strings.ReplaceAll(in.Value, `\`, "/"))
		return &f
	case strings.Contains(in.Value, "*"):
		f := in.find("uri.wildcard")
		return &f
	case brokenPercent(in.Value):
		f := in.find("uri.percent")
		return &f
	}
	return nil
}

// brokenPercent reports whether a % begins no encoded character (RFC 3986,
// section 2.1).
func brokenPercent(value string) bool {
	for _, behind := range strings.Split(value, "%")[1:] {
		if len(behind) < 2 || !hex2().MatchString(behind[:2]) {
			return true
		}
	}
	return false
}

var (
	hex2    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9A-Fa-f]{2}$`) })
	schemes = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:https?:?//)+(https?://)`)
	})
	// opaque is a scheme of somebody's own without "//": "com.acme.app:/oauth".
	opaque = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:/?[^0-9/]`) })
)

// schemeTwice finds an address that was pasted behind a scheme that stood there.
func schemeTwice(in Input) *finding.Finding {
	m := schemes().FindStringSubmatch(in.Value)
	if m == nil {
		return nil
	}
	f := in.mend("uri.scheme-twice", in.Value[len(m[0])-len(m[1]):], "schemes", show(m[0]))
	return &f
}

// second is an address behind another one: whole, or one of this computer, which
// is often typed without its scheme.
var second = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(https?://)[^?#]+?(?:(https?://.+)|/((?:localhost|127\.0\.0\.1|\[::1\]):\d+.*))$`)
})

// behind finds an address that was pasted behind the one that stood there. A website
// may be one that shows another.
func behind(in Input) *finding.Finding {
	if strings.Count(in.Value, ":") < 2 || !addressed(in.Field) { // most addresses
		return nil
	}
	m := second().FindStringSubmatch(in.Value)
	if m == nil {
		return nil
	}
	meant := m[2]
	if meant == "" {
		meant = "http://" + m[3]
	}
	f := in.mend("uri.behind", meant)
	return &f
}

var slips = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(https?)(?::/?|;//?|//?|\.//)([^/].*)$|^//([^/].*)$`)
})

func noScheme(in Input) *finding.Finding {
	if strings.Contains(in.Value, "://") {
		return nil
	}
	scheme, rest := "", in.Value
	if m := slips().FindStringSubmatch(in.Value); m != nil {
		scheme, rest = strings.ToLower(m[1]), m[2]+m[3]
	}
	rest = strings.TrimLeft(rest, "/:")
	u, _ := split("https://" + rest)
	if scheme == "" && opaque().MatchString(in.Value) {
		f := in.find("uri.no-scheme")
		return &f
	}
	named := u.loopback() || strings.Contains(u.host, ".")
	if !named || !u.validHost() || scheme == "" && strings.HasPrefix(in.Value, "/") && !strings.HasPrefix(in.Value, "//") {
		f := in.find("uri.no-scheme")
		return &f
	}
	if scheme == "" || !u.loopback() {
		scheme = "https"
		if u.loopback() {
			scheme = "http"
		}
	}
	f := in.mend("uri.no-scheme", scheme+"://"+rest)
	return &f
}

func schemeTypo(in Input) *finding.Finding {
	u, _ := split(in.Value)
	scheme := strings.ToLower(u.scheme)
	if u.web() || scheme != "" && near.Distance(scheme, "https", 3) > 2 {
		return nil
	}
	u.scheme = "https"
	if u.loopback() {
		u.scheme = "http"
	}
	f := in.mend("uri.scheme", u.String(), "scheme", show(scheme))
	return &f
}

func hostAndPort(in Input, u uri) *finding.Finding {
	if !u.web() {
		return nil // a scheme of one's own has no host to speak of
	}
	if u.host == "" {
		f := in.find("uri.no-host")
		if moved, ok := split(u.scheme + "://" + strings.TrimLeft(u.path, "/") + u.tail); ok && moved.host != "" && moved.validHost() {
			f = in.mend("uri.no-host", moved.String())
		}
		return &f
	}
	if !u.validHost() {
		f := in.find("uri.host", "host", show(u.host))
		fixed := u
		fixed.host = strings.Join(strings.FieldsFunc(u.host, func(r rune) bool { return r == '.' }), ".")
		if fixed.host != "" && fixed.validHost() {
			f = in.mend("uri.host", fixed.String(), "host", show(u.host))
		}
		return &f
	}
	if _, ok := u.number(); u.port != "" && !ok {
		fixed := u
		fixed.port = ""
		f := in.mend("uri.port", fixed.String(), "port", show(strings.TrimPrefix(u.port, ":")))
		return &f
	}
	return nil
}
