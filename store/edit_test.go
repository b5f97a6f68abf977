package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// service reads the service of the document, to be changed and set again.
func serviceOf(t *testing.T, f *File, id string) Service {
	t.Helper()
	s, err := f.Service(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnEditChangesNothingButItsValues(t *testing.T) {
	verified := &Verification{At: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Method: "callback"}
	for _, test := range []struct {
		name   string
		edit   func(*Service)
		before string
		after  string
	}{
		{"a value", func(s *Service) { s.ClientID = "2" },
			"# top\n[a]\n  clientId   =  \"1\"   # mine\nother = 1 # theirs\n",
			"# top\n[a]\n  clientId   =  \"2\"   # mine\nother = 1 # theirs\n"},
		{"quotes stay single", func(s *Service) { s.ClientID = "2" },
			"[a]\nclientId='1'", "[a]\nclientId='2'"},
		{"single quotes that can't hold it become double ones", func(s *Service) { s.ClientID = "'2'" },
			"[a]\nclientId='1'", "[a]\nclientId=\"'2'\""},
		{"a number for clientId becomes a string when it is set", func(s *Service) { s.ClientID = "1534758" },
			"[a]\nclientId = \"x\"\n", "[a]\nclientId = \"1534758\"\n"},
		{"a byte order mark, Windows line endings, a comment at the end", func(s *Service) { s.ClientID = "2" },
			"\ufeff[a]\r\nclientId = \"1\"\r\n# end", "\ufeff[a]\r\nclientId = \"2\"\r\n# end"},
		{"a value of several lines", func(s *Service) { s.App.Description = "one" },
			"[a]\napp.description = \"\"\"\nx\n  y\"\"\" # d\nb = 1\n", "[a]\napp.description = \"one\" # d\nb = 1\n"},
		{"Windows line endings", func(s *Service) { s.ClientID, s.RedirectURI = "2", "u" },
			"[a]\r\nclientId = \"1\"\r\n\r\n[b]\r\n", "[a]\r\nclientId = \"2\"\r\nredirectUri = \"u\"\r\n\r\n[b]\r\n"},
		{"a byte order mark, and no newline at the end", func(s *Service) { s.RedirectURI = "u" },
			"\ufeff[a]\nclientId = \"1\"", "\ufeff[a]\nclientId = \"1\"\nredirectUri = \"u\""},
		{"a new key takes its place, indentation and alignment", func(s *Service) { s.RedirectURI = "u" },
			"[a]\n\tclientId     = \"1\"\n\tscopes       = []\n\tmine = 1\n",
			"[a]\n\tclientId     = \"1\"\n\tredirectUri  = \"u\"\n\tscopes       = []\n\tmine = 1\n"},
		{"a new first key comes first", func(s *Service) { s.ClientID = "1" },
			"[a] # mine\nredirectUri=\"u\"\n", "[a] # mine\nclientId=\"1\"\nredirectUri=\"u\"\n"},
		{"an empty value removes its line", func(s *Service) { s.RedirectURI = "" },
			"[a]\nclientId = \"1\"\n# where\nredirectUri = \"u\" # here\nb = 2\n", "[a]\nclientId = \"1\"\n# where\nb = 2\n"},
		{"a secret becomes a reference", func(s *Service) { s.ClientSecret, s.ClientSecretEnv = safe.Secret{}, "E" },
			"[a]\nclientId     = \"1\"\nclientSecret = \"s\"\n", "[a]\nclientId     = \"1\"\nclientSecretEnv = \"E\"\n"},
		{"dotted keys of the root", func(s *Service) { s.RedirectURI, s.App.Name = "u", "n" },
			"'a'.clientId = \"1\" # x\nb.c = 1\n", "'a'.clientId = \"1\" # x\n'a'.redirectUri = \"u\"\n'a'.app.name = \"n\"\nb.c = 1\n"},
		{"dotted keys below a header", func(s *Service) { s.App.Company = "c" },
			"[a]\n\"app\" . name = \"n\"\nz = 1\n", "[a]\n\"app\" . name = \"n\"\n\"app\".company = \"c\"\nz = 1\n"},
		{"an inline service", func(s *Service) { s.RedirectURI, s.App.Name = "u", "n" },
			"a = { clientId = \"1\", x = [1, {y = 2}] } # c\n",
			"a = { clientId = \"1\", x = [1, {y = 2}], redirectUri = \"u\", app = { name = \"n\" } } # c\n"},
		{"an empty inline service", func(s *Service) { s.RedirectURI = "u" }, "a = {}\n", "a = { redirectUri = \"u\" }\n"},
		{"a member of an inline table goes with its comma", func(s *Service) { s.ClientID = "" },
			"a = { x = 1, clientId = \"1\" }\n", "a = { x = 1 }\n"},
		{"an inline table of several lines (TOML 1.1)", func(s *Service) { s.RedirectURI, s.ClientID = "u", "" },
			"a = {\n  clientId = \"1\", # id\n  x = 1, # x\n}\n", "a = {\n  x = 1, # x\n  redirectUri = \"u\",\n}\n"},
		{"an inline table below a header", func(s *Service) { s.App.Company = "c" },
			"[a]\napp = {name=\"n\"}\n", "[a]\napp = {name=\"n\", company = \"c\"}\n"},
		{"an emptied inline table goes", func(s *Service) { s.App = AppInfo{} },
			"[a]\napp = { name = \"n\" }\nb = 1\n", "[a]\nb = 1\n"},
		{"a table anywhere in the file", func(s *Service) { s.App.Name = "m" },
			"[a.app]\nname = \"n\"\n[b]\n[a]\nclientId = \"1\"\n", "[a.app]\nname = \"m\"\n[b]\n[a]\nclientId = \"1\"\n"},
		{"keys for a header that isn't there", func(s *Service) { s.ClientID = "1" },
			"[b]\n\n# the app\n[\"a\".app]\nname = \"n\"\n", "[b]\n\n[\"a\"]\nclientId = \"1\"\n\n# the app\n[\"a\".app]\nname = \"n\"\n"},
		{"a new table follows its service", func(s *Service) { s.Verification = verified },
			"['a']\nclientId = \"1\"\n\n# about b\n[b]\n",
			"['a']\nclientId = \"1\"\n\n['a'.verification]\nat     = 2026-11-23T12:00:00Z\nmethod = \"callback\"\n\n# about b\n[b]\n"},
		{"a table that would be empty goes", func(s *Service) { s.Verification = nil },
			"[a]\nclientId = \"1\"\n\n[a.verification]\nat = 2026-11-23T12:00:00Z\n\n[b]\n", "[a]\nclientId = \"1\"\n\n[b]\n"},
		{"a table with an unknown key stays", func(s *Service) { s.Verification = nil },
			"[a.verification]\nat = 2026-11-23T12:00:00Z\nby = \"me\"\n", "[a.verification]\nby = \"me\"\n"},
		{"a list on one line", func(s *Service) { s.Scopes = []string{"b", "c"} },
			"[a]\nscopes = ['a',\"b\"] # s\n", "[a]\nscopes = ['b', 'c'] # s\n"},
		{"a list with comments", func(s *Service) { s.Scopes = []string{"z", "b", "y", "c", "d"} },
			"[a]\nscopes = [ # all\n  \"a\", # first\n  # two\n  \"b\", # second\n  \"c\" # third\n] # s\n",
			"[a]\nscopes = [ # all\n  # two\n  \"z\",\n  \"b\", # second\n  \"y\",\n  \"c\", # third\n  \"d\"\n] # s\n"},
		{"a list that is emptied keeps its comments", func(s *Service) { s.Scopes = []string{"z"} },
			"[a]\nscopes = [\n  # none\n  \"a\",\n]\n", "[a]\nscopes = [\"z\"\n  # none\n]\n"},
		{"nothing", func(s *Service) {},
			"[a]\nclientId = '''1'''\nscopes = [ ]\nverification = { at = 2026-11-23 14:00:00.500+02:00 }\n",
			"[a]\nclientId = '''1'''\nscopes = [ ]\nverification = { at = 2026-11-23 14:00:00.500+02:00 }\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := parse(t, test.before)
			s := serviceOf(t, f, "a")
			test.edit(&s)
			if err := f.Set("a", s); err != nil {
				t.Fatal(err)
			}
			if got := string(f.Bytes()); got != test.after {
				t.Errorf("got\n%s\nwant\n%s\n%q", got, test.after, got)
			}
			if f.Changed() != (test.before != test.after) {
				t.Errorf("Changed = %v", f.Changed())
			}
		})
	}
}

func TestAWrongTypeIsReplacedByAString(t *testing.T) {
	f := parse(t, "[a]\nclientId = 1534758 # mine\n")
	if err := f.Set("a", Service{ClientID: "1534758"}); err != nil {
		t.Fatal(err)
	}
	if got := string(f.Bytes()); got != "[a]\nclientId = \"1534758\" # mine\n" {
		t.Errorf("got %s", got)
	}
}

func TestWhatCannotBeEditedIsRefusedWithItsPlace(t *testing.T) {
	for _, test := range []struct {
		doc, message string
		line, column int
	}{
		{"x = 1\n[[a]]\nb = 1\n", "not a table", 2, 3},
		{"[b]\n[[a.app]]\n", "app", 2, 5},
		{"[a]\n  app = \"n\"\n", "app", 2, 9},
		{"[a.clientId]\nx = 1\n", "clientId is a table", 1, 4},
		{"a = 5\n", "not a table", 1, 5},
	} {
		f := parse(t, test.doc)
		err := f.Set("a", full())
		r, ok := errors.AsType[*RefusedError](err)
		if !ok || r.Place.Line != test.line || r.Place.Column != test.column || !strings.Contains(r.Message, test.message) {
			t.Errorf("%q: Set = %v, want %d:%d %s", test.doc, err, test.line, test.column, test.message)
		}
		if string(f.Bytes()) != test.doc || f.Changed() {
			t.Errorf("%q changed", test.doc)
		}
	}
}

// A mistake in an edit's code reaches no file.
func TestAnEditThatChangesAnythingElseIsRefused(t *testing.T) {
	const doc = "[a]\nclientId = \"1\"\nmine = 1\n\n[b]\nyours = 1\n"
	for wrong, message := range map[string]string{
		"mine = 1": "can't change safely", "yours = 1": "something else in the file", "[b]": "something else in the file",
		"\n\n[b]": "something else in the file", "clientId": "can't change safely",
	} {
		f := parse(t, doc)
		at := strings.Index(doc, wrong)
		err := f.commit("a", []splice{{span{at, at + len(wrong)}, "\nx = 2"}}, wanted(serviceOf(t, f, "a")))
		if r, ok := errors.AsType[*RefusedError](err); !ok || !strings.Contains(r.Message, message) && !strings.Contains(r.Message, "unreadable") {
			t.Errorf("over %q: %v", wrong, err)
		}
		if string(f.Bytes()) != doc || f.Changed() {
			t.Errorf("over %q: the file changed", wrong)
		}
	}
}

func TestRemovingAServiceLeavesTheOthers(t *testing.T) {
	for _, test := range []struct{ before, after string }{
		{"[a]\nx = 1\n\n[b]\n", "[b]\n"},
		{"[b]\ny = 1\n\n[a]\nx = 1\n[a.app]\n", "[b]\ny = 1\n"},
		{"[a.app]\n[b]\n# c\n[[a.list]]\nx = 1\n# about d\n[d]\n", "[b]\n# c\n# about d\n[d]\n"},
		{"a.x = 1\nb = 2\na.y.z = '''\n[c]\n'''\n[c]\n", "b = 2\n[c]\n"},
		{"# head\n\na = { x = 1 }", "# head\n"},
	} {
		f := parse(t, test.before)
		if err := f.Remove("a"); err != nil {
			t.Errorf("%q: %v", test.before, err)
		} else if got := string(f.Bytes()); got != test.after {
			t.Errorf("%q without a is %q, want %q", test.before, got, test.after)
		}
		if slices.Contains(f.Services(), "a") {
			t.Errorf("%q: a is still there", test.before)
		}
	}
	if err := parse(t, "[a]\n").Remove("b"); !errors.Is(err, ErrNoService) {
		t.Errorf("removing what isn't there: %v", err)
	}
}

func TestAServiceThatIsMissingIsNamedWithTheNearest(t *testing.T) {
	_, err := parse(t, "[\"acme:pinterest\"]\n[x]\n").Service("acme:pintrest")
	if !errors.Is(err, ErrNoService) || !strings.Contains(err.Error(), `did you mean "acme:pinterest"?`) {
		t.Errorf("error: %v", err)
	}
}

func TestAWrongTypeHasItsPlace(t *testing.T) {
	for _, test := range []struct {
		doc          string
		line, column int
		width        int
	}{
		{"[a]\n  clientId = 1534758 # x\n", 2, 14, 7},
		{"[a]\n\"é\" = 1\nscopes = \"é\"\n", 3, 10, 3},
		{"[a]\nscopes = [\"x\", 1]\n", 2, 10, 8},
		{"[a]\napp = 1\n", 2, 7, 1},
		{"[a.verification]\nat = 2026-11-23T12:00:00\n", 2, 6, 19},
		{"[a.redirectUri]\n", 1, 4, 11},
	} {
		_, err := parse(t, test.doc).Service("a")
		e, ok := errors.AsType[*ValueError](err)
		if !ok || e.Place.Line != test.line || e.Place.Column != test.column || e.Place.Width != test.width {
			t.Errorf("%q: %#v", test.doc, err)
		}
	}
}
