package steps

import "testing"

func TestTheNextCommandLeadsToWhereTheRunWent(t *testing.T) {
	for _, c := range []struct {
		options Options
		want    string
	}{
		{Options{}, "pinsetup authorize"},
		{Options{Demo: true}, "pinsetup authorize --demo"},
		{
			Options{Demo: true, Flags: "--demo=denied", Values: map[string]string{"connector.file": "my file.toml", "connector.service": "it's"}},
			`pinsetup authorize --config 'my file.toml' --service 'it'\''s' --demo=denied`,
		},
	} {
		summary := New(c.options).Summary()
		if got := summary[len(summary)-1].Lines[0]; got != c.want {
			t.Errorf("%+v: %s, want %s", c.options, got, c.want)
		}
	}
}
