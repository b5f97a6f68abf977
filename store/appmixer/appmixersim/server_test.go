package appmixersim

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// ask makes a request and returns the status and the decoded answer.
func ask(t *testing.T, s *Server, method, path, token, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(data, &answer); err != nil {
		t.Fatalf("%s %s: %s", method, path, data)
	}
	return resp.StatusCode, answer
}

func TestTheAPIAnswersAsDocumented(t *testing.T) {
	s, err := Start(Options{Configs: map[string]map[string]any{"acme:a": {"k": "v"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, login := ask(t, s, "POST", "/user/auth", "", `{"username":"`+Admin+`","password":"`+Password+`"}`)
	admin := "Bearer " + login["token"].(string)
	_, login = ask(t, s, "POST", "/user/auth", "", `{"email":"`+User+`","password":"`+Password+`"}`)
	user := "Bearer " + login["token"].(string)
	for _, test := range []struct {
		name, method, path, token, body string
		status                          int
		key, value                      string
	}{
		{"a wrong password", "POST", "/user/auth", "", `{"email":"` + Admin + `","password":"x"}`, 403, "error", "Forbidden"},
		{"no JSON", "POST", "/user/auth", "", `{`, 400, "error", "Bad Request"},
		{"too much", "POST", "/user/auth", "", `{"email":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "error", "Request Entity Too Large"},
		{"nobody", "GET", "/user", "", "", 401, "error", "Unauthorized"},
		{"a token of no kind", "GET", "/user", "Basic x", "", 401, "error", "Unauthorized"},
		{"a user", "GET", "/user", user, "", 200, "username", User},
		{"a user who writes", "GET", "/service-config/acme:a", user, "", 403, "error", "Forbidden"},
		{"nobody who reads", "GET", "/service-config/acme:a", "", "", 401, "error", "Unauthorized"},
		{"none", "GET", "/service-config/acme:none", admin, "", 404, "error", "Not Found"},
		{"one", "GET", "/service-config/acme:a", admin, "", 200, "k", "v"},
		{"POST merges", "POST", "/service-config", admin, `{"serviceId":"acme:a","n":"1"}`, 200, "k", "v"},
		{"POST without an ID", "POST", "/service-config", admin, `{"n":"1"}`, 400, "error", "Bad Request"},
		{"POST without JSON", "POST", "/service-config", admin, `[`, 400, "error", "Bad Request"},
		{"PUT without JSON", "PUT", "/service-config/acme:a", admin, `[`, 400, "error", "Bad Request"},
		{"PUT replaces", "PUT", "/service-config/acme:a", admin, `{"n":"2"}`, 200, "n", "2"},
	} {
		status, answer := ask(t, s, test.method, test.path, test.token, test.body)
		if status != test.status || answer[test.key] != test.value {
			t.Errorf("%s: %d %v", test.name, status, answer)
		}
	}
	if got := s.Config("acme:a"); len(got) != 2 || got["serviceId"] != "acme:a" || got["n"] != "2" {
		t.Errorf("after PUT: %v", got)
	}
	if got := s.Writes(); got != 2 {
		t.Errorf("writes = %d, want 2", got)
	}
}

func TestAPortThatIsTakenIsAnError(t *testing.T) {
	s, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var port int
	if _, after, ok := strings.Cut(strings.TrimPrefix(s.URL(), "http://"), ":"); ok {
		if err := json.Unmarshal([]byte(after), &port); err != nil {
			t.Fatal(err)
		}
	}
	if second, err := Start(Options{Port: port}); err == nil {
		second.Close()
		t.Error("two servers have one port")
	}
}
