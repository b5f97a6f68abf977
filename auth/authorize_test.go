package auth

import "testing"

func TestEveryFlightHasAStateOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		state := newState()
		if len(state) < 43 { // 256 bits in base64
			t.Fatalf("%q has less than 256 bits", state)
		}
		if seen[state] {
			t.Fatalf("%q came twice", state)
		}
		seen[state] = true
	}
}
