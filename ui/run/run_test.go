package run

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

const secret = "89abcdef0123456789abcdef0123456789abcdef"

func config(t *testing.T) Config {
	t.Helper()
	keyring.MockInit()
	return Config{DraftID: store.DraftID("pinterest.toml", t.Name(), false), Drafts: store.Drafts{Dir: t.TempDir()}, Keyring: &store.Keyring{}}
}

// carry has the effects carried out, and everything before the program's end.
func carry(c Config, s steps.State, effects ...steps.Effect) {
	r := New(c, func(steps.Event) {})
	r.Queue(s, append(effects, steps.Exit{}))
	<-r.Done()
}

func kept(t *testing.T, c Config) string {
	t.Helper()
	s, _, err := c.Keyring.Get(SecretName(c.DraftID))
	if err != nil {
		t.Fatal(err)
	}
	return s.Reveal()
}

func TestTheDraftsSecretIsInTheKeyringAndComesBack(t *testing.T) {
	c := config(t)
	carry(c, steps.New(steps.Options{Secret: safe.NewSecret(secret)}), steps.SaveDraft{})
	if got := kept(t, c); got != secret {
		t.Fatalf("the keyring has %q", got)
	}
	if s := Resume(c, steps.Options{}); s.Secret().Reveal() != secret || !s.Resumed() {
		t.Error("it doesn't come back with the draft")
	}
}

func TestAForgottenDraftLeavesNoSecretInTheKeyring(t *testing.T) {
	c := config(t)
	carry(c, steps.New(steps.Options{Secret: safe.NewSecret(secret)}), steps.SaveDraft{})
	carry(c, Resume(c, steps.Options{}), steps.ForgetDraft{}) // another run finishes it
	if got := kept(t, c); got != "" {
		t.Errorf("the keyring still has %q", got)
	}
	if s := Resume(c, steps.Options{}); s.Resumed() {
		t.Error("the draft is still there")
	}
}

func TestASecretThatAnEarlierRunKeptIsKnown(t *testing.T) {
	c := config(t)
	s := forward(steps.New(steps.Options{Secret: safe.NewSecret(secret)}), "credentials.keys")
	carry(c, steps.New(s.Options()), steps.SaveDraft{}) // typed to its end on another page
	carry(c, s, steps.SaveDraft{})
	s = Resume(c, steps.Options{})
	events := heard(c, s, steps.SaveDraft{})
	if said, ok := events[0].(steps.DraftSaved); !ok || !said.SecretKept || s.Page().ID != "credentials.keys" {
		t.Errorf("at %s, the keyring has it, and it is said: %+v", s.Page().ID, events[0])
	}
	s, _ = s.Apply(steps.InputSecret{})
	s, _ = s.Apply(steps.Jump{Page: "oauth.test"})
	carry(c, s, steps.SaveDraft{})
	if got := kept(t, c); got != "" {
		t.Errorf("it was emptied, and the keyring still has %q", got)
	}
}

// Who pasted something else into the secret's field, saw what is said, and went
// back has it neither hidden in every text nor in the keyring.
func TestWhatIsNoSecretIsNeitherHiddenNorKept(t *testing.T) {
	c := config(t)
	const uri = "https://api.acme.com/a-callback-that-no-other-test-names"
	s, _ := forward(steps.New(steps.Options{}), "credentials.keys").Apply(steps.InputSecret{Value: safe.Hold(uri)})
	s, _ = s.Apply(steps.Back{})
	carry(c, s, steps.SaveDraft{})
	if got := kept(t, c); got != "" || safe.Redact(uri) != uri {
		t.Errorf("the keyring has %q, and a text says %s", got, safe.Redact(uri))
	}
}

func TestAMistakeInALookThatIsNotWaitedForIsToldToo(t *testing.T) {
	for _, look := range []steps.Effect{
		steps.LookAtIcon{Key: "app.icon", Path: "none.png"}, steps.OpenPage{Key: "app.website", URL: "http://127.0.0.1:1/"},
	} {
		c, told := config(t), make(chan any, 1)
		c.NoBrowser, c.Broken = true, func(mistake any) { told <- mistake }
		r := New(c, func(e steps.Event) {
			if _, ok := e.(steps.Looked); ok {
				panic("a mistake")
			}
		})
		r.Queue(steps.State{}, []steps.Effect{look})
		<-told
		r.Queue(steps.State{}, []steps.Effect{steps.Exit{}})
		<-r.Done()
	}
}

func TestASecretThatWasEmptiedIsForgotten(t *testing.T) {
	c := config(t)
	r := New(c, func(steps.Event) {})
	r.Queue(steps.New(steps.Options{Secret: safe.NewSecret(secret)}), []steps.Effect{steps.SaveDraft{}, steps.ReadConfig{Path: "none"}})
	r.Queue(steps.New(steps.Options{}), []steps.Effect{steps.SaveDraft{}, steps.Exit{}})
	<-r.Done()
	if got := kept(t, c); got != "" {
		t.Errorf("the keyring still has %q", got)
	}
}

