package steps

import (
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/store"
)

func TestTheFilesAnswersWinOverTheDemosOwn(t *testing.T) {
	s := New(Options{Demo: true, Values: map[string]string{
		"oauth.apiBase": "api.appmixer.com", "oauth.scopes": "pins:read", "oauth.testRedirectUri": "http://localhost:8085/",
	}})
	s = run(s, Input{keyWay, "existing"}, ConfigRead{Found: true, Service: store.Service{
		ClientID: "1600001", RedirectURI: "https://api.acme.com/auth/pinterest/callback",
		TestRedirectURI: "http://localhost:8085", Scopes: []string{"boards:read"},
	}})
	for key, want := range map[string]string{
		keyRedirect: "https://api.acme.com/auth/pinterest/callback", keyTestURI: "http://localhost:8085", keyScopes: "boards:read",
	} {
		if got := s.Get(key); got != want {
			t.Errorf("%s is %q, and the file has %q", key, got, want)
		}
	}
}

func TestBeforeTheApprovalTheTestIsSkippedAndNoFieldIsToBlame(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "credentials.keys"), Input{keyClientID, "1534758"}, InputSecret{}, Input{keyStatus, "pending"}, Next{})
	if s.Page().ID != "credentials.test" || !s.NoSecretYet() {
		t.Fatalf("at %s: %v", s.Page().ID, s.TestFindings())
	}
	if jump, ok := s.WayTo(s.TestFindings()); ok {
		t.Errorf("it leads to %+v, which can't be filled in yet", jump)
	}
	if s = run(s, Input{keyStatus, "trial"}); s.NoSecretYet() {
		t.Error("with Trial access the portal shows the secret")
	}
}

func TestWhatTheBrowserToldIsStillSaidWhereItIsMended(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "credentials.test"), StartTest{})
	s = run(s, TestStarted{s.test.Flight, "u"}, BrowserShows{"mismatch"})
	if !finding.HasError(s.Test().Browser) {
		t.Fatalf("the browser's answer means %v", s.Test().Browser)
	}
	jump, ok := s.WayTo(s.Test().Browser)
	if !ok {
		t.Fatalf("%v leads nowhere", s.Test().Browser)
	}
	if s = run(s, jump); !finding.HasError(s.Findings(jump.Field)) {
		t.Errorf("at %s nothing says what is wrong: %v", jump.Field, s.Findings(jump.Field))
	}
}
