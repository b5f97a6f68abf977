//go:build unix

package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAPipeIsNeverReplacedByAFile(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("pipe", link); err != nil {
		t.Fatal(err)
	}
	parsed := parse(t, "[a]\nclientId = \"1\"\n")
	for what, save := range map[string]func(path string) error{
		"Open":        func(path string) error { _, err := Open(path); return err },
		"Save":        func(path string) error { parsed.path = path; return parsed.Save() },
		"Update":      func(path string) error { return Update(path, func(*File) error { return nil }) },
		"WriteText":   func(path string) error { return WriteText(path, []byte("# a\n")) },
		"WriteExport": func(path string) error { return WriteExport(path, []byte("A=1\n"), []byte("A=1\n")) },
		"a secret":    func(path string) error { return writeSecretFile(path, []byte("s\n"), false) },
	} {
		for _, path := range []string{pipe, link} {
			if err := save(path); err == nil || !strings.Contains(err.Error(), "a pipe or a device") {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Errorf("the pipe is gone: %v, %v", info, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("something was left beside it: %v", entries)
	}
}

// To open a pipe that nobody writes to waits for ever.
func TestAPipeInABackupsPlaceIsNotOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	write(t, path, "[a]\nclientSecret = \"topsecretsecret\"\n", 0o600)
	if err := unix.Mkfifo(path+backupSuffix, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	f.Surroundings(t.Context(), "a")
	if _, err := readLimited(path+backupSuffix, maxFile); err == nil || !strings.Contains(err.Error(), "no plain file") {
		t.Error(err)
	}
}
