package say

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// name is what the program is called in its texts.
const name = "pinsetup"

// A Program is this one as it was started, so that the commands in texts can be
// typed as they stand there. The zero value is called by its name.
type Program struct {
	// Self is how it is started again from here, written for a shell; nil for
	// its name.
	Self func() string
	// Commands are what can follow it, and whether it is about the configuration.
	Commands map[string]bool
	// About are the flags that say which configuration this run is about,
	// written for a shell; nil as long as they aren't known.
	About func() string
}

// Started returns how a program that was called so (os.Args[0]; "" for unknown)
// is started again from here: by its name where a shell finds it, or else as it
// was called. PowerShell calls by the whole path what is in this folder: it needs
// no more than .\. It is looked up once, when it is asked for.
func Started(called string) func() string {
	return sync.OnceValue(func() string { return started(called) })
}

func started(called string) string {
	path, file := filepath.ToSlash(called), filepath.Base(called)
	short := strings.TrimSuffix(file, ".exe")
	here := "." + string(filepath.Separator) + short
	switch {
	case !strings.Contains(path, "/"): // a shell found it
		return safe.ShellProgram(cmp.Or(path, name))
	case strings.Contains(path, "/go-build"):
		return goRun()
	case isFound(short, called):
		return safe.ShellProgram(short)
	case filepath.IsAbs(called) && isFound(here, called):
		return safe.ShellProgram(here)
	}
	return safe.ShellProgram(called)
}

// goRun returns the "go run" that builds this program, which leaves no file
// that stays.
func goRun() string {
	info, ok := debug.ReadBuildInfo()
	if _, err := os.Stat("go.mod"); err == nil || !ok {
		return "go run ."
	}
	if version := info.Main.Version; version != "" && version != "(devel)" {
		return "go run " + info.Path + "@" + version
	}
	return "go run " + info.Path
}

// isFound reports whether a shell that is given the name starts this file.
func isFound(name, path string) bool {
	found, err := exec.LookPath(name)
	if err != nil {
		return false
	}
	one, err := os.Stat(found)
	if err != nil {
		return false
	}
	other, err := os.Stat(path)
	return err == nil && os.SameFile(one, other)
}

// Named has the commands in a text name this program as it is started. The name
// alone, as in "pinsetup waits", stays.
func (p Program) Named(text string) string { return p.callable(text, "") }

// Alike is Named, and the commands are about the same service as this run.
func (p Program) Alike(text string) string {
	if p.About == nil || !strings.Contains(text, name) {
		return p.Named(text)
	}
	return p.callable(text, p.About())
}

// Finding returns a finding whose commands can be typed as they stand there.
func (p Program) Finding(f finding.Finding) finding.Finding {
	f.Title, f.Cause, f.Fix, f.Detail = p.Named(f.Title), p.Alike(f.Cause), p.Alike(f.Fix), p.Alike(f.Detail)
	return f
}

// Findings returns findings whose commands can be typed as they stand there.
func (p Program) Findings(found []finding.Finding) []finding.Finding {
	said := make([]finding.Finding, len(found))
	for i, f := range found {
		said[i] = p.Finding(f)
	}
	return said
}

func (p Program) callable(text, where string) string {
	if !strings.Contains(text, name) {
		return text
	}
	self := name
	if p.Self != nil {
		self = p.Self()
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, name)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		text = after
		words, configured, is := p.command(b.String(), after)
		switch {
		case !is:
			b.WriteString(name)
		case where != "" && configured:
			b.WriteString(self + words + " " + where)
			text = after[len(words):]
		default:
			b.WriteString(self)
		}
	}
}

// command reports whether the name between two texts begins a command, with
// which words it goes on, and whether it is about the configuration. It stands
// alone, and a flag, a command's name or "[command]" follows, or it is what
// somebody is to run or to start, or the line has nothing else but a margin.
func (p Program) command(before, after string) (words string, configured, is bool) {
	if before != "" && !strings.ContainsAny(before[len(before)-1:], " \n\"'`(") {
		return "", false, false
	}
	word, _, _ := strings.Cut(strings.TrimPrefix(after, " "), " ")
	if after == "" || after[0] == '\n' || word == "" {
		alone := before[strings.LastIndexByte(before, '\n')+1:] == "  "
		return "", !alone, alone || isRun(before)
	}
	if after[0] == ' ' {
		word = strings.TrimRight(word, ",.:;?)'\"\n")
		if configured, known := p.Commands[word]; known {
			return " " + word, configured, true
		}
		if strings.HasPrefix(word, "--") || strings.HasPrefix(word, "[") {
			return "", false, true
		}
	}
	return "", true, strings.ContainsAny(after[:1], " .,;:)") && isRun(before) // the wizard
}

// isRun reports whether a text ends in "run " or "start ": what follows is typed.
func isRun(before string) bool {
	words := strings.Fields(before[max(0, len(before)-len("start ")-1):])
	return len(words) > 0 && slices.Contains([]string{"run", "start"}, strings.ToLower(words[len(words)-1]))
}
