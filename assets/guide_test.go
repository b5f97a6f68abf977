package assets

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// pages are the pages and fields that the wizard asks for, as
// docs/architecture.md lists them. Only those with "=" have options here.
var pages = map[string]string{
	"start.way":         "start.way=nothing,existing",
	"account.ready":     "account.business account.email account.terms account.twoFactor",
	"app.sheet":         "app.name app.company app.website app.privacyPolicy app.description",
	"app.use":           "app.platform=web,ios,android,other app.type=public,internal app.account app.purpose app.useCase app.audience app.icon",
	"app.request":       "app.status=notSubmitted,pending,trial,standard,rejected",
	"oauth.connector":   "oauth.target=appmixer,other oauth.apiBase oauth.redirectUri",
	"oauth.test":        "oauth.testRedirectUri",
	"oauth.scopes":      "oauth.tasks oauth.permissions oauth.scopes",
	"oauth.register":    "oauth.registered oauth.saved",
	"credentials.keys":  "credentials.clientId credentials.clientSecret",
	"credentials.test":  "credentials.account credentials.browser=*",
	"review.access":     "review.goal=trial,standard review.checked=* review.video",
	"review.packet":     "review.file",
	"connector.where":   "connector.service connector.file connector.secret=file,env,secretFile,keyring connector.secretRef",
	"connector.write":   "",
	"connector.done":    "",
	"limits.classes":    "",
	"limits.headers":    "",
	"limits.backoff":    "",
	"notes.account":     "",
	"notes.tokens":      "",
	"notes.content":     "",
	"notes.attribution": "",
}

