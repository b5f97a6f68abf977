package steps

import (
	"fmt"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A Part is a heading with the lines below it.
type Part struct {
	Title string
	Lines []string
}

// Summary says what was proved, what remains to be done and by whom, and which
// command comes next. It is shown when the file is written.
func (s State) Summary() []Part {
	return []Part{
		{"What was proved", s.proved()},
		{"What remains", s.remaining()},
		{"Next command", s.nextCommands()},
	}
}

func (s State) proved() []string {
	if !tested(s) {
		return []string{"Nothing yet: the live test was left out. Run it with the command below."}
	}
	r := s.test.Result
	lines := []string{fmt.Sprintf("App ID and secret work: %d of %d scopes granted.", len(r.Granted), len(r.Requested))}
	if r.Account != nil {
		lines = append(lines, "Account @"+r.Account.Username+" gave access.")
	}
	return lines
}

func (s State) remaining() []string {
	var lines []string
	service := s.Get(keyService)
	if s.Get(keyTarget) == "appmixer" {
		lines = append(lines, "You: Appmixer BackOffice, Configuration, Add "+service+
			" with the keys clientId and clientSecret, spelled exactly so, both as text.")
	}
	switch s.Get(keyStatus) {
	case "notSubmitted":
		lines = append(lines, "You: submit the app for Trial access.")
	case "pending":
		lines = append(lines, "Pinterest: its answer about Trial access, by e-mail. Then enter the secret here and run the live test.")
	case "trial":
		if s.Get("review.goal") == "standard" {
			lines = append(lines, "You: request Standard access with the review packet and the video.")
		}
	}
	if s.Get(keySecretKind) == "env" {
		lines = append(lines, "You: set "+s.config().ClientSecretEnv+" where the connector runs.")
	}
	if s.file.Backup != "" {
		lines = append(lines, "You: delete "+s.file.Backup+" when all works. It is the file as it was.")
	}
	if !strings.Contains(s.Get(keyFile), "/") {
		lines = append(lines, "You: keep the file out of git. Pinterest revokes tokens that it finds in public repositories.")
	}
	if len(lines) == 0 {
		return []string{"Nothing."}
	}
	return lines
}

func (s State) nextCommands() []string {
	flags := ""
	usual := defaults[keyFile]
	if s.options.Demo {
		usual = store.DemoFile
	}
	if file := s.Get(keyFile); file != usual {
		flags += " --config " + safe.ShellWord(file)
	}
	if service := s.Get(keyService); service != defaults[keyService] {
		flags += " --service " + safe.ShellWord(service)
	}
	if s.options.Flags != "" {
		flags += " " + s.options.Flags
	}
	if tested(s) {
		return []string{"pinsetup check" + flags}
	}
	return []string{"pinsetup authorize" + flags}
}
