package steps

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps/rules"
	"github.com/pinsetup/pinsetup/store"
)

const goodSecret = "89abcdef0123456789abcdef0123456789abcdef"

// answers are good ones for every field that is needed.
var answers = map[string]string{
	"start.way": "nothing", "account.business": "yes", "account.email": "yes", "account.terms": "yes",
	"app.name": "Acme Board Sync", "app.website": "https://acme.example", "app.privacyPolicy": "https://acme.example/privacy",
	"app.description": "Publishes the photos of our own catalogue as Pins on our own boards.",
	"app.platform":    "web", "app.type": "internal", "app.status": "trial",
	"oauth.target": "appmixer", "oauth.apiBase": "api.acme.com", "oauth.redirectUri": "https://acme.example/callback",
	"oauth.testRedirectUri": "http://localhost:8085/",
	"oauth.scopes":          "user_accounts:read boards:read pins:read", "oauth.saved": "yes",
	"credentials.clientId": "1534758", "credentials.account": "yes",
	"review.goal": "trial", "connector.service": "acme:pinterest", "connector.file": "pinterest.toml", "connector.secret": "file",
}

// run applies events and forgets the effects.
func run(s State, events ...Event) State {
	for _, e := range events {
		s, _ = s.Apply(e)
	}
	return s
}

// fill answers every field that the page asks now.
func fill(s State) State {
	for _, f := range s.Fields() {
		switch {
		case f.Key == keyWay && s.Get(keyWay) != "": // chosen by the test
		case f.Kind == Secret:
			s = run(s, InputSecret{safe.NewSecret(goodSecret)})
		case answers[f.Key] != "":
			s = run(s, Input{f.Key, answers[f.Key]})
		case finding.HasError(s.judge(f)):
			s = run(s, Input{f.Key, ""})
		}
	}
	return s
}

func passed() auth.Result {
	return auth.Result{
		OK: true, Method: "callback", Credentials: auth.Verified,
		Account:   &auth.Account{Username: "acme", Type: "BUSINESS"},
		Requested: []string{"boards:read"}, Granted: []string{"boards:read"},
	}
}

// test runs a live test that ends with the result.
func test(s State, r auth.Result) State {
	s = fly(s)
	return run(s, Tested{s.test.Flight, r})
}

// fly starts a live test, which then waits for the callback.
func fly(s State) State {
	s = run(s, StartTest{})
	return run(s, TestStarted{s.test.Flight, "https://www.pinterest.com/oauth/?x"})
}

// walkTo goes on with good answers until the page is reached.
func walkTo(t *testing.T, s State, page string) State {
	t.Helper()
	for range 30 {
		if s.page == page {
			return s
		}
		switch s.Page().Kind {
		case Live:
			s = run(test(s, passed()), Input{keyAccount, "yes"}, Next{})
		case Preview:
			s = run(s, Prepared{New: true, Changed: true}, Save{}, Saved{Path: "/x/pinterest.toml"})
		default:
			s = run(fill(s), Next{})
		}
	}
	t.Fatalf("%s is not reached: the wizard stands at %s with %v", page, s.page, s.Blockers())
	return s
}

func start(way string) State {
	return run(New(Options{}), Input{keyWay, way})
}

func TestEveryStepHasTheNameThatItsGuideHas(t *testing.T) {
	for _, step := range Table() {
		g, err := assets.LoadGuide(step.ID)
		if err != nil {
			t.Fatal(err)
		}
		if step.ID != "start" && g.Short != step.Short {
			t.Errorf("step %s is %q on the rail and %q in its guide", step.ID, step.Short, g.Short)
		}
		for _, p := range step.Pages {
			if !slices.ContainsFunc(g.Pages, func(gp assets.GuidePage) bool { return gp.ID == p.ID }) {
				t.Errorf("page %s has no guide", p.ID)
			}
		}
	}
}

func TestEveryFieldHasALabelAndEveryChoiceItsOptions(t *testing.T) {
	s := New(Options{})
	for _, f := range allFields() {
		if label := s.Label(f.Key); label == "" || label == f.Key {
			t.Errorf("%s has no label", f.Key)
		}
		if f.Kind != Choice {
			continue
		}
		var values []string
		for _, o := range s.OptionsOf(f) {
			values = append(values, o.Value)
		}
		if !slices.Equal(values, f.Options) {
			t.Errorf("%s offers %v, its guide has %v", f.Key, f.Options, values)
		}
	}
}

func TestTheWayFromNothingGoesThroughAllSixSteps(t *testing.T) {
	s := walkTo(t, start("nothing"), "connector.done")
	var reached []string
	for _, item := range s.Rail() {
		if item.Page != "" {
			reached = append(reached, item.Step)
		}
	}
	want := []string{"account", "app", "oauth", "credentials", "review", "connector"}
	if !slices.Equal(reached, want) {
		t.Errorf("reached %v, want %v", reached, want)
	}
	if !s.File().Saved {
		t.Error("the file isn't saved at the end")
	}
}

func TestAStepThatWasNeverOpenedIsNotMarkedWhateverWasOpenedBehindIt(t *testing.T) {
	s := walkTo(t, start("existing"), "connector.write")
	s = run(s, Jump{Page: "start.way"}, Input{keyWay, "nothing"})
	for _, item := range s.Rail() {
		if item.Status != Ahead && item.Step != "credentials" { // the one step whose pages were all on the screen
			t.Errorf("%s has status %v", item.Step, item.Status)
		}
	}
	if s = walkTo(t, s, "oauth.connector"); s.Rail()[0].Status != Passed {
		t.Errorf("once gone through, account has status %v", s.Rail()[0].Status)
	}
}

func TestTheWayWithAnAppAsksOnlyForWhatTheCheckNeeds(t *testing.T) {
	s := start("existing")
	var asked []string
	for _, p := range s.Pages() {
		asked = append(asked, p.ID)
	}
	want := []string{"start.way", "oauth.connector", "oauth.test", "oauth.scopes", "credentials.keys", "credentials.test", "connector.where", "connector.write"}
	if !slices.Equal(asked, want) {
		t.Errorf("asks %v, want %v", asked, want)
	}
	if s = walkTo(t, s, "connector.done"); s.seen["account.ready"] {
		t.Error("it went the other way")
	}
}

func TestNextStaysWhereAnAnswerIsMissing(t *testing.T) {
	for _, f := range allFields() {
		if f.Needed == nil || f.Key == keyWay || f.Key == keyAccount {
			continue
		}
		page, _ := PageOf(f.Key)
		t.Run(f.Key, func(t *testing.T) {
			s := start("nothing")
			if f.Key == keyRedirect {
				s = run(s, Input{keyTarget, "other"})
				answers := answers
				defer func(v string) { answers[keyTarget] = v }(answers[keyTarget])
				answers[keyTarget] = "other"
			}
			s = fill(walkTo(t, s, page.ID))
			if f.Kind == Secret {
				s = run(s, InputSecret{})
			} else {
				s = run(s, Input{f.Key, ""})
			}
			s = run(s, Next{})
			if s.page != page.ID {
				t.Fatalf("went on to %s without %s", s.page, f.Key)
			}
			if !finding.HasError(s.Findings(f.Key)) {
				t.Error("nothing under the field says that it is missing")
			}
		})
	}
}

