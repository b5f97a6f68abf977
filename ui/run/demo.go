package run

import (
	"maps"

	"github.com/pinsetup/pinsetup/assets"
)

// DemoValues returns the answers that the demo comes with, to be accepted or
// changed: assets/catalogue/demo.toml.
func DemoValues() map[string]string { return maps.Clone(assets.DemoValues()) }
