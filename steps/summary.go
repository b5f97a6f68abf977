package steps

import (
	"fmt"
	"slices"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A Part is a heading with the lines below it.
type Part struct {
	Title string
	Lines []string
}

// Summary says what was proved, what remains to be done and by whom, and which
// command comes next. It is of the file as it was written last.
func (s State) Summary() []Part {
	if written, ok := s.Written(); ok {
		s = written
	}
	return []Part{
		{"What was proved", s.proved()},
		{"What remains", s.remaining()},
		{"Next command", s.nextCommands()},
	}
}

// Unproved says what becomes of the file's proof where no live test passed on
// what is written: none was run, it failed, or something has changed since. It
// returns "" where one passed. lost says that the file won't have any proof.
func (s State) Unproved() (text string, lost bool) {
	switch {
	case tested(s):
		return "", false
	case s.file.KeepsProof():
		return "No live test passed on this. What the file says of an earlier one stays.", false
	}
	return "No live test passed on this: the file will not say that anything was proved.", true
}

func (s State) proved() []string {
	if !tested(s) && s.file.KeepsProof() {
		return []string{"Nothing new: no live test passed on this. What the file says of an earlier one stays."}
	}
	if !tested(s) {
		return []string{"Nothing yet: no live test passed on this. The command below runs it."}
	}
	r := s.test.Result
	lines := []string{"App ID and secret work. Pinterest's answer named no scopes."}
	if r.Granted != nil {
		asked := len(r.Requested)
		lines[0] = fmt.Sprintf("App ID and secret work: %d of %d scopes granted.", asked-len(r.Missing()), asked)
	}
	if r.Account != nil {
		lines = append(lines, "Account @"+r.Account.Username+" gave access.")
	}
	return lines
}

func (s State) remaining() []string {
	lines := slices.Concat(s.remainsAtAppmixer(), s.remainsAtPinterest(), s.remainsHere())
	if s.file.Backup != "" {
		lines = append(lines, "You: delete "+s.file.Backup+" when all works. It is the file as it was.")
	}
	if s.options.Demo {
		lines = slices.Insert(lines, 0, "This was the demo. For your own app, run pinsetup without --demo; this remains then:")
	}
	return lines
}

func (s State) remainsAtAppmixer() []string {
	if s.Get(keyTarget) != "appmixer" {
		return nil
	}
	return []string{"You: Appmixer BackOffice, Configuration, Add " + s.Get(keyService) +
		" with the keys clientId and clientSecret, spelled exactly so, both as text."}
}

func (s State) remainsAtPinterest() []string {
	if !fromNothing(s) {
		return s.remainsOfRedirect()
	}
	return append(s.remainsOfRequest(), s.remainsOfPacket()...)
}

// remainsOfPacket says where the review packet is.
func (s State) remainsOfPacket() []string {
	if s.packet.Path == "" {
		return nil
	}
	return []string{"You: the review packet is in " + s.packet.Path + ". Fill in what it marks as missing before you send it."}
}

func (s State) remainsOfRequest() []string {
	switch s.Get(keyStatus) {
	case "rejected": // that may have been the upgrade of an app that works
		return []string{"You: mend what Pinterest's e-mail names, and send the request again." + s.goesOn()}
	case "notSubmitted":
		if !tested(s) {
			return []string{"You: submit the app for Trial access." + s.goesOn()}
		}
	case "pending":
		if !tested(s) {
			return []string{"Pinterest: its answer about Trial access, by e-mail." + s.goesOn()}
		}
	case "trial":
		if s.Get("review.goal") == "standard" {
			return []string{"You: request Standard access in My apps (Upgrade), with the review packet and the video."}
		}
	}
	return nil
}

// goesOn says where the next start goes on with what is still to come.
func (s State) goesOn() string {
	switch {
	case !s.Waits():
		return ""
	case s.secret.IsZero():
		return " Then start pinsetup again: it goes on at the app secret."
	}
	return " Then start pinsetup again: it goes on at the live test."
}

// remainsOfRedirect says what the live test leaves open for somebody who has an
// app: it comes back to another address than the connector's own.
func (s State) remainsOfRedirect() []string {
	uri := s.Get(keyRedirect)
	if uri == "" && s.file.Prepared != nil {
		uri = s.file.Prepared.RedirectURI
	}
	switch {
	case uri == s.Get(keyTestURI):
		return nil
	case uri != "":
		return []string{"You: see in My apps, Configure, that " + uri + " is registered: the live test uses another address."}
	case s.Get(keyTarget) == "appmixer":
		return []string{"You: see in My apps, Configure, that your API's /auth/pinterest/callback is registered. The file names no redirectUri."}
	}
	return []string{"You: add redirectUri to the file, exactly as My apps has it, unless your connector knows its own."}
}

// remainsHere says what the place of the secret asks for.
func (s State) remainsHere() []string {
	switch p := s.secretPlace(); p.Kind {
	case "env":
		return []string{"You: set " + p.Ref + " where the connector runs."}
	case "secretFile":
		return []string{"You: take " + p.Ref + " along with the file, and keep it out of git: it is the app secret."}
	case "keyring":
		return []string{"You: run the connector on this computer, as the same user: the keyring is here."}
	}
	if s.secret.IsZero() {
		return []string{"You: keep the file out of git as soon as it holds the app secret."}
	}
	return []string{"You: keep the file out of git: it holds the app secret."}
}

func (s State) nextCommands() []string {
	flags := s.flags(s.Get(keyFile), s.Get(keyService))
	command := s.program() + " authorize" + flags
	switch {
	case tested(s):
		command = s.program() + " check" + flags
	case s.Waits():
		command = s.comeBackWith()
	}
	return []string{command, s.program() + " guide notes (what matters once it runs: tokens, content, attribution)"}
}

// flags are those that lead a command to where this run goes, with a space before
// each.
func (s State) flags(file, service string) string {
	flags := ""
	if file != usualFile(s.options.Demo) {
		flags += " --config " + safe.ShellWord(file)
	}
	if service != defaults[keyService] {
		flags += " --service " + safe.ShellWord(service)
	}
	if s.options.Flags != "" {
		flags += " " + s.options.Flags
	}
	return flags
}
