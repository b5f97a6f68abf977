package wizard

import tea "charm.land/bubbletea/v2"

// suspend does nothing: Windows has no jobs that are stopped.
func (m *model) suspend() tea.Cmd { return nil }

func suspendable(*tea.Program, *model) (end func()) { return func() {} }
