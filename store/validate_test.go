package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// told writes findings as "severity id line:column+width".
func told(findings []finding.Finding) []string {
	var all []string
	for _, f := range findings {
		text := f.Severity.String() + " " + f.ID
		if f.Place != nil {
			text += fmt.Sprintf(" %d:%d+%d", f.Place.Line, f.Place.Column, f.Place.Width)
		}
		all = append(all, text)
	}
	return all
}

func TestFindingsHaveTheirPlaces(t *testing.T) {
	const good = "[a]\nclientId = \"1\"\nclientSecretEnv = \"E\"\n"
	for _, test := range []struct {
		name, doc string
		want      []string
	}{
		{"nothing", good, nil},
		{"a number", "[a]\nclientId = 1534758\nclientSecretEnv = \"E\"", []string{"error file.client-id-number 2:12+7"}},
		{"no clientId and no secret", "\ufeff[\"a\".app]\nname = \"n\"", []string{"error file.no-client-id 1:2+3", "warning file.no-secret 1:2+3"}},
		{"an empty clientId", "[a]\nclientId = \"\"\nclientSecretEnv = \"E\"", []string{"error file.no-client-id 2:12+2"}},
		{"an empty value", good + "redirectUri = \" \"", []string{"warning file.empty 4:15+3"}},
		{"a wrong type", good + "scopes = \"x\"\n[a.app]\nname = 1\n[a.verification]\nat = 2026-01-31", []string{
			"error file.type 4:10+3", "error file.type 6:8+1", "error file.type 8:6+10"}},
		{"two secrets", good + "clientSecret = \"s\"", []string{"error file.two-secrets 4:1+12"}},
		{"names that are nearly right", "[a]\nclient_id = \"1\"\nclientID = \"1\"\nappSecret = \"s\"\nredirect_url = \"u\"\nclientId = \"1\"\n", []string{
			"note file.other-key 2:1+9", "note file.other-key 3:1+8", "warning file.no-secret 1:2+1",
			"warning file.unknown-key 4:1+9", "warning file.unknown-key 5:1+12"}},
		{"clientID", "[a]\nclientID = \"1\"\nclientSecretEnv = \"E\"\n", []string{"error file.no-client-id 1:2+1", "warning file.unknown-key 2:1+8"}},
		{"unknown keys", good + "mine = 1\n[a.app]\nnamee = \"\"\nxyz = 1\n[a.mine2]\nx = 1", []string{
			"note file.other-key 4:1+4", "note file.other-key 7:1+3", "note file.other-key 8:4+5", "warning file.unknown-key 6:1+5"}},
		{"tables that are none", good + "app = 1\nverification = []\n[[b]]\n", []string{"error file.not-a-table 4:7+1", "error file.not-a-table 5:16+2"}},
		{"no service", "x = 1\n", []string{"error file.no-service 1:1+1"}},
		{"columns are characters", "[a]\nclientId = \"1\"\nclientSecretEnv = \"E\"\n\"é\u0301\".'ü' = { x = \"é\" }\napp.name = 1\n", []string{
			"error file.type 5:12+1", "note file.other-key 4:1+4"}},
	} {
		got := told(parse(t, test.doc).Validate(""))
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestTheLikelyKeyIsNamed(t *testing.T) {
	for key, want := range map[string]string{
		"client_id": "clientId", "clientID": "clientId", "CLIENT_ID": "clientId", "client-secret": "clientSecret", "appId": "clientId", "redirect_uri": "redirectUri",
		"redirectUrl": "redirectUri", "callbackUrl": "redirectUri", "scope": "scopes", "scpoes": "scopes", "tokenURL": "tokenUrl",
		"App": "app", "verfication": "verification", "timeout": "", "x": "", "name": "",
	} {
		f := parse(t, "[a]\n"+key+" = 1\n")
		got := ""
		for _, found := range f.Validate("a") {
			if found.ID == "file.unknown-key" {
				_, got, _ = strings.Cut(found.Title, "likely ")
				got, _, _ = strings.Cut(got, " ")
			}
		}
		if got != want {
			t.Errorf("%s: likely %q, want %q", key, got, want)
		}
	}
}

func TestANumberForClientIdIsMendedByTheWizard(t *testing.T) {
	found := parse(t, "[a]\nclientId = 1534758\nclientSecretEnv = \"E\"").Validate("a")
	if len(found) != 1 || found[0].Mend == nil || found[0].Mend.Value != "1534758" || found[0].Mend.Field != "credentials.clientId" {
		t.Fatalf("%+v", found)
	}
}

func TestAMissingServiceIsNamed(t *testing.T) {
	if got := told(parse(t, "# nothing\n").Validate("acme:pinterest")); !slices.Equal(got, []string{"error file.no-service 1:1+1"}) {
		t.Errorf("of a file without any: %q", got)
	}
	found := parse(t, "[\"acme:pinterest\"]\n").Validate("acme:pintrest")
	if got := told(found); !slices.Equal(got, []string{"error file.missing-service"}) || !strings.Contains(found[0].Cause, "acme:pinterest") {
		t.Errorf("%q %+v", got, found)
	}
}

func TestASyntaxErrorHasItsPlace(t *testing.T) {
	for _, test := range []struct {
		doc          string
		line, column int
		text         string
	}{
		{"[a]\nclientId 5\n", 2, 10, "clientId 5"},
		{"[a]\nx = 1\nx = 2\n", 3, 1, "x = 2"},
		{"\xff\xfe[\x00a\x00]\x00", 1, 1, "\ufffd\ufffd[␀a␀]␀"},
		{"[b]\n[a]\ny = \"é\"\n[c]\n[a]\n", 5, 2, "[a]"},
		{"[a]\nclientSecret = \"topsecret\n", 2, 26, "clientSecret = " + safe.Mask},
		{"[a]\nx = \"\"\"\ntopsecret \\q\n", 3, 11, safe.Mask},
		{"[a]\n  \"0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c\"\n", 2, 45, "  \"" + safe.Mask + "\""},
		{"[a]\nwhen = 2026-13-40T00:00:00Z\n", 2, 13, "when = 2026-13-40T00:00:00Z"},
	} {
		_, err := Parse("p.toml", []byte(test.doc))
		e, ok := errors.AsType[*SyntaxError](err)
		if !ok {
			t.Errorf("%q: %v", test.doc, err)
			continue
		}
		if e.Place.Width < 1 || e.Place.Line != test.line || e.Place.Column != test.column || e.Place.Text != test.text {
			t.Errorf("%q: %+v", test.doc, e)
		}
		if found := e.Finding(); found.Place == nil || !strings.Contains(found.Cause, e.Message) || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%q: finding %+v", test.doc, found)
		}
	}
}

func TestSecretsAreMaskedEverywhere(t *testing.T) {
	doc := `clientSecret = "TOP"
a = { clientSecret = 'TOP', x = [{ client_secret = "TOP" }], clientId = 5 }
[b]
"client\u0053ecret" = """
TOP
TOP"""
token.x = "TOP"
clientSecretFile = "shown"
[[c]]
refresh-token = ["TOP",
  "TOP"]
accessToken = 1
password = ""
`
	f := parse(t, doc)
	masked := f.Masked()
	if strings.Contains(masked, "TOP") || !strings.Contains(masked, `"shown"`) || !strings.Contains(masked, `password = ""`) {
		t.Errorf("masked:\n%s", masked)
	}
	if strings.Count(masked, "\n") != strings.Count(doc, "\n") {
		t.Error("masking changed the number of lines")
	}
	for _, found := range f.Validate("") {
		if found.Place != nil && strings.Contains(found.Place.Text, "TOP") {
			t.Errorf("%s shows %q", found.ID, found.Place.Text)
		}
	}
}

func TestASecretInACommentOrASecretTableIsMaskedAndCounts(t *testing.T) {
	const hidden = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
	for _, doc := range []string{
		"# clientSecret = \"" + hidden + "\"\n[a]\n",
		"[a]\n#client_secret='" + hidden + "'\r\nclientSecretEnv = \"E\"\n",
		"[a] # the old secret is " + hidden + "\nx = 1\n",
		"[a]\nscopes = [ # one\n  # two\n  # token: " + hidden + "\n  \"x\", # password = " + hidden + "\n]\n",
		"[a]\nx = 1 # { \"appSecret\": \"" + hidden + "\" }\n", "# pina_" + hidden + "\n", "# İİİİİİİİ before: secret = x" + hidden,
		"# [a]\n# a.clientSecret = " + hidden, "[a.secret]\nvalue = \"" + hidden + "\"\n[b]\nx = 1\n",
		"[[a.passWord.list]]\nx = { y = [\"" + hidden + "\"] }\n",
	} {
		f := parse(t, doc)
		if masked := f.Masked(); strings.Contains(masked, hidden) || !strings.Contains(masked, safe.Mask) || strings.Count(masked, "\n") != strings.Count(doc, "\n") {
			t.Errorf("%q is shown as %q", doc, masked)
		}
		if !holdsSecret(f.data) {
			t.Errorf("%q holds a secret", doc)
		}
	}
	for _, doc := range []string{
		head, "# Ask for the token: Kim has it.\n[a]\nclientSecretEnv = \"E\" # clientSecret = \"\"\n", "[a.secret]\n[a.app]\nname = \"n\"\n",
		"# made by 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c of https://git.acme.com/x\n", "# key == other\n# clientSecretFile = \"x\"\n",
	} {
		if f := parse(t, doc); holdsSecret(f.data) {
			t.Errorf("%q holds none, and is shown as %q", doc, f.Masked())
		}
	}
}

func TestASecretUnderAnotherKeyIsMaskedAndHiddenFromThenOn(t *testing.T) {
	const hidden = "5e4d3c2b1a0f1e2d3c4b5a69788796a5b4c3d2e1"
	for _, value := range []string{
		"clientId = \"" + hidden + "\"", "clientSecretEnv = '" + hidden + "'", "scopes = [\"boards:read\", \"" + hidden + "\"]",
		"app = { name = \"1534758:" + hidden + "\" }", "redirectUri = \"http://localhost:8085/?code=" + hidden + "&state=x\"",
		"other = \"Bearer pina_" + hidden + "\"",
	} {
		doc := "[a]\n" + value + "\n"
		f := parse(t, doc)
		if masked := f.Masked(); strings.Contains(masked, hidden) || strings.Count(masked, "\n") != strings.Count(doc, "\n") {
			t.Errorf("%q is shown as %q", doc, masked)
		}
		if !holdsSecret(f.data) {
			t.Errorf("%q holds a secret", doc)
		}
	}
	if _, err := parse(t, "[a]\nclientId = \""+hidden+"\"\nscopes = [\"f"+hidden+"\"]\n").Service("a"); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"it is " + hidden, "it is f" + hidden} {
		if got := safe.Redact(text); strings.Contains(got, hidden) {
			t.Errorf("after the file was read, a text says %s", got)
		}
	}
	for _, value := range []string{"clientSecretFile = \"/builds/" + hidden + "/secret\"", "redirectUri = \"https://api.acme.com/cb?x=1\""} {
		if f := parse(t, "[a]\n"+value+"\n"); holdsSecret(f.data) {
			t.Errorf("%q holds none, and is shown as %q", value, f.Masked())
		}
	}
}

