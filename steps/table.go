package steps

import (
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/steps/rules"
	"github.com/pinsetup/pinsetup/store"
)

// Keys that the machine itself asks for.
const (
	keyWay         = "start.way"
	keyIcon        = "app.icon"
	keyStatus      = "app.status"
	keyTarget      = "oauth.target"
	keyAPIBase     = "oauth.apiBase"
	keyRedirect    = "oauth.redirectUri"
	keyTestURI     = "oauth.testRedirectUri"
	keyTasks       = "oauth.tasks"
	keyPermissions = "oauth.permissions"
	keyScopes      = "oauth.scopes"
	keySaved       = "oauth.saved"
	keyClientID    = "credentials.clientId"
	keySecret      = "credentials.clientSecret"
	keyAccount     = "credentials.account"
	keyAppAccount  = "app.account"
	keyPacketFile  = "review.file"
	keyService     = "connector.service"
	keyFile        = "connector.file"
	keySecretKind  = "connector.secret"
	keySecretRef   = "connector.secretRef"
)

// noRedirect is said where somebody with an app leaves the connector's redirect
// URI out: a connector may know its own.
const noRedirect = "wizard.no-redirect"

// Pages that the machine itself goes to.
const (
	keysPage   = "credentials.keys"
	testPage   = "credentials.test"
	packetPage = "review.packet" // the review packet is read and written there
)

// Kind is the kind of a field.
type Kind int

// The kinds of fields.
const (
	Text    Kind = iota // a line that is typed
	Secret              // a line that is typed and not shown
	Choice              // one of some options
	Several             // any number of some options, separated by spaces
	Confirm             // "yes" or ""
)

// A Field is one thing that is asked. Its texts are in assets/guides.
type Field struct {
	// Key is unique: "oauth.redirectUri".
	Key  string
	Kind Kind
	// Options are the values of a choice; nil where the catalogue has them.
	Options []string
	// Rule judges the answer: rules.For its key; nil finds nothing.
	Rule rules.Rule
	// Needed reports whether the page can't be left forward without an
	// answer; nil: it can.
	Needed func(State) bool
	// Shown reports whether the field is asked; nil: always.
	Shown func(State) bool
	// Missed is the finding about a field that may stay empty and is; "" for none.
	Missed string
	// RestsOn are the fields whose change makes the answer stale.
	RestsOn []string
	// Lines says that the text has many lines.
	Lines bool
	// Copy says that the answer is carried to the portal by copying it.
	Copy bool
}

// PageKind says what a page does beside asking its fields.
type PageKind int

// The kinds of pages.
const (
	Form    PageKind = iota // nothing
	Live                    // it runs the live test
	Preview                 // it shows the file and writes it
	Done                    // it says what was done and what remains
)

// A Page is what is on the screen at one time.
type Page struct {
	ID     string
	Step   string
	Kind   PageKind
	Fields []Field
	Shown  func(State) bool
}

// A Step is one of the six steps, or the start.
type Step struct {
	ID string
	// Short is its name on the rail; assets/guides has the same.
	Short string
	Pages []Page
}

func always(State) bool { return true }

func is(key, value string) func(State) bool {
	return func(s State) bool { return s.Get(key) == value }
}

// fromNothing and chosen say on which way a page lies.
func fromNothing(s State) bool { return s.Get(keyWay) == "nothing" }
func chosen(s State) bool      { return s.Get(keyWay) != "" }

// pending reports whether Pinterest still withholds the secret.
func pending(s State) bool {
	switch s.Get(keyStatus) {
	case "pending", "notSubmitted", "rejected":
		return fromNothing(s)
	}
	return false
}

func needsSecret(s State) bool { return !pending(s) }

func tested(s State) bool { return s.test.Passed() && !s.TestStale() }

func text(key string) Field { return Field{Key: key, Kind: Text} }

func sheet(key string) Field { return carried(text(key)) }

func carried(f Field) Field { f.Copy = true; return f }

func missed(f Field, id string) Field { f.Missed = id; return f }

func needed(f Field) Field { f.Needed = always; return f }

func confirm(key string, restsOn ...string) Field {
	return Field{Key: key, Kind: Confirm, Needed: always, RestsOn: restsOn}
}

func choice(key string, options string) Field {
	return Field{Key: key, Kind: Choice, Options: strings.Fields(options), Needed: always}
}

// Table returns the wizard: the start, then the six steps. It is always the
// same one, and to be read only.
func Table() []Step { return made() }

// made is the table, made when it is first asked for: most commands never do.
// It is set in init, as its conditions look things up in it.
var made func() []Step

func init() { made = sync.OnceValue(ruled) }

// ruled returns the table with each page's step and each field's rule.
func ruled() []Step {
	steps := table()
	for i, step := range steps {
		for j := range step.Pages {
			page := &steps[i].Pages[j]
			page.Step = step.ID
			for k := range page.Fields {
				page.Fields[k].Rule = rules.For(page.Fields[k].Key)
			}
		}
	}
	return steps
}

