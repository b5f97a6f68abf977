package auth

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestErrorBodiesInEveryKnownShape(t *testing.T) {
	for _, row := range []struct{ name, body, code, message string }{
		{"Pinterest's", `{"code":2,"message":"Authentication failed.","status":"failure"}`, "2", "Authentication failed."},
		{"code as text", `{"code":"29","message":"No."}`, "29", "No."},
		{"details", `{"code":8,"message":"Blocked.","message_detail":"spam"}`, "8", "Blocked. spam"},
		{"the old browser page's", `{"status":"failure","code":7,"message":"Not permitted.","data":"The redirect_uri x"}`, "7", "Not permitted. The redirect_uri x"},
		{"data of another shape", `{"code":7,"message":"No.","data":{"a":1}}`, "7", "No."},
		{"RFC 6749's", `{"error":"invalid_grant","error_description":"Expired."}`, "invalid_grant", "Expired."},
		{"nested", `{"error":{"code":3,"message":"Missing"}}`, "3", "Missing"},
		{"a page", `<!doctype html><html><title>Bad Gateway</title>`, "", `a web page ("Bad Gateway")`},
		{"text", "upstream connect error", "", "upstream connect error"},
		{"nothing", "", "", ""},
		{"a list", "[1]", "", "[1]"},
		{"null", "null", "", ""},
	} {
		s := parseError([]byte(row.body))
		if s.Code != row.code || s.Message != row.message {
			t.Errorf("%s: %+v", row.name, s)
		}
	}
}

func FuzzErrorBody(f *testing.F) {
	f.Add([]byte(`{"code":2,"message":"Authentication failed."}`))
	f.Add([]byte(`{"error":{"error":{"error":"x"}},"code":[{}]}`))
	f.Add([]byte("<html><title>\xff</title>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		s := parseError(body)
		if len(s.Code) > 90 || len(s.Message) > 2100 {
			t.Errorf("not cut: %d, %d", len(s.Code), len(s.Message))
		}
		failure := &Failure{Symptom: s, Request: "GET /x"}
		if !utf8.ValidString(failure.Error()) || strings.ContainsAny(failure.Error(), "\x1b\n") {
			t.Errorf("error text %q", failure.Error())
		}
	})
}

// answering is a client that gets this answer to everything.
func answering(status int, contentType, body string) *http.Client {
	return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	})}
}

func TestTokenAnswers(t *testing.T) {
	app := testApp
	app.Endpoints = Production
	for _, row := range []struct{ name, contentType, body, want string }{
		{"as documented", "application/json", `{"access_token":"pina_1","expires_in":60,"scope":"a b"}`, ""},
		{"said to be text", "text/plain", `{"access_token":"pina_1","scope":"a,b"}`, ""},
		{"no token", "application/json", `{"status":"success"}`, "content-type"},
		{"cut off", "application/json", `{"access_token":"pina_1","exp`, "truncated"},
		{"nothing", "application/json", ``, "truncated"},
		{"a list", "application/json", `[1,2,3]`, "content-type"},
		{"a word", "text/plain", `OK`, "content-type"},
		{"a login page", "text/html", `<html><title>Hotel WiFi</title></html>`, "captive-portal"},
		{"a flood", "application/json", `{"a":"` + strings.Repeat("x", maxBody), "too-large"},
	} {
		token, err := Exchange(t.Context(), answering(200, row.contentType, row.body), app, testCode)
		if row.want == "" {
			if err != nil || token.AccessToken.Reveal() != "pina_1" || strings.Join(token.Scopes, " ") != "a b" {
				t.Errorf("%s: %v %+v", row.name, err, token)
			}
			continue
		}
		var failure *Failure
		if !errors.As(err, &failure) || failure.Symptom.Where != "network" || failure.Symptom.Code != row.want {
			t.Errorf("%s: %#v", row.name, err)
		}
	}
}

func FuzzTokenAnswer(f *testing.F) {
	f.Add(200, []byte(`{"access_token":"pina_0123456789abcdef","expires_in":"60","refresh_token":"r","refresh_token_expires_in":1e400,"scope":["a"]}`))
	f.Add(200, []byte(`{"access_token":"x","expires_in":9223372036854775807,"refresh_token_expires_at":-1}`))
	f.Add(401, []byte(`{"code":2}`))
	f.Add(500, []byte("\x00\xff"))
	app := testApp
	app.Endpoints = Production
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 200 || status > 599 {
			return
		}
		token, err := Exchange(t.Context(), answering(status, "application/json", string(body)), app, testCode)
		if err == nil && token.AccessToken.IsZero() {
			t.Error("success without a token")
		}
		if failure := (*Failure)(nil); err != nil && !errors.As(err, &failure) {
			t.Errorf("%T: %v", err, err)
		}
		p := &proof{app: app, result: newResult(app)}
		p.take(token)
		if p.result.TokenExpiresIn < 0 || p.result.TokenExpiresIn > maxLifetime+1e9 {
			t.Errorf("lifetime %v", p.result.TokenExpiresIn)
		}
	})
}

func TestANetworkFailureNamesItsCallOnceAndHidesNoWord(t *testing.T) {
	r := httptest.NewRequest("POST", "https://api.pinterest.com/v5/oauth/token?x=1", nil)
	err := networkError(r, "timeout", networkError(r, "timeout", errors.New("net/http: timeout awaiting response headers")))
	if want := "POST https://api.pinterest.com/v5/oauth/token: timeout awaiting response headers"; err.Error() != want {
		t.Errorf("%v", err)
	}
}
