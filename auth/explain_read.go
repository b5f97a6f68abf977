package auth

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// A dissection is what was found in a pasted text.
type dissection struct {
	symptoms []Symptom
	// goodCallback says that there is a callback with a code and no error.
	goodCallback bool
	// goodAuthorize says that there is an authorize address with all that it needs.
	goodAuthorize bool
	// answer is what is known of the HTTP answer as a whole.
	answer Symptom
}

type textPatterns struct {
	status, requestID, address, errorQuery, header *regexp.Regexp
}

var patterns = sync.OnceValue(func() textPatterns {
	return textPatterns{
		status: regexp.MustCompile(`(?im)\bHTTP/[\d.]+\s+([1-5]\d\d)|\bstatus(?:[ _]?code)?["']?\s*[:=]?\s*([1-5]\d\d)\b|` +
			`\b(?:answered|returned|returns?|got|gets?|gives?|received|responded|replied)\b[^\d\n]{0,16}([1-5]\d\d)\b|\bHTTP(?: error)?:? ([1-5]\d\d)\b|\b(?:an?|the|error) ([45]\d\d)\b|\b([45]\d\d) (?:error|Client Error|Server Error|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Too Many|Internal|Bad Gateway|Service Un|Gateway)`),
		requestID:  regexp.MustCompile(`(?i)x-pinterest-rid["']?\s*[:=]\s*["'\[]*([\w-]+)`),
		address:    regexp.MustCompile(`(?i)https?://[^\s"'<>\\]+`),
		errorQuery: regexp.MustCompile(`(?i)(?:^|[?&#\s])(error=[\w.-]+[^\s"'<>]*)`),
		header:     regexp.MustCompile(`(?i)Authorization["']?\s*[:=]\s*["']?\s*(\d{5,}:\S+)`),
	}
})

// dissect takes a text apart: its HTTP status and request ID, the JSON in
// it, its addresses, and its words.
func dissect(text string) dissection {
	p := dissection{answer: Symptom{Where: placeIn(text), Message: text}}
	if groups := patterns().status.FindStringSubmatch(text); groups != nil {
		p.answer.Status, _ = strconv.Atoi(strings.Join(groups[1:], "")) // one group holds, three digits
	}
	if groups := patterns().requestID.FindStringSubmatch(text); groups != nil {
		p.answer.RequestID = groups[1]
	}
	if patterns().header.MatchString(text) {
		p.answer.Where = cmp.Or(p.answer.Where, "token")
		p.symptoms = append(p.symptoms, Symptom{Where: "token", Code: "raw-authorization"})
	}
	words := p.answer
	words.Message = p.readJSON(text)
	for i := range p.symptoms {
		p.symptoms[i].context = words.Message // what was called, and with what
	}
	p.readAddresses(text)
	if len(p.symptoms) > 0 {
		words.Status = 0 // the parts of the answer have it
	} else {
		words.Code, words.Status = looseCode(text, words.Status)
		p.answer.Status = words.Status
	}
	p.symptoms = append(p.symptoms, words)
	return p
}

// placeIn tells where an answer comes from, where the text says it.
func placeIn(text string) string {
	text = strings.ToLower(text)
	switch {
	case strings.Contains(text, "grant_type=refresh_token"):
		return "refresh"
	case strings.Contains(text, "grant_type=client_credentials"):
		return "client_credentials"
	case strings.Contains(text, "oauth/token"):
		return "token"
	case strings.Contains(text, ".pinterest.com/v5/"), strings.Contains(text, " /v5/"):
		return "api"
	}
	return ""
}

// unknown is the finding for a text with nothing known in it.
func (p dissection) unknown() finding.Finding {
	if len(p.symptoms) > 1 || p.answer.Status != 0 {
		s := p.symptoms[0]
		if s.Where == "" {
			s.Where = "api"
		}
		return s.finding(fallback(s.Where))
	}
	return p.answer.finding("unknown.text")
}

// readAddresses finds callbacks and authorize addresses.
func (p *dissection) readAddresses(text string) {
	for _, address := range patterns().address.FindAllString(text, 20) {
		u, err := url.Parse(strings.TrimRight(address, ".,;)"))
		if err != nil {
			continue
		}
		q := u.Query()
		switch host := strings.ToLower(u.Hostname()); {
		case host == "api.pinterest.com" && strings.HasPrefix(u.Path, "/oauth"):
			p.symptoms = append(p.symptoms, Symptom{Where: "authorize", Code: "old-address"})
		case IsPinterest(host) && strings.HasPrefix(u.Path, "/oauth"):
			p.readAuthorizeURL(q)
		case q.Has("code") && !q.Has("error"):
			p.goodCallback = true
		}
	}
	if groups := patterns().errorQuery.FindStringSubmatch(text); groups != nil {
		q, _ := url.ParseQuery(groups[1]) // what can't be parsed is left out
		p.symptoms = append(p.symptoms, Symptom{Where: "callback", Code: q.Get("error"), Message: q.Get("error_description")})
	}
}

func (p *dissection) readAuthorizeURL(q url.Values) {
	for _, needed := range []struct{ name, code string }{
		{"scope", "no-scope"}, {"redirect_uri", "no-redirect"}, {"response_type", "no-response-type"},
	} {
		if q.Get(needed.name) == "" {
			p.symptoms = append(p.symptoms, Symptom{Where: "authorize", Code: needed.code})
		}
	}
	p.goodAuthorize = true // where nothing was missing, and nothing else is known
}

// readJSON finds objects in the text, also in the middle of other text, and
// returns the text without those that say what went wrong.
func (p *dissection) readJSON(text string) (words string) {
	var rest strings.Builder
	for range 50 {
		at := strings.IndexByte(text, '{')
		if at < 0 {
			break
		}
		rest.WriteString(text[:at])
		text = text[at:]
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var object errorObject
		end := 1 // a brace that begins no object is a word like others
		before := len(p.symptoms)
		if err := decoder.Decode(&object); err == nil {
			end = int(decoder.InputOffset())
			p.readObject(object, 0)
		}
		if len(p.symptoms) == before {
			rest.WriteString(text[:end])
		}
		text = text[end:]
	}
	return rest.String() + text
}

// readObject takes an error object's parts, and looks into what it holds: an
// HTTP client's error has Pinterest's answer somewhere inside.
func (p *dissection) readObject(object errorObject, depth int) {
	if depth > 8 || len(p.symptoms) > 20 {
		return
	}
	s := Symptom{Where: p.answer.Where, Status: p.answer.Status, RequestID: p.answer.RequestID}
	s.Code, s.Message = object.said()
	s.Message = joinWords(s.Message, object.text("endpoint_name"))
	for _, key := range []string{"status", "statusCode", "status_code"} {
		if status, err := strconv.Atoi(object.text(key)); err == nil && status >= 100 && status < 600 {
			s.Status = status
		}
	}
	if s.Code != "" || s.Message != "" {
		p.symptoms = append(p.symptoms, s)
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		switch v := object[key].(type) {
		case map[string]any:
			p.readObject(v, depth+1)
		case []any:
			for _, item := range v {
				if o, ok := item.(map[string]any); ok {
					p.readObject(o, depth+1)
				}
			}
		case string:
			if depth < 3 && strings.HasPrefix(strings.TrimSpace(v), "{") {
				p.readJSON(v) // an answer's body as text
			}
		}
	}
}
