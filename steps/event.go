package steps

import (
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// An Event is something that happened: a person did it, or an effect came to
// its end.
type Event interface{ event() }

// What a person does.
type (
	// Input sets a field to what is typed so far, or chosen. It never holds the app
	// secret: in the demo, an empty one brings back the demo's.
	Input struct{ Key, Value string }
	// InputSecret sets the app secret to what is typed so far.
	InputSecret struct{ Value safe.Secret }
	// Leave says that a field was left: it is cleaned, and judged from now on.
	Leave struct{ Key string }
	// Next goes on, where nothing is in the way.
	Next struct{}
	// Back goes one page back. It never validates.
	Back struct{}
	// Jump goes to a page that was reached before, to the field that is meant,
	// if one is.
	Jump struct{ Page, Field string }
	// StartTest starts the live test.
	StartTest struct{}
	// CancelTest ends the live test without a result.
	CancelTest struct{}
	// SkipTest goes on without a live test.
	SkipTest struct{}
	// PasteCallback offers what was copied from the browser.
	PasteCallback struct{ Text string }
	// GiveAccess answers the simulated consent page in the person's place.
	GiveAccess struct{ Give bool }
	// AskBrowser asks for the question about what the browser shows.
	AskBrowser struct{}
	// BrowserShows says what the browser shows in place of a callback: one of
	// the options of credentials.browser, or the text that is there.
	BrowserShows struct{ What string }
	// CheckWeb opens the website and the privacy policy, as reviewers do.
	CheckWeb struct{}
	// Save writes the file.
	Save struct{}
	// Mend takes the mend of a finding around the file.
	Mend struct{ Mend finding.Mend }
	// Quit ends the wizard. The draft is kept.
	Quit struct{}
)

// A Flight is the number of a live test, counted from 1. What comes of a test
// carries it: tests are started and canceled faster than they end, and what
// one found must not be taken for the result of the next.
type Flight int

func (f Flight) flight() Flight { return f }

// What effects come to. The first six are about one live test; State ignores
// them when it isn't the one under way.
type (
	// TestStarted says that the live test waits for the callback.
	TestStarted struct {
		Flight
		AuthorizeURL string
	}
	// TestProgressed says that the live test got further.
	TestProgressed struct {
		Flight
		Progress auth.Progress
	}
	// StillWaiting says that no callback has come for a while.
	StillWaiting struct{ Flight }
	// PasteRefused says why a paste settled nothing.
	PasteRefused struct {
		Flight
		Findings []finding.Finding
	}
	// Consented says where the simulated browser ended: at an address that it
	// can't open, which a person would copy, or at a page that says something.
	Consented struct {
		Flight
		Address, Shows string
	}
	// Tested is the live test's result.
	Tested struct {
		Flight
		Result auth.Result
	}
	// ConfigRead is the configuration that exists already, if one does.
	ConfigRead struct {
		Found   bool
		Service store.Service
		Secret  safe.Secret
		// Findings say why what is there is not taken over.
		Findings []finding.Finding
	}
	// Prepared is the file as it would be written.
	Prepared struct {
		// New says that the file doesn't exist yet.
		New bool
		// Changed says that writing would change the file.
		Changed bool
		// KeepsProof says that what an earlier live test proved stays in it.
		KeepsProof bool
		// RedirectURI is the connector's in it, "" for none.
		RedirectURI string
		Diff        []store.DiffLine
		Findings    []finding.Finding
	}
	// Saved says that the file was written, and where the old one is kept; ""
	// where there was none.
	Saved struct{ Path, Backup string }
	// NotSaved says why it wasn't.
	NotSaved struct{ Finding finding.Finding }
	// Looked says what was seen outside about the answer of a field: on the
	// page that it names, or at its port.
	Looked struct {
		Key, Value string
		Findings   []finding.Finding
	}
	// DraftSaved says whether what was entered is kept, and the secret in the
	// keyring.
	DraftSaved struct{ OK, SecretKept bool }
	// PacketWritten says where the review packet is, or why it is nowhere.
	PacketWritten struct {
		Path    string
		Finding *finding.Finding
	}
)

func (Input) event()          {}
func (InputSecret) event()    {}
func (Leave) event()          {}
func (Next) event()           {}
func (Back) event()           {}
func (Jump) event()           {}
func (StartTest) event()      {}
func (CancelTest) event()     {}
func (SkipTest) event()       {}
func (PasteCallback) event()  {}
func (GiveAccess) event()     {}
func (AskBrowser) event()     {}
func (Consented) event()      {}
func (BrowserShows) event()   {}
func (CheckWeb) event()       {}
func (Save) event()           {}
func (Looked) event()         {}
func (Mend) event()           {}
func (Quit) event()           {}
func (TestStarted) event()    {}
func (TestProgressed) event() {}
func (StillWaiting) event()   {}
func (PasteRefused) event()   {}
func (Tested) event()         {}
func (ConfigRead) event()     {}
func (Prepared) event()       {}
func (Saved) event()          {}
func (NotSaved) event()       {}
func (PacketWritten) event()  {}
func (DraftSaved) event()     {}

// An Effect is something that a front end has to do.
type Effect interface{ effect() }

type (
	// SaveDraft keeps State.Draft, and the secret in the keyring or nowhere.
	// Typing says that a letter was typed, so that more may follow: it may wait
	// for them, for less than a second.
	SaveDraft struct{ Typing bool }
	// ForgetDraft deletes the draft and its secret.
	ForgetDraft struct{}
	// ReadConfig reads the service from the file, if it is there: ConfigRead.
	// Simulated says that the flags lead to a server, so that what a simulated
	// Pinterest knows may be meant.
	ReadConfig struct {
		Path, Service string
		Simulated     bool
	}
	// RegisterURIs tells the simulated portal what was registered. Only in the
	// demo; at Pinterest a person does it.
	RegisterURIs struct{ URIs []string }
	// FlyTest starts the live test: TestStarted, TestProgressed, Tested.
	FlyTest struct {
		Flight
		App auth.App
	}
	// StopTest cancels the one under way.
	StopTest struct{}
	// OfferPaste offers a pasted callback to it: PasteRefused or nothing.
	OfferPaste struct {
		Flight
		Text string
	}
	// Consent presses "Give access" or "Cancel" on the simulated consent page:
	// Consented, or nothing where the callback comes.
	Consent struct {
		Flight
		Give bool
	}
	// WritePacket writes the review packet: PacketWritten.
	WritePacket struct{ Path, Markdown string }
	// OpenPage opens the page of a field and looks at it: Looked.
	OpenPage struct{ Key, URL string }
	// LookAtPort looks whether another program has the port of a redirect URI
	// on this computer: Looked.
	LookAtPort struct{ Key, URI string }
	// LookAtIcon looks whether the file is an image that was seen to be
	// accepted: Looked.
	LookAtIcon struct{ Key, Path string }
	// LookAtFolder looks whether the folder is there for a file that is going to
	// be written: Looked.
	LookAtFolder struct{ Key, Path string }
	// PrepareFile makes the file in memory: Prepared.
	PrepareFile struct{ Plan Plan }
	// WriteFile writes it: Saved or NotSaved.
	WriteFile struct{ Plan Plan }
	// MendFile mends something around the file, and looks again: Prepared.
	MendFile struct {
		Plan Plan
		Mend finding.Mend
	}
	// Exit ends the program.
	Exit struct{}
)

func (SaveDraft) effect()    {}
func (ForgetDraft) effect()  {}
func (ReadConfig) effect()   {}
func (RegisterURIs) effect() {}
func (FlyTest) effect()      {}
func (StopTest) effect()     {}
func (OfferPaste) effect()   {}
func (Consent) effect()      {}
func (WritePacket) effect()  {}
func (OpenPage) effect()     {}
func (LookAtPort) effect()   {}
func (LookAtIcon) effect()   {}
func (LookAtFolder) effect() {}
func (PrepareFile) effect()  {}
func (WriteFile) effect()    {}
func (MendFile) effect()     {}
func (Exit) effect()         {}
