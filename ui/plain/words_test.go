package plain

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// says answers the prompts that begin with a key with that key's answers, one
// after the other, and everything else like ready; then it ends the input.
func says(script map[string][]string) func(prompt string, n int) reply {
	asked := map[string]int{}
	content := ready(nil)
	return func(prompt string, n int) reply {
		key, _, _ := strings.Cut(prompt, ",")
		if n > 400 {
			return reply{end: true}
		}
		if answers := script[key]; asked[key] < len(answers) {
			asked[key]++
			return reply{text: answers[asked[key]-1]}
		}
		return content(prompt, n)
	}
}

func TestAWordAtAnyQuestionDoesWhatItSays(t *testing.T) {
	for _, test := range []struct {
		word string
		want []string // in this order, after the word
	}{
		{"help", []string{"These words work at every question:", "back: ", "quit: ", "App name: "}},
		{"?", []string{"These words work at every question:"}},
		{"why", []string{"Why: The form is the request for Trial access", "A known trap: ", "App name: "}},
		{"steps", []string{"Step 1, Account: done.", "Step 2, App: you are here.", "Step 3, OAuth: not reached yet.", "App name: "}},
		{"again", []string{"Question 1 of 5. App name.", "App name: "}},
		{"visit", []string{"Note, Website URL: Not opened: in the demo nothing leaves the machine."}},
		{"values", []string{"Website URL:\nhttps://acme.example\n"}},
		{"open", []string{"The address is:\nhttps://developers.pinterest.com/apps/\n"}},
		{"jump 1", []string{"Step 1 of 6", "Business account, yes or no: "}},
		{"jump account", []string{"Step 1 of 6"}},
		{"jump 6", []string{"Step Connector was not reached yet."}},
		{"jump 9", []string{"There is no step 9."}},
		{"jump", []string{"Step 2, App: you are here."}},
		{"back", []string{"Step 1 of 6", "Two-factor on, yes or no: "}},
		{"skip", []string{"Company name: "}},
		{"clear", []string{"Error: App name is still empty.", "App name: "}},
		{"fix", []string{"There is no suggestion to take here."}},
		{"My Pinterest", []string{"App name: "}},
		{"quit", []string{"Everything is kept but what has to stay secret."}},
	} {
		t.Run(test.word, func(t *testing.T) {
			s := newSetting(t, "")
			asked := 0
			content := ready(nil)
			_, p := s.talk(context.Background(), func(prompt string, n int) reply {
				if prompt == "App name" {
					asked++
				}
				switch {
				case asked == 0:
					return content(prompt, n)
				case asked == 1 && prompt == "App name":
					return reply{text: test.word}
				}
				return reply{end: true}
			})
			_, rest, _ := strings.Cut(p.transcript(), "\nApp name: ")
			for _, want := range test.want {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Fatalf("after %q there is no %q in\n%s", test.word, want, rest)
				}
				rest = after
			}
		})
	}
}

func TestAWordBehindAnEqualsSignIsAnAnswer(t *testing.T) {
	s := newSetting(t, "")
	outcome, _ := s.talk(context.Background(), says(map[string][]string{
		"App name": {"=Back"}, "Company name": {"Jump start your garden"},
	}))
	if got := outcome.State.Get("app.name"); got != "Back" {
		t.Errorf("the app's name is %q, want Back", got)
	}
	if got := outcome.State.Get("app.company"); got != "Jump start your garden" {
		t.Errorf("the company is %q", got)
	}
}

// visit reads out what is said of all pages, at whichever question it is typed.
func TestASuggestionForAnotherFieldIsTakenByAWord(t *testing.T) {
	s := newSetting(t, "")
	outcome, p := s.talk(context.Background(), says(map[string][]string{
		"Website URL": {"http://acme.com"}, "Privacy policy URL": {"visit", "fix"},
	}))
	if got, want := outcome.State.Get("app.website"), "https://acme.com"; got != want {
		t.Errorf("the website is %q, want %q\n%s", got, want, p.transcript())
	}
}

