package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// A row is one value that people really enter, and what is said about it.
type row struct {
	value string
	// want are the IDs of all findings, separated by spaces.
	want string
	// mend is the value that the first mend offers; "" for no mend.
	mend string
	// other are values of other fields: "oauth.target=appmixer".
	other []string
}

func (r row) input(field string) Input {
	others := map[string]string{}
	for _, o := range r.other {
		key, value, _ := strings.Cut(o, "=")
		others[key] = value
	}
	return Input{Field: field, Value: r.value, Get: func(key string) string { return others[key] }}
}

// tables are the rows of all rules, by the field that they judge.
var tables = map[string][]row{
	"app.name": appNames, "app.website": websites, "app.privacyPolicy": policies, "app.description": descriptions,
	"app.purpose": purposes, "app.useCase": purposes, "app.company": companies, "app.audience": audiences, "app.account": usernames,
	"app.icon": icons, "app.status": statuses, "review.video": videos,
	"oauth.apiBase": bases, "oauth.redirectUri": redirects, "oauth.testRedirectUri": testURIs,
	"oauth.registered": lists, "oauth.scopes": scopeSets, "credentials.clientId": ids,
	"credentials.clientSecret": secrets, "review.goal": goals, "connector.service": services,
	"connector.file": configPaths, "review.file": paths, "connector.secretRef": references,
}

func idsOf(findings []finding.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.ID)
	}
	return strings.Join(all, " ")
}

func firstMend(findings []finding.Finding) string {
	for _, f := range findings {
		if f.Mend != nil {
			return f.Mend.Value
		}
	}
	return ""
}

func TestWhatPeopleEnter(t *testing.T) {
	for field, rows := range tables {
		rule := For(field)
		if rule == nil {
			t.Fatalf("%s has no rule", field)
		}
		t.Run(field, func(t *testing.T) {
			for _, r := range rows {
				got := rule(r.input(field))
				if idsOf(got) != r.want || firstMend(got) != r.mend {
					t.Errorf("%q\n gives %q and %q,\n  want %q and %q", r.value, idsOf(got), firstMend(got), r.want, r.mend)
				}
				wellFormed(t, field, r, got)
			}
		})
	}
}

// wellFormed checks what holds for every finding of every rule.
func wellFormed(t *testing.T, field string, r row, findings []finding.Finding) {
	t.Helper()
	step, _, _ := strings.Cut(field, ".")
	for _, f := range findings {
		if f.Field != field || f.Step != step {
			t.Errorf("%s about %s belongs to %s, %s", f.ID, field, f.Step, f.Field)
		}
		texts := f.Title + f.Cause + f.Fix
		if f.Mend != nil {
			texts += f.Mend.Label
		}
		if left := regexp.MustCompile(`\{[a-zA-Z]+\}`).FindString(texts); left != "" && !strings.Contains(r.value, left) {
			t.Errorf("%s: %s is not filled in: %s", f.ID, left, texts)
		}
		if f.Mend != nil && f.Mend.Field == field {
			mended := r
			mended.value = f.Mend.Value
			for _, again := range For(field)(mended.input(field)) {
				if again.ID == f.ID && again.Title == f.Title {
					t.Errorf("%s: the mend %q does not remove it", f.ID, f.Mend.Value)
				}
			}
		}
	}
}

func TestEveryRuleHasATable(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "rules.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if c, ok := n.(*ast.CaseClause); ok {
			for _, e := range c.List {
				if field, ok := literal(e); ok && strings.Contains(field, ".") {
					if found++; len(tables[field]) == 0 {
						t.Errorf("nothing is entered into %s", field)
					}
				}
			}
		}
		return true
	})
	if found < 20 {
		t.Errorf("only %d fields with a rule were found", found)
	}
}

func TestNothingIsSaidAboutAnEmptyField(t *testing.T) {
	for field := range tables {
		if got := For(field)(Input{Field: field}); got != nil {
			t.Errorf("%s: %v", field, got)
		}
	}
	if For("app.platform") != nil {
		t.Error("a field without a rule has one")
	}
}

// files are those of assets/findings whose findings this package makes.
var files = []string{"account", "app", "clean", "connector", "credentials", "redirect", "review", "scopes"}

func findingsOf(t *testing.T, file string) []assets.Template {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "findings", file+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Finding []assets.Template `toml:"finding"`
	}
	if err := toml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Finding
}

