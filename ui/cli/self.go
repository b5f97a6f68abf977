package cli

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// name is what the program is called in its texts.
const name = "pinsetup"

// A program is this one as it was started. The zero value is called by its name.
type program struct {
	called string // os.Args[0], "" for unknown
	// commands are what can follow, and whether it is about the configuration.
	commands map[string]bool
	// about are the flags that say which configuration this run is about,
	// written for a shell; nil as long as they aren't known.
	about func() string
}

func (p program) where() string {
	if p.about == nil {
		return ""
	}
	return p.about()
}

// self returns how the program is started again from here: by its name where a
// shell finds it, or else as it was started.
func (p program) self() string {
	path := filepath.ToSlash(p.called)
	switch {
	case !strings.Contains(path, "/"): // a shell found it
		return safe.ShellWord(cmp.Or(path, name))
	case strings.Contains(path, "/go-build"):
		return goRun()
	case sameFile(filepath.Base(p.called), p.called):
		return safe.ShellWord(filepath.Base(p.called))
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

// named has the commands in a text name this program as it is started. The name
// alone, as in "pinsetup waits", stays.
func (p program) named(text string) string { return p.callable(text, "") }

// alike is named, and the commands are about the same service as this run.
func (p program) alike(text string) string { return p.callable(text, p.where()) }

func (p program) callable(text, where string) string {
	if !strings.Contains(text, name) {
		return text
	}
	self := p.self()
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
		case where != "" && p.commands[word]:
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
func (p program) command(before, after string) (word string, is bool) {
	if before != "" && !strings.ContainsAny(before[len(before)-1:], " \n\"'`(") {
		return "", false
	}
	word, _, _ = strings.Cut(strings.TrimPrefix(after, " "), " ")
	if after == "" || after[0] == '\n' || word == "" {
		return "", before[strings.LastIndexByte(before, '\n')+1:] == "  "
	}
	word = strings.TrimRight(word, ",.:;?)'\"\n")
	_, known := p.commands[word]
	return word, after[0] == ' ' && (known || strings.HasPrefix(word, "--") || strings.HasPrefix(word, "["))
}
