package rules

import "github.com/pinsetup/pinsetup/assets/finding"

// ClientID judges an app ID.
func ClientID(in Input) []finding.Finding { return nil }

// ClientSecret judges an app secret. No finding repeats the value.
func ClientSecret(in Input) []finding.Finding { return nil }
