package store

import (
	"bytes"
	"fmt"
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

// Surroundings returns what is wrong around the file: mode, git. A file that
// holds no secret may be read by everybody and be in git.
func (f *File) Surroundings() []finding.Finding {
	if !f.exists || !f.holdsSecret() {
		return nil
	}
	target, err := followLinks(f.path)
	if err != nil {
		return nil // Load read it: it was removed since
	}
	var found []finding.Finding
	name := safe.Clean(f.path, 300)
	info, err := os.Stat(target)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		found = append(found, mended("file.readable", mendMode, "600",
			"file", name, "mode", fmt.Sprintf("%o", info.Mode().Perm())))
	}
	return append(found, gitFindings(name, target)...)
}

func mended(id, field, value string, args ...string) finding.Finding {
	found := assets.Mended(id, value, args...)
	found.Mend.Field = field
	return found
}

// holdsSecret reports whether a secret stands in the file itself.
func (f *File) holdsSecret() bool { return !bytes.Equal(maskDocument(f.data), f.data) }

// Mend carries out a mend that Surroundings offered. A mend of another place
// is an error.
func (f *File) Mend(m finding.Mend) error {
	target, err := followLinks(f.path)
	if err != nil {
		return saveError(f.path, err)
	}
	switch m.Field {
	case mendMode:
		if err := os.Chmod(target, 0o600); err != nil {
			return fmt.Errorf("the mode of %s could not be changed: %w. Its owner can: chmod 600 %s", f.path, err, f.path)
		}
		return nil
	case mendIgnore:
		return addLine(ignoreFile(target), m.Value)
	}
	return fmt.Errorf("%s is nothing that can be mended around a file", m.Field)
}

func ignoreFile(target string) string { return filepath.Join(filepath.Dir(target), ".gitignore") }

// ignoreLine returns the line that has git ignore the file and its backup.
func ignoreLine(target string) string {
	special := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`)
	return "/" + special.Replace(filepath.Base(target)) + "*"
}

// addLine adds a line to a text file, as a save does.
func addLine(path, line string) error {
	target, err := followLinks(path)
	if err != nil {
		return saveError(path, err)
	}
	unlock, err := lock(target)
	if err != nil {
		return saveError(path, err)
	}
	defer unlock()
	old, err := os.ReadFile(target)
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
	o := replacement{target: target, data: append(text, line+"\n"...), mode: 0o644}
	if exists {
		o.keep = true
	}
	return saveError(path, o.write())
}