func TestFindingsComeOnlyAfterAFieldWasTouched(t *testing.T) {
	s := walkTo(t, start("nothing"), "oauth.test")
	key := keyTestURI
	s = run(s, Input{key, ""})
	for _, typed := range []string{"f", "ft", "ftp"} {
		s = run(s, Input{key, typed})
		if found := s.Findings(key); len(found) > 0 {
			t.Fatalf("after typing %q it says %q already", typed, found[0].Title)
		}
	}
	if s = run(s, Leave{key}); len(s.Findings(key)) == 0 {
		t.Error("nothing is said after the field was left")
	}
	if s = run(s, Input{key, "ftp:"}); len(s.Findings(key)) == 0 {
		t.Error("a touched field is not judged while it is typed into")
	}
}

func TestWhatNoTypingCanMendIsSaidWhileItIsTyped(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "oauth.connector"), Input{keyTarget, "other"}, Input{keyRedirect, ""})
	for _, typed := range "www.acme.com/cb?x=1" {
		s = run(s, Input{keyRedirect, s.Get(keyRedirect) + string(typed)})
		if found := s.Findings(keyRedirect); len(found) > 0 {
			t.Fatalf("after typing %q it says %q already", s.Get(keyRedirect), found[0].Title)
		}
	}
	s = run(s, Input{keyRedirect, ""})
	for _, typed := range "https://www.acme.com/cb#y" {
		s = run(s, Input{keyRedirect, s.Get(keyRedirect) + string(typed)})
	}
	if found := s.Findings(keyRedirect); len(found) != 1 || found[0].ID != "redirect.fragment" {
		t.Errorf("nothing mends the #, and it says %v", found)
	}
	if copies := s.Copies(); len(copies) > 0 {
		t.Errorf("it is wrong, and ready to be copied: %v", copies)
	}
	if s = run(s, Input{keyRedirect, "https://www.acme.com/cb "}); len(s.Findings(keyRedirect)) > 0 {
		t.Error("a space is blamed that goes when the field is left")
	}
}

func TestAPasteIsCleanedAndJudgedAtOnce(t *testing.T) {
	s := walkTo(t, start("nothing"), "credentials.keys")
	s = run(s, Input{keyClientID, ""}, Input{keyClientID, " \u200b1534758\n"})
	if got := s.Get(keyClientID); got != "1534758" {
		t.Errorf("the app ID is %q", got)
	}
	if len(s.Findings(keyClientID)) == 0 {
		t.Error("it isn't said that something was removed")
	}
}

func TestBackNeverValidatesAndLosesNothing(t *testing.T) {
	s := walkTo(t, start("nothing"), "oauth.test")
	s = run(s, Input{keyTestURI, "nonsense"}, Back{})
	if s.page != "oauth.connector" {
		t.Fatalf("back leads to %s", s.page)
	}
	s = run(s, Next{})
	if got := s.Get(keyTestURI); got != "nonsense" {
		t.Errorf("the answer is %q after going back and forth", got)
	}
}

func TestAnyStepThatWasReachedCanBeJumpedTo(t *testing.T) {
	s := walkTo(t, start("nothing"), "review.access")
	for _, item := range s.Rail() {
		if item.Page == "" {
			continue
		}
		if got := run(s, Jump{Page: item.Page}).page; got != item.Page {
			t.Errorf("jump to %s leads to %s", item.Page, got)
		}
	}
	if got := run(s, Jump{Page: "connector.write"}).page; got != "review.access" {
		t.Errorf("a page that wasn't reached can be jumped to: %s", got)
	}
}

func TestALaterChangeMakesTheLiveTestStale(t *testing.T) {
	changes := map[string]Event{
		"app ID":       Input{keyClientID, "1600000"},
		"secret":       InputSecret{safe.NewSecret(strings.Repeat("0a", 20))},
		"redirect URI": Input{keyTestURI, "http://localhost:9090/"},
		"scopes":       Input{keyScopes, "user_accounts:read"},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := run(walkTo(t, start("nothing"), "review.access"), change)
			if !s.TestStale() {
				t.Fatal("the live test counts as done")
			}
			s = run(s, Jump{Page: "credentials.test"}, Next{})
			if s.page != "credentials.test" {
				t.Errorf("went on to %s with a stale test", s.page)
			}
			if s.Plan().Config.Verification != nil {
				t.Error("the file would say that something was proved")
			}
			for _, item := range s.Rail() {
				if item.Step == "credentials" && run(s, Jump{Page: "review.access"}).Rail()[3].Status != Trouble {
					t.Error("the rail doesn't show it")
				}
			}
		})
	}
}

func TestAStaleTestIsFreshAgainWhenTheChangeIsTakenBack(t *testing.T) {
	s := walkTo(t, start("nothing"), "review.access")
	s = run(s, Input{keyTestURI, "http://localhost:9090/"}, Input{keyTestURI, "http://localhost:8085/"})
	if s.TestStale() {
		t.Error("the test counts as stale though nothing differs")
	}
}

func TestANewRedirectURIHasToBeSavedInThePortalAgain(t *testing.T) {
	s := walkTo(t, start("nothing"), "credentials.keys")
	s = run(s, Input{keyAPIBase, "api.other.example"})
	if !s.Stale(keySaved) || s.Get(keySaved) != "" {
		t.Fatal("the confirmation still counts")
	}
	s = run(s, Jump{Page: "oauth.register"}, Next{})
	found := s.Findings(keySaved)
	if s.page != "oauth.register" || len(found) == 0 || found[len(found)-1].ID != "wizard.stale" {
		t.Errorf("at %s it says %v", s.page, found)
	}
	if s = run(s, Input{keySaved, "yes"}); s.Stale(keySaved) {
		t.Error("it can't be confirmed again")
	}
}

func TestWithoutASecretAPendingAppCanGoOn(t *testing.T) {
	s := walkTo(t, start("nothing"), "app.request")
	s = walkTo(t, run(s, Input{keyStatus, "pending"}, Next{}), "credentials.keys")
	s = run(s, Input{keyClientID, "1534758"}, Next{})
	if s.page != "credentials.test" {
		t.Fatalf("stays at %s", s.page)
	}
	if _, effects := s.Apply(StartTest{}); len(effects) > 0 {
		t.Error("a live test starts without a secret")
	}
	if s = run(s, SkipTest{}); s.page != "review.access" {
		t.Errorf("the test can't be left out: at %s with %v", s.page, s.Blockers())
	}
}

func TestASkippedTestIsSaidOnTheRail(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "credentials.test"), SkipTest{})
	if got := s.Rail()[3].Status; got != Trouble {
		t.Errorf("the rail says %v", got)
	}
}

