package steps

import (
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// testSaid returns what the live test found out about an answer, as long as that
// is what was tested: who goes there to mend it still reads what is wrong.
func (s State) testSaid(key string) []finding.Finding {
	switch {
	case s.test.Result == nil || s.TestStale():
		return nil
	case key == keyAccount:
		return s.otherAccount()
	case s.test.Passed():
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.test.Result.Findings), func(f finding.Finding) bool {
		return f.Field != key || f.Severity != finding.Error
	})
}

// TestFound returns what the last live test found, but what the person has said
// already: that the app has Trial access.
func (s State) TestFound() []finding.Finding {
	if s.test.Result == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.test.Result.Findings), func(f finding.Finding) bool {
		return f.ID == "flight.trial-limits" && fromNothing(s) && s.Get(keyStatus) == "trial"
	})
}

// AccountDoubted reports whether something speaks against the account that gave
// access: it is a personal one, or another than the app sheet names.
func (s State) AccountDoubted() bool {
	return slices.ContainsFunc(slices.Concat(s.TestFound(), s.testSaid(keyAccount)), func(f finding.Finding) bool {
		return f.Severity == finding.Warning && (f.Step == "account" || f.Field == keyAppAccount)
	})
}

// otherAccount says that another account gave access than the one that the app
// sheet names. It is a warning: which one is right, the person knows.
func (s State) otherAccount() []finding.Finding {
	account := s.test.Result.Account
	sheet := strings.TrimPrefix(strings.TrimSpace(s.Get(keyAppAccount)), "@")
	if !fromNothing(s) || account == nil || account.Username == "" || sheet == "" || strings.EqualFold(account.Username, sheet) ||
		strings.ContainsAny(sheet, " @") { // no username: the field's own rule speaks of that
		return nil
	}
	return []finding.Finding{assets.Finding("wizard.other-account", "given", account.Username, "sheet", sheet)}
}
