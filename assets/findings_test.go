package assets

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
)

var braces = regexp.MustCompile(`\{[^}]*\}`)

func TestEveryFindingIsComplete(t *testing.T) {
	var fields []string // and pages: some things are mended on a whole page
	for _, g := range allGuides(t) {
		for _, p := range g.Pages {
			fields = append(fields, p.ID)
			for _, f := range p.Fields {
				fields = append(fields, f.Key)
			}
		}
	}
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9][a-zA-Z0-9_-]*)+$`)
	for id, f := range wordings() {
		if plain, _, _ := strings.Cut(id, " "); !name.MatchString(plain) {
			t.Errorf("%s: the ID has not the form group.name", id)
		}
		if f.Title == "" || f.Cause == "" && f.Fix == "" {
			t.Errorf("%s: a title and a cause or a fix are needed", id)
		}
		if f.Fix == "" && f.Severity != finding.Note {
			t.Errorf("%s: somebody who reads this doesn't know what to do next", id)
		}
		within(t, id+" title", f.Title, 1, 90)
		within(t, id+" cause", f.Cause, 0, 320)
		within(t, id+" fix", f.Fix, 0, 320)
		if f.Step != "" && !slices.Contains(Steps, f.Step) {
			t.Errorf("%s: step %q is none of %v", id, f.Step, Steps)
		}
		if f.Field != "" && (!slices.Contains(fields, f.Field) || !strings.HasPrefix(f.Field, f.Step+".")) {
			t.Errorf("%s: field %q is none of step %q", id, f.Field, f.Step)
		}
		checkEvidence(t, id, f.Evidence)
		checkSource(t, id, f.Evidence, f.Source, f.Link)
		if f.Cause == "" && (f.Evidence == finding.Observed || f.Evidence == finding.Inferred) {
			t.Errorf("%s: what it rests on is shown behind the cause, and there is none", id)
		}
		checkLink(t, id, f.Link)
		for _, placeholder := range braces.FindAllString(f.Title+f.Cause+f.Fix+f.Mend, -1) {
			if !regexp.MustCompile(`^\{[a-zA-Z][a-zA-Z0-9]*\}$`).MatchString(placeholder) {
				t.Errorf("%s: %q is no placeholder", id, placeholder)
			}
		}
	}
	t.Logf("%d findings", len(Templates()))
}

func TestWhoGivesAccessAgainIsToldToKeepTheTokens(t *testing.T) {
	named := 0
	for id, f := range wordings() {
		if !strings.HasPrefix(id, "token.") || !strings.Contains(f.Fix, "authorize") {
			continue
		}
		named++
		if !strings.Contains(f.Fix, "pinsetup authorize --keep-token") {
			t.Errorf("%s: %q leads to the same error again: authorize keeps tokens with --keep-token alone", id, f.Fix)
		}
	}
	if named == 0 {
		t.Error("no finding about tokens names authorize")
	}
}

// wordings are all templates, and those that speak about single fields as
// templates of their own: "uri.words about oauth.apiBase".
func wordings() map[string]Template {
	all := map[string]Template{}
	for id, t := range Templates() {
		all[id] = t
		for _, w := range t.About {
			for _, field := range w.Fields {
				one := t.about(field)
				one.Step, _, _ = strings.Cut(field, ".")
				one.Field = field
				all[id+" about "+field] = one
			}
		}
	}
	return all
}

func TestAFindingSpeaksInTheWordsOfItsField(t *testing.T) {
	site, own := About("app.website", "uri.no-scheme"), Finding("uri.no-scheme")
	if site.Fix == own.Fix || site.Field != "app.website" || site.Step != "app" || site.Evidence != finding.Observed {
		t.Errorf("about the website: %+v", site)
	}
	if again := About("oauth.redirectUri", "uri.no-scheme"); again != own {
		t.Errorf("%+v, want %+v", again, own)
	}
	for id, about := range wordings() {
		if strings.Contains(id, " about app.") && strings.Contains(about.Cause+about.Fix, "Appmixer") {
			t.Errorf("%s gives advice for Appmixer: %s %s", id, about.Cause, about.Fix)
		}
	}
}

// seen are findings that speak of Pinterest and say only what this run met, or
// what the words in them mean.
var seen = []string{
	"browser.unreachable", "callback.nothing-there", "callback.server-error", "file.of-the-demo", "flight.clock",
	"flight.no-rate-limits", "flight.not-tried", "flight.wrong-issuer", "network.captive-portal",
	"network.too-large", "network.truncated", "token.pending", "unknown.network", "unknown.text", "uri.pinterest",
	"web.opening",
}

func TestAFindingThatSaysSomethingAboutPinterestSaysHowItIsKnown(t *testing.T) {
	speaks := regexp.MustCompile(`Pinterest|(?i)reviewer|\bportal\b|my apps|trial access|standard access|rejected`)
	used := map[string]bool{}
	for id, f := range wordings() {
		plain, _, _ := strings.Cut(id, " ")
		if f.Evidence != finding.Own || !speaks.MatchString(f.Title+" "+f.Cause) {
			continue
		}
		if used[plain] = true; !slices.Contains(seen, plain) {
			t.Errorf("%s: %s %s", id, f.Title, f.Cause)
		}
	}
	for _, id := range seen {
		if !used[id] {
			t.Errorf("%s needs no exception", id)
		}
	}
}

func TestAFindingsArgumentsAreFilledInOnce(t *testing.T) {
	f := Mended("registered.differs", "v", "used", "{registered}", "registered", "{used}", "at", "3", "usedSign", "a", "registeredSign", "b")
	if strings.Contains(f.Title, "{at}") || !strings.Contains(f.Title, "{used}") {
		t.Errorf("title %q: what a person typed is filled in as it is, and searched for no names", f.Title)
	}
	if f := Finding("file.git-unknown", "file", "a", "line", "b", "reason", "Access is denied."); strings.Contains(f.Cause, "..") {
		t.Errorf("cause %q", f.Cause)
	}
	if m := Mended("scopes.write-only", "a b", "name", "a", "read", "b").Mend; m.Label != "add b: a b" || m.Value != "a b" {
		t.Errorf("mend %+v", m)
	}
}