func TestTheSecretIsNeverInTheDraft(t *testing.T) {
	s := walkTo(t, start("nothing"), "connector.where")
	draft, err := s.Draft()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(draft), goodSecret) {
		t.Error("the draft holds the secret")
	}
}

func TestWhatWasPastedIntoTheSecretsFieldByMistakeIsNotHiddenElsewhere(t *testing.T) {
	const uri = "https://api.acme.com/auth/pinterest/callback-that-no-other-test-names"
	s := run(start("existing"), InputSecret{safe.Hold(" " + uri + " ")}, Leave{keySecret})
	if got := s.Secret().Reveal(); got != uri {
		t.Errorf("it is %q", got)
	}
	if got := safe.Redact("see " + uri); got != "see "+uri {
		t.Errorf("it is hidden: %s", got)
	}
	if s.SecretEntered() {
		t.Error("it counts as the secret")
	}
}

// misplaced are secrets as they come into a field that isn't for them.
var misplaced = map[string]string{
	"a secret": goodSecret, "an ID and a secret": "1534758:" + goodSecret, "a token": "pina_AMAQ2DIWACR4QAIAGAAAGBQ",
	"a callback":    "http://localhost:8085/?code=" + goodSecret + "&state=Zm9vYmFyMTIzNDU2",
	"a longer code": "http://localhost:8085/?state=x&code=AMAQ2DIWACR4QAIAGAAAGBQ",
}

func TestASecretInAWrongFieldIsNeverInTheDraftOrThePacket(t *testing.T) {
	full := walkTo(t, start("nothing"), "connector.where")
	for _, f := range allFields() {
		if f.Kind != Text {
			continue
		}
		for what, value := range misplaced {
			for _, s := range []State{run(New(Options{}), Input{f.Key, value}), run(full, Input{f.Key, value}), run(full, Input{f.Key, full.Get(f.Key) + value})} {
				data, err := s.Draft()
				if err != nil {
					t.Fatal(err)
				}
				for where, text := range map[string]string{"draft": string(data), "review packet": s.PacketText()} {
					if strings.Contains(text, goodSecret[:12]) || strings.Contains(text, "AMAQ2") {
						t.Errorf("%s in %s is in the %s:\n%s", what, f.Key, where, text)
					}
				}
				again, err := Resume(Options{}, data)
				if got, begun := again.Get(f.Key), New(Options{}).Get(f.Key); err != nil || f.Key != keyRedirect && got != begun {
					t.Errorf("%s in %s: it comes back as %q, and began as %q (%v)", what, f.Key, got, begun, err)
				}
			}
		}
	}
}

func TestASecretIsNotLookedForAsAFile(t *testing.T) {
	if _, effects := walkTo(t, start("nothing"), "app.use").Apply(Input{keyIcon, goodSecret}); slices.ContainsFunc(effects, func(e Effect) bool {
		_, looks := e.(LookAtIcon)
		return looks
	}) {
		t.Error("it is looked for, and would be named in what was seen")
	}
}

func TestASecretThatIsTypedIntoTheAppIDsFieldIsInNoDraft(t *testing.T) {
	for at := range goodSecret {
		data, err := run(New(Options{}), Input{keyClientID, goodSecret[:at+1]}).Draft()
		if err != nil {
			t.Fatal(err)
		}
		if typed := goodSecret[:at+1]; at > 2 && strings.Contains(string(data), typed) {
			t.Errorf("%q is in the draft", typed)
		}
	}
}

func TestADraftBringsEverythingBackButTheSecret(t *testing.T) {
	s := walkTo(t, start("nothing"), "connector.where")
	draft, err := s.Draft()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Resume(Options{}, draft)
	if err != nil {
		t.Fatal(err)
	}
	if again.page != s.page || !again.Resumed() {
		t.Errorf("resumes at %s, not %s", again.page, s.page)
	}
	for _, f := range allFields() {
		if got, want := again.Get(f.Key), s.Get(f.Key); got != want && f.Key != keyAccount {
			t.Errorf("%s is %q, was %q", f.Key, got, want)
		}
	}
	if again.Test().Result != nil {
		t.Error("without its secret the live test still counts")
	}
	withSecret, err := Resume(Options{Secret: safe.NewSecret(goodSecret)}, draft)
	if err != nil {
		t.Fatal(err)
	}
	if withSecret.TestStale() || !withSecret.Test().Passed() {
		t.Error("with its secret from the keyring the live test counts no longer")
	}
}

func TestADraftThatCantBeReadSaysWhy(t *testing.T) {
	for _, data := range []string{"", "{", `{"version":99}`, "[]"} {
		if _, err := Resume(Options{}, []byte(data)); err == nil {
			t.Errorf("%q is taken", data)
		}
	}
}

func TestTheThreeViewsOfScopesAreOneChoice(t *testing.T) {
	s := run(start("nothing"), Input{keyTasks, "list-boards publish-pins"})
	if got := s.Get(keyScopes); got != "boards:read boards:write pins:read pins:write" {
		t.Errorf("two tasks choose %q", got)
	}
	if s = run(s, Input{keyTasks, "list-boards"}); s.Get(keyScopes) != "boards:read" {
		t.Errorf("giving up one task leaves %q", s.Get(keyScopes))
	}
	s = run(s, Input{keyPermissions, "read_public"})
	if !strings.Contains(s.Get(keyPermissions), "read_public") {
		t.Errorf("the permission isn't chosen: %q", s.Get(keyScopes))
	}
	s = run(s, Input{keyPermissions, ""})
	if got := s.Get(keyScopes); got != "boards:read" {
		t.Errorf("giving up the permission leaves %q; the task still needs boards:read alone", got)
	}
}

func TestATaskThatTheScopesAllowAlreadyIsMarkedAndNotChosen(t *testing.T) {
	s := walkTo(t, start("existing"), "oauth.scopes") // three scopes, and no task
	f, _ := FieldOf(keyTasks)
	allowed := map[string]bool{}
	for _, o := range s.OptionsOf(f) {
		if o.Chosen {
			t.Errorf("%s is chosen, by nobody", o.Label)
		}
		allowed[o.Label] = o.Allowed
	}
	if !allowed["Read only: account, boards, Pins"] || allowed["Publish Pins to boards"] || len(s.ScopeNote().Allowed) == 0 {
		t.Errorf("allowed is %v", allowed)
	}
	for _, o := range s.OptionsOf(f) {
		if o.Allowed {
			s = run(s, Input{keyTasks, o.Value})
			break
		}
	}
	if o := s.OptionsOf(f)[1]; !o.Chosen || o.Allowed {
		t.Errorf("chosen, and it is %+v", o)
	}
}

func TestOnlyOneTestIsUnderWay(t *testing.T) {
	s := walkTo(t, start("nothing"), "credentials.test")
	s, effects := s.Apply(StartTest{})
	if len(effects) != 1 {
		t.Fatalf("effects %v", effects)
	}
	if _, effects = s.Apply(StartTest{}); len(effects) != 0 {
		t.Error("a second test starts beside the first")
	}
}

