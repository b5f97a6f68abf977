package rules

import "github.com/pinsetup/pinsetup/assets/finding"

// AppName judges the app's name.
func AppName(in Input) []finding.Finding { return nil }

// WebURL judges the website and the privacy policy's URL.
func WebURL(in Input) []finding.Finding { return nil }

// Description judges description, purpose and use case.
func Description(in Input) []finding.Finding { return nil }

// ServiceID judges the id under which a connector looks its configuration up:
// vendor:service or vendor:service:module.
func ServiceID(in Input) []finding.Finding { return nil }
