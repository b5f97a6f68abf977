package wizard

import (
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// suspend does nothing: Windows has no jobs that are stopped.
func suspend() tea.Msg { return nil }

func suspendable(*tea.Program, *atomic.Bool) (stop func()) { return func() {} }
