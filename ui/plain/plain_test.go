package plain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// written reads the file that came out.
func (s *setting) written() store.Service {
	s.t.Helper()
	file, err := store.Load(s.file())
	if err != nil {
		s.t.Fatal(err)
	}
	service, err := file.Service(store.DefaultService)
	if err != nil {
		s.t.Fatal(err)
	}
	return service
}

func TestTheDemoGoesThroughEveryStepAndWritesTheFile(t *testing.T) {
	s := newSetting(t, "")
	outcome, p := s.talk(context.Background(), ready(nil))
	if !outcome.State.File().Saved || outcome.Ended {
		t.Fatalf("the file was not written:\n%s", p.transcript())
	}
	got := s.written()
	if got.ClientID != s.demo.Info().ClientID || got.ClientSecret.Reveal() != s.secret {
		t.Errorf("the file has the client ID %q and another secret", got.ClientID)
	}
	if want := "https://api.appmixer.com/auth/pinterest/callback"; got.RedirectURI != want {
		t.Errorf("redirectUri is %q, want %q", got.RedirectURI, want)
	}
	if want := []string{"user_accounts:read", "boards:read", "pins:read"}; !slices.Equal(got.Scopes, want) {
		t.Errorf("scopes are %v, want %v", got.Scopes, want)
	}
	if got.Verification == nil || got.Verification.Account == "" {
		t.Errorf("the file doesn't say what was proved: %+v", got.Verification)
	}
	if s.draftKept() {
		t.Error("the draft is still there")
	}
	for _, page := range outcome.State.Pages() {
		guide, err := assets.LoadGuide(page.Step)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range guide.Pages {
			if text.ID == page.ID && page.Kind != steps.Done && !strings.Contains(p.transcript(), text.Intro) {
				t.Errorf("page %s was not read out", page.ID)
			}
		}
	}
	for _, want := range []string{"Step 1 of 6", "Step 6 of 6", "The live test passed.", "Written: " + s.file(), "pinsetup check"} {
		if !strings.Contains(p.transcript(), want) {
			t.Errorf("the output has no %q", want)
		}
	}
}

func TestAMistakeEndsTheConversationWithItsReportAndKeepsTheDraft(t *testing.T) {
	s := newSetting(t, "")
	p := &person{t: t, answer: ready(map[string]string{"App name": "typed last", "Company name": "restart", "Start over": "yes"}), replies: make(chan reply, 1000)}
	in, closeInput := p.keyboard()
	defer closeInput()
	_, err := Run(context.Background(), Config{
		State: run.Resume(s.config(), s.options()), Run: s.config(), Input: in, Output: p,
		Fresh: func() steps.State { panic("a mistake") },
	})
	if !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "a mistake") || !strings.Contains(err.Error(), "plain_test.go") {
		t.Errorf("it ends with %v", err)
	}
	if draft, _, err := s.config().Drafts.Load("demo-test"); err != nil || !strings.Contains(string(draft.Data), "typed last") {
		t.Errorf("the draft is %s (%v)", draft.Data, err)
	}
}

func TestEnterAloneTakesWhatIsReadOut(t *testing.T) {
	s := newSetting(t, "")
	delete(s.values, "app.type")
	content := ready(nil)
	outcome, p := s.talk(context.Background(), func(prompt string, n int) reply {
		if key, _, _ := strings.Cut(prompt, ","); key == "You have" || key == "App type" {
			return reply{}
		}
		return content(prompt, n)
	})
	for key, want := range map[string]string{
		"start.way": "Enter alone takes 1, no Pinterest app yet.", "app.type": "Enter alone takes 1, Internal: only our own accounts.",
	} {
		field, _ := steps.FieldOf(key)
		first := outcome.State.OptionsOf(field)[0].Value
		if got := outcome.State.Get(key); got != first || !strings.Contains(p.transcript(), want) {
			t.Errorf("%s: Enter took %q; is %q read out?\n%s", key, got, want, p.transcript())
		}
	}
	if !outcome.State.File().Saved {
		t.Error("no file came of it")
	}
}

