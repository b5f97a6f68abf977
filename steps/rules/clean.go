package rules

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// Clean removes the artefacts of pasting (spaces and newlines around, zero
// width characters, BOM, quotes, "client_id=" in front) from a value of the
// field, and says what it removed: one note with the names of it all, and
// never with the value. Cleaning what is clean changes nothing.
func Clean(field, value string) (cleaned string, removed []finding.Finding) {
	var what []string
	for before := ""; before != value; {
		before = value
		for _, c := range cleaners {
			after := c.clean(field, value)
			if after != value && c.says(field, value, after) && !slices.Contains(what, c.name) {
				what = append(what, c.name)
			}
			value = after
		}
	}
	if len(what) > 0 {
		removed = append(removed, Input{Field: field}.find("clean.removed", "what", strings.Join(what, ", ")))
	}
	return value, removed
}

// A cleaner removes one kind of artefact. None makes a value longer, and each
// leaves what it made alone, so cleaning comes to an end.
type cleaner struct {
	name  string
	clean func(field, value string) string
	// says reports whether the change is worth a word.
	says func(field, before, after string) bool
}

func always(string, string, string) bool { return true }

var cleaners = []cleaner{
	{"invisible characters", dropInvisible, func(_, before, after string) bool {
		return len(strings.Join(strings.Fields(before), "")) != len(strings.Join(strings.Fields(after), ""))
	}},
	{"line breaks", joinLines, always},
	{"spaces", trimSpaces, func(field, before, after string) bool {
		// While somebody types a sentence, the space after a word is no artefact,
		// nor is the new line behind a list.
		return field != "oauth.registered" && (!prose(field) || len(before)-len(after) > 1)
	}},
	{"the text around the value", dropLabel, always},
	{"a comma, semicolon or dot", dropComma, always},
	{"quotes or brackets", dropQuotes, always},
}

func dropInvisible(_, value string) string {
	return strings.Map(visible, strings.ReplaceAll(value, "\r\n", "\n"))
}

// visible maps what nobody can see, and what turns the direction of writing,
// to nothing, and every kind of space to a plain one.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
		return '\n'
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
		return -1
	}
	return r
}

// joinLines undoes the wrapping of a terminal or a mail program. Only the
// pasted list of URIs may have lines.
func joinLines(field, value string) string {
	if field == "oauth.registered" || !strings.Contains(value, "\n") {
		return value
	}
	if wrapped(field) && !hasLabel(field, value) && strings.Count(value, "://") < 2 && oneWord(field, strings.Fields(value)) {
		return lineBreak().ReplaceAllString(value, "")
	}
	return strings.Join(strings.Fields(value), " ")
}

// lineBreak is one with the spaces that a window pads lines with, or a mail
// indents them by.
var lineBreak = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(` *\n *`) })

// shortestLine is the number of characters below which no program wraps a line.
const shortestLine = 40

// oneWord reports whether the lines are one value that was wrapped, and not an
// address with something below it.
func oneWord(field string, lines []string) bool {
	return strings.HasPrefix(field, "credentials.") || len(lines) == 0 || len(lines[0]) >= shortestLine || goesOn(lines)
}

// trimSpaces removes the spaces around, and those inside where a value can't
// have any.
func trimSpaces(field, value string) string {
	if (field == "credentials.clientId" || field == "credentials.clientSecret") && !hasLabel(field, value) {
		return strings.ReplaceAll(value, " ", "")
	}
	return strings.TrimSpace(value)
}

// dropLabel keeps what follows "App ID:", "client_secret=" or
// "Redirect URI:". Where several lines were pasted, it takes its own.
func dropLabel(field, value string) string {
	if field == "credentials.clientSecret" {
		if pair := idBefore().FindString(value); pair != "" && len(pair) < len(value) {
			return value[len(pair):] // "1534758:0123…", what goes into a Basic header
		}
	}
	re := label(field)
	if re == nil {
		return value
	}
	if m := re().FindStringSubmatch(value); m != nil {
		return strings.Join(m[1:], "") // of which one is found
	}
	if m := link().FindStringSubmatch(value); m != nil && wrapped(field) {
		return strings.Join(m[1:], "") // of which one is found
	}
	return value
}