func TestAHashIsMaskedAndNotCalledASecret(t *testing.T) {
	const hash = "5e4d3c2b1a0f1e2d3c4b5a69788796a5b4c3d2e1"
	for _, value := range []string{
		"commit = \"" + hash + "\"", "commit = \"\"\"\n" + hash + "\"\"\"", "built = { from = ['" + hash + "'] }", "[a.built]\nfrom = \"" + hash + "\"",
	} {
		f := parse(t, "[a]\nclientId = \"1\"\nclientSecretEnv = \"E\"\n"+value+"\n")
		if masked := f.Masked(); strings.Contains(masked, hash) {
			t.Errorf("it could be a secret, and is shown: %s", masked)
		}
		if holdsSecret(f.data) {
			t.Errorf("%q is called a secret", value)
		}
		for _, found := range f.Validate("a") {
			if found.Severity != finding.Note || strings.Contains(found.Place.Text, hash) {
				t.Errorf("%q: %+v", value, found)
			}
		}
	}
	f := parse(t, "[a]\nclientId = \"1\"\nclientSecretEnv = \"E\"\ncommit = \""+hash+"\"\n")
	if got := told(f.Validate("a")); !slices.Equal(got, []string{"note file.looks-secret 4:1+6"}) {
		t.Errorf("%q", got)
	}
}

