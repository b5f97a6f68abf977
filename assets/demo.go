package assets

import (
	"sync"

	"github.com/pelletier/go-toml/v2"
)

// DemoValues returns the answers that the demo comes with, by field. Don't
// change the map.
var DemoValues = sync.OnceValue(func() map[string]string {
	data, err := files.ReadFile("catalogue/demo.toml")
	if err != nil {
		panic(err) // embedded: cannot happen
	}
	var values map[string]string
	if err := toml.Unmarshal(data, &values); err != nil {
		panic("assets/catalogue/demo.toml: " + err.Error())
	}
	return values
})
