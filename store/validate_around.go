package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// The fields that the mends of Surroundings set; File.Mend carries them out.
const (
	mendMode   = "file.mode"
	mendIgnore = "file.gitignore"
)

// Surroundings returns what is wrong around a service's secret: who else can
// read the file, its backup and the secret's own file, whether git gets them,
// and whether the file has another name, which a save leaves behind. Service ""
// means every service. What holds no secret may be read by everybody and be in
// git; what isn't there yet is looked at as it will be. ctx ends the questions to git.
func (f *File) Surroundings(ctx context.Context, service string) []finding.Finding {
	holders := f.holders(service)
	var found []finding.Finding
	if open := openToOthers(holders); len(open) > 0 {
		found = append(found, mended("file.readable", mendMode, "600", "file", open[0].name,
			"mode", fmt.Sprintf("%o", open[0].mode), "files", strings.Join(wordsOf(open), " ")))
	}
	for _, h := range holders {
		if !h.ours && h.mode&0o007 != 0 {
			found = append(found, assets.Finding("secret.file.open", "file", h.name))
		}
	}
	if target, err := followLinks(f.path); err == nil && hardLinks(target) > 1 {
		found = append(found, assets.Finding("file.linked", "file", safe.Clean(f.path, 300)))
	}
	return append(found, gitFindings(ctx, holders)...)
}

// A holder is a file that holds a secret, or will when it is saved.
type holder struct {
	path string // with links followed
	name string // for a person
	// ours says that it is the configuration file or its backup.
	ours bool
	// line has git ignore it, from the folder that it is in.
	line string
	// mode is what who may do with it; 0 where it isn't there, and on Windows.
	mode fs.FileMode
}

// wordsOf names files to a shell.
func wordsOf(holders []holder) []string {
	var words []string
	for _, h := range holders {
		words = append(words, safe.ShellPath(h.name))
	}
	return words
}

// holders returns the files that hold secrets: this one, its backup, and those
// that the services' secrets are in.
func (f *File) holders(service string) []holder {
	target, err := followLinks(f.path)
	if err != nil {
		return nil // Load read it: it was removed since
	}
	var holders []holder
	line := ignoreLine(target)
	if holdsSecret(f.data) {
		holders = append(holders, holder{path: target, name: f.path, ours: true, line: line})
	}
	backup := target + backupSuffix
	old, err := readLimited(backup, maxFile)
	if err == nil && holdsSecret(old) || f.exists && holdsSecret(f.old) {
		name := backup
		if target == f.path {
			name = f.path + backupSuffix
		}
		holders = append(holders, holder{path: backup, name: name, ours: true, line: line})
	}
	for _, path := range f.secretFiles(service) {
		if to, err := followLinks(path); err == nil {
			holders = append(holders, holder{path: to, name: path, line: ignoreLine(to)})
		}
	}
	for i, h := range holders {
		holders[i].name = safe.Clean(h.name, 300)
		if info, err := os.Stat(h.path); err == nil && runtime.GOOS != "windows" {
			holders[i].mode = info.Mode().Perm()
		}
	}
	return holders
}

// secretFiles returns the files of their own that the services' secrets are in,
// each once.
func (f *File) secretFiles(service string) []string {
	ids := []string{service}
	if service == "" {
		ids = f.Services()
	}
	var paths []string
	seen := map[string]bool{}
	for _, id := range ids {
		root := f.view(id)
		if root == nil {
			continue
		}
		for _, w := range secretWays {
			n := root.byName[w.name]
			if !w.path || n == nil || n.text == "" {
				continue
			}
			path := SecretPlace{w.kind, n.text}.seenFrom(filepath.Dir(f.path)).Ref
			if !seen[path] {
				seen[path] = true
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// openToOthers returns those of pinsetup's own files that others can read.
func openToOthers(holders []holder) []holder {
	var open []holder
	for _, h := range holders {
		if h.ours && h.mode&0o077 != 0 {
			open = append(open, h)
		}
	}
	return open
}

func mended(id, field, value string, args ...string) finding.Finding {
	found := assets.Mended(id, value, args...)
	found.Mend.Field = field
	return found
}

// Mend carries out a mend that Surroundings or NoFolder offered. A mend of another place
// is an error.
func (f *File) Mend(m finding.Mend) error {
	holders := f.holders("")
	switch m.Field {
	case mendFolder:
		return f.makeFolder(m.Value)
	case mendMode:
		for _, h := range openToOthers(holders) {
			if err := os.Chmod(h.path, 0o600); err != nil {
				return fmt.Errorf("the mode of %s could not be changed: %w. Its owner can: chmod 600 %s", h.name, safe.Inner(err), safe.ShellPath(h.name))
			}
		}
		return nil
	case mendIgnore:
		for _, h := range holders {
			if h.line == m.Value && inWorkTree(filepath.Dir(h.path)) {
				if err := addLine(ignoreFile(h.path), m.Value); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return fmt.Errorf("%s is nothing that can be mended around a file", cmp.Or(m.Field, "that"))
}

func ignoreFile(target string) string { return filepath.Join(filepath.Dir(target), ".gitignore") }

// ignoreLine returns the line that has git ignore a file of its folder, with
// its backup and what a killed save may leave.
func ignoreLine(target string) string {
	special := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`)
	return "/" + special.Replace(filepath.Base(target)) + "*"
}

// addLine adds a line to a text file, as a save does.
func addLine(path, line string) error {
	target, unlock, err := claim(path)
	if err != nil {
		return err
	}
	defer unlock()
	old, err := readLimited(target, maxText)
	exists := err == nil
	if err != nil && !os.IsNotExist(err) {
		return readError(path, err)
	}
	for have := range bytes.Lines(old) {
		if string(bytes.TrimSpace(have)) == line {
			return nil
		}
	}
	text := bytes.Clone(old)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	r := replacement{target: target, data: append(text, line+"\n"...), mode: 0o644, keep: exists, fresh: !exists}
	return saveError(path, r.write())
}
