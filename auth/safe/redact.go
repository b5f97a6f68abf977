package safe

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Remember has Redact remove this value from every text from now on, in every
// form that it is likely to take: as it is, in a URL, in JSON, in HTML, in
// base64 with anything before it (a Basic header). Spaces around it don't
// count. Values shorter than 8 bytes are not remembered: they would blank
// ordinary words. Nor is a value with a "•" in it, which is a mask already.
func Remember(value string) { everything.remember(value) }

// Redact replaces every remembered secret, and everything that has the shape
// of a token, of a Basic or Bearer header, or of a secret, token, code or state
// in a URL, in JSON or in TOML, by Mask. It is safe for concurrent use.
func Redact(text string) string {
	return redactShapes(everything.redact(text))
}

// RedactKnown replaces every remembered secret by Mask, and nothing by its shape:
// for results, which may have the address of a login in them.
func RedactKnown(text string) string { return everything.redact(text) }

// LooksSecret reports whether Redact would mask something in the text by its
// shape alone, whatever it remembers.
func LooksSecret(text string) bool { return redactShapes(text) != text }

// SecretShape finds what has the shape of Pinterest's app secrets, and of codes:
// 40 hexadecimal digits, or more. Redact leaves it, as commits look the same:
// only the place tells them apart.
var SecretShape = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[0-9a-fA-F]{40,}`) })

// Misplaced returns the secret that a value is by its shape, behind an app ID or
// alone, where it isn't expected; "" for none.
func Misplaced(value string) string {
	if len(value) < 40 {
		return ""
	}
	id, secret, pair := strings.Cut(value, ":")
	if !pair || strings.Trim(id, "0123456789") != "" {
		secret = value
	}
	if SecretShape().FindString(secret) != secret {
		return ""
	}
	return secret
}

// RememberMisplaced has Redact remove the secret that a value is by mistake: in
// a field or a key that isn't for secrets, nothing else hides it.
func RememberMisplaced(value string) { Remember(Misplaced(value)) }

// RememberWithin is RememberMisplaced for what somebody typed, an argument or a
// variable, with whatever stands around the secret there: "--service=acme:…", a
// list, a query. What is a part of a path stays: folders are named for commits.
func RememberWithin(text string) {
	if len(text) < tokenLength {
		return
	}
	for _, at := range SecretShape().FindAllStringIndex(text, -1) {
		if !inPath(text[:at[0]], text[at[1]:]) {
			Remember(text[at[0]:at[1]])
		}
	}
	for _, token := range tokenShape().FindAllString(text, -1) {
		Remember(token)
	}
}

// tokenLength is more than any word has that begins like a token, and less than
// any token.
const tokenLength = 24

var tokenShape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`pin[arc]_[A-Za-z0-9_\-]{` + strconv.Itoa(tokenLength-len("pina_")) + `,}`)
})

// inPath reports whether what stands between the two is a part of a path, or of a
// host's or a file's name.
func inPath(before, after string) bool {
	return strings.HasSuffix(before, "/") || strings.HasSuffix(before, `\`) || strings.HasSuffix(before, ".") ||
		strings.HasPrefix(after, "/") || strings.HasPrefix(after, `\`) || strings.HasPrefix(after, ".")
}

type shape struct {
	pattern *regexp.Regexp
	replace func(groups []string) string
}

// shapes are what is a secret by its look. Each pattern's first group is kept;
// replace gets the match and its groups.
var shapes = sync.OnceValue(func() []shape {
	const (
		value  = `[^\s"'&,;<>{}()\[\]\\]+`
		quotes = `\\*["']?`
		equals = `\s*(?:=|:|%3[Dd])\s*`
	)
	keep := func(g []string) string { return g[1] + Mask }
	return []shape{
		// Pinterest's tokens: access, refresh, client credentials.
		{regexp.MustCompile(`()pin[arc]_[A-Za-z0-9_\-]{6,}`), keep},
		{regexp.MustCompile(`(?i)(authorization` + quotes + equals + `[\["'\\\s]*(?:(?:basic|bearer)\s+)?)` +
			`[A-Za-z0-9+/=_.~:%-]{8,}`), keep},
		{regexp.MustCompile(`(?i)(\b(?:basic|bearer)(?:\s+|%20|\+))[A-Za-z0-9+/=_.~-]{16,}`), keep},
		{regexp.MustCompile(`(?i)((?:client|app)[_ -]?secret(?:[_ -]?key)?` + quotes + equals + quotes + `)(` + value + `)`), keyed},
		{regexp.MustCompile(`(?i)((?:access|refresh|id)?_?token` + quotes + equals + quotes + `)(` + value + `)`), keyed},
		{regexp.MustCompile(`(://)[^/?#\s"'<>@]*:[^/?#\s"'<>@]+@`), func(g []string) string { return g[1] + Mask + "@" }}, // a name and a password
		// A code or state in a query counts however short it is; elsewhere
		// "code" is Pinterest's error number and "state" an ordinary word.
		{regexp.MustCompile(`((?:[?&#]|%3[Ff]|%26)(?:code|state)(?:=|%3[Dd]))(` + value + `)`), always},
		{regexp.MustCompile(`(\b(?:code|state)` + quotes + equals + quotes + `)(` + value + `)`), keyed},
	}
})

func redactShapes(text string) string {
	if len(text) < 8 {
		return text
	}
	for _, s := range shapes() {
		if !s.pattern.MatchString(text) {
			continue
		}
		text = s.pattern.ReplaceAllStringFunc(text, func(match string) string {
			return s.replace(s.pattern.FindStringSubmatch(match))
		})
	}
	return text
}

// always masks the value up to the next parameter of an encoded query.
func always(g []string) string {
	value, rest := g[2], ""
	if at := strings.Index(value, "%26"); at >= 0 {
		value, rest = value[:at], value[at:]
	}
	if value == "" || strings.HasPrefix(value, Mask) {
		return g[0]
	}
	return g[1] + Mask + rest
}

// keyed masks a value that is quoted or assigned, or that looks like no word:
// prose ("client secret: paste it"), error numbers ("code":29) and states of
// ours ("state=waiting") stay readable.
func keyed(g []string) string {
	name := strings.ToLower(g[1])
	number := len(g[2]) < 8 && strings.Trim(g[2], "0123456789.") == ""
	word := strings.Trim(g[2], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.…:") == ""
	given := strings.HasSuffix(name, `"`) || strings.HasSuffix(name, "'") || strings.HasSuffix(name, "=")
	if strings.Contains(name, "secret") && given {
		return always(g)
	}
	if number || word {
		return g[0]
	}
	return always(g)
}
