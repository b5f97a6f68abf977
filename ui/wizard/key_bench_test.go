package wizard

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/run"
)

// BenchmarkKeyUpdateView measures what a letter costs the wizard itself, from
// the message to the page drawn, on the page with the most fields. Its
// allocations are the same on a busy machine; nothing is saved meanwhile.
func BenchmarkKeyUpdateView(b *testing.B) {
	runner := run.New(run.Config{}, func(steps.Event) {})
	runner.Queue(steps.State{}, []steps.Effect{steps.Exit{}})
	<-runner.Done()
	s := steps.New(steps.Options{Demo: true, Values: run.DemoValues()})
	for _, e := range []steps.Event{
		steps.Input{Key: "start.way", Value: "nothing"}, steps.Next{},
		steps.Input{Key: "account.business", Value: "yes"}, steps.Input{Key: "account.email", Value: "yes"},
		steps.Input{Key: "account.terms", Value: "yes"}, steps.Next{},
	} {
		s, _ = s.Apply(e)
	}
	m := newModel(Config{State: s, Still: true}, runner)
	if m.Update(tea.WindowSizeMsg{Width: 80, Height: 24}); s.Page().ID != "app.sheet" {
		b.Fatalf("the wizard stands at %s", s.Page().ID)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		press := tea.KeyPressMsg{Code: 'a', Text: "a"}
		if i%20 == 19 {
			press = tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl} // begin again
		}
		m.Update(press)
		m.View()
	}
}
