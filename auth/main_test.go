package auth

import (
	"testing"

	"go.uber.org/goleak"
)

// A flight, a check or a call that leaves a goroutine behind fails the package.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