func TestWhoQuitsWhileTheFileIsWrittenLeavesNoDraft(t *testing.T) {
	c := config(t)
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	s := steps.New(steps.Options{
		Secret: safe.NewSecret(secret),
		Values: map[string]string{"credentials.clientId": "1534758", "connector.file": path},
	})
	s, _ = forward(s, "credentials.test").Apply(steps.SkipTest{})
	s = forward(s, "connector.write")
	carry(c, s, steps.SaveDraft{})
	r := New(c, func(steps.Event) {})
	for _, e := range []steps.Event{steps.Prepared{New: true, Changed: true}, steps.Save{}, steps.Quit{}} {
		var effects []steps.Effect
		s, effects = s.Apply(e)
		if _, prepared := e.(steps.Prepared); prepared {
			effects = append(effects, steps.PrepareFile{Plan: s.Plan()})
		}
		r.Queue(s, effects)
	}
	<-r.Done()
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	if Resume(c, steps.Options{}).Resumed() || kept(t, c) != "" {
		t.Error("the file is written, and its draft comes back")
	}
}

func TestWhoWroteTheFileBeforeTheApprovalGoesOnAtTheSecret(t *testing.T) {
	c := config(t)
	answers := DemoValues()
	answers["start.way"], answers["app.status"], answers["oauth.saved"] = "nothing", "pending", "yes"
	answers["app.website"], answers["app.privacyPolicy"] = "https://www.acme.com/", "https://www.acme.com/privacy"
	answers["credentials.clientId"] = "1534758"
	answers["connector.file"] = filepath.Join(t.TempDir(), "pinterest.toml")
	happened := make(chan steps.Event, 100)
	r := New(c, func(e steps.Event) { happened <- e })
	s := steps.New(steps.Options{Values: answers})
	apply := func(e steps.Event) {
		var effects []steps.Effect
		s, effects = s.Apply(e)
		r.Queue(s, effects)
	}
	for range 40 {
		switch s.Page().ID {
		case "oauth.register": // it rests on the URIs, so it is confirmed here
			apply(steps.Input{Key: "oauth.saved", Value: "yes"})
		case "credentials.test":
			apply(steps.SkipTest{})
		case "connector.write":
			apply(<-happened)
			apply(steps.Save{})
		}
		apply(steps.Next{})
	}
	apply(steps.Quit{})
	<-r.Done()
	if _, err := os.Stat(answers["connector.file"]); err != nil || s.Page().ID != "connector.done" {
		t.Fatalf("at %s: %v", s.Page().ID, err)
	}
	back := Resume(c, steps.Options{})
	if !back.Resumed() || back.Page().ID != "credentials.keys" || back.Get("credentials.clientId") != "1534758" {
		t.Errorf("the next start is at %s, with the app ID %q", back.Page().ID, back.Get("credentials.clientId"))
	}
}

func TestWithoutAKeyringOnlyTheSecretIsLost(t *testing.T) {
	c := config(t)
	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	carry(c, steps.New(steps.Options{Secret: safe.NewSecret(secret), Values: map[string]string{"app.name": "Acme"}}), steps.SaveDraft{})
	s := Resume(c, steps.Options{})
	if s.Get("app.name") != "Acme" || !s.Secret().IsZero() {
		t.Errorf("name %q, secret there: %v", s.Get("app.name"), !s.Secret().IsZero())
	}
}

func TestEffectsAreCarriedOutInOrderAndNoDraftInVain(t *testing.T) {
	c := config(t)
	var heard []string
	r := New(c, func(e steps.Event) {
		switch e.(type) {
		case steps.DraftSaved:
			heard = append(heard, "draft")
		case steps.ConfigRead:
			heard = append(heard, "config")
		}
	})
	s := steps.New(steps.Options{})
	r.mu.Lock() // so that all of them wait in the queue
	for range 5 {
		r.queue = append(r.queue, job{s, steps.SaveDraft{}})
	}
	r.queue = append(r.queue, job{s, steps.ReadConfig{Path: "none"}}, job{s, steps.Exit{}})
	r.mu.Unlock()
	r.Queue(s, []steps.Effect{steps.Exit{}})
	<-r.Done()
	if !slices.Equal(heard, []string{"draft", "config"}) {
		t.Errorf("heard %v", heard)
	}
}

// forward goes forward on the way of somebody who has an app, to this page.
func forward(s steps.State, page string) steps.State {
	events := []steps.Event{steps.Input{Key: "start.way", Value: "existing"}}
	for range 10 {
		events = append(events, steps.Next{})
	}
	for _, e := range events {
		if s.Page().ID != page {
			s, _ = s.Apply(e)
		}
	}
	return s
}
