package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// folderOf returns the names in a folder.
func folderOf(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// edited opens the file and changes its clientId.
func edited(t *testing.T, path, clientID string) *File {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Set("a", Service{ClientID: clientID, ClientSecret: safe.NewSecret("topsecretsecret")}); err != nil {
		t.Fatal(err)
	}
	return f
}

// onEachDisk runs the test on the disk as it is, and as on one that has no
// files without a name. It must not run beside others.
func onEachDisk(t *testing.T, test func(t *testing.T)) {
	t.Run("as it is", test)
	t.Run("named files", func(t *testing.T) {
		was := createTraceless
		t.Cleanup(func() { createTraceless = was })
		createTraceless = func(string) (*temp, error) { return nil, errTraceless }
		test(t)
	})
}

func TestASaveKeepsModeAndOneBackupAndLeavesNothingElse(t *testing.T) {
	onEachDisk(t, aSaveKeepsModeAndOneBackupAndLeavesNothingElse)
}

func aSaveKeepsModeAndOneBackupAndLeavesNothingElse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	write(t, path, "[a]\nclientId = \"0\"\n", 0o640)
	for _, id := range []string{"1", "2"} {
		if err := edited(t, path, id).Save(); err != nil {
			t.Fatal(err)
		}
	}
	if names := folderOf(t, dir); !slices.Equal(names, []string{"pinterest.toml", "pinterest.toml.bak"}) {
		t.Errorf("the folder holds %q", names)
	}
	for name, id := range map[string]string{"pinterest.toml": "2", "pinterest.toml.bak": "1"} {
		wantMode(t, filepath.Join(dir, name), 0o640)
		if text := content(t, filepath.Join(dir, name)); !strings.Contains(text, `clientId = "`+id+`"`) {
			t.Errorf("%s holds\n%s", name, text)
		}
	}
}

func TestAByteOrderMarkStaysWhenTheFileIsSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	write(t, path, "\ufeff[a]\nclientId = \"0\"\n", 0o600)
	for _, id := range []string{"1", "2"} {
		if err := edited(t, path, id).Save(); err != nil {
			t.Fatal(err)
		}
		if text := content(t, path); !strings.HasPrefix(text, "\ufeff[a]\nclientId = \""+id+"\"\n") {
			t.Errorf("the file holds %q", text)
		}
	}
}

func TestAnUnchangedFileIsNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	write(t, path, "[a]\nclientId = \"1\"\n", 0o400)
	before, _ := os.Stat(path)
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Set("a", Service{ClientID: "1"}), f.Save()); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.Stat(path); !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("the file was written")
	}
}

func TestAFileThatSomebodyElseChangedIsNotOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	for _, test := range []struct {
		name    string
		between func()
		left    string
	}{
		{"changed", func() { write(t, path, "# theirs\n", 0o600) }, "# theirs\n"},
		{"removed", func() { os.Remove(path) }, ""},
	} {
		write(t, path, "[a]\n", 0o600)
		f := edited(t, path, "1")
		test.between()
		if err := f.Save(); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: Save = %v", test.name, err)
		}
		if data, _ := os.ReadFile(path); string(data) != test.left {
			t.Errorf("%s: the file holds %q", test.name, data)
		}
	}
	os.Remove(path)
	f := edited(t, path, "1")
	write(t, path, "# theirs\n", 0o600)
	if err := f.Save(); !errors.Is(err, ErrChanged) || content(t, path) != "# theirs\n" {
		t.Errorf("a new file over another new one: %v", err)
	}
}

// Another program may not know the lock.
func TestWhatAnotherProgramWritesDuringASaveIsNotLost(t *testing.T) {
	onEachDisk(t, whatAnotherProgramWritesDuringASaveIsNotLost)
}

func whatAnotherProgramWritesDuringASaveIsNotLost(t *testing.T) {
	t.Cleanup(func() { atStep = nil })
	const theirs = "# theirs\n"
	for _, old := range []string{"", "[a]\nclientId = \"0\"\n"} {
		lost := 0
		for n, more := 1, true; more; n++ {
			path := filepath.Join(t.TempDir(), "pinterest.toml")
			if old != "" {
				write(t, path, old, 0o600)
			}
			f := edited(t, path, "1")
			left := n
			atStep = func() error {
				if left--; left == 0 {
					write(t, path, theirs, 0o600)
				}
				return nil
			}
			err := f.Save()
			if more = left <= 0; !more {
				continue
			}
			backup, _ := os.ReadFile(path + backupSuffix)
			switch is := content(t, path); {
			case is == theirs:
			case err != nil || is != string(f.Bytes()):
				t.Errorf("step %d: %v, and the file holds %q", n, err, is)
			case string(backup) != theirs:
				lost++
			}
			if err != nil && !errors.Is(err, ErrChanged) {
				t.Errorf("step %d: %v", n, err)
			}
		}
		if may := mayLose(t, old); lost > may {
			t.Errorf("over %q: it was lost at %d steps, and may be at %d", old, lost, may)
		}
	}
}

