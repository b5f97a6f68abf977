package auth

import "testing"

func TestOnlyHostsOfPinterestByHTTPSArePinterest(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]bool{
		"https://api.pinterest.com/v5":          true,
		"https://API.Pinterest.com:443/v5":      true,
		"https://pinterest.com/oauth":           true,
		"http://api.pinterest.com/v5":           false,
		"https://api.pinterest.com.evil.com/v5": false,
		"https://notpinterest.com/v5":           false,
		"https://api.pinterest.com@evil.com/v5": false,
		"http://127.0.0.1:9090/v5":              false,
		"://":                                   false,
		"":                                      false,
	} {
		if AtPinterest(raw) != want {
			t.Errorf("%q is said to be at Pinterest: %v", raw, !want)
		}
	}
	for name, e := range map[string]Endpoints{"production": Production, "sandbox": Sandbox} {
		if got := e.Elsewhere(); len(got) > 0 {
			t.Errorf("%s leads elsewhere: %v", name, got)
		}
	}
}
