package say

import (
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
)

func TestAnAccountIsNamedWithItsKind(t *testing.T) {
	for _, test := range []struct {
		account auth.Account
		want    string
	}{
		{auth.Account{Username: "acme", Type: "BUSINESS", BusinessName: "Acme GmbH"}, "@acme (Acme GmbH), a business account"},
		{auth.Account{Username: "jo", Type: "PINNER"}, "@jo, a personal account"},
		{auth.Account{Username: "jo", Type: "NEW"}, "@jo"},
	} {
		if got := Account(test.account); got != test.want {
			t.Errorf("Account(%+v) = %q, want %q", test.account, got, test.want)
		}
	}
}

func TestLifetimesAreSaidInTheLargestUnitThatFitsTwice(t *testing.T) {
	const day = 24 * time.Hour
	for _, test := range []struct {
		token, refresh time.Duration
		want           string
	}{
		{30 * day, 365 * day, "30 days; refresh token 365 days"},
		{30 * day, 0, "30 days"},
		{day, 0, "24 hours"},
		{8*time.Hour + 10*time.Minute + 17*time.Second, 0, "8 hours"},
		{119 * time.Minute, 0, "119 minutes"},
		{90 * time.Second, 0, "90 seconds"},
		{-time.Second, 0, "0 seconds"},
	} {
		if got := Lifetimes(test.token, test.refresh); got != test.want {
			t.Errorf("Lifetimes(%v, %v) = %q, want %q", test.token, test.refresh, got, test.want)
		}
	}
}

func TestEveryStageSaysHowLongItMayTake(t *testing.T) {
	for _, test := range []struct {
		stage   auth.Stage
		timeout time.Duration
		want    string
	}{
		{"", 0, "It waits for 10 minutes."},
		{auth.Waiting, 90 * time.Second, "It waits for 90 seconds."},
		{auth.Exchanging, time.Hour, "It takes 30 seconds at most."},
		{auth.Probing, 0, "It takes 40 seconds at most."},
	} {
		if got := Patience(test.stage, test.timeout); got != test.want {
			t.Errorf("%q, %v: %q, want %q", test.stage, test.timeout, got, test.want)
		}
	}
}

func TestAnUnknownLimitIsNotSaid(t *testing.T) {
	if got := Limit([]auth.RateLimit{{Limit: -1, Remaining: -1}, {Limit: 1000, Remaining: -1}}); got != "" {
		t.Errorf("got %q for unknown limits", got)
	}
	want := "993 of 1000 requests left, new in 60 seconds"
	if got := Limit([]auth.RateLimit{{Limit: -1, Remaining: -1}, {Limit: 1000, Remaining: 993, Reset: time.Minute}}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOfSeveralLimitsTheOneIsSaidThatEndsFirst(t *testing.T) {
	limits := []auth.RateLimit{{Limit: 1000, Remaining: 999, Reset: time.Hour}, {Limit: 100, Remaining: 98}, {Limit: 1000, Remaining: 0, Reset: 18 * time.Hour}}
	if got, want := Limit(limits), "0 of 1000 requests left, new in 18 hours"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Limit(limits[:2]), "98 of 100 requests left"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAStatementNamesWhoSaysIt(t *testing.T) {
	for _, test := range []struct {
		evidence finding.Evidence
		source   finding.Source
		want     string
	}{
		{finding.Own, finding.Pinterest, ""},
		{finding.Documented, finding.Pinterest, ""},
		{finding.Documented, finding.Appmixer, ""},
		{finding.Documented, "RFC 6749", ""},
		{finding.Observed, finding.Pinterest, " (seen in practice)"},
		{finding.Observed, finding.Appmixer, " (seen in Appmixer's code)"},
		{finding.Inferred, finding.Pinterest, " (likely)"},
	} {
		if got := Evidence(test.evidence, test.source); got != test.want {
			t.Errorf("%s by %q is said as %q, want %q", test.evidence, test.source, got, test.want)
		}
	}
}
