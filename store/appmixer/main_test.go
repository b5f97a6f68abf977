package appmixer_test

import (
	"testing"

	"go.uber.org/goleak"
)

// What leaves a goroutine behind fails the package.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