func allGuides(t *testing.T) []Guide {
	t.Helper()
	var all []Guide
	for _, step := range Steps {
		g, err := LoadGuide(step)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	return all
}

func TestTheGuidesHaveEveryPageAndField(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range allGuides(t) {
		for _, p := range g.Pages {
			seen[p.ID] = true
			want, known := pages[p.ID]
			if !known || !strings.HasPrefix(p.ID, g.Step+".") {
				t.Errorf("guide %s: page %q is none of the wizard's", g.Step, p.ID)
			}
			fields := strings.Fields(want)
			if len(fields) != len(p.Fields) {
				t.Errorf("page %s: %d fields, want %d", p.ID, len(p.Fields), len(fields))
				continue
			}
			for i, f := range p.Fields {
				checkOptions(t, f, fields[i])
			}
		}
	}
	for id := range pages {
		if !seen[id] {
			t.Errorf("no guide has page %s", id)
		}
	}
}

func checkOptions(t *testing.T, f GuideField, want string) {
	t.Helper()
	key, options, _ := strings.Cut(want, "=")
	if options == "*" {
		if f.Key != key || len(f.Options) == 0 {
			t.Errorf("field %s has no options", f.Key)
		}
		return
	}
	var values []string
	for _, o := range f.Options {
		values = append(values, o.Value)
	}
	if f.Key != key || !sameSet(values, strings.FieldsFunc(options, func(r rune) bool { return r == ',' })) {
		t.Errorf("field %s has options %v, want %s", f.Key, values, want)
	}
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

func TestTheGuidesFitATerminalOf80x24(t *testing.T) {
	for _, g := range allGuides(t) {
		within(t, g.Step+" title", g.Title, 1, 50)
		within(t, g.Step+" short", g.Short, 1, 11)
		within(t, g.Step+" summary", g.Summary, 1, 200)
		for _, p := range g.Pages {
			within(t, p.ID+" title", p.Title, 1, 24)
			within(t, p.ID+" intro", p.Intro, 1, 150)
			instructions := 0
			for _, l := range p.Lines {
				most := 250
				if l.Kind == "do" {
					instructions++
					most = 140
				}
				within(t, p.ID+" line", l.Text, 1, most)
			}
			if instructions > 5 {
				t.Errorf("page %s: %d instructions, want at most 5", p.ID, instructions)
			}
			for _, f := range p.Fields {
				within(t, f.Key+" label", f.Label, 1, 24)
				within(t, f.Key+" hint", f.Hint, 1, 60)
				for _, o := range f.Options {
					within(t, f.Key+"="+o.Value+" label", o.Label, 1, 36)
					within(t, f.Key+"="+o.Value+" hint", o.Hint, 1, 60)
				}
			}
		}
	}
}

// within checks a text's length in characters.
func within(t *testing.T, what, text string, least, most int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n < least || n > most {
		t.Errorf("%s has %d characters, want %d to %d: %q", what, n, least, most, text)
	}
	if text != strings.TrimSpace(text) || strings.ContainsAny(text, "\n\t") {
		t.Errorf("%s has spaces around, or more than one line: %q", what, text)
	}
}

func TestEveryLineOfAGuideSaysWhatItRestsOn(t *testing.T) {
	kinds := []string{"do", "why", "trap", "note"}
	own := 0
	for _, g := range allGuides(t) {
		for _, p := range g.Pages {
			for _, l := range p.Lines {
				if !slices.Contains(kinds, l.Kind) {
					t.Errorf("page %s: kind %q is none of %v", p.ID, l.Kind, kinds)
				}
				checkEvidence(t, p.ID, l.Evidence)
				checkSource(t, p.ID+": "+l.Text, l.Evidence, l.Source, l.Link)
				if l.Field != "" && !slices.ContainsFunc(p.Fields, func(f GuideField) bool { return f.Key == l.Field }) {
					t.Errorf("%s: a line is about %s, which isn't asked there", p.ID, l.Field)
				}
				checkLink(t, p.ID, l.Link)
				if l.Evidence == finding.Own {
					own++
					if strings.Contains(l.Text, "Pinterest ") && l.Kind != "do" {
						t.Errorf("page %s says something about Pinterest without evidence: %s", p.ID, l.Text)
					}
				}
			}
		}
	}
	t.Logf("%d lines need no evidence", own)
}

// about is what only a statement about Pinterest has in it: its name, who
// reviews apps there, its portal and what that gives.
var about = regexp.MustCompile(`(?i)\bpinterest|reviewer|\bportal\b|my apps|trial access|standard access|rejected|the form\b|\bpins\b`)

// own are texts that speak of Pinterest and say nothing about it: what pinsetup
// does, asks, or saw.
var own = []string{
	"From nothing to a Pinterest connector that was proved to work, in six steps. Everything you enter is kept: stop whenever you like.",
	"How many requests Pinterest takes, how it says so, and how a connector should behave.",
	"A packet for the reviewers, written from what you entered.",
	"Before your connector shows content of Pinterest's to others.",
	"Choose the access that the connector's tasks need, and go through the reasons for which others were rejected.",
	"What the form asks about you. Fill it in here first, where every answer is checked.",
	"What the app is for. Answer what your form asks and leave out what it doesn't show.",
	"A redirect URI on this computer, beside the connector's own: the live test receives Pinterest's answer there.",
	"I sign in to Pinterest with a business account.",
	"My apps opens, and the developer terms are accepted.",
	"Who will connect a Pinterest account to it?",
	"Who uses it, and what it does with Pinterest.",
	"Who uses the app: Businesses, Pinners, ...",
	"As My apps shows it.",
	"The form is still open.",
	"Optional: paste the portal's list, one a line.",
	"Both are in the portal's list after reloading.",
	"All six steps, with the portal beside you.",
}

// statements are all texts of the guides but lines, by where they stand, with
// what they rest on.
func statements(t *testing.T) map[string]GuideLine {
	t.Helper()
	all := map[string]GuideLine{}
	for _, g := range allGuides(t) {
		all["guide "+g.Step] = GuideLine{Kind: "frame", Text: g.Summary, Evidence: g.Evidence}
		for _, p := range g.Pages {
			all["page "+p.ID] = GuideLine{Kind: "frame", Text: p.Intro, Evidence: p.Evidence}
			for _, f := range p.Fields {
				all["field "+f.Key] = GuideLine{Text: f.Hint, Evidence: f.Evidence, Source: f.Source}
				for _, o := range f.Options {
					all["option "+f.Key+"="+o.Value] = GuideLine{Text: o.Hint, Evidence: o.Evidence, Source: o.Source}
				}
			}
		}
	}
	return all
}

func TestEveryHintSaysWhatItRestsOn(t *testing.T) {
	used := map[string]bool{}
	for where, s := range statements(t) {
		checkEvidence(t, where, s.Evidence)
		checkSource(t, where, s.Evidence, s.Source, "")
		if s.Kind == "frame" && s.Evidence != finding.Own && s.Evidence != finding.Documented {
			t.Errorf("%s: nothing shows that it is only %s", where, s.Evidence)
		}
		if s.Evidence == finding.Own && about.MatchString(s.Text) && !slices.Contains(own, s.Text) {
			t.Errorf("%s says something about Pinterest without evidence: %s", where, s.Text)
		}
		used[s.Text] = true
	}
	for _, text := range own {
		if !used[text] {
			t.Errorf("no guide says any more: %s", text)
		}
	}
}

func TestNoStatementOfAGuideLeavesItsEvidenceOut(t *testing.T) {
	for _, step := range Steps {
		data, err := files.ReadFile("guides/" + step + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := toml.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		everyTable(doc, func(table map[string]any) {
			for _, kind := range []string{"summary", "intro", "hint", "text"} {
				if _, says := table["evidence"]; table[kind] != nil && !says {
					t.Errorf("guide %s: evidence is missing at %v", step, table[kind])
				}
			}
		})
	}
}

func TestACallbackPageSaysOnlyWhatIsDocumentedOrWasSeen(t *testing.T) {
	var doc any
	if err := toml.Unmarshal([]byte(Page("callback.toml")), &doc); err != nil {
		t.Fatal(err)
	}
	everyTable(doc, func(table map[string]any) {
		if _, says := table["evidence"]; table["lead"] != nil && !says {
			t.Errorf("evidence is missing at %v", table["lead"])
		}
	})
	for id, p := range CallbackPages() {
		if p.Evidence != finding.Own && p.Evidence != finding.Documented {
			t.Errorf("%s: nothing shows that it is only %s", id, p.Evidence)
		}
		if p.Evidence == finding.Own && strings.Contains(p.Lead, "Pinterest sends") {
			t.Errorf("%s says what Pinterest does without evidence: %s", id, p.Lead)
		}
	}
}

// everyTable visits every table of a document.
func everyTable(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, inside := range v {
			everyTable(inside, visit)
		}
	case []any:
		for _, inside := range v {
			everyTable(inside, visit)
		}
	}
}

func TestAHintIsSaidWithWhatItRestsOn(t *testing.T) {
	f := GuideField{Hint: "h", Evidence: finding.Observed, Options: []GuideOption{
		{Hint: "same", Evidence: finding.Observed}, {Hint: "less", Evidence: finding.Inferred}, {Hint: "known", Evidence: finding.Documented},
	}}
	said := f.Said()
	if said.Hint != "h (seen in practice)" || said.Options[0].Hint != "same" || said.Options[1].Hint != "less (likely)" || said.Options[2].Hint != "known" {
		t.Errorf("%+v", said)
	}
	if f.Options[1].Hint != "less" {
		t.Error("the guide itself has changed")
	}
}

func TestChoicesHaveNoExampleAndTextsHaveOne(t *testing.T) {
	confirmations := []string{"account.business", "account.email", "account.terms", "account.twoFactor", "oauth.saved",
		"credentials.account", "credentials.clientSecret"}
	for _, g := range allGuides(t) {
		for _, p := range g.Pages {
			for _, f := range p.Fields {
				choice := len(f.Options) > 0 || slices.Contains(confirmations, f.Key)
				if choice == (f.Example != "") {
					t.Errorf("field %s: example %q", f.Key, f.Example)
				}
			}
		}
	}
}

func checkEvidence(t *testing.T, what string, e finding.Evidence) {
	t.Helper()
	switch e {
	case finding.Own, finding.Documented, finding.Observed, finding.Inferred:
	default:
		t.Errorf("%s: evidence %q is none of documented, observed, inferred", what, e)
	}
}

// sources are those that a statement may rest on beside Pinterest.
var sources = regexp.MustCompile(`^(Appmixer|RFC [0-9]{3,4}(, section [0-9.]+)?|WHATWG [A-Z][a-z]+(, [a-z ]+)?)$`)

// checkSource wants that what others say is not taken for Pinterest's word.
func checkSource(t *testing.T, what string, e finding.Evidence, s finding.Source, link string) {
	t.Helper()
	if s != finding.Pinterest && (!sources.MatchString(string(s)) || e != finding.Documented && e != finding.Observed) {
		t.Errorf("%s: source %q, evidence %q", what, s, e)
	}
	if strings.Contains(link, "appmixer.com/") && e != finding.Inferred && s != finding.Appmixer {
		t.Errorf("%s: it is Appmixer's page that says so, and the source is %q", what, s)
	}
}

// known are the pages of Pinterest and Appmixer that are known to be there.
var known = []string{
	"https://developers.pinterest.com/apps/",
	"https://developers.pinterest.com/docs/getting-started/connect-app/",
	"https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/",
	"https://developers.pinterest.com/docs/getting-started/using-business-access/",
	"https://developers.pinterest.com/docs/api/v5/oauth-token",
	"https://developers.pinterest.com/docs/api/v5/introduction",
	"https://developers.pinterest.com/docs/key-concepts/access-tiers/",
	"https://developers.pinterest.com/docs/key-concepts/using-beta-and-restricted-features/",
	"https://developers.pinterest.com/docs/reference/rate-limits/",
	"https://developers.pinterest.com/docs/reference/pagination/",
	"https://developers.pinterest.com/docs/developer-tools/sandbox/",
	"https://developers.pinterest.com/docs/developer-tools/token-debugger/",
	"https://developers.pinterest.com/docs/developer-tools/quickstart-tools/",
	"https://developers.pinterest.com/docs/faqs/faqs/",
	"https://developers.pinterest.com/terms/",
	"https://www.pinterest.com/business/create/",
	"https://www.pinterest.com/business/convert/",
	"https://www.pinterest.com/business/hub/",
	"https://help.pinterest.com/business/article/create-an-advertiser-account",
	"https://help.pinterest.com/article/two-factor-authentication",
	"https://help.pinterest.com/en/contact",
	"https://policy.pinterest.com/en/developer-guidelines",
	"https://docs.appmixer.com/connector-configuration/pinterest",
	"https://docs.appmixer.com/appmixer/appmixer-backoffice/services",
	"https://docs.appmixer.com/appmixer/api/service-configuration",
}

// checkLink accepts no link, a known page of Pinterest or Appmixer, and any
// other https page.
func checkLink(t *testing.T, what, link string) {
	t.Helper()
	if link == "" {
		return
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		t.Errorf("%s: link %q is no https address", what, link)
		return
	}
	bare, _, _ := strings.Cut(link, "#")
	if (strings.HasSuffix(u.Host, "pinterest.com") || strings.HasSuffix(u.Host, "appmixer.com")) && !slices.Contains(known, bare) {
		t.Errorf("%s: link %q is none of the pages that are known to be there", what, link)
	}
}