func TestLeavingThePageStopsTheTest(t *testing.T) {
	s := fly(walkTo(t, start("nothing"), "credentials.test"))
	next, effects := s.Apply(Back{})
	if next.Test().Flying() || !slices.Contains(effects, Effect(StopTest{})) {
		t.Errorf("the test goes on: %v", effects)
	}
	if late := run(next, Tested{s.test.Flight, passed()}); late.Test().Result != nil {
		t.Error("the result of a stopped test counts")
	}
}

func TestWhatComesOfACanceledTestIsNotTakenForTheNextOnes(t *testing.T) {
	s := fly(walkTo(t, start("nothing"), "credentials.test"))
	old := s.test.Flight
	s = run(s, CancelTest{}, StartTest{})
	for _, late := range []Event{
		TestStarted{old, "old"}, TestProgressed{old, auth.Progress{Stage: auth.Probing}}, StillWaiting{old},
		PasteRefused{old, []finding.Finding{{ID: "x"}}}, Consented{Flight: old, Address: "http://localhost:8085/?code=x"},
		Consented{Flight: old, Shows: "refused"}, Tested{old, passed()},
	} {
		next, effects := s.Apply(late)
		if !reflect.DeepEqual(next, s) || len(effects) > 0 {
			t.Errorf("%+v is taken for the next test's: %+v, %v", late, next.test, effects)
		}
	}
	s = run(s, TestStarted{s.test.Flight, "new"}, Tested{s.test.Flight, passed()})
	if !s.Test().Passed() {
		t.Error("the next test's own result doesn't count")
	}
}

func TestAWizardThatBeginsAnewDoesNotHearTheOldOnesTest(t *testing.T) {
	old := fly(walkTo(t, start("nothing"), "credentials.test"))
	s := run(walkTo(t, start("nothing").After(old), "credentials.test"), StartTest{})
	if late := run(s, Tested{old.test.Flight, passed()}); late.Test().Result != nil {
		t.Error("the result of the old one's test counts")
	}
}

func TestWhoHasAnAppIsToldToRegisterTheTestURI(t *testing.T) {
	s := walkTo(t, run(start("existing"), Input{keyTestURI, "http://localhost:7777/cb"}), "credentials.test")
	if found := s.TestNotes(); len(found) != 1 || !strings.Contains(found[0].Title, s.Get(keyTestURI)) || !strings.Contains(found[0].Fix, "Add") {
		t.Errorf("the second way says %+v", found)
	}
	if found := walkTo(t, start("nothing"), "credentials.test").TestNotes(); len(found) > 0 {
		t.Errorf("the first way has a page for it, and says %+v", found)
	}
}

func TestTheWayToAMendIsOnlyOfferedWhereItLeadsThere(t *testing.T) {
	unapproved := assets.Finding("api.not-approved") // mended on a page that "existing" leaves out
	secret, note := assets.Finding("exchange.wrong-secret"), assets.Finding("flight.more-scopes")
	for _, row := range []struct {
		way   string
		found []finding.Finding
		want  Jump
	}{
		{"nothing", []finding.Finding{unapproved}, Jump{"app.request", "app.status"}},
		{"existing", []finding.Finding{unapproved}, Jump{}},
		{"existing", []finding.Finding{unapproved, secret}, Jump{"credentials.keys", keySecret}},
		{"existing", []finding.Finding{note, secret}, Jump{"credentials.keys", keySecret}},
		{"existing", []finding.Finding{note}, Jump{}},
		{"nothing", []finding.Finding{assets.Finding("api.outage")}, Jump{}},                                // this page's own field
		{"nothing", []finding.Finding{assets.Finding("flight.fewer-scopes"), secret}, Jump{}},               // the next test mends the first
		{"nothing", []finding.Finding{assets.Finding("api.environment")}, Jump{}},                           // not reached yet
		{"existing", []finding.Finding{assets.Finding("flight.port-busy")}, Jump{"oauth.test", keyTestURI}}, // a warning
	} {
		s := walkTo(t, start(row.way), "credentials.test")
		jump, ok := s.WayTo(row.found)
		if jump != row.want || ok != (row.want != Jump{}) {
			t.Errorf("%s, %s: the way is %+v, want %+v", row.way, row.found[0].ID, jump, row.want)
		}
		if ok && run(s, jump).page != row.want.Page {
			t.Errorf("%+v leads nowhere", jump)
		}
	}
}

func TestWhatTheBrowserShowsNamesTheStepToGoBackTo(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "credentials.test"), StartTest{})
	s = run(s, TestStarted{s.test.Flight, "u"}, StillWaiting{s.test.Flight})
	if !s.Test().Asking {
		t.Fatal("it isn't asked what the browser shows")
	}
	options := s.Text("credentials.browser").Options
	if len(options) < 5 {
		t.Fatalf("there are %d options", len(options))
	}
	for _, o := range options {
		found := run(s, BrowserShows{o.Value}).Test().Browser
		if len(found) != 1 || found[0].Fix == "" || !strings.HasSuffix(found[0].ID, o.Value) {
			t.Errorf("%s is answered with %v", o.Value, found)
		}
	}
	found := run(s, BrowserShows{"something nobody has seen"}).Test().Browser
	if len(found) == 0 || found[0].Fix == "" {
		t.Errorf("an unknown page is answered with %v", found)
	}
}

func TestTheFileIsNotWrittenWhileAnErrorStands(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "connector.write"), Prepared{New: true, Changed: true})
	s = run(s, Input{keyTestURI, "nonsense"})
	if _, effects := s.Apply(Save{}); len(effects) > 0 {
		t.Errorf("it is written: %v", effects)
	}
	if len(s.Open()) == 0 {
		t.Error("nothing says why not")
	}
}

func TestAFileThatNobodyHasSeenIsNotWritten(t *testing.T) {
	s := walkTo(t, start("nothing"), "connector.write")
	if next, effects := s.Apply(Save{}); len(effects) > 0 || next.File().Saving() {
		t.Errorf("Enter came before the file was shown, and it is written: %v", effects)
	}
	if _, effects := run(s, Prepared{New: true, Changed: true}).Apply(Save{}); len(effects) != 1 {
		t.Errorf("once it is shown: %v", effects)
	}
}

func TestAFileThatWasPreparedBeforeAChangeIsNotShownAsTheOneAfterIt(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "connector.write"), Back{}, Input{keyFile, "other.toml"}, Next{})
	if s = run(s, Prepared{Changed: true}); s.File().Prepared != nil {
		t.Error("the file before the change is shown")
	}
	if s = run(s, Prepared{New: true, Changed: true}); s.File().Prepared == nil || !s.File().Prepared.New {
		t.Error("the file after the change isn't shown")
	}
}

func TestAFailedSaveCanBeRepeated(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "connector.write"), Prepared{New: true, Changed: true}, Save{})
	s = run(s, NotSaved{finding.Finding{ID: "x", Severity: finding.Error}})
	if s.page != "connector.write" || s.File().NotSaved == nil {
		t.Fatal("the failure isn't shown")
	}
	if _, effects := s.Apply(Save{}); len(effects) != 1 {
		t.Errorf("saving again: %v", effects)
	}
}

