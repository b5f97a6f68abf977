package say

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
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
// was called. It is looked up once, when it is asked for.
func Started(called string) func() string {
	return sync.OnceValue(func() string { return started(called) })
}

func started(called string) string {
	path := filepath.ToSlash(called)
	switch {
	case !strings.Contains(path, "/"): // a shell found it
		return safe.ShellWord(cmp.Or(path, name))
	case strings.Contains(path, "/go-build"):
		return goRun()
	case sameFile(filepath.Base(called), called):
		return safe.ShellWord(filepath.Base(called))
	}
	return safe.ShellWord(path)
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

// sameFile reports whether a shell that is given the name starts this file.
func sameFile(name, path string) bool {
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
	f.Title, f.Cause, f.Fix = p.Named(f.Title), p.Alike(f.Cause), p.Alike(f.Fix)
	return f
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
		word, is := p.command(b.String(), after)
		switch {
		case !is:
			b.WriteString(name)
		case where != "" && p.Commands[word]:
			b.WriteString(self + " " + word + " " + where)
			text = after[1+len(word):]
		default:
			b.WriteString(self)
		}
	}
}

// command reports whether the name between two texts begins a command, and
// returns its first word. It stands alone, and a flag, a command's name or
// "[command]" follows, or nothing does and the line has nothing else but a margin.
func (p Program) command(before, after string) (word string, is bool) {
	if before != "" && !strings.ContainsAny(before[len(before)-1:], " \n\"'`(") {
		return "", false
	}
	word, _, _ = strings.Cut(strings.TrimPrefix(after, " "), " ")
	if after == "" || after[0] == '\n' || word == "" {
		return "", before[strings.LastIndexByte(before, '\n')+1:] == "  "
	}
	word = strings.TrimRight(word, ",.:;?)'\"\n")
	_, known := p.Commands[word]
	return word, after[0] == ' ' && (known || strings.HasPrefix(word, "--") || strings.HasPrefix(word, "["))
}