func table() []Step {
	return []Step{
		{ID: "start", Short: "Start", Pages: []Page{
			{ID: "start.way", Fields: []Field{choice(keyWay, "nothing existing")}},
		}},
		{ID: "account", Short: "Account", Pages: accountPages()},
		{ID: "app", Short: "App", Pages: appPages()},
		{ID: "oauth", Short: "OAuth", Pages: oauthPages()},
		{ID: "credentials", Short: "Credentials", Pages: credentialsPages()},
		{ID: "review", Short: "Review", Pages: reviewPages()},
		{ID: "connector", Short: "Connector", Pages: connectorPages()},
	}
}

func accountPages() []Page {
	return []Page{{ID: "account.ready", Shown: fromNothing, Fields: []Field{
		confirm("account.business"), confirm("account.email"), confirm("account.terms"),
		{Key: "account.twoFactor", Kind: Confirm},
	}}}
}

func appPages() []Page {
	return []Page{
		{ID: "app.sheet", Shown: fromNothing, Fields: []Field{
			needed(sheet("app.name")), missed(sheet("app.company"), "app.no-company"),
			needed(sheet("app.website")), needed(sheet("app.privacyPolicy")),
			needed(sheet("app.description")),
		}},
		{ID: "app.use", Shown: fromNothing, Fields: []Field{
			carried(choice("app.platform", "web ios android other")), carried(choice("app.type", "internal public")),
			sheet(keyAppAccount), sheet("app.purpose"),
			sheet("app.useCase"), sheet("app.audience"), missed(sheet(keyIcon), "app.no-icon"),
		}},
		{ID: "app.request", Shown: fromNothing, Fields: []Field{
			choice(keyStatus, "notSubmitted pending trial standard rejected"),
		}},
	}
}

func oauthPages() []Page {
	return []Page{
		{ID: "oauth.connector", Shown: chosen, Fields: []Field{
			choice(keyTarget, "appmixer other"),
			{Key: keyAPIBase, Kind: Text, Needed: fromNothing, Missed: noRedirect, Shown: is(keyTarget, "appmixer")},
			{Key: keyRedirect, Kind: Text, Needed: fromNothing, Missed: noRedirect, Shown: is(keyTarget, "other"), Copy: true},
		}},
		{ID: "oauth.test", Shown: chosen, Fields: []Field{
			{Key: keyTestURI, Kind: Text, Needed: always, Copy: true},
		}},
		{ID: "oauth.scopes", Shown: chosen, Fields: []Field{
			{Key: keyTasks, Kind: Several}, {Key: keyPermissions, Kind: Several},
			{Key: keyScopes, Kind: Several, Needed: always},
		}},
		{ID: "oauth.register", Shown: fromNothing, Fields: []Field{
			{Key: "oauth.registered", Kind: Text, Lines: true},
			confirm(keySaved, keyRedirect, keyTestURI),
		}},
	}
}

func credentialsPages() []Page {
	return []Page{
		{ID: keysPage, Shown: chosen, Fields: []Field{
			needed(text(keyClientID)),
			{Key: keySecret, Kind: Secret, Needed: needsSecret},
		}},
		{ID: testPage, Kind: Live, Shown: chosen, Fields: []Field{
			{Key: keyAccount, Kind: Confirm, Needed: tested, Shown: tested},
		}},
	}
}

func reviewPages() []Page {
	return []Page{
		{ID: "review.access", Shown: fromNothing, Fields: []Field{
			choice("review.goal", "trial standard"),
			{Key: "review.checked", Kind: Several},
			{Key: "review.video", Kind: Text, Shown: is("review.goal", "standard")},
		}},
		{ID: packetPage, Shown: fromNothing, Fields: []Field{text(keyPacketFile)}},
	}
}

func connectorPages() []Page {
	return []Page{
		{ID: "connector.where", Shown: chosen, Fields: []Field{
			needed(text(keyService)), needed(text(keyFile)),
			choice(keySecretKind, strings.Join(store.SecretKinds(), " ")),
			{Key: keySecretRef, Kind: Text, Shown: func(s State) bool { return s.Get(keySecretKind) != "file" }},
		}},
		{ID: "connector.write", Kind: Preview, Shown: chosen},
		{ID: "connector.done", Kind: Done, Shown: func(s State) bool { return s.file.Saved }},
	}
}

// PageByID returns the page, and false where there is none.
func PageByID(id string) (Page, bool) {
	for _, step := range Table() {
		for _, p := range step.Pages {
			if p.ID == id {
				return p, true
			}
		}
	}
	return Page{}, false
}

// FieldOf returns the field with this key, and false where there is none.
func FieldOf(key string) (Field, bool) {
	_, f, ok := find(key)
	return f, ok
}

// PageOf returns the page that asks the field, and false where there is none.
func PageOf(key string) (Page, bool) {
	p, _, ok := find(key)
	return p, ok
}

func find(key string) (Page, Field, bool) {
	for _, step := range Table() {
		for _, p := range step.Pages {
			for _, f := range p.Fields {
				if f.Key == key {
					return p, f, true
				}
			}
		}
	}
	return Page{}, Field{}, false
}