func TestAnExistingFileFillsInWhatItKnows(t *testing.T) {
	s := start("existing")
	s, effects := s.Apply(Next{})
	if !slices.ContainsFunc(effects, func(e Effect) bool { _, ok := e.(ReadConfig); return ok }) {
		t.Fatalf("the file isn't read: %v", effects)
	}
	s = run(s, ConfigRead{Found: true, Service: existing(), Secret: safe.NewSecret(goodSecret)})
	for key, want := range map[string]string{
		keyClientID: "1600001", keyTestURI: "http://localhost:7777/cb", keyScopes: "boards:read",
		keySecretKind: "env", keySecretRef: "PIN_SECRET",
	} {
		if got := s.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if !s.Secret().Equal(safe.NewSecret(goodSecret)) {
		t.Error("the secret isn't taken over")
	}
}

func TestEveryPlaceForASecretIsOfferedWrittenAndReadAgain(t *testing.T) {
	said := map[string]bool{}
	for _, kind := range store.SecretKinds() {
		s := run(walkTo(t, start("existing"), "connector.where"), Input{keySecretKind, kind})
		config := s.Plan().Config
		if p := config.SecretPlace(); p != store.UsualSecretPlace(kind, store.DefaultService, false) || len(config.SecretPlaces()) != 1 {
			t.Errorf("%s is written as %+v", kind, config.SecretPlaces())
		}
		read := run(start("existing"), Next{}, ConfigRead{Found: true, Service: config})
		if read.Get(keySecretKind) != kind || read.Get(keySecretRef) != config.SecretPlace().Ref {
			t.Errorf("%s is read as %s %q", kind, read.Get(keySecretKind), read.Get(keySecretRef))
		}
		remains := strings.Join(s.remainsHere(), " ")
		if said[remains] {
			t.Errorf("%s asks for the same as another place: %s", kind, remains)
		}
		said[remains] = true
	}
}

func TestAnExistingFileIsReadAlsoByWhoBeganWithoutAnApp(t *testing.T) {
	s := walkTo(t, start("nothing"), "oauth.test")
	s = run(s, Back{}, Back{}, Back{}, Back{}, Back{}, Input{keyWay, "existing"})
	reads := func(s State) bool {
		_, effects := s.Apply(Next{})
		return slices.ContainsFunc(effects, func(e Effect) bool { _, ok := e.(ReadConfig); return ok })
	}
	if s.page != "start.way" || !reads(s) {
		t.Fatalf("at %s, the file isn't read", s.page)
	}
	if s = run(s, Next{}, ConfigRead{Found: true, Service: existing()}, Back{}); s.page != "start.way" || reads(s) {
		t.Errorf("at %s, it is read twice", s.page)
	}
}

func TestAnExistingFileThatIsReadLateTakesNothingThatWasTyped(t *testing.T) {
	s := run(start("existing"), Next{}, Input{keyTestURI, "http://localhost:8085/x"}, ConfigRead{Found: true, Service: existing()})
	if got := s.Get(keyTestURI); got != "http://localhost:8085/x" {
		t.Errorf("what was typed became %s", got)
	}
	if got := s.Get(keyClientID); got != "1600001" {
		t.Errorf("the app ID is %q", got)
	}
}

func TestTheEndpointsOfAnExistingFileCountUnlessFlagsSayOthers(t *testing.T) {
	service := existing()
	service.TokenURL, service.APIURL = "https://pins.acme.com/token", "https://pins.acme.com/v5"
	read := ConfigRead{Found: true, Service: service, Secret: safe.NewSecret(goodSecret)}
	for _, test := range []struct {
		way   string
		flags auth.Endpoints
		want  auth.Endpoints
	}{
		{"existing", auth.Endpoints{}, auth.Endpoints{AuthorizeURL: auth.Production.AuthorizeURL, TokenURL: service.TokenURL, APIURL: service.APIURL}},
		{"existing", auth.Endpoints{APIURL: "https://flag/v5"}, auth.Endpoints{AuthorizeURL: auth.Production.AuthorizeURL, TokenURL: service.TokenURL, APIURL: "https://flag/v5"}},
		{"nothing", auth.Endpoints{}, auth.Production},
	} {
		s := run(New(Options{Endpoints: test.flags}), Input{keyWay, "existing"}, read, Input{keyWay, test.way})
		if s.app().Endpoints != test.want || s.Plan().Config.Endpoints() != test.want {
			t.Errorf("%s, %+v: tested at %+v, written %+v", test.way, test.flags, s.app().Endpoints, s.Plan().Config.Endpoints())
		}
		if others := s.Elsewhere(); (len(others) > 0) != (test.want != auth.Production) {
			t.Errorf("%s: shown as not Pinterest's own: %q", test.way, others)
		}
		draft, err := s.Draft()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Resume(s.Options(), draft); err != nil || again.app().Endpoints != test.want {
			t.Errorf("%s: after the draft %+v, %v", test.way, again.app().Endpoints, err)
		}
	}
}

func TestWhyAFileIsNotTakenOverIsShownAtOnce(t *testing.T) {
	s := run(start("existing"), Next{}, ConfigRead{Findings: []finding.Finding{assets.Finding("file.of-the-demo")}})
	if found := s.Findings(keyTarget); len(found) != 1 || finding.HasError(s.Blockers()) {
		t.Errorf("shown: %+v, in the way: %+v", found, s.Blockers())
	}
	s = run(walkTo(t, s, "connector.write"), Jump{Page: "oauth.connector"})
	if found := s.Findings(keyTarget); s.page != "oauth.connector" || len(found) != 1 {
		t.Errorf("after a look at the file, on %s: %+v", s.page, found)
	}
}

func TestOnlyATestThatWasNotRunLeavesAnEarlierProof(t *testing.T) {
	s := walkTo(t, start("existing"), "credentials.test")
	if !s.Plan().Untested {
		t.Error("before the test")
	}
	s = fly(s)
	s = run(s, Tested{s.test.Flight, auth.Result{Findings: []finding.Finding{assets.Finding("browser.mismatch")}}})
	if s.Plan().Untested {
		t.Error("a test that failed leaves the earlier proof")
	}
}

func TestWhatWasNotAskedIsNotWritten(t *testing.T) {
	s := New(Options{Values: map[string]string{"app.name": "of the demo", keyAPIBase: "api.appmixer.com"}})
	plan := walkTo(t, run(s, Input{keyWay, "existing"}), "connector.write").Plan()
	if !plan.KeepApp || plan.Config.App != (store.AppInfo{}) {
		t.Errorf("writes %+v", plan.Config.App)
	}
}

func TestEveryFieldOfTheAppSheetIsAskedAndWritten(t *testing.T) {
	s := start("nothing")
	var config store.Service
	for key := range config.AppFields() {
		if _, ok := FieldOf(key); !ok {
			t.Errorf("nobody asks for %s", key)
		}
		s = run(s, Input{key, "answer of " + key})
	}
	config = s.Plan().Config
	asked := map[string]bool{keyStatus: true} // of this run, and not of the app
	for key, value := range config.AppFields() {
		asked[key] = true
		if *value != "answer of "+key {
			t.Errorf("%s is written as %q", key, *value)
		}
	}
	for _, f := range allFields() {
		if strings.HasPrefix(f.Key, "app.") && !asked[f.Key] {
			t.Errorf("%s is asked and not written", f.Key)
		}
	}
}

func TestTheRedirectURIOfAnExistingFileAnswersWhatItIsMadeOf(t *testing.T) {
	for _, test := range []struct{ uri, target, base, own string }{
		{"https://api.acme.com/auth/pinterest/callback", "appmixer", "https://api.acme.com", ""},
		{"http://localhost:2300/auth/pinterest/callback", "appmixer", "http://localhost:2300", ""},
		{"https://acme.com/api/auth/pinterest/callback", "appmixer", "https://acme.com/api", ""},
		{"https://API.acme.com/auth/pinterest/callback", "other", "", "https://API.acme.com/auth/pinterest/callback"},
		{"https://n8n.acme.com/rest/oauth2-credential/callback", "other", "", "https://n8n.acme.com/rest/oauth2-credential/callback"},
		{"", "appmixer", "", ""},
	} {
		service := existing()
		service.RedirectURI = test.uri
		s := run(start("existing"), Next{}, ConfigRead{Found: true, Service: service})
		if s.Get(keyTarget) != test.target || s.Get(keyAPIBase) != test.base || s.answers[keyRedirect] != test.own {
			t.Errorf("%s: %s, base %q, own %q", test.uri, s.Get(keyTarget), s.Get(keyAPIBase), s.answers[keyRedirect])
		}
		if got := s.Plan().Config.RedirectURI; got != test.uri {
			t.Errorf("%s becomes %q in the file", test.uri, got)
		}
	}
	begun := run(start("existing"), Next{}, Input{keyAPIBase, "api.acme.com"}, ConfigRead{Found: true, Service: existing()})
	if got := begun.Get(keyRedirect); got != "https://api.acme.com/auth/pinterest/callback" {
		t.Errorf("read late, the file's takes the place of what was typed: %s", got)
	}
}

func TestAWarningThatNobodySawHoldsThePageOnce(t *testing.T) {
	s := fill(walkTo(t, start("nothing"), "app.sheet"))
	s.touched = without(s.touched, "app.description") // as nothing was pasted here
	for i := range "It does stuff" {
		s = run(s, Input{"app.description", "It does stuff"[:i+1]})
	}
	if got := idsOf(s.InTheWay()); got != "app.description-short" {
		t.Fatalf("in the way: %q", got)
	}
	held := run(s, Next{})
	if held.page != "app.sheet" || len(held.Findings("app.description")) != 1 {
		t.Fatalf("at %s it says %v", held.page, held.Findings("app.description"))
	}
	if on := run(held, Next{}); on.page != "app.use" {
		t.Errorf("seen, and it still stays at %s for %v", on.page, on.InTheWay())
	}
}

func TestAnIconThatIsNotThereIsSaidWhenItsPathIsWhole(t *testing.T) {
	looks := func(effects []Effect) (paths []string) {
		for _, e := range effects {
			if l, ok := e.(LookAtIcon); ok {
				paths = append(paths, l.Path)
			}
		}
		return paths
	}
	s := fill(walkTo(t, start("nothing"), "app.use"))
	s, effects := s.Apply(Input{keyIcon, "a"})
	if got := looks(effects); !slices.Equal(got, []string{"a"}) {
		t.Fatalf("looks at %v", got)
	}
	missing := assets.Finding("app.icon-missing", "file", "a")
	if s = run(s, Looked{Key: keyIcon, Value: "a", Findings: []finding.Finding{missing}}); len(s.Findings(keyIcon)) > 0 {
		t.Errorf("while it is typed: %v", s.Findings(keyIcon))
	}
	held := run(s, Next{})
	if held.page != "app.use" || !strings.Contains(idsOf(held.Findings(keyIcon)), "app.icon-missing") {
		t.Errorf("at %s it says %v", held.page, held.Findings(keyIcon))
	}
	if demo := walkTo(t, run(New(Options{Demo: true}), Input{keyWay, "nothing"}), "app.use"); len(demo.lookAtIcon(State{})) > 0 {
		t.Error("the demo looks for a file")
	}
}

func TestAFolderThatIsMissingIsSaidWhenThePathIsWhole(t *testing.T) {
	for page, key := range map[string]string{"connector.where": keyFile, packetPage: keyPacketFile} {
		s, effects := walkTo(t, start("nothing"), page).Apply(Input{key, "n"})
		if !slices.Contains(effects, Effect(LookAtFolder{Key: key, Path: "n"})) {
			t.Errorf("%s: nobody looks: %v", key, effects)
		}
		s = run(s, Looked{Key: key, Value: "n", Findings: []finding.Finding{assets.Finding("path.no-folder", "folder", "no")}})
		if strings.Contains(idsOf(s.Findings(key)), "no-folder") {
			t.Errorf("%s: while it is typed: %v", key, s.Findings(key))
		}
		if left := run(s, Leave{key}); !strings.Contains(idsOf(left.Findings(key)), "path.no-folder") {
			t.Errorf("%s: left, it says %v", key, left.Findings(key))
		}
	}
}

func TestOneRedirectURIForBothIsShownOnce(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "oauth.register"), Input{keyTarget, "other"}, Input{keyRedirect, "http://localhost:8085/"})
	if got := s.Copies(); len(got) != 1 {
		t.Errorf("shows %v", got)
	}
}

