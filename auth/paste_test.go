package auth

import (
	"strings"
	"testing"
)

const testState = "tHeStAtEoFtHiSaTtEmPt-0123456789_abcdefghij"

func TestPastedTexts(t *testing.T) {
	app := testApp
	app.RedirectURI, app.Endpoints = "http://localhost:8085/", Production
	whole := "http://localhost:8085/?code=" + testCode + "&state=" + testState
	turned := "http://localhost:8085/?state=" + testState + "&code=" + testCode
	for _, row := range []struct{ name, text, want string }{
		{"a whole URL", whole, ""},
		{"state first", turned, ""},
		{"a query", "?code=" + testCode + "&state=" + testState, ""},
		{"a query without its question mark", "code=" + testCode + "&state=" + testState, ""},
		{"a code's parameter alone", "code=" + testCode, ""},
		{"a bare code", testCode, ""},
		{"a bare code in quotes and spaces", "  \"" + testCode + "\"\r\n", ""},
		{"a fragment", "http://localhost:8085/#code=" + testCode + "&state=" + testState, ""},
		{"wrapped over lines", whole[:30] + "\n" + whole[30:60] + "\r\n" + whole[60:], ""},
		{"wrapped and indented", "  " + whole[:40] + "  \n    " + whole[40:80] + "\n\t" + whole[80:], ""},
		{"wrapped in a box", "│ " + whole[:40] + " │\n│ " + whole[40:] + " │", ""},
		{"spaces in the middle", whole[:50] + "   " + whole[50:], ""},
		{"in quotes", `"` + whole + `"`, ""},
		{"in typographic quotes", "“" + whole + "”", ""},
		{"in angle brackets", "<" + whole + ">", ""},
		{"words in front", "Here it is: " + whole, ""},
		{"junk behind", whole + " (copied from Firefox)", ""},
		{"a prompt behind", whole + "\n$ ", ""},
		{"a host's prompt behind", whole + "\nme@host:~$ ", ""},
		{"a curl command", "curl '" + whole + "' -H 'Accept: text/html'", ""},
		{"escaped by a shell", strings.NewReplacer("?", `\?`, "=", `\=`, "&", `\&`).Replace(whole), ""},
		{"escaped for HTML", strings.ReplaceAll(whole, "&", "&amp;"), ""},
		{"Facebook's old fragment", whole + "#_=_", ""},
		{"very long", whole + "&x=" + strings.Repeat("y", 100_000), ""},
		{"an error with the right state", "http://localhost:8085/?error=access_denied&state=" + testState, ""},
		{"the word of an error", "access_denied", "callback.denied"},
		{"another, which has several causes", "invalid_grant", "explain.several exchange.code-refused exchange.redirect-differs refresh.refused exchange.not-reviewed"},
		{"a word that somebody types", "something", "paste.unreadable"},
		{"the sender, in a query alone", "code=" + testCode + "&state=" + testState + "&iss=https://www.pinterest.com/", ""},
		{"the sender, without a scheme", "localhost:8085/?code=" + testCode + "&state=" + testState + "&iss=https://www.pinterest.com/", ""},
		{"another sender", whole + "&iss=https%3A%2F%2Fevil.example", "flight.wrong-issuer"},
		{"two senders", whole + "&iss=https://www.pinterest.com/&iss=https://evil.example", "paste.twice"},
		{"nothing", " \n", "paste.empty"},
		{"another attempt", strings.Replace(whole, "tHe", "aN0", 1), "paste.other-attempt"},
		{"a full stop behind it", whole + ".", ""},
		{"letters behind the state", whole + "Callback", "paste.other-attempt"},
		{"state cut off", whole[:len(whole)-5], "paste.other-attempt"},
		{"no state", "http://localhost:8085/?code=" + testCode, "paste.no-state"},
		{"no code", "http://localhost:8085/", "paste.no-code"},
		{"two codes", whole + "&code=00000000", "paste.twice"},
		{"the authorize URL", "https://www.pinterest.com/oauth/?client_id=1&response_type=code&state=" + testState, "paste.authorize-url"},
		{"a token", "pina_" + strings.Repeat("A", 60), "paste.token"},
		{"the app ID", "1534758", "paste.client-id"},
		{"the app secret", testApp.ClientSecret.Reveal(), "paste.secret"},
		{"words", "it says that it worked!", "paste.unreadable"},
		{"control characters", "\x1b[31mhello\x00", "paste.unreadable"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := readPaste(row.text, testState)
			if got := ids(p.judge(app, testState, row.text)); got != row.want {
				t.Fatalf("findings %q, want %q (%+v)", got, row.want, p)
			}
			if row.want == "" && p.err == "" && p.code != testCode {
				t.Errorf("code %q", p.code)
			}
		})
	}
}

func TestAPastedErrorOfUnknownOriginDoesNotEndTheFlight(t *testing.T) {
	p := readPaste("http://localhost:8085/?error=access_denied", testState)
	if found := p.judge(testApp, testState, "x"); len(found) != 1 {
		t.Errorf("%v", found)
	}
}

func FuzzPaste(f *testing.F) {
	f.Add("http://localhost:8085/?code=" + testCode + "&state=" + testState)
	f.Add("code=a&code=b&state=%zz#?;=")
	f.Add("│ \x1b\u202e\n\n http://")
	f.Add(`{"status":"failure","code":7}`)
	f.Fuzz(func(t *testing.T, text string) {
		p := readPaste(text, testState)
		found := p.judge(testApp, testState, text)
		if len(found) == 0 && p.err == "" && !isCode(p.code) {
			t.Errorf("%q counts with the code %q", text, p.code)
		}
		if len(found) == 0 && p.state != "" && p.state != testState {
			t.Errorf("%q counts with the state %q", text, p.state)
		}
		for _, one := range found {
			if strings.Contains(one.Title+one.Cause+one.Fix, testApp.ClientSecret.Reveal()) {
				t.Error("a finding repeats the secret")
			}
		}
	})
}
