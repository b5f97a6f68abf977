package steps

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
)

func TestTheAccountThatGaveAccessIsComparedWithTheAppSheet(t *testing.T) {
	for sheet, warned := range map[string]bool{
		"acme": false, "@Acme": false, " acme ": false, "": false,
		"acme_home": true, "@acme_home": true,
		"not a name": false, // the field's own rule speaks of that
	} {
		s := run(walkTo(t, start("nothing"), "credentials.test"), Input{keyAppAccount, sheet})
		if found := s.Findings(keyAccount); len(found) > 0 {
			t.Errorf("%q: before a test: %+v", sheet, found)
		}
		s = test(s, passed())
		found := s.Findings(keyAccount)
		if warned != (len(found) == 1) {
			t.Errorf("%q: %+v", sheet, found)
			continue
		}
		if warned && (found[0].Severity != finding.Warning || !strings.Contains(found[0].Title, "as acme; the app sheet says acme_home")) {
			t.Errorf("%q: %+v", sheet, found)
		}
		if next := run(s, Input{keyAccount, "yes"}, Next{}); next.page == s.page {
			t.Errorf("%q: a warning keeps a person who confirmed the account", sheet)
		}
	}
}

func TestAnAppSheetThatWasNeverAskedForIsComparedWithNothing(t *testing.T) {
	s := walkTo(t, run(New(Options{Values: map[string]string{keyAppAccount: "acme_home"}}), Input{keyWay, "existing"}), "credentials.test")
	if found := test(s, passed()).Findings(keyAccount); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

func TestWhatATestFoundStandsWhereItIsMendedUntilThatChanges(t *testing.T) {
	s := test(walkTo(t, start("nothing"), "credentials.test"), auth.Result{Findings: []finding.Finding{
		assets.Finding("api.missing-scope", "scopes", "pins:read"), assets.Finding("flight.more-scopes", "scopes", "ads:read"),
	}})
	jump, ok := s.WayTo(s.Test().Result.Findings)
	s = run(s, jump)
	found := s.Findings(keyScopes)
	if !ok || jump.Field != keyScopes || len(found) != 1 || !strings.Contains(found[0].Title, "pins:read") {
		t.Fatalf("at %+v: %+v", jump, found)
	}
	if found := run(s, Input{keyScopes, "boards:read"}).Findings(keyScopes); len(found) > 0 && found[0].ID == "flight.fewer-scopes" {
		t.Errorf("after the change: %+v", found)
	}
	if found := run(s, Next{}); found.page == s.page {
		t.Error("what the test found keeps from going back to it")
	}
}
