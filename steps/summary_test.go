package steps

import (
	"testing"

	"github.com/pinsetup/pinsetup/auth"
)

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

func TestWhatTheFileWillSayOfTheLiveTestIsTrueHoweverThePreviewIsReached(t *testing.T) {
	at := func(events ...Event) State {
		s := walkTo(t, start("existing"), "credentials.test")
		s = run(test(s, passed()), Input{keyAccount, "yes"}, Next{})
		return run(s, events...)
	}
	changed := []Event{Jump{Page: "credentials.keys"}, Input{keyClientID, "1534759"}, Next{}, SkipTest{}}
	failed := run(test(walkTo(t, start("existing"), "credentials.test"), auth.Result{}), SkipTest{})
	for name, c := range map[string]struct {
		state State
		lost  bool
	}{
		"passed":                          {at(), false},
		"changed since, and left out":     {at(changed...), true},
		"changed, left out, changed back": {at(append(changed, Jump{Page: "credentials.keys"}, Input{keyClientID, "1534758"})...), false},
		"changed since, and jumped over":  {at(changed[:2]...), true},
		"failed, and left out":            {failed, true},
		"not run":                         {run(walkTo(t, start("existing"), "credentials.test"), SkipTest{}), true},
	} {
		text, lost := c.state.Unproved()
		if lost != c.lost || (text == "") == lost || lost != (c.state.Plan().Config.Verification == nil) {
			t.Errorf("%s: %q, lost %v, and the file says %v", name, text, lost, c.state.Plan().Config.Verification)
		}
	}
}