func TestAFieldThatWasEmptiedSaysWhatThatMeans(t *testing.T) {
	s := walkTo(t, run(New(Options{Values: map[string]string{"app.company": "Acme GmbH"}}), Input{keyWay, "nothing"}), "app.sheet")
	if got := s.Findings("app.company"); len(got) > 0 {
		t.Errorf("before: %v", got)
	}
	if got := idsOf(run(s, Input{"app.company", ""}, Leave{"app.company"}).Findings("app.company")); got != "app.no-company" {
		t.Errorf("emptied: %q", got)
	}
	fresh := walkTo(t, start("nothing"), "app.sheet")
	if got := run(fresh, Leave{"app.company"}).Findings("app.company"); len(got) > 0 {
		t.Errorf("passed through: %v", got)
	}
}

func TestWhoHasAnAppMayLeaveTheConnectorsRedirectURIOutAndIsToldWhatThatMeans(t *testing.T) {
	for target, key := range map[string]string{"appmixer": keyAPIBase, "other": keyRedirect} {
		s := run(start("existing"), Next{}, Input{keyTarget, target})
		if found := s.Findings(key); idsOf(found) != noRedirect || found[0].Field != key {
			t.Errorf("%s: before anything is typed it says %+v", target, found)
		}
		if s = run(s, Next{}); s.page != "oauth.test" {
			t.Errorf("%s: it stays at %s with %v", target, s.page, s.Blockers())
		}
		if s = run(start("nothing"), Input{keyTarget, target}); len(s.Findings(key)) > 0 {
			t.Errorf("%s: from nothing it says %v", target, s.Findings(key))
		}
	}
}