var quotes = map[rune]rune{
	'"': '"', '\'': '\'', '`': '`', '“': '”', '„': '“', '‘': '’', '«': '»', '<': '>',
}

// dropComma removes the comma or semicolon (or, behind a number, the dot) that code has behind a value.
func dropComma(field, value string) string {
	if prose(field) {
		return value
	}
	if field == "credentials.clientId" {
		return strings.TrimRight(value, ",;. ")
	}
	return strings.TrimRight(value, ",; ")
}

// dropQuotes removes one pair of quotes around the value, or of the brackets
// around an address.
func dropQuotes(field, value string) string {
	runes := []rune(value)
	if len(runes) < 2 {
		return value
	}
	first, last := runes[0], runes[len(runes)-1]
	inner := string(runes[1 : len(runes)-1])
	if first == '(' && last == ')' && wrapped(field) && !strings.ContainsAny(inner, "()") {
		return inner
	}
	if end, ok := quotes[first]; ok && end == last && !strings.ContainsRune(inner, first) {
		if first == '<' && !strings.Contains(inner, "://") {
			return value // "<your id>" is a placeholder, and has its own finding
		}
		return inner
	}
	return value
}

// prose reports whether the field holds sentences or names.
func prose(field string) bool {
	switch field {
	case "app.name", "app.company", "app.description", "app.purpose", "app.useCase", "app.audience":
		return true
	}
	return false
}

// wrapped reports whether a line break in the field's value can only come
// from wrapping.
func wrapped(field string) bool {
	switch field {
	case "oauth.redirectUri", "oauth.testRedirectUri", "oauth.apiBase", "app.website", "app.privacyPolicy",
		"credentials.clientId", "credentials.clientSecret", "connector.service":
		return true
	}
	return false
}

var (
	idLabel = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?is)(?:client|app|consumer)[ _-]?id["']?\s*(?:[:=]\s*|\s)["']?([0-9]+)|^(?:id[:= ]+|app )([0-9]+)$`)
	})
	secretLabel = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?is)(?:app[ _-]?secret[ _-]?key|(?:client|app)[ _-]?secret|secret[ _-]?key|secret)["']?(?:\s*[:=]\s*["']?([^\s"',}&]+)|\s+([0-9a-f]{40})(?:\s|$))`)
	})
	uriLabel = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?is)^(?:export )?["']?(?:(?:test[ _-]?)?(?:redirect|callback)[ _-]?ur[il]s?|ur[il]|website(?: url)?|privacy[ _-]?policy(?: url)?|api[ _-]?base|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:URL|URI|BASE|HOST))["']?\s*[:=]\s*(\S.*)$`)
	})
	scopeLabel = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?is)^["']?scopes?["']?\s*[:=]\s*(\S.*)$|^https?://[^ ]*[?&]scope=([^&#]+)`)
	})
	// link is one of Markdown or HTML.
	link = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\[[^\]]*\]\(([a-z]+://[^\s()]+)\)$|^<a [^<>]*href="([^"<>\s]+)"[^<>]*>[^<>]*</a>$`)
	})
	idBefore = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]{5,20}:`) })
)

// label returns the expression whose group is the value behind the labels that
// people copy with values of the field, or nil.
func label(field string) func() *regexp.Regexp {
	switch field {
	case "credentials.clientId":
		return idLabel
	case "credentials.clientSecret":
		return secretLabel
	case "oauth.scopes":
		return scopeLabel
	}
	if wrapped(field) && field != "connector.service" {
		return uriLabel
	}
	return nil
}

func hasLabel(field, value string) bool {
	re := label(field)
	return re != nil && re().MatchString(value)
}