func TestEveryAnswerMayBeWrongOnce(t *testing.T) {
	s := newSetting(t, "")
	for _, key := range []string{"account.business", "app.name", "app.type", "oauth.scopes", "oauth.tasks", "credentials.clientId"} {
		delete(s.values, key)
	}
	id := s.demo.Info().ClientID
	script := map[string][]string{
		"You have":           {"9", "maybe", "no pinterest"},
		"Business account":   {"maybe", "no"},
		"App name":           {"", "My Pinterest App", "Acme"},
		"Website URL":        {"not an address", "https://acme.example"},
		"Privacy policy URL": {"ftp://x", "https://acme.example/privacy"},
		"App type":           {"0", "3", "publ"},
		"Appmixer API base":  {"https://", "api.appmixer.com"},
		"Test redirect URI":  {"localhost", "https://elsewhere.example/", s.values["oauth.testRedirectUri"]},
		"Choose 1":           {"", "7", "task"},
		"Tasks":              {"99", "3-1", "publish", ",", "1"},
		"Registered URIs":    {"https://wrong.example/", "clear"},
		"Added and saved":    {"perhaps", "no"},
		"App ID":             {"", "pina_0123456789abcdef", id},
		"App secret key":     {"short", s.secret},
		"Live test":          {"what", "start"},
		"The right account":  {"what", "no", "yes"},
		"Access needed":      {"5", "trial"},
		"Service ID":         {"pinterest", store.DefaultService},
		"The secret is kept": {"7", "file"},
		"Write the file":     {"what", "no"},
	}
	asked := map[string]int{}
	content := ready(nil)
	outcome, p := s.talk(context.Background(), func(prompt string, n int) reply {
		key, _, _ := strings.Cut(prompt, ",")
		if n > 400 {
			return reply{end: true}
		}
		if at := asked[key]; at < len(script[key]) {
			asked[key]++
			return reply{text: script[key][at]}
		}
		if key == "Business account" {
			return reply{text: "yes"}
		}
		return content(prompt, n)
	})
	if !outcome.State.File().Saved {
		t.Fatalf("the file was not written:\n%s", p.transcript())
	}
	for key, answers := range script {
		if asked[key] != len(answers) {
			t.Errorf("%q was asked %d times, want %d", key, asked[key], len(answers))
		}
	}
	if got := s.written(); got.App.Name != "Acme" || got.App.Type != "public" || got.ClientID != id {
		t.Errorf("what came out is not what was answered last: %+v", got.App)
	}
}

func TestGoingBackAndForthLosesNothing(t *testing.T) {
	s := newSetting(t, "")
	content := ready(map[string]string{"App name": "Acme Two", "Choose 1": "+boards:write", "Use case": "Another one"})
	backwards, started := false, 0
	outcome, p := s.talk(context.Background(), func(prompt string, n int) reply {
		key, _, _ := strings.Cut(prompt, ",")
		switch {
		case n > 400:
			return reply{end: true}
		case key == "You have":
			started++
			backwards = false
		case key == "Write the file" && started == 1:
			backwards = true
		}
		if backwards {
			return reply{text: "back"}
		}
		return content(prompt, n)
	})
	if started != 2 || !outcome.State.File().Saved {
		t.Fatalf("started %d times, want 2, and the file written:\n%s", started, p.transcript())
	}
	got := s.written()
	if got.App.Name != "Acme Two" || got.App.UseCase != "Another one" || !slices.Contains(got.Scopes, "boards:write") {
		t.Errorf("an answer was lost: %+v, scopes %v", got.App, got.Scopes)
	}
	if got.Verification == nil {
		t.Error("the live test was lost")
	}
}