func idsOf(found []finding.Finding) string {
	var ids []string
	for _, f := range found {
		ids = append(ids, f.ID)
	}
	return strings.Join(ids, " ")
}

func TestTheWebsiteIsOpenedOnRequestAndTheFindingGoesWithTheAddress(t *testing.T) {
	s := fill(walkTo(t, start("nothing"), "app.sheet"))
	s, effects := s.Apply(CheckWeb{})
	if len(effects) != 2 {
		t.Fatalf("opens %v", effects)
	}
	dead := finding.Finding{ID: "web.status", Severity: finding.Error, Title: "HTTP 404", Fix: "x", Field: "app.website"}
	s = run(s, Looked{Key: "app.website", Value: s.Get("app.website"), Findings: []finding.Finding{dead}})
	if !finding.HasError(s.Findings("app.website")) {
		t.Error("the dead page isn't shown")
	}
	if s = run(s, Input{"app.website", "https://other.example"}); finding.HasError(s.Findings("app.website")) {
		t.Error("another address has the old finding")
	}
}

func TestAProofOfAnotherSecretIsNotInTheDraft(t *testing.T) {
	other := safe.NewSecret(strings.Repeat("0b", 20))
	s := run(walkTo(t, start("nothing"), "review.access"), InputSecret{other})
	draft, err := s.Draft()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Resume(Options{Secret: other}, draft)
	if err != nil {
		t.Fatal(err)
	}
	if again.Test().Result != nil || again.Plan().Config.Verification != nil {
		t.Error("a secret that was never tried counts as proved")
	}
}

func TestThePortIsLookedAtWhileTheTestURIIsTypedAndATakenOneIsSaidAtOnce(t *testing.T) {
	looks := func(effects []Effect) (uris []string) {
		for _, e := range effects {
			if l, ok := e.(LookAtPort); ok {
				uris = append(uris, l.URI)
			}
		}
		return uris
	}
	s, effects := fill(walkTo(t, start("nothing"), "oauth.connector")).Apply(Next{})
	if got := looks(effects); !slices.Equal(got, []string{"http://localhost:8085/"}) {
		t.Fatalf("on arrival it looks at %v", got)
	}
	taken := Looked{Key: keyTestURI, Value: "http://localhost:8085/", Findings: []finding.Finding{{ID: "port.taken", Severity: finding.Warning}}}
	if s = run(s, taken); len(s.Findings(keyTestURI)) != 1 {
		t.Errorf("the field says %v", s.Findings(keyTestURI))
	}
	s, effects = s.Apply(Input{keyTestURI, "http://localhost:8086/"})
	if got := looks(effects); !slices.Equal(got, []string{"http://localhost:8086/"}) || len(s.Findings(keyTestURI)) != 0 {
		t.Errorf("another port: looks at %v, says %v", got, s.Findings(keyTestURI))
	}
	if _, effects = s.Apply(Leave{keyTestURI}); len(looks(effects)) > 0 {
		t.Error("it looks twice at the same")
	}
	if _, effects = s.Apply(Input{keyTestURI, "http://localhost:808x"}); len(looks(effects)) > 0 {
		t.Errorf("it looks at %v, which is no address", looks(effects))
	}
	draft, err := s.Draft()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Resume(Options{}, draft)
	if got := looks(again.Begin()); err != nil || !slices.Equal(got, []string{"http://localhost:8086/"}) {
		t.Errorf("resumed, it looks at %v (%v)", got, err)
	}
	if got := New(Options{}).Begin(); len(got) > 0 {
		t.Errorf("a new state begins with %v", got)
	}
}

func TestNoMendLeadsToAPortThatIsTaken(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "oauth.register"), Jump{Page: "oauth.test"})
	taken := Looked{Key: keyTestURI, Value: "http://localhost:8085/", Findings: []finding.Finding{assets.Finding("port.taken")}}
	s = run(s, taken, Input{keyTestURI, "http://localhost:8086/"}, Jump{Page: "oauth.register"})
	s = run(s, Input{"oauth.registered", "https://api.acme.com/auth/pinterest/callback\nhttp://localhost:8085/"})
	found := s.Findings("oauth.registered")
	if len(found) != 1 || found[0].ID != "registered.port" || found[0].Mend != nil || found[0].Fix == "" {
		t.Errorf("the list says %+v", found)
	}
	free := run(s, Looked{Key: keyTestURI, Value: "http://localhost:8085/"})
	if found := free.Findings("oauth.registered"); len(found) != 1 || found[0].Mend == nil {
		t.Errorf("the port is free again, and the list says %+v", found)
	}
}

func TestTheDemosOwnAnswersAreNotWarnedAbout(t *testing.T) {
	for _, demo := range []bool{true, false} {
		s := New(Options{Demo: demo, Values: assets.DemoValues()})
		for key := range assets.DemoValues() {
			s = run(s, Leave{key})
		}
		for key := range assets.DemoValues() {
			for _, f := range s.Findings(key) {
				if demo && f.Severity > finding.Note {
					t.Errorf("%s: %s", key, f.Title)
				}
			}
		}
		if !demo && len(s.Findings("app.website")) == 0 {
			t.Error("a real app may have acme.example as its website")
		}
	}
}

func TestAMendThatSetsAnotherFieldSaysSoWhereItWasOffered(t *testing.T) {
	s := run(walkTo(t, start("nothing"), "oauth.register"), Input{keySaved, "yes"},
		Input{"oauth.registered", "https://api.acme.com/auth/pinterest/callback\nhttp://localhost:8085"})
	m := s.Findings("oauth.registered")[0].Mend
	s = run(s, Input{m.Field, m.Value})
	found := s.Findings("oauth.registered")
	if len(found) != 1 || found[0].Title != "Test redirect URI is now: http://localhost:8085" || found[0].Severity != finding.Note {
		t.Errorf("the list says %+v", found)
	}
	if s = run(s, Input{keyTestURI, "http://localhost:8086/"}); len(s.setElsewhere("oauth.registered")) > 0 {
		t.Error("it is said of a value that was changed since")
	}
}

