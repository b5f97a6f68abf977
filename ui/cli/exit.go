package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// Exit codes, a contract with scripts.
const (
	exitOK      = 0
	exitFailed  = 1 // a check failed, or an error finding stands
	exitUsage   = 2 // wrong usage, or no terminal where one is needed
	exitNetwork = 3 // the network or Pinterest can't be reached
	exitFile    = 4 // the file can't be read or written
)

// An exitError ends the program with a code. Without an error it says nothing
// more: everything was said.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func exit(code int, err error) error { return &exitError{code, err} }

func usage(format string, args ...any) error {
	return exit(exitUsage, fmt.Errorf(format, args...))
}

// Several errors are said one after the other.
type several []error

func (s several) Error() string {
	texts := make([]string, len(s))
	for i, err := range s {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "\n")
}

// with adds an error, or those that it consists of.
func (s several) with(err error) several {
	var more several
	if errors.As(err, &more) {
		return append(s, more...)
	}
	return append(s, err)
}

// report prints an error and returns its exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitOK
	}
	if text := err.Error(); text != "" {
		a.logger().Error("failed", "error", text)
	}
	if f, ok := findingOf(err); ok {
		a.problems().findings([]finding.Finding{f})
		return codeOf(err)
	}
	for _, one := range several(nil).with(err) {
		a.sentence(one.Error())
	}
	return codeOf(err)
}

// sentence says an error that is no finding.
func (a *app) sentence(text string) {
	if text == "" {
		return
	}
	if !strings.HasPrefix(text, "pinsetup ") { // the command says who speaks
		text = "pinsetup: " + text
	}
	a.problems().prose(safe.CleanLines(safe.Redact(text), 0))
}

// findingOf returns the finding that an error carries, and false for an error
// that is only a sentence.
func findingOf(err error) (finding.Finding, bool) {
	var carrier interface{ Finding() finding.Finding }
	if errors.As(err, &carrier) {
		return carrier.Finding(), true
	}
	return finding.Finding{}, false
}

// A findingError is an error that says itself as a finding.
type findingError struct {
	finding finding.Finding
	err     error
}

func (e *findingError) Error() string            { return e.finding.Title }
func (e *findingError) Unwrap() error            { return e.err }
func (e *findingError) Finding() finding.Finding { return e.finding }

// codeOf returns the exit code of an error. What says nothing of itself is
// cobra's, and wrong usage.
func codeOf(err error) int {
	var e *exitError
	if errors.As(err, &e) {
		return e.code
	}
	if f, ok := findingOf(err); ok {
		return codeOfFinding(f)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return exitNetwork
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), errors.Is(err, store.ErrChanged):
		return exitFile
	}
	return exitUsage
}

// fileFindings are the kinds of findings that mean: a file can't be read or
// written. Everything else about a file is about what is in it.
var fileFindings = []string{
	"file.syntax", "file.not-saved", "file.refused",
	"secret.file.missing", "secret.file.unreadable", "secret.file.kind",
	"token.unreadable", "token.unwritable", "token.locked", "token.pending",
}

// codeOfFinding returns the exit code that an error finding stands for.
func codeOfFinding(f finding.Finding) int {
	if isNetwork(f) {
		return exitNetwork
	}
	if slices.Contains(fileFindings, f.ID) {
		return exitFile
	}
	return exitFailed
}

// networkFindings are the kinds of findings beside network.… that mean: the
// other side can't be reached, or doesn't answer.
var networkFindings = []string{"unknown.network", "push.network", "push.timeout", "api.outage", "flight.timeout"}

// isNetwork reports whether a finding says that the other side can't be
// reached.
func isNetwork(f finding.Finding) bool {
	return strings.HasPrefix(f.ID, "network.") || slices.Contains(networkFindings, f.ID)
}

// verdict returns the exit code of some findings: that of all errors where they
// agree, as when one of them ends a command. Else neither the network nor a file
// alone is what to look at.
func verdict(found []finding.Finding) int {
	code := exitOK
	for _, f := range found {
		switch is := codeOfFinding(f); {
		case f.Severity != finding.Error:
		case code != exitOK && code != is:
			return exitFailed
		default:
			code = is
		}
	}
	return code
}

// failed returns the error that ends a command whose findings are printed.
func failed(found []finding.Finding) error {
	if code := verdict(found); code != exitOK {
		return exit(code, nil)
	}
	return nil
}