func TestEveryFindingIsMadeByARow(t *testing.T) {
	// Which have tests of their own: what is removed, what an empty field comes to, and what is
	// seen in a file.
	made := map[string]bool{"clean.removed": true, "app.no-company": true, "app.no-icon": true,
		"app.icon-missing": true, "app.icon-format": true, "app.icon-size": true}
	for field, rows := range tables {
		for _, r := range rows {
			for _, f := range For(field)(r.input(field)) {
				made[f.ID] = true
			}
		}
	}
	for _, file := range append(files, "wizard") {
		for _, f := range findingsOf(t, file) {
			if !made[f.ID] && !strings.HasPrefix(f.ID, "wizard.") && !strings.HasPrefix(f.ID, "demo.") { // which package steps makes itself
				t.Errorf("assets/findings/%s.toml: no row makes %s", file, f.ID)
			}
		}
	}
}

// TestEveryPlaceholderIsGiven compares the names in the catalogue's sentences
// with the arguments that the code gives.
func TestEveryPlaceholderIsGiven(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && checkCall(t, source, call) {
				checked++
			}
			return true
		})
	}
	if checked < 60 {
		t.Errorf("only %d calls were found", checked)
	}
}

// checkCall reports whether the call makes a finding of a literal ID.
func checkCall(t *testing.T, source string, call *ast.CallExpr) bool {
	t.Helper()
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	id, ok := literal(call.Args[0])
	args := call.Args[1:]
	switch method.Sel.Name {
	case "find", "Finding":
	case "mend":
		args = args[1:]
	default:
		return false
	}
	if !ok {
		return false
	}
	template, known := assets.Templates()[id]
	if !known {
		t.Errorf("%s: no finding %s", source, id)
		return true
	}
	var given []string
	for i := 0; i < len(args); i += 2 {
		name, _ := literal(args[i])
		given = append(given, name)
	}
	texts := template.Title + template.Cause + template.Fix + template.Mend
	for _, w := range template.About {
		texts += w.Title + w.Cause + w.Fix
	}
	for _, m := range regexp.MustCompile(`\{([a-zA-Z]+)\}`).FindAllStringSubmatch(texts, -1) {
		if !slices.Contains(given, m[1]) && m[1] != "value" {
			t.Errorf("%s: %s wants {%s}, given are %v", source, id, m[1], given)
		}
	}
	for _, name := range given {
		if !strings.Contains(texts, "{"+name+"}") {
			t.Errorf("%s: %s has no use for {%s}", source, id, name)
		}
	}
	return true
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func TestWhatIsShownIsHarmless(t *testing.T) {
	if got := show("a\x1b[31mb\u202ec\xff"); got != "a?[31mb?c?" {
		t.Errorf("show = %q", got)
	}
	if got := []rune(show(strings.Repeat("é", 200))); len(got) != 80 || got[79] != '…' {
		t.Errorf("%d characters of a long value are shown", len(got))
	}
}

func TestWhatIsSaidWhileTypingStandsHoweverItIsTypedOn(t *testing.T) {
	said := map[string]bool{}
	for field, rows := range tables {
		rule := For(field)
		for _, r := range rows {
			whole, before := []rune(r.value), map[string]bool{}
			for at := 1; at <= len(whole) && at <= 80; at++ {
				typed, in := string(whole[:at]), r.input(field)
				if in.Value, _ = Clean(field, typed); in.Value == "" {
					continue
				}
				for _, f := range rule(in) {
					if !assets.Lasting(f.ID) || before[f.ID] {
						continue
					}
					said[f.ID], before[f.ID] = true, true
					for _, more := range []string{string(whole[at:]), "a", "1", "/x", ".com/cb", "ocalhost:8085/", "@acme.com/", ":pinterest", "#y"} {
						in.Value, _ = Clean(field, typed+more)
						if !finding.HasError(rule(in)) {
							t.Errorf("%s: %q has %s, and %q has no error", field, typed, f.ID, in.Value)
						}
					}
				}
			}
		}
	}
	for id, template := range assets.Templates() {
		if template.Lasting && !said[id] {
			t.Errorf("no example shows that %s lasts", id)
		}
		if template.Lasting && template.Severity != finding.Error {
			t.Errorf("%s is no error, and would be shown as one", id)
		}
	}
}