func TestThePacketIsWrittenBeforeItsPageIsLeftAndAFailureIsSeenThere(t *testing.T) {
	s := run(walkTo(t, start("nothing"), packetPage), Input{keyPacketFile, "no/such/folder.md"})
	s, effects := s.Apply(Next{})
	if w, ok := effects[0].(WritePacket); !ok || s.page != packetPage || w.Markdown != s.PacketText() {
		t.Fatalf("at %s it does %v", s.page, effects)
	}
	failed := assets.Finding("packet.not-written", "why", "there is no folder no/such")
	s = run(s, PacketWritten{Path: "no/such/folder.md", Finding: &failed})
	if s.page != packetPage || !finding.HasError(s.Findings(keyPacketFile)) || !finding.HasError(s.Open()) {
		t.Fatalf("at %s the field says %v", s.page, s.Findings(keyPacketFile))
	}
	again, effects := s.Apply(Next{}) // the folder was made meanwhile
	if _, ok := effects[0].(WritePacket); !ok {
		t.Fatalf("Enter doesn't try again: %v", effects)
	}
	if again = run(again, PacketWritten{Path: "/no/such/folder.md"}); again.page != "connector.where" {
		t.Errorf("written, and still at %s", again.page)
	}
	if said := strings.Join(again.remaining(), "\n"); !strings.Contains(said, "the review packet is in /no/such/folder.md.") {
		t.Errorf("what remains doesn't name it:\n%s", said)
	}
	if s = run(s, Input{keyPacketFile, ""}, Next{}); s.page != "connector.where" || s.Packet().Path != "" {
		t.Errorf("without a path it stays at %s, and says of what was never written that it is in %q", s.page, s.Packet().Path)
	}
	data, err := again.Draft()
	if err != nil {
		t.Fatal(err)
	}
	if resumed, err := Resume(Options{}, data); err != nil || resumed.Packet().Path != again.Packet().Path {
		t.Errorf("taken up again, it says %q of where the packet is (%v)", resumed.Packet().Path, err)
	}
}

func TestTheSummarySaysWhatRemainsAndForWhom(t *testing.T) {
	lines := func(s State) string {
		var all []string
		for _, part := range s.Summary() {
			all = append(all, part.Lines...)
		}
		return strings.Join(all, "\n")
	}
	nothing := walkTo(t, start("nothing"), "connector.where")
	existing := walkTo(t, start("existing"), "connector.where")
	kept := run(existing, Input{keyTarget, "other"}, Input{keyRedirect, ""}, Next{}, Prepared{RedirectURI: "https://kept.acme.com/cb"})
	for _, test := range []struct {
		state State
		want  string
		isnt  string
	}{
		{nothing, "You: Appmixer BackOffice, Configuration, Add acme:pinterest", "where it is"},
		{existing, "You: Appmixer BackOffice", "Trial access"},
		{existing, "see in My apps, Configure, that https://api.acme.com/auth/pinterest/callback is registered", "names no"},
		{run(existing, Input{keyAPIBase, ""}), "/auth/pinterest/callback is registered. The file names no redirectUri", "add redirectUri"},
		{run(existing, Input{keyTarget, "other"}, Input{keyRedirect, ""}), "You: add redirectUri to the file", "BackOffice"},
		{kept, "see in My apps, Configure, that https://kept.acme.com/cb is registered", "add redirectUri"},
		{run(existing, Input{keyTarget, "other"}, Input{keyRedirect, "http://localhost:8085/"}), "You", "is registered"},
		{run(nothing, Input{keyTarget, "other"}), "it holds the app secret", "BackOffice"},
		{run(nothing, Input{keyStatus, "rejected"}), "mend what Pinterest's e-mail names", ""},
		{run(nothing, Input{keyStatus, "trial"}, Input{"review.goal", "standard"}), "My apps (Upgrade)", ""},
		{run(nothing, Input{keySecretKind, "env"}), "set PINTEREST_CLIENT_SECRET where", "git"},
		{run(nothing, Input{keySecretKind, "keyring"}), "on this computer, as the same user", "git"},
		{run(nothing, Input{keySecretKind, "secretFile"}), "take pinterest.secret along", ""},
		{run(nothing, Input{keyFile, "my file.toml"}), "pinsetup check --config 'my file.toml'", ""},
	} {
		got := lines(test.state)
		if !strings.Contains(got, test.want) || test.isnt != "" && strings.Contains(got, test.isnt) {
			t.Errorf("want %q and not %q in:\n%s", test.want, test.isnt, got)
		}
	}
}

func TestEveryAnswerOfTheSheetCanBeCopiedByItsNameInTheForm(t *testing.T) {
	s := walkTo(t, start("nothing"), "app.use")
	s = run(s, Input{"app.platform", "ios"}, Input{"app.type", "internal"}, Input{"app.account", "acme"},
		Input{"app.purpose", "p"}, Input{"app.useCase", "u"}, Input{"app.audience", "a"}, Input{"app.icon", "i.png"})
	var values []string
	for _, c := range s.Copies() {
		values = append(values, c.Value)
	}
	if want := []string{"iOS", "Internal", "acme", "p", "u", "a", "i.png"}; !slices.Equal(values, want) {
		t.Errorf("copies %v, want %v", values, want)
	}
}

func TestEveryTextHasARuleAndAGoodExampleAndTheSheetCanBeCopied(t *testing.T) {
	s := New(Options{})
	for _, f := range allFields() {
		if f.Kind != Text && f.Kind != Secret {
			continue
		}
		if f.Rule == nil {
			t.Errorf("%s has no rule", f.Key)
			continue
		}
		if strings.HasPrefix(f.Key, "app.") && !f.Copy {
			t.Errorf("%s can't be copied into the form", f.Key)
		}
		example := s.Text(f.Key).Example
		if example == "" && f.Kind == Text {
			t.Errorf("%s has no example", f.Key)
		}
		asked := s
		if f.Shown != nil && !f.Shown(s) && f.Shown(run(s, Input{keyTarget, "other"})) {
			asked = run(s, Input{keyTarget, "other"})
		}
		for _, found := range f.Rule(rules.Input{Field: f.Key, Value: example, Get: asked.Get}) {
			t.Errorf("the example of %s has %s: %s", f.Key, found.ID, found.Title)
		}
	}
}

func TestASpaceInAnEmptyFieldIsNoAnswer(t *testing.T) {
	s := run(walkTo(t, start("existing"), "oauth.connector"), Input{keyTarget, "other"}, Input{keyRedirect, " "})
	if got := s.Get(keyRedirect); got != "" {
		t.Errorf("the answer is %q", got)
	}
	if s = run(s, Input{keyRedirect, "https://acme.example.org/a b"}); s.Get(keyRedirect) == "" {
		t.Error("a text with a space in it is gone")
	}
}

// The arrows choose on their way through the options: what was typed at one is
// there again when they come back.
func TestANameThatWasTypedForTheSecretOutlivesAnotherChoice(t *testing.T) {
	s := New(Options{})
	for _, e := range []Event{
		Input{keySecretKind, "env"}, Input{keySecretRef, "PIN_SECRET"}, Input{keySecretKind, "secretFile"}, Input{keySecretKind, "keyring"},
	} {
		s, _ = s.Apply(e)
	}
	if got := s.Get(keySecretRef); got != "pinsetup/acme:pinterest" {
		t.Errorf("the keyring's entry is named %q", got)
	}
	if s, _ = s.Apply(Input{keySecretKind, "env"}); s.Get(keySecretRef) != "PIN_SECRET" {
		t.Errorf("back at the variable, it is named %q", s.Get(keySecretRef))
	}
}