func TestTheInputMayEndAtEveryPrompt(t *testing.T) {
	_, p := newSetting(t, "").talk(context.Background(), ready(nil))
	all := len(p.prompts)
	if all < 30 {
		t.Fatalf("there were only %d prompts", all)
	}
	for end := 1; end <= all; end++ {
		t.Run(fmt.Sprintf("%02d %s", end, p.prompts[end-1]), func(t *testing.T) {
			s := newSetting(t, "")
			content := ready(nil)
			outcome, p := s.talk(context.Background(), func(prompt string, n int) reply {
				if n >= end {
					return reply{end: true}
				}
				return content(prompt, n)
			})
			if !outcome.Ended || !s.draftKept() {
				t.Errorf("ended %v, draft kept %v", outcome.Ended, s.draftKept())
			}
			if _, err := os.Stat(s.file()); !os.IsNotExist(err) {
				t.Errorf("the file is there: %v", err)
			}
			if !strings.HasSuffix(p.transcript(), "Go on with:\npinsetup --plain\n") {
				t.Errorf("the last words don't say how to go on:\n%s", p.transcript())
			}
		})
	}
}

func TestAConversationGoesOnWhereItStopped(t *testing.T) {
	s := newSetting(t, "")
	content := ready(map[string]string{"App name": "Acme Later"})
	s.talk(context.Background(), func(prompt string, n int) reply {
		if strings.HasPrefix(prompt, "Choose 1") {
			return reply{text: "quit"}
		}
		return content(prompt, n)
	})
	outcome, p := s.talk(context.Background(), ready(nil))
	if !strings.Contains(p.transcript(), "Welcome back") || !strings.HasPrefix(p.prompts[0], "Choose 1") {
		t.Errorf("it began with %q:\n%s", p.prompts[0], p.transcript())
	}
	if !outcome.State.File().Saved || s.written().App.Name != "Acme Later" {
		t.Error("what was entered before the stop is lost")
	}
}

func TestASecretThatWasTypedAtAnotherQuestionIsNotReadOut(t *testing.T) {
	const secret = "5f6e7d8c9bca0918273645f4e3d2c1b05f6e7d8c"
	s := newSetting(t, "")
	for _, key := range []string{"app.name", "oauth.tasks", "credentials.clientId"} {
		delete(s.values, key)
	}
	tried := map[string]int{}
	content := ready(map[string]string{"Website URL": "https://acme.example/?x=" + secret})
	_, p := s.talk(context.Background(), func(prompt string, n int) reply {
		key, _, _ := strings.Cut(prompt, ",")
		tried[key]++
		own := map[string][]string{
			"App name": {secret, "again", "Acme"}, "Company name": {"acme:" + secret, "again", "why", "back", "", "Acme"},
			"Tasks": {secret, "1"}, "App ID": {secret, "again", "quit"}, "Registered URIs": {"https://a.com/ " + secret, "", "again", "clear"},
			"Choose 1": {secret, "task"},
		}[key]
		switch {
		case n > 300:
			return reply{end: true}
		case len(own) >= tried[key]:
			return reply{text: own[tried[key]-1]}
		}
		return content(prompt, n)
	})
	if tried["App ID"] != 3 || tried["Tasks"] != 2 {
		t.Errorf("asked: %v", tried)
	}
	if text := p.transcript(); strings.Contains(text, secret[:12]) || !strings.Contains(text, "Now: (hidden). Enter keeps it.") {
		t.Errorf("it is read out:\n%s", text)
	}
}

func TestACancelledContextStopsAtAnyPrompt(t *testing.T) {
	for _, at := range []string{"You have", "Registered URIs", "App secret key", "Callback address", "Write the file"} {
		t.Run(at, func(t *testing.T) {
			s := newSetting(t, "")
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			content := ready(nil)
			outcome, _ := s.talk(ctx, func(prompt string, n int) reply {
				if strings.HasPrefix(prompt, at) {
					cancel()
					return reply{silent: true}
				}
				return content(prompt, n)
			})
			if outcome.Ended || !s.draftKept() {
				t.Errorf("ended %v, draft kept %v", outcome.Ended, s.draftKept())
			}
		})
	}
}
