package auth

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
)

// assets.Finding panics for an ID that isn't there, so no code may name one.
func TestEveryFindingThatTheCodeNamesIsThereAndNoOther(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	named := map[string]bool{}
	literal := regexp.MustCompile(`"((?:flight|paste|check)\.[a-z0-9-]+)"`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
			named[m[1]] = true
			if _, ok := assets.Templates()[m[1]]; !ok {
				t.Errorf("%s names %s, which is no finding", file, m[1])
			}
		}
	}
	for id := range assets.Templates() {
		place, _, _ := strings.Cut(id, ".")
		if (place == "flight" || place == "paste") && !named[id] {
			t.Errorf("nothing finds %s", id)
		}
	}
}

func TestNoFindingOfAFlightHasAHoleInItsSentences(t *testing.T) {
	hole := regexp.MustCompile(`\{\w+\}`)
	pinterest := newFake(t)
	pinterest.on("POST /v5/oauth/token", pinterest.issue("user_accounts:read pins:read boards:write"))
	pinterest.on("GET /v5/user_account", reply(200, `{"id":"1","username":"ada","account_type":"PINNER"}`, "Date: Mon, 23 Nov 2020 12:00:00 GMT"))
	app := pinterest.app(t)
	all := Check(t.Context(), CheckOptions{App: app}).Findings
	for _, uri := range []string{"https://localhost:1/", "https://api.acme.com/callback"} {
		app.RedirectURI = uri
		all = append(all, (<-takeOff(t, Options{App: app}).Progress()).Findings...)
	}
	for _, err := range []error{os.ErrPermission, errNoSuchAddress} {
		all = append(all, listenFinding("127.0.0.1:80", 80, err))
	}
	for _, f := range all {
		if text := f.Title + f.Cause + f.Fix; hole.MatchString(text) {
			t.Errorf("%s: %s", f.ID, text)
		}
	}
	if len(all) < 8 {
		t.Errorf("only %s were looked at", ids(all))
	}
}
