package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// longLine makes a save write more than one part.
var longLine = strings.Repeat("x", 3*chunk)

// A saveKind is one of the ways in which pinsetup puts a secret on the disk.
type saveKind struct {
	// before are the files of the folder as they were, by name.
	before map[string]string
	// save is what the process does that is killed; path is the configuration's.
	save func(path, id string) error
	// may are the names that may hold a secret afterwards.
	may []string
	// named is how many steps on Linux may leave a temporary file although files
	// can be without a name: those between naming one and renaming it.
	named int
	// read is what sweeps.
	read func(path string) error
}

// hasTraceless says whether this system has files that go with their process.
const hasTraceless = runtime.GOOS == "linux" || runtime.GOOS == "windows"

// mayLitter is how many steps may leave a temporary file although they are
// traceless. On Windows each file stays for a moment before it is renamed.
func (k saveKind) mayLitter() int {
	if runtime.GOOS == "windows" {
		return len(k.may)
	}
	return k.named
}

func readConfig(path string) error { _, err := Load(path); return err }

var (
	oldConfig = "[a]\nclientId = \"old\"\nclientSecret = \"the-old-secret\"\n# " + longLine + "\n"
	inAFile   = Service{ClientID: "new", ClientSecretFile: "pinterest.secret"}
	tokensIn  = func(path string) Tokens { return Tokens{Name: "tokens", Dir: filepath.Dir(path)} }
)

func saveInAFile(path, id string) error {
	f, err := Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Set(id, inAFile), f.SaveWithSecret(context.Background(), inAFile, safe.NewSecret("the-new-secret")))
}

func saveTokens(path, _ string) error {
	return tokensIn(path).Save(context.Background(), KeptTokens{Token: auth.Token{
		AccessToken: safe.NewSecret("the-new-secret" + longLine), RefreshToken: safe.NewSecret("r"),
	}})
}

func readSecret(path string) error {
	f, err := Load(path)
	if err != nil {
		return err
	}
	_, err = Service{ClientSecretFile: "pinterest.secret", dir: filepath.Dir(f.path)}.Secret(context.Background())
	return err
}

func readTokens(path string) error {
	_, _, err := tokensIn(path).Load(context.Background())
	return err
}

func saveExport(path, _ string) error {
	return WriteExport(filepath.Join(filepath.Dir(path), "pinterest.env"), []byte("SECRET=the-new-secret\nMORE="+longLine+"\n"), []byte("SECRET=\nMORE=\n"))
}

func saveDraft(path, _ string) error {
	return Drafts{filepath.Dir(path)}.Save(Draft{ID: "draft", Data: []byte(`"the-new-secret` + longLine + `"`)})
}

var saveKinds = map[string]saveKind{
	"a new configuration": {
		save: update, read: readConfig, may: []string{"pinterest.toml"},
	},
	"a configuration": {
		before: map[string]string{"pinterest.toml": oldConfig},
		save:   update, read: readConfig, may: []string{"pinterest.toml", "pinterest.toml.bak"},
	},
	"a configuration with a backup": {
		before: map[string]string{"pinterest.toml": oldConfig, "pinterest.toml.bak": "# older\n"},
		save:   update, read: readConfig, may: []string{"pinterest.toml", "pinterest.toml.bak"},
	},
	"a new secret's file": {
		before: map[string]string{"pinterest.toml": oldConfig},
		save:   saveInAFile, read: readSecret, may: []string{"pinterest.toml", "pinterest.toml.bak", "pinterest.secret"},
	},
	"a secret's file": {
		before: map[string]string{"pinterest.toml": oldConfig, "pinterest.secret": "the-old-secret\n"},
		save:   saveInAFile, read: readSecret, may: []string{"pinterest.toml", "pinterest.toml.bak", "pinterest.secret"}, named: 1,
	},
	"new tokens": {
		save: saveTokens, read: readTokens, may: []string{"tokens.json"},
	},
	"tokens": {
		before: map[string]string{"tokens.json": `{"version":1,"accessToken":"the-old-secret"}`},
		save:   saveTokens, read: readTokens, may: []string{"tokens.json"}, named: 1,
	},
	"a new export": {
		save: saveExport, read: again(saveExport), may: []string{"pinterest.env"},
	},
	"an export": {
		before: map[string]string{"pinterest.env": "SECRET=the-old-secret\n"},
		save:   saveExport, read: again(saveExport), may: []string{"pinterest.env"}, named: 1,
	},
	"a draft": {
		before: map[string]string{"draft.json": `{"version":1,"id":"draft","data":"the-old-secret"}`},
		save:   saveDraft, read: again(saveDraft), may: []string{"draft.json"}, named: 1,
	},
}