func TestASuggestionIsTakenByAWord(t *testing.T) {
	s := newSetting(t, "")
	s.values["oauth.target"] = "other"
	_, p := s.talk(context.Background(), says(map[string][]string{
		"Redirect URI": {"https://api.acme.com//auth/pinterest/callback", "fix"},
	}))
	if got, want := s.written().RedirectURI, "https://api.acme.com/auth/pinterest/callback"; got != want {
		t.Errorf("redirectUri is %q, want %q", got, want)
	}
	if !strings.Contains(p.transcript(), "Type fix to take it.") {
		t.Error("nobody said that there is a suggestion")
	}
}

func TestRestartForgetsWhatWasEntered(t *testing.T) {
	s := newSetting(t, "")
	outcome, _ := s.talk(context.Background(), says(map[string][]string{
		"App name": {"Acme Old"}, "Company name": {"restart", "restart"}, "Start over": {"no", "yes"},
	}))
	if got := outcome.State.Get("app.name"); got != s.values["app.name"] {
		t.Errorf("after starting over the app's name is %q", got)
	}
}

func TestWhatIsTypedNeverReachesTheOutputAsAControlCharacter(t *testing.T) {
	s := newSetting(t, "")
	s.talk(context.Background(), says(map[string][]string{ // Write looks at every byte
		"Company name":    {"\x1b[31mred\x1b[0m\a\x00", "Acme"},
		"Audience":        {"\u202eevil\u200b \x9b2J \xff", "Businesses"},
		"Choose 1":        {"\x1b]0;title\x07:x", "user_accounts:read"},
		"Registered URIs": {"https://x\x1b[2J.example/", "clear"},
	}))
}

func TestALongAnswerIsTakenWholeAndATooLongOneNotAtAll(t *testing.T) {
	s := newSetting(t, "")
	long := strings.Repeat("Acme reads its own boards. ", 600)
	outcome, p := s.talk(context.Background(), says(map[string][]string{
		"Use case": {long}, "Audience": {strings.Repeat("x", maxLine+1), "Businesses"},
	}))
	if got := outcome.State.Get("app.useCase"); got != strings.TrimSpace(long) {
		t.Errorf("of %d characters %d came", len(long), len(got))
	}
	if got := outcome.State.Get("app.audience"); got != "Businesses" {
		t.Errorf("the audience is %.40q", got)
	}
	if !strings.Contains(p.transcript(), "nothing of it was taken") {
		t.Error("nobody said that the answer was too long")
	}
}

