package auth

import (
	"crypto/subtle"
	"net/url"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// maxPaste is how much of a pasted text is read.
const maxPaste = 1 << 20

// A pasted text, read.
type pasted struct {
	code, state, err, description, issuer string
	// whole says that it was a URL, which always carries a state.
	whole bool
	// authorize says that it was the URL that the browser was to open.
	authorize bool
	// twice says that a parameter came twice, with two values.
	twice bool
}

// readPaste finds the callback's parameters in what a person copied: a URL, a
// query or a bare code, wrapped over lines, indented, in quotes, with junk
// behind. Where more than one reading is possible, the one with the state of
// this attempt wins.
func readPaste(text, state string) pasted {
	if len(text) > maxPaste {
		text = text[:maxPaste]
	}
	var first pasted
	for i, reading := range readings(text) {
		p := parsePasted(reading)
		if p.state != "" && sameState(p.state, state) {
			p.state = state
			return p
		}
		if i == 0 {
			first = p
		}
	}
	return first
}

// readings are the ways to undo what terminals, mail programs and shells do
// to a long URL, the likeliest first.
func readings(text string) []string {
	text = strings.NewReplacer("&amp;", "&", `\`, "", "\r", "\n", "\x00", "").Replace(text)
	if at := schemeAt(text); at > 0 {
		// What stands before the scheme is no part of the URL.
		text = text[strings.LastIndexFunc(text[:at], func(r rune) bool { return !isSchemeLetter(r) })+1:]
	}
	text = strings.Trim(text, " \n\t'\"`<>()[]“”‘’«»\u200b\ufeff")
	var joined strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		joined.WriteString(strings.TrimFunc(line, isBlankOrFrame))
	}
	firstLine, _, _ := strings.Cut(text, "\n")
	return []string{
		untilJunk(joined.String()),
		untilJunk(strings.Join(strings.Fields(text), "")),
		untilJunk(firstLine),
	}
}

// schemeAt returns where the "://" of the text's URL is; -1 for none. One that
// stands in a query is of a parameter's value (iss).
func schemeAt(text string) int {
	before, _, found := strings.Cut(text, "://")
	if !found || strings.Contains(before, "code=") || strings.Contains(before, "error=") {
		return -1
	}
	return len(before)
}

// isSchemeLetter reports what a URL's scheme is made of (RFC 3986 §3.1).
func isSchemeLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("+-.", r)
}

// isBlankOrFrame reports what terminals put around a wrapped line: spaces,
// box drawing.
func isBlankOrFrame(r rune) bool {
	return r <= ' ' || r == '|' || r == '\u200b' || r == '\u00a0' || (r >= '\u2500' && r <= '\u257f')
}

// untilJunk cuts at the first character that is in no URL.
func untilJunk(text string) string {
	text = strings.TrimSpace(text)
	if at := strings.IndexAny(text, " \t'\"`<>“”‘’"); at >= 0 {
		return text[:at]
	}
	return text
}

func parsePasted(text string) pasted {
	var p pasted
	query := text
	if at := strings.IndexAny(text, "?#"); at >= 0 {
		p.whole = strings.Contains(text[:at], "://") || strings.Contains(text[:at], "/")
		query = text[at+1:]
	} else if schemeAt(text) >= 0 {
		return pasted{whole: true}
	}
	if !strings.Contains(query, "=") {
		if !p.whole {
			p.code = query
		}
		return p
	}
	values := map[string]string{}
	for pair := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == '&' || r == '#' || r == '?' || r == ';' }) {
		name, value, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(value); err == nil {
			value = decoded
		}
		if old, there := values[name]; there && old != value {
			p.twice = p.twice || name == "code" || name == "state" || name == "error" || name == "iss"
			continue
		}
		values[name] = value
	}
	p.code, p.state, p.issuer = values["code"], values["state"], values["iss"]
	p.err, p.description = values["error"], values["error_description"]
	p.authorize = p.code == "" && p.err == "" && values["client_id"] != "" && values["response_type"] != ""
	return p
}

// sameState compares in constant time. Text may be glued to a pasted URL's end
// (a full stop, a bracket): it is junk where it begins with what is in no state,
// which is URL-safe base64; else the state is another one.
func sameState(got, want string) bool {
	if len(got) < len(want) || subtle.ConstantTimeCompare([]byte(got[:len(want)]), []byte(want)) != 1 {
		return false
	}
	return len(got) == len(want) || !isStateLetter(got[len(want)])
}

func isStateLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// isCode reports whether the text may be an authorization code (RFC 6749 A.11
// allows more; those seen are 40 hexadecimal digits).
func isCode(text string) bool {
	for _, r := range text {
		if !isSchemeLetter(r) && !strings.ContainsRune("_~/=", r) {
			return false
		}
	}
	return len(text) >= 8 && len(text) <= 2048
}

// isBareCode tells a code that stands alone from a word that somebody typed or
// pasted ("access_denied", "localhost"): it is long, or has a digit in it.
func isBareCode(text string) bool {
	_, known := assets.CodeByName(strings.ToLower(text))
	return !known && (len(text) >= 24 || strings.ContainsAny(text, "0123456789"))
}

// judge says what keeps a pasted text from counting; nothing for one that
// counts.
func (p pasted) judge(app App, state, text string) []finding.Finding {
	one := func(id string) []finding.Finding { return []finding.Finding{assets.Finding(id)} }
	wrong := p.notThisAnswer(app, state)
	if wrong == "" && p.err == "" {
		wrong = p.notItsCode(app)
	}
	switch {
	case strings.TrimSpace(text) == "":
		return one("paste.empty")
	case wrong != "":
		return one(wrong)
	case p.err != "" && p.state == "":
		return []finding.Finding{Diagnose(Symptom{Where: "callback", Code: cut(p.err, 80), Message: cut(p.description, 2000)})}
	case p.err != "":
		return nil
	case isCode(p.code) && (p.whole || p.state != "" || isBareCode(p.code)):
		return nil
	}
	if explained := Explain(text); len(explained) > 0 && !strings.HasPrefix(explained[0].ID, "unknown.") {
		return explained // an error of Pinterest's page, pasted in the callback's place
	}
	if p.whole {
		return one("paste.no-code")
	}
	return one("paste.unreadable")
}

// notThisAnswer returns the finding for an address that isn't the answer to
// this attempt; "" for one that may be.
func (p pasted) notThisAnswer(app App, state string) string {
	switch {
	case p.authorize:
		return "paste.authorize-url"
	case p.twice:
		return "paste.twice"
	case p.state != "" && p.state != state:
		return "paste.other-attempt"
	case p.issuer != "" && !issuedBy(p.issuer, hostOf(app.Endpoints.AuthorizeURL)):
		return "flight.wrong-issuer"
	}
	return ""
}

// notItsCode returns the finding for something else in the code's place, or for
// a code that could be another attempt's; "" for none.
func (p pasted) notItsCode(app App) string {
	switch {
	case isToken(p.code):
		return "paste.token"
	case p.code != "" && p.code == app.ClientID:
		return "paste.client-id"
	case p.code != "" && subtle.ConstantTimeCompare([]byte(p.code), []byte(app.ClientSecret.Reveal())) == 1:
		return "paste.secret"
	case p.whole && p.code != "" && p.state == "":
		return "paste.no-state"
	}
	return ""
}

// isToken tells Pinterest's tokens by their prefix, which codes don't have.
func isToken(text string) bool {
	for _, prefix := range []string{"pina", "pinr", "pinc"} {
		if strings.HasPrefix(text, prefix) && len(text) > 20 {
			return true
		}
	}
	return false
}
