package run

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

// An existing is what a person with an app has.
const existing = `# ours
["acme:pinterest"]
clientId = "1600001"
clientSecret = "` + secret + `"
redirectUri = "https://acme.com/cb"
scopes = ["boards:read"]
tokenUrl = "https://pins.acme.com/v5/oauth/token"
apiUrl = "https://pins.acme.com/v5"

["acme:pinterest".verification]
at = 2026-01-31T12:00:00Z
account = "acme"
`

// existingFile writes such a file and returns its path.
func existingFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// heard has the effects carried out, and returns the events that they led to.
func heard(c Config, s steps.State, effects ...steps.Effect) (events []steps.Event) {
	r := New(c, func(e steps.Event) { events = append(events, e) })
	r.Queue(s, append(effects, steps.Exit{}))
	<-r.Done()
	return events
}

// saved has the plan written, and returns the service that the file has then.
func saved(t *testing.T, c Config, plan steps.Plan) (store.Service, string) {
	t.Helper()
	events := heard(c, steps.New(steps.Options{}), steps.PrepareFile{Plan: plan}, steps.WriteFile{Plan: plan})
	if _, ok := events[len(events)-1].(steps.Saved); !ok {
		t.Fatalf("not saved: %+v", events)
	}
	file, err := store.Load(plan.Path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := file.Service(plan.Service)
	if err != nil {
		t.Fatal(err)
	}
	return s, string(file.Bytes())
}

// typedIn is the plan of somebody who has an app, and left the test out.
func typedIn(path string) steps.Plan {
	return steps.Plan{
		Path: path, Service: store.DefaultService, Secret: safe.NewSecret(secret), KeepApp: true, Untested: true,
		Config: store.Service{
			ClientID: "1600001", ClientSecret: safe.NewSecret(secret), Scopes: []string{"boards:read", "pins:read"},
			AuthorizeURL: auth.Production.AuthorizeURL,
			TokenURL:     "https://pins.acme.com/v5/oauth/token", APIURL: "https://pins.acme.com/v5",
		},
	}
}

func TestWithTheTestLeftOutAnEarlierProofOfTheSameAppStays(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*steps.Plan)
		stays  bool
	}{
		{"the same", func(*steps.Plan) {}, true},
		{"the secret elsewhere", func(p *steps.Plan) {
			p.Config.ClientSecret, p.Config.ClientSecretFile = safe.Secret{}, "the.secret"
		}, true},
		{"another app", func(p *steps.Plan) { p.Config.ClientID = "1600002" }, false},
		{"another secret", func(p *steps.Plan) { p.Secret = safe.NewSecret(strings.Repeat("0b", 20)) }, false},
		{"another server", func(p *steps.Plan) { p.Config.TokenURL = auth.Production.TokenURL }, false},
		{"a test that failed", func(p *steps.Plan) { p.Untested = false }, false},
	} {
		plan := typedIn(existingFile(t, existing))
		test.change(&plan)
		got, text := saved(t, config(t), plan)
		prepared := heard(config(t), steps.New(steps.Options{}), steps.PrepareFile{Plan: plan})[0].(steps.Prepared)
		if (got.Verification != nil) != test.stays || prepared.KeepsProof != test.stays {
			t.Errorf("%s: verification %+v", test.name, got.Verification)
		}
		if got.RedirectURI != "https://acme.com/cb" || !strings.HasPrefix(text, "# ours\n") || strings.Contains(text, "authorizeUrl") {
			t.Errorf("%s: what was not asked changed:\n%s", test.name, text)
		}
	}
}

func TestASaveNamesTheFileAsItWas(t *testing.T) {
	plan := typedIn(existingFile(t, existing))
	events := heard(config(t), steps.New(steps.Options{}), steps.PrepareFile{Plan: plan}, steps.WriteFile{Plan: plan})
	if e, ok := events[len(events)-1].(steps.Saved); !ok || e.Backup != plan.Path+".bak" {
		t.Errorf("%+v", events)
	}
}

