package near

import "testing"

func TestTheDistanceCountsSlipsOfTheHand(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"clientId", "clientId", 0}, {"", "abc", 3}, {"clientId", "clientID", 1}, {"clietnId", "clientId", 1},
		{"boards:raed", "boards:read", 1}, {"clintId", "clientId", 1}, {"clientIdd", "clientId", 1}, {"scope", "scopes", 1},
		{"größe", "grosse", 3}, {"kitten", "sitting", 3},
	} {
		if got := Distance(test.a, test.b, 10); got != test.want || Distance(test.b, test.a, 10) != test.want {
			t.Errorf("%q and %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
	if got := Distance("clientId", "aVeryDifferentName", 3); got < 3 {
		t.Errorf("beyond the limit: %d", got)
	}
}

func TestTheNearestWordIsTheOneWithTheFewestSlips(t *testing.T) {
	words := []string{"boards:write", "boards:read", "pins:read", "env"}
	for word, want := range map[string]string{"boards:raed": "boards:read", "board:writ": "boards:write", "catalogs:read": "", "": "", "evn": "env", "en": "env", "even": "", "ear": "", "e": ""} {
		if got := Likely(word, words); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
