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

// Answered reports whether it was Pinterest that answered, and not nobody, a
// proxy or the login page of a network.
func (f *Failure) Answered() bool { return f.Symptom.Where != "network" }

// is reports whether Pinterest itself answered with this status and code.
func (f *Failure) is(status int, code string) bool {
	return f.Answered() && f.Symptom.Status == status && f.Symptom.Code == code
}

// passing reports whether the failure says nothing about who called: the
// network, an outage, a rate limit.
func (f *Failure) passing() bool {
	s := f.Symptom
	return !f.Answered() || s.Status >= 500 || s.Status == http.StatusTooManyRequests
}

// halts reports whether the next call would fare no better: nobody was
// reached, or the quota is used up. An answer that can't be read, or an error
// of Pinterest's, says nothing about other calls.
func (f *Failure) halts() bool {
	s := f.Symptom
	if f.Answered() {
		return s.Status == http.StatusTooManyRequests
	}
	return !slices.Contains([]string{"truncated", "too-large", "content-type", "redirect", ""}, s.Code)
}

// networkFailure is the Failure of a call that got no answer.
func networkFailure(request string, err error) *Failure {
	var known *NetworkError
	if !errors.As(err, &known) {
		known = &NetworkError{Kind: kindOf("", err), Request: request, Err: err}
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
//
// It looks into one error inside of another, and no deeper.
func parseError(body []byte) Symptom {
	if looksLikeHTML(body) {
		return Symptom{Message: "a web page " + title(body)}
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var object errorObject
	if decoder.Decode(&object) != nil || decoder.More() {
		return Symptom{Message: cut(string(body), 2000)}
	}
	code, message := object.said()
	if within, ok := object["error"].(map[string]any); ok && code == "" {
		code, message = errorObject(within).said() // {"error":{"code":…,"message":…}}
	}
	return Symptom{Code: cut(code, 80), Message: cut(message, 2000)}
}

// An errorObject is a JSON object that says an error.
type errorObject map[string]any

// said returns the code and the message, "" where there is none.
func (o errorObject) said() (code, message string) {
	if word := o.text("error"); word != "" {
		return word, joinWords(o.text("error_description"), o.text("message"))
	}
	return o.text("code"), joinWords(o.text("message"), o.text("message_detail"), o.text("data"))
}

// text returns a string or a number, and "" for anything else.
func (o errorObject) text(key string) string {
	switch v := o[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func joinWords(texts ...string) string {
	var said []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			said = append(said, text)
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