func TestAFileWithAnotherNameIsNoticedBeforeASaveLeavesThatBehind(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "pinterest.toml"), filepath.Join(dir, "connector.toml")
	write(t, path, "[a]\nclientId = \"0\"\n", 0o600)
	if err := os.Link(path, other); err != nil {
		t.Skip("this disk has no hard links: ", err)
	}
	f := edited(t, path, "1")
	if got := told(f.Surroundings(t.Context(), "a")); !slices.Equal(got, []string{"warning file.linked"}) {
		t.Errorf("before the save: %q", got)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if got := told(f.Surroundings(t.Context(), "a")); len(got) > 0 || content(t, other) == content(t, path) {
		t.Errorf("after it: %q; the other name has %q", got, content(t, other))
	}
}

func TestAFileThatOthersCanReadIsNoticedAndMended(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	const clear, env = "[a]\nclientSecret = \"s\"\n", "[a]\nclientSecretEnv = \"E\"\n"
	for _, test := range []struct {
		mode        os.FileMode
		doc, backup string
		want        []string
		fix         string
	}{
		{0o600, clear, clear, nil, ""},
		{0o644, env, env, nil, ""},
		{0o640, clear, "", []string{"warning file.readable"}, "chmod 600 FILE"},
		{0o644, clear, clear, []string{"warning file.readable"}, "chmod 600 FILE FILE.bak"},
		{0o644, env, clear, []string{"warning file.readable"}, "chmod 600 FILE.bak"},
	} {
		path := filepath.Join(t.TempDir(), "pinterest.toml")
		write(t, path, test.doc, test.mode)
		if test.backup != "" {
			write(t, path+".bak", test.backup, test.mode)
		}
		f, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		found := f.Surroundings(t.Context(), "")
		if got := told(found); !slices.Equal(got, test.want) {
			t.Errorf("%v: %q", test.mode, got)
		}
		for _, found := range found {
			if want := strings.ReplaceAll(test.fix, "FILE", path); !strings.HasSuffix(found.Fix, want) {
				t.Errorf("%q, want %q", found.Fix, want)
			}
			if err := f.Mend(*found.Mend); err != nil || len(f.Surroundings(t.Context(), "")) > 0 {
				t.Errorf("after %s: %v, %q", found.Mend.Label, err, told(f.Surroundings(t.Context(), "")))
			}
		}
	}
}

