package steps

import (
	"reflect"
	"slices"
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

func TestWhatIsSaidOfTheWrittenFileIsNotWhatWasEditedSince(t *testing.T) {
	s := walkTo(t, start("nothing"), "connector.done")
	said := s.Summary()
	if !s.Finished() {
		t.Error("written, and not finished")
	}
	if s = run(s, Jump{Page: "credentials.keys"}); !s.Finished() {
		t.Error("looking back changes nothing, and counts as a change")
	}
	if _, effects := s.Apply(Quit{}); !slices.Contains(effects, Effect(ForgetDraft{})) {
		t.Errorf("looking back leaves a draft: %v", effects)
	}
	s = run(s, Input{keyClientID, "1534759"}, Jump{Page: "connector.where"}, Input{keyFile, "other.toml"}, Next{})
	if got := s.Summary(); s.Finished() || !reflect.DeepEqual(got, said) {
		t.Errorf("finished: %v, and the file is said to be %v, not %v", s.Finished(), got, said)
	}
	if _, effects := s.Apply(Quit{}); !slices.Contains(effects, Effect(SaveDraft{})) {
		t.Errorf("what was edited is not kept: %v", effects)
	}
	s = run(s, Prepared{New: true, Changed: true}, Save{}, Saved{Path: "/x/other.toml"})
	if written, _ := s.Written(); !s.Finished() || written.File().Path != "/x/other.toml" || reflect.DeepEqual(s.Summary(), said) {
		t.Errorf("written anew: %v, %v", s.Finished(), s.Summary())
	}
}

func TestScopesThatWereApprovedEarlierAreNotCountedForThoseThatWereAskedFor(t *testing.T) {
	asked := []string{"boards:read", "pins:read", "user_accounts:read"}
	for name, c := range map[string]struct {
		granted []string
		want    string
		missing []string
	}{
		"all":                 {asked, "App ID and secret work: 3 of 3 scopes granted.", nil},
		"all, and two more":   {append([]string{"ads:read", "catalogs:read"}, asked...), "App ID and secret work: 3 of 3 scopes granted.", nil},
		"another than wanted": {[]string{"ads:read", "boards:read", "pins:read"}, "App ID and secret work: 2 of 3 scopes granted.", asked[2:]},
		"none named":          {nil, "App ID and secret work. Pinterest's answer named no scopes.", nil},
	} {
		result := passed()
		result.Requested, result.Granted = asked, c.granted
		s := test(walkTo(t, start("existing"), "credentials.test"), result)
		if got := s.proved()[0]; got != c.want || !slices.Equal(result.Missing(), c.missing) {
			t.Errorf("%s: %q, missing %v", name, got, result.Missing())
		}
	}
}