func TestAnExistingFileFillsInTheAnswersAndShowsWhatChanges(t *testing.T) {
	s := newSetting(t, "")
	before := "# ours\n[\"acme:pinterest\"]\nclientId = \"" + s.demo.Info().ClientID +
		"\"\nclientSecretEnv = \"OURS\" # not here\ntokenUrl = \"http://127.0.0.1:9/v5/oauth/token\"\nscopes = [\"user_accounts:read\", \"boards:read\"]\n"
	if err := os.WriteFile(s.file(), []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	delete(s.values, "oauth.scopes")
	_, p := s.talk(context.Background(), says(map[string][]string{"You have": {"2"}}))
	for _, want := range []string{"is filled in.", "Asks for: user_accounts:read and boards:read", "Add: "} {
		if !strings.Contains(p.transcript(), want) {
			t.Errorf("there is no %q in\n%s", want, p.transcript())
		}
	}
	data, err := os.ReadFile(s.file())
	if err != nil || !strings.Contains(string(data), "# ours") || !strings.Contains(string(data), "# not here") {
		t.Errorf("the file's comments are gone: %v\n%s", err, data)
	}
}

func TestADeniedConsentIsToldAndTheTestRunsAgain(t *testing.T) {
	s := newSetting(t, "")
	outcome, p := s.talk(context.Background(), func() func(string, int) reply {
		content := ready(nil)
		denied := false
		return func(prompt string, n int) reply {
			switch {
			case strings.HasPrefix(prompt, "Callback address") && !denied:
				denied = true
				return reply{text: "no"}
			case strings.HasPrefix(prompt, "Enter to run it again"):
				return reply{text: "again"}
			}
			return content(prompt, n)
		}
	}())
	if !strings.Contains(p.transcript(), "The live test did not pass.") || !outcome.State.File().Saved {
		t.Errorf("a denied consent, and then a given one:\n%s", p.transcript())
	}
}

func TestTheLiveTestCanBeLeftOut(t *testing.T) {
	s := newSetting(t, "")
	_, p := s.talk(context.Background(), says(map[string][]string{"Live test": {"skip"}}))
	if got := s.written(); got.Verification != nil {
		t.Errorf("nothing was proved, and the file says %+v", got.Verification)
	}
	if !strings.Contains(p.transcript(), "will not say that anything was proved") {
		t.Error("nobody said what leaving it out means")
	}
}

func TestWhatTheBrowserShowsLeadsToWhereItIsMended(t *testing.T) {
	s := newSetting(t, "")
	_, p := s.talk(context.Background(), func() func(string, int) reply {
		content := ready(nil)
		script := []string{s.demo.Info().ClientID, "browser", "2", "fix"}
		return func(prompt string, n int) reply {
			if strings.HasPrefix(prompt, "Callback address") && len(script) > 0 {
				next := script[0]
				script = script[1:]
				return reply{text: next}
			}
			if len(script) == 0 && !strings.HasPrefix(prompt, "Callback") {
				return reply{end: true}
			}
			return content(prompt, n)
		}
	}())
	for _, want := range []string{
		"This is the app ID, not a code", "What the browser shows:",
		"Pinterest doesn't know this redirect URI.", "Type fix to cancel the test and go there.", "Page 2 of 4",
	} {
		if !strings.Contains(p.transcript(), want) {
			t.Errorf("there is no %q in\n%s", want, p.transcript())
		}
	}
}

func TestAFileThatCannotBeWrittenIsNamedAndAnotherOneIsTaken(t *testing.T) {
	s := newSetting(t, "")
	wall := s.dir + "/wall"
	if err := os.WriteFile(wall, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	outcome, p := s.talk(context.Background(), says(map[string][]string{
		"File": {wall + "/pinterest.toml", s.file()}, "Write the file": {""},
	}))
	if !outcome.State.File().Saved || outcome.State.File().Path != s.file() {
		t.Errorf("the file is at %q:\n%s", outcome.State.File().Path, p.transcript())
	}
	if _, err := store.Load(s.file()); err != nil {
		t.Error(err)
	}
}

func TestTheConversationGoesOnAfterTheLookAtAnIcon(t *testing.T) {
	s := newSetting(t, "")
	s.values["app.icon"] = "none.png"
	own := says(map[string][]string{"You have": {"nothing"}})
	p := &person{t: t, replies: make(chan reply, 1000), answer: func(prompt string, n int) reply {
		if strings.HasPrefix(prompt, "App secret key") { // two steps further
			return reply{end: true}
		}
		return own(prompt, n)
	}}
	in, closeInput := p.keyboard()
	defer closeInput()
	config := run.Config{NoBrowser: true, DraftID: "icon", Drafts: s.config().Drafts} // no demo: there nothing is looked at
	options := steps.Options{Endpoints: s.demo.Info().Endpoints, Values: s.values}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := Run(ctx, Config{State: run.Resume(config, options), Run: config, Input: in, Output: p, Again: "pinsetup --plain"})
	if said := p.transcript(); err != nil || ctx.Err() != nil || !strings.Contains(said, "App secret key") || !strings.Contains(said, "none.png") {
		t.Errorf("%v; the conversation stands still:\n%s", err, said)
	}
}