func TestASecretForAnOpenFileIsAWarningBeforeItIsWritten(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	write(t, path, "[a]\nclientSecretEnv = \"E\"\n", 0o644)
	f := edited(t, path, "1") // with a secret in clear
	if got := told(f.Surroundings(t.Context(), "a")); !slices.Equal(got, []string{"warning file.readable"}) {
		t.Errorf("%q", got)
	}
}

func TestASecretFileThatEverybodyCanReadIsAWarning(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	write(t, path, "[a]\nclientSecretFile = \"the.secret\"\n[b]\n", 0o644)
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	for mode, want := range map[os.FileMode]int{0o600: 0, 0o400: 0, 0o640: 0, 0o644: 1, 0o604: 1} {
		write(t, filepath.Join(dir, "the.secret"), "s", mode)
		if got := told(f.Surroundings(t.Context(), "a")); len(got) != want || want == 1 && got[0] != "warning secret.file.open" {
			t.Errorf("mode %o: %q", mode, got)
		}
		if got := told(f.Surroundings(t.Context(), "b")); len(got) != 0 {
			t.Errorf("the file of another service: %q", got)
		}
	}
}

func TestAFileInGitIsNoticedAndMended(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git to ask")
	}
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v %s", args, err, out)
		}
	}
	path := filepath.Join(dir, "sub", "pinterest[1].toml")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, path, "[a]\nclientSecret = \"s\"\n", 0o600)
	expect := func(want ...string) []finding.Finding {
		t.Helper()
		f, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		found := f.Surroundings(t.Context(), "")
		if got := told(found); !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
		return found
	}
	expect()
	git("init", "-q")
	found := expect("warning file.git")
	f, _ := Load(path)
	for range 2 { // once is enough
		if err := f.Mend(*found[0].Mend); err != nil {
			t.Fatal(err)
		}
	}
	if text := content(t, filepath.Join(dir, "sub", ".gitignore")); text != "/pinterest\\[1].toml*\n" {
		t.Errorf(".gitignore holds %q", text)
	}
	expect()
	for _, left := range []string{".bak", tempInfix + "abc" + tempSuffix} {
		git("check-ignore", "-q", "sub/pinterest[1].toml"+left)
	}
	git("add", "-f", "sub/pinterest[1].toml")
	expect("error file.git-tracked")
	t.Run("in a hook of another repository", func(t *testing.T) {
		for name, value := range map[string]string{"GIT_DIR": t.TempDir(), "GIT_WORK_TREE": t.TempDir(), "GIT_INDEX_FILE": path, "GIT_GLOB_PATHSPECS": "1"} {
			t.Setenv(name, value)
		}
		expect("error file.git-tracked")
	})
	write(t, path, "[a]\nclientSecretEnv = \"E\"\n", 0o644)
	expect() // no secret: it may be in git
	write(t, path+".bak", "[a]\nclientSecret = \"s\"\n", 0o600)
	expect()
	if err := os.Remove(filepath.Join(dir, "sub", ".gitignore")); err != nil {
		t.Fatal(err)
	}
	if found := expect("warning file.git"); !strings.Contains(found[0].Title, ".toml.bak") {
		t.Errorf("the backup that holds the old secret: %q", found[0].Title)
	}
	write(t, path, "[a]\nclientSecretFile = \"../the.secret\"\n[b]\nclientSecretFile = \"../the.secret\"\n", 0o600)
	found = expect("warning file.git", "warning file.git")
	for _, one := range found {
		if err := loaded(t, path).Mend(*one.Mend); err != nil {
			t.Fatal(err)
		}
	}
	if text := content(t, filepath.Join(dir, ".gitignore")); text != "/the.secret*\n" {
		t.Errorf(".gitignore of the secret's folder holds %q", text)
	}
	expect()
	git("add", "-f", "sub/pinterest[1].toml.bak")
	expect("error file.git-tracked")
	write(t, path, "[a]\nclientSecret = \"s\"\n", 0o600)
	t.Setenv("PATH", t.TempDir())
	expect("note file.git-unknown")
}