func TestWhatMovesACursorInACommentIsShownAsASign(t *testing.T) {
	plan := typedIn(existingFile(t, strings.Replace(existing, "redirectUri =", "# \u009b2J\u202e\nredirectUri =", 1)))
	events := heard(config(t), steps.New(steps.Options{}), steps.PrepareFile{Plan: plan})
	prepared, _ := events[0].(steps.Prepared)
	if !slices.ContainsFunc(prepared.Diff, func(l store.DiffLine) bool { return l.Text == `# \u009b2J\u202e` }) {
		t.Errorf("%+q", events)
	}
}

func TestAMendAroundTheFileIsCarriedOut(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	plan := typedIn(existingFile(t, existing))
	if err := os.Chmod(plan.Path, 0o644); err != nil {
		t.Fatal(err)
	}
	events := heard(config(t), steps.New(steps.Options{}), steps.PrepareFile{Plan: plan})
	before := events[0].(steps.Prepared)
	mend := steps.File{Prepared: &before}.Mend()
	if mend == nil {
		t.Fatalf("nothing is offered: %+v", before.Findings)
	}
	r := New(config(t), func(e steps.Event) { events = append(events, e) })
	r.Queue(steps.New(steps.Options{}), []steps.Effect{steps.PrepareFile{Plan: plan}, steps.MendFile{Plan: plan, Mend: *mend}, steps.Exit{}})
	<-r.Done()
	if after := events[len(events)-1].(steps.Prepared); len(after.Findings) > 0 {
		t.Errorf("still there: %+v", after.Findings)
	}
	if info, err := os.Stat(plan.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestTheDemoLeavesRealCredentialsAlone(t *testing.T) {
	c := config(t)
	c.Demo = startDemo(t)
	path := existingFile(t, existing)
	plan := typedIn(path)
	plan.Config = ofTheDemo()
	events := heard(c, steps.New(steps.Options{}), steps.ReadConfig{Path: path, Service: plan.Service},
		steps.PrepareFile{Plan: plan}, steps.WriteFile{Plan: plan})
	if read := events[0].(steps.ConfigRead); read.Found || len(read.Findings) != 1 {
		t.Errorf("read: %+v", read)
	}
	if p := events[1].(steps.Prepared); len(p.Findings) != 1 || p.Findings[0].ID != "file.not-the-demos" || p.Findings[0].Field != "connector.file" {
		t.Errorf("prepared: %+v", p)
	}
	if _, ok := events[2].(steps.NotSaved); !ok {
		t.Errorf("it is written: %+v", events[2])
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != existing {
		t.Errorf("the file changed: %v\n%s", err, data)
	}
}

func TestTheDemoLeavesARealSecretInItsPlace(t *testing.T) {
	c := config(t)
	c.Demo = startDemo(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pinterest.secret"), []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := keyring.Set("pinsetup", "acme:pinterest", secret); err != nil {
		t.Fatal(err)
	}
	for _, place := range []store.Service{{ClientSecretFile: "pinterest.secret"}, {ClientSecretKeyring: "pinsetup/acme:pinterest"}} {
		plan := typedIn(filepath.Join(dir, store.DemoFile))
		plan.Config, plan.Secret = ofTheDemo(), safe.NewSecret(simulator.ClientSecret)
		plan.Config.ClientSecretEnv = ""
		plan.Config.ClientSecretFile, plan.Config.ClientSecretKeyring = place.ClientSecretFile, place.ClientSecretKeyring
		events := heard(c, steps.New(steps.Options{}), steps.PrepareFile{Plan: plan}, steps.WriteFile{Plan: plan})
		if p := events[0].(steps.Prepared); len(p.Findings) != 1 || p.Findings[0].ID != "secret.not-the-demos" {
			t.Errorf("%+v", p)
		}
		if _, ok := events[1].(steps.NotSaved); !ok {
			t.Errorf("it is written: %+v", events[1])
		}
	}
	inRing, _ := keyring.Get("pinsetup", "acme:pinterest")
	if data, err := os.ReadFile(filepath.Join(dir, "pinterest.secret")); err != nil || string(data) != secret+"\n" || inRing != secret {
		t.Errorf("the real secrets are %q and %q (%v)", data, inRing, err)
	}
}

func TestWhatTheDemoWroteIsNotTakenForReal(t *testing.T) {
	c := config(t)
	c.Demo = startDemo(t)
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	plan := typedIn(path)
	plan.Config, plan.KeepApp, plan.Untested = ofTheDemo(), false, false
	for range 2 { // the second demo writes over the first one's
		saved(t, c, plan)
	}
	c.Demo = nil
	read := heard(c, steps.New(steps.Options{}), steps.ReadConfig{Path: path, Service: plan.Service})[0].(steps.ConfigRead)
	if read.Found || len(read.Findings) != 1 || read.Findings[0].ID != "file.of-the-demo" {
		t.Errorf("read: %+v", read)
	}
	read = heard(c, steps.New(steps.Options{}), steps.ReadConfig{Path: path, Service: plan.Service, Simulated: true})[0].(steps.ConfigRead)
	if !read.Found {
		t.Error("flags that lead to a simulated Pinterest don't find its app")
	}
	got, _ := saved(t, c, typedIn(path))
	if got.RedirectURI != "" || got.App != (store.AppInfo{}) || got.Verification != nil {
		t.Errorf("something of the demo's stays: %+v", got)
	}
}

func startDemo(t *testing.T) *simulator.Server {
	t.Helper()
	demo, err := simulator.Start(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { demo.Close() })
	return demo
}

func ofTheDemo() store.Service {
	return store.Service{
		ClientID: simulator.ClientID, ClientSecretEnv: "DEMO", RedirectURI: "https://demo.example/cb", Scopes: []string{"boards:read"},
		AuthorizeURL: "http://127.0.0.1:4711/oauth/", TokenURL: "http://127.0.0.1:4711/v5/oauth/token", APIURL: "http://127.0.0.1:4711/v5",
		App: store.AppInfo{Name: "Demo"}, Verification: &store.Verification{At: time.Now(), Account: "demo"},
	}
}

func TestADraftOfANewerPinsetupIsSetAside(t *testing.T) {
	c := config(t)
	if err := c.Drafts.Save(store.Draft{ID: c.DraftID, SavedAt: time.Now(), Data: []byte(`{"version": 99, "page": "start.way"}`)}); err != nil {
		t.Fatal(err)
	}
	said := ""
	c.Notice = func(text string) { said = text }
	if s := Resume(c, steps.Options{}); s.Resumed() || !strings.Contains(said, "is kept as "+c.Drafts.Dir) {
		t.Errorf("resumed: %v, said: %q", s.Resumed(), said)
	}
	carry(c, steps.New(steps.Options{}), steps.SaveDraft{}) // the new wizard's draft
	entries, err := os.ReadDir(c.Drafts.Dir)
	if err != nil || len(entries) != 2 || !strings.HasSuffix(entries[1].Name(), ".unreadable") {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func TestWhyThePacketIsNotWrittenIsSaidInItsOwnWords(t *testing.T) {
	c := config(t)
	folder := filepath.Join(t.TempDir(), "nope")
	for path, want := range map[string]string{
		filepath.Join(folder, "packet.md"): "there is no folder " + folder,
		t.TempDir():                        "it is a folder, not a file",
	} {
		var got steps.PacketWritten
		r := New(c, func(e steps.Event) {
			if written, ok := e.(steps.PacketWritten); ok {
				got = written
			}
		})
		r.Queue(steps.State{}, []steps.Effect{steps.WritePacket{Path: path, Markdown: "# Review packet"}, steps.Exit{}})
		<-r.Done()
		if got.Finding == nil || !strings.Contains(got.Finding.Cause, want) || strings.Contains(got.Finding.Fix, "--config") {
			t.Errorf("%s: %+v", path, got.Finding)
		}
	}
}