func TestAFileThatAppearsWhereThereWasNoneIsNotReplaced(t *testing.T) {
	onEachDisk(t, aFileThatAppearsWhereThereWasNoneIsNotReplaced)
}

func aFileThatAppearsWhereThereWasNoneIsNotReplaced(t *testing.T) {
	t.Cleanup(func() { atStep = nil })
	for what, save := range map[string]func(path string) error{
		"a configuration": func(path string) error { return edited(t, path, "1").Save() },
		"a secret": func(path string) error {
			_, err := putInFile(t.Context(), path, path+".toml", safe.NewSecret(testSecret))
			return err
		},
		"a text":       func(path string) error { return WriteText(path, []byte("# a\n")) },
		"an export":    func(path string) error { return WriteExport(path, []byte("A=1\n"), []byte("A=1\n")) },
		"a .gitignore": func(path string) error { return addLine(path, "/pinterest.toml*") },
	} {
		path := filepath.Join(t.TempDir(), "new")
		atStep = func() error {
			if _, err := os.Stat(path); err != nil {
				write(t, path, "theirs\n", 0o600)
			}
			return nil
		}
		err := save(path)
		atStep = nil
		if !errors.Is(err, ErrChanged) || content(t, path) != "theirs\n" {
			t.Errorf("%s: %v, and the file holds %q", what, err, content(t, path))
		}
	}
}

// mayLose is at how many steps of a save it may be lost what another program
// writes: without Linux's exchange, at the last one before the change of places,
// and on Windows at the one where a file is there to stay, too.
func mayLose(t *testing.T, old string) int {
	named := strings.HasSuffix(t.Name(), "named_files")
	switch {
	case old == "":
		return 0
	case runtime.GOOS == "windows" && !named:
		return 2
	case runtime.GOOS != "linux" || named:
		return 1
	}
	return 0
}

func TestASaveFollowsSymbolicLinks(t *testing.T) { onEachDisk(t, aSaveFollowsSymbolicLinks) }

func aSaveFollowsSymbolicLinks(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "real")
	if err := os.Mkdir(real, 0o700); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"one.toml": "two.toml", "two.toml": "real/pinterest.toml", "loop.toml": "loop.toml"} {
		symlink(t, to, filepath.Join(dir, link))
	}
	for _, id := range []string{"1", "2"} { // the first makes the file
		if err := edited(t, filepath.Join(dir, "one.toml"), id).Save(); err != nil {
			t.Fatal(err)
		}
	}
	if text := content(t, filepath.Join(real, "pinterest.toml")); !strings.Contains(text, `"2"`) {
		t.Errorf("the file behind the links holds %q", text)
	}
	if names := folderOf(t, dir); !slices.Equal(names, []string{"loop.toml", "one.toml", "real", "two.toml"}) {
		t.Errorf("the links' folder holds %q", names)
	}
	f := parse(t, "[a]\n")
	f.path = filepath.Join(dir, "loop.toml")
	if err := f.Save(); err == nil || !strings.Contains(err.Error(), "circle") {
		t.Errorf("links in a circle: %v", err)
	}
}

func TestAFailureAtAnyStepLeavesTheOldFileAndNoLitter(t *testing.T) {
	onEachDisk(t, aFailureAtAnyStepLeavesTheOldFileAndNoLitter)
}

func aFailureAtAnyStepLeavesTheOldFileAndNoLitter(t *testing.T) {
	t.Cleanup(func() { atStep = nil })
	for what, backup := range map[string]string{"": "", ", with a backup": "# older\n"} {
		t.Run("a file"+what, func(t *testing.T) { failAtEveryStep(t, backup) })
	}
}

// failAtEveryStep saves a file that has this backup, "" for none, and has each
// step fail in turn.
func failAtEveryStep(t *testing.T, backup string) {
	old := "[a]\nclientId = \"0\"\n" + "# " + strings.Repeat("x", 3*chunk) + "\n"
	for n := 1; ; n++ {
		dir := t.TempDir()
		path := filepath.Join(dir, "pinterest.toml")
		write(t, path, old, 0o600)
		if backup != "" {
			write(t, path+backupSuffix, backup, 0o400)
		}
		f := edited(t, path, "1")
		left := n
		atStep = func() error {
			if left--; left == 0 {
				return fmt.Errorf("write: %w", diskFull)
			}
			return nil
		}
		err := f.Save()
		atStep = nil
		if left > 0 {
			if err != nil || n < 10 {
				t.Fatalf("after %d steps: %v", n, err)
			}
			return
		}
		names := slices.DeleteFunc(folderOf(t, dir), func(name string) bool { return name == "pinterest.toml.bak" })
		if !slices.Equal(names, []string{"pinterest.toml"}) {
			t.Errorf("step %d failed and left %q", n, names)
		}
		if is, _ := os.ReadFile(path + backupSuffix); content(t, path) == old && string(is) != backup {
			t.Errorf("step %d failed, and the backup holds %q", n, is)
		}
		if backup != "" && content(t, path) == old {
			wantMode(t, path+backupSuffix, 0o400)
		}
		e, ok := errors.AsType[*SaveError](err)
		switch is := content(t, path); {
		case is == old:
			if !ok || !strings.Contains(e.Error(), "disk is full") || !strings.Contains(e.Finding().Fix, "Free some space") {
				t.Errorf("step %d: %v", n, err)
			}
		case is != string(f.Bytes()) || err == nil || !strings.Contains(err.Error(), "was saved, but"):
			t.Errorf("step %d: %v, and the file is neither old nor new", n, err)
		}
	}
}