// again is for what nobody reads but its owner: the next save of it sweeps.
func again(save func(path, id string) error) func(path string) error {
	return func(path string) error { return save(path, "") }
}

func TestAProcessKilledAtAnyStepLeavesTheOldFileOrTheNewAndNoSecretBeside(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(saveKinds)) {
		for _, named := range []bool{false, true} {
			if named && !hasTraceless {
				continue // there none is
			}
			t.Run(fmt.Sprintf("%s, named %v", name, named), func(t *testing.T) {
				t.Parallel()
				killMany(t, name, named)
			})
		}
	}
}

// killMany makes one kind of save again and again, each time killed one step
// later. What it leaves is looked at before anybody reads.
func killMany(t *testing.T, name string, named bool) {
	kind := saveKinds[name]
	more := []string{envKind + "=" + name}
	if named {
		more = append(more, envNamed+"=1")
	}
	swept := named || !hasTraceless
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	for round := range killRounds {
		littered := 0
		for step := 1; ; step++ {
			empty(t, dir)
			for file, text := range kind.before {
				write(t, filepath.Join(dir, file), text, 0o600)
			}
			killed := startSaver(t, path, "a", step, more...).Wait() != nil
			beside := wantOldOrNew(t, kind, dir, step)
			littered += len(beside)
			if len(beside) > 0 {
				if err := kind.read(path); err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Errorf("step %d: %v", step, err)
				}
				if left := wantOldOrNew(t, kind, dir, step); !swept && len(beside) > 1 || len(left) > 0 {
					t.Fatalf("killed at step %d, it left %q, and the next read %q", step, beside, left)
				}
			}
			if !killed {
				if step < 6 {
					t.Fatalf("only %d steps", step-1)
				}
				break
			}
		}
		if !swept && littered > kind.mayLitter() {
			t.Errorf("round %d: %d kills left a secret beside the file, and %d may", round, littered, kind.mayLitter())
		}
		if swept && littered == 0 {
			t.Error("no kill left anything to be swept: this isn't the path without traceless files")
		}
	}
}

// wantOldOrNew checks that each file is as it was or as it is to be, and
// returns what else holds a secret.
func wantOldOrNew(t *testing.T, kind saveKind, dir string, step int) (beside []string) {
	t.Helper()
	for _, file := range folderOf(t, dir) {
		text := content(t, filepath.Join(dir, file))
		isNew := strings.Contains(text, "the-new-secret") || strings.Contains(text, "pinterest.secret")
		_, was := kind.before[file]
		whole := file == "pinterest.secret" || strings.HasSuffix(text, "\n") && (strings.Contains(text, longLine) || !was)
		if strings.Contains(text, "secret") {
			wantMode(t, filepath.Join(dir, file), 0o600)
		}
		switch {
		case !slices.Contains(kind.may, file):
			if strings.Contains(text, "secret") || strings.Contains(text, "x") {
				beside = append(beside, file)
			}
		case was && text == kind.before[file], isNew && whole, file == "pinterest.toml.bak" && text == kind.before["pinterest.toml"]:
		default:
			t.Fatalf("killed at step %d, %s is neither the old nor the new one:\n%.200s", step, file, text)
		}
	}
	for file := range kind.before {
		if _, err := os.Stat(filepath.Join(dir, file)); err != nil && !strings.HasSuffix(file, backupSuffix) {
			t.Fatalf("killed at step %d, %s is gone", step, file)
		}
	}
	return beside
}

// empty removes everything from a folder.
func empty(t *testing.T, dir string) {
	t.Helper()
	for _, name := range folderOf(t, dir) {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}
