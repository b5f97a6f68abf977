package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A Failure is a call to Pinterest that failed. Every error of Exchange,
// Refresh and ClientCredentials is one.
type Failure struct {
	// Symptom is how it showed itself.
	Symptom Symptom
	// Request is the call: "POST /v5/oauth/token".
	Request string
	// Err is what lies below, where there is something.
	Err error
}

// Error says what happened to which call; it holds no secret.
func (f *Failure) Error() string {
	s := f.Symptom
	switch {
	case s.Where == "network":
		return safe.Show(s.Message, 300)
	case s.Code == "":
		return safe.Show(fmt.Sprintf("%s answered %d: %s", f.Request, s.Status, s.Message), 300)
	}
	return safe.Show(fmt.Sprintf("%s answered %d, code %s: %s", f.Request, s.Status, s.Code, s.Message), 300)
}

// Unwrap returns what lies below.
func (f *Failure) Unwrap() error { return f.Err }

// Finding names cause and mend.
func (f *Failure) Finding() finding.Finding { return Diagnose(f.Symptom) }

// is reports whether Pinterest itself answered with this status and code.
func (f *Failure) is(status int, code string) bool {
	return f.Symptom.Where != "network" && f.Symptom.Status == status && f.Symptom.Code == code
}

// passing reports whether the failure says nothing about who called: the
// network, an outage, a rate limit.
func (f *Failure) passing() bool {
	s := f.Symptom
	return s.Where == "network" || s.Status >= 500 || s.Status == http.StatusTooManyRequests
}

// halts reports whether the next call would fare no better: nobody was
// reached, or the quota is used up. An answer that can't be read, or an error
// of Pinterest's, says nothing about other calls.
func (f *Failure) halts() bool {
	s := f.Symptom
	if s.Where != "network" {
		return s.Status == http.StatusTooManyRequests
	}
	return !slices.Contains([]string{"truncated", "too-large", "content-type", "redirect", ""}, s.Code)
}

// networkFailure is the Failure of a call that got no answer.
func networkFailure(request string, err error) *Failure {
	var known *NetworkError
	if !errors.As(err, &known) {
		known = &NetworkError{Kind: kindOf(err), Request: request, Err: err}
	}
	return &Failure{Symptom: known.symptom(), Request: request, Err: known}
}

// answerFailure is the Failure of a call that was answered with an error.
func answerFailure(where, request string, resp *http.Response, body []byte) *Failure {
	s := parseError(body)
	s.Where, s.Status = where, resp.StatusCode
	s.RequestID = safe.Clean(resp.Header.Get("X-Pinterest-Rid"), 64)
	if s.Message == "" {
		s.Message = http.StatusText(resp.StatusCode)
	}
	if s.Status == http.StatusTooManyRequests {
		s.Again = quotaAgain(request, resp.Header, time.Now())
	}
	return &Failure{Symptom: s, Request: request}
}

// tokenFailure turns an error of x/oauth2 into a Failure.
func tokenFailure(where, request string, err error) *Failure {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return answerFailure(where, request, refused.Response, refused.Body)
	}
	var network *NetworkError
	if errors.As(err, &network) || !strings.HasPrefix(err.Error(), "oauth2: ") {
		return networkFailure(request, err)
	}
	// Answered with success, and no token in it: not what a token endpoint says.
	kind := "content-type"
	if strings.Contains(err.Error(), "unexpected end of JSON") {
		kind = "truncated"
	}
	return networkFailure(request, &NetworkError{
		Kind: kind, Request: request, Status: http.StatusOK,
		Err: errors.New("the answer holds no token: " + strings.TrimPrefix(err.Error(), "oauth2: ")),
	})
}

// parseError reads an error's body in every shape that is known: Pinterest's
// {"code":2,"message":"…"} with its message_detail, data and status, RFC 6749's
// {"error":"…","error_description":"…"} (§5.2), and text.
func parseError(body []byte) Symptom { return parseErrorBody(body, true) }

// parseErrorBody looks into one error inside of another, and no deeper: an
// answer that nests them a thousand times must not cost the time to read it.
func parseErrorBody(body []byte, wrapped bool) Symptom {
	if looksLikeHTML(body) {
		return Symptom{Message: "a web page " + title(body)}
	}
	var doc struct {
		Code        scalar          `json:"code"`
		Message     scalar          `json:"message"`
		Detail      scalar          `json:"message_detail"`
		Data        scalar          `json:"data"`
		Error       json.RawMessage `json:"error"`
		Description scalar          `json:"error_description"`
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if err := json.Unmarshal(body, &doc); err != nil {
		return Symptom{Message: cut(string(body), 2000)}
	}
	s := Symptom{Code: string(doc.Code), Message: joinTexts(doc.Message, doc.Detail, doc.Data)}
	var word scalar
	if json.Unmarshal(doc.Error, &word) == nil && word != "" {
		s.Code = string(word)
		s.Message = joinTexts(doc.Description, doc.Message)
	} else if bytes.HasPrefix(doc.Error, []byte("{")) && s.Code == "" && wrapped {
		s = parseErrorBody(doc.Error, false) // {"error":{"code":…,"message":…}}
	}
	s.Code, s.Message = cut(s.Code, 80), cut(s.Message, 2000)
	return s
}

// A scalar is a JSON string, number or boolean as text; anything else is "".
type scalar string

// UnmarshalJSON never fails: a field of another shape says nothing.
func (s *scalar) UnmarshalJSON(data []byte) error {
	var text string
	switch {
	case json.Unmarshal(data, &text) == nil:
		*s = scalar(text)
	case len(data) > 0 && data[0] != '{' && data[0] != '[':
		*s = scalar(data)
	}
	return nil
}

func joinTexts(texts ...scalar) string {
	var said []string
	for _, t := range texts {
		if t := strings.TrimSpace(string(t)); t != "" {
			said = append(said, t)
		}
	}
	return strings.Join(said, " ")
}

func cut(text string, limit int) string {
	if len(text) > limit {
		return strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
}