func loaded(t *testing.T, path string) *File {
	t.Helper()
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGitIsAskedNoLongerThanSomebodyWaits(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the git of this test is a shell's script")
	}
	dir := t.TempDir()
	for _, folder := range []string{"bin", ".git"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "bin", "git"), "#!/bin/sh\ntouch '"+dir+"/asked'\n", 0o700)
	t.Setenv("PATH", filepath.Join(dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	write(t, filepath.Join(dir, ".git", "HEAD"), "", 0o600)
	f := edited(t, filepath.Join(dir, "pinterest.toml"), "1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := told(f.Surroundings(ctx, "a")); !slices.Equal(got, []string{"note file.git-unknown"}) {
		t.Errorf("%q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "asked")); err == nil {
		t.Error("git was asked for nobody")
	}
	f.Surroundings(t.Context(), "a")
	if _, err := os.Stat(filepath.Join(dir, "asked")); err != nil {
		t.Errorf("this git is none: %v", err)
	}
}

func TestAFileThatIsNotThereYetIsLookedAtAsItWillBe(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git to ask")
	}
	dir := t.TempDir()
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	f := edited(t, filepath.Join(dir, "pinterest.toml"), "1")
	if got := told(f.Surroundings(t.Context(), "a")); !slices.Equal(got, []string{"warning file.git"}) {
		t.Errorf("%q", got)
	}
}
