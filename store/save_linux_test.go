package store

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestWhereNamesCannotBeExchangedTheBackupIsACopyOrStays(t *testing.T) {
	const old, older = "[a]\nclientId = \"0\"\n", "# older\n"
	was := exchangeNames
	t.Cleanup(func() { exchangeNames = was })
	for _, test := range []struct {
		says   error
		backup string
	}{{syscall.EINVAL, old}, {syscall.ENOSYS, old}, {syscall.EIO, older}, {syscall.EPERM, older}} {
		exchangeNames = func(string, string) error { return test.says }
		dir := t.TempDir()
		path := filepath.Join(dir, "pinterest.toml")
		write(t, path, old, 0o600)
		write(t, path+backupSuffix, older, 0o600)
		err := edited(t, path, "1").Save()
		if saved := test.backup == old; saved != (err == nil) || saved == (content(t, path) == old) {
			t.Errorf("%v: %v, and the file holds %q", test.says, err, content(t, path))
		}
		if is := content(t, path+backupSuffix); is != test.backup {
			t.Errorf("%v: the backup holds %q", test.says, is)
		}
		if names := folderOf(t, dir); !slices.Equal(names, []string{"pinterest.toml", "pinterest.toml.bak"}) {
			t.Errorf("%v: the folder holds %q", test.says, names)
		}
	}
}

func TestABackupThatIsLostIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	write(t, path, "[a]\nclientId = \"0\"\n", 0o600)
	write(t, path+backupSuffix, "# older\n", 0o600)
	f := edited(t, path, "1")
	was := exchangeNames
	t.Cleanup(func() { exchangeNames, atStep = was, nil })
	exchangeNames = func(string, string) error {
		atStep = func() error { return syscall.ENOSPC } // all that is to be written from now on
		return syscall.EIO
	}
	err := f.Save()
	if e, ok := errors.AsType[*SaveError](err); !ok || !strings.Contains(e.Finding().Cause, path+".bak is gone") {
		t.Error(err)
	}
}
