package assets

import "sync"

// DemoValues returns the answers that the demo comes with, by field. Don't
// change the map.
var DemoValues = sync.OnceValue(func() map[string]string {
	var values map[string]string
	catalogue("demo", &values)
	return values
})