func TestWhatAKilledSaveLeftIsRemovedByWhoeverReadsTheFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	ours := []string{"pinterest.toml.pinsetup-abc123.tmp", ".pinterest.toml.lock"}
	theirs := []string{"other.toml.pinsetup-abc.tmp", "pinterest.toml", "pinterest.toml.old.tmp", "pinterest.toml.pinsetup-not ours.tmp"}
	litter := func() {
		for _, name := range slices.Concat(ours, theirs) {
			write(t, filepath.Join(dir, name), "[a]\n", 0o600)
		}
	}
	s := Service{ClientSecretFile: path}
	for name, read := range map[string]func() error{
		"Load":   func() error { _, err := Load(path); return err },
		"Save":   func() error { return writePrivate(path, []byte("[a]\n")) },
		"Secret": func() error { _, err := s.Secret(t.Context()); return err },
	} {
		litter()
		if err := read(); err != nil {
			t.Fatal(err)
		}
		if names := folderOf(t, dir); !slices.Equal(names, theirs) {
			t.Errorf("after %s, the folder holds %q, want %q", name, names, theirs)
		}
	}
	litter()
	unlock, err := lock(path)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if _, err := Load(path); err != nil || len(stale(path)) != 1 {
		t.Errorf("what a save that is under way needs was removed (%v)", err)
	}
}

func TestALockThatIsALinkIsRefusedAtOnceAndNotFollowed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	f := edited(t, path, "1")
	for _, to := range []string{"elsewhere", "."} {
		link := filepath.Join(dir, ".pinterest.toml.lock")
		symlink(t, to, link)
		if err := f.Save(); err == nil || !strings.Contains(err.Error(), "no plain file") || !strings.Contains(err.Error(), link) {
			t.Errorf("a link to %s: %v", to, err)
		}
		if names := folderOf(t, dir); !slices.Equal(names, []string{".pinterest.toml.lock"}) {
			t.Errorf("the folder holds %q", names)
		}
		os.Remove(link)
	}
}

func TestWhereNothingCanBeSavedTheErrorSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	f := parse(t, "[a]\nclientId = \"1\"\n")
	f.path = filepath.Join(dir, "it's", "missing", "pinterest.toml")
	err := f.Save()
	e, ok := errors.AsType[*SaveError](err)
	if !ok || !strings.Contains(err.Error(), "Nothing was written. Make it (mkdir ") {
		t.Fatalf("a missing folder: %v", err)
	}
	_, command, _ := strings.Cut(e.Do, "(")
	command, _, _ = strings.Cut(command, ")")
	typed(t, command)
	if err := edited(t, f.path, "1").Save(); err != nil {
		t.Errorf("after %s: %v", command, err)
	}
	if cause := e.Finding().Cause; !strings.HasSuffix(cause, ". Nothing was written.") {
		t.Errorf("a missing folder: %s", cause)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder: %v", err)
	}
	f.path = dir
	if err := f.Save(); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("saving to a folder: %v", err)
	}
	link := filepath.Join(dir, "link.toml")
	symlink(t, "nowhere/p.toml", link)
	if err := edited(t, link, "1").Save(); err == nil || !strings.Contains(err.Error(), safe.ShellMakeFolder(filepath.Join(dir, "nowhere"))) {
		t.Errorf("a link into a missing folder: %v", err)
	}
}

func TestASavedFileCanBeEditedAndSavedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	f := edited(t, path, "1")
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if f.Changed() {
		t.Error("Changed after Save")
	}
	if err := errors.Join(f.Set("b", Service{ClientID: "2"}), f.Save()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f.Bytes(), []byte(content(t, path))) {
		t.Error("the file differs from Bytes")
	}
}

func TestUpdateThatChangesNothingWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	failed := errors.New("no")
	if err := Update(path, func(f *File) error { return errors.Join(f.Set("a", full()), failed) }); !errors.Is(err, failed) {
		t.Errorf("Update = %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("a failed edit was saved")
	}
}

// typed has the system's shell run a line, as a person types it.
func typed(t *testing.T, line string) {
	t.Helper()
	shell, script := []string{"sh"}, line+"\n"
	if runtime.GOOS == "windows" {
		shell, script = []string{"cmd", "/c"}, "@chcp 65001 >nul\r\n@"+line+"\r\n"
	}
	file := filepath.Join(t.TempDir(), "typed.cmd")
	write(t, file, script, 0o600)
	out, err := exec.Command(shell[0], append(shell[1:], file)...).CombinedOutput()
	t.Logf("%s: %v, %s", line, err, out) // Wine's mkdir makes the folder, and ends with 1
}
