package say

import (
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
)

func TestWhatWasNotTriedIsNeverSaidToWork(t *testing.T) {
	const read = "GET /v5/boards"
	because := &finding.Finding{ID: "x"}
	for want, probe := range map[string]auth.Probe{
		"GET /v5/pins":              {Proof: auth.Rejected, Request: "GET /v5/pins", Finding: because},
		read:                        {Proof: auth.Verified, Request: read},
		read + ": no usable answer": {Proof: auth.Present, Request: read, Finding: because},
		"not tried":                 {Proof: auth.Present, Finding: because},
		"not tried: there is no harmless read for it": {Proof: auth.Present},
	} {
		if got := Probe(probe); got != want {
			t.Errorf("%+v is said to be %q, want %q", probe, got, want)
		}
	}
}
