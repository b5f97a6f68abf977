package cli

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// name is what the program is called in its texts.
const name = "pinsetup"

// A program is this one as it was started. The zero value is called by its name.
type program struct {
	called   string // os.Args[0], "" for unknown
	commands []string
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

// callable has the commands in a text name this program as it is started. The
// name alone, as in "pinsetup waits", stays.
func (p program) callable(text string) string {
	if !strings.Contains(text, name) {
		return text
	}
	self := p.self()
	if self == name {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, name)
		b.WriteString(before)
		switch {
		case !found:
			return b.String()
		case p.begins(b.String(), after):
			b.WriteString(self)
		default:
			b.WriteString(name)
		}
		text = after
	}
}

// begins reports whether the name between two texts begins a command: it stands
// alone, and a flag, a command's name or "[command]" follows, or nothing does and the line
// has nothing else but a margin.
func (p program) begins(before, after string) bool {
	if before != "" && !strings.ContainsAny(before[len(before)-1:], " \n\"'`(") {
		return false
	}
	word, _, _ := strings.Cut(strings.TrimPrefix(after, " "), " ")
	line := before[strings.LastIndexByte(before, '\n')+1:]
	if after == "" || after[0] == '\n' || word == "" {
		return line == "  "
	}
	return after[0] == ' ' && (strings.HasPrefix(word, "--") || strings.HasPrefix(word, "[") || slices.Contains(p.commands, strings.TrimRight(word, ",.:;?)'\"\n")))
}
