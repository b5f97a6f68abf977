package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// listWith is an access list, as the kernel keeps it (acl(5)): the owner reads
// and writes, user 1 reads, the group and all others may do nothing.
func listWith(mask uint16) []byte {
	const anyone = 1<<32 - 1
	list := binary.LittleEndian.AppendUint32(nil, 2) // version
	for _, e := range []struct {
		tag, may uint16
		id       uint32
	}{{0x01, 6, anyone}, {0x02, 4, 1}, {0x04, 0, anyone}, {0x10, mask, anyone}, {0x20, 0, anyone}} {
		list = binary.LittleEndian.AppendUint16(list, e.tag)
		list = binary.LittleEndian.AppendUint16(list, e.may)
		list = binary.LittleEndian.AppendUint32(list, e.id)
	}
	return list
}

// hang hangs an attribute on a file or folder of a disk that has them.
func hang(t *testing.T, path, name string, value []byte) {
	t.Helper()
	if err := unix.Setxattr(path, name, value, 0); errors.Is(err, syscall.ENOTSUP) {
		t.Skip("this disk keeps no such attributes")
	} else if err != nil {
		t.Fatal(err)
	}
}

func attributesAt(t *testing.T, path string) string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	a, err := attributesOf(file)
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(a, func(name string, _ []byte) bool { return name == label }) // the system's, where there is one
	return fmt.Sprint(a)
}

func TestASaveKeepsAccessListAndAttributes(t *testing.T) {
	onEachDisk(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "pinterest.toml")
		write(t, path, "[a]\nclientId = \"0\"\n", 0o600)
		hang(t, path, accessList, listWith(4))
		hang(t, path, "user.note", []byte("the agency's"))
		was := attributesAt(t, path)
		if err := edited(t, path, "1").Save(); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{path, path + backupSuffix} {
			if is := attributesAt(t, path); is != was {
				t.Errorf("%s has %v, the old file had %v", path, is, was)
			}
			wantMode(t, path, 0o640)
		}
	})
}

// A folder's default list is given to every new file in it. The mode, which is
// set afterwards, is what it allows at most: 0640 would let user 1 in.
func TestAFoldersAccessListLetsNobodyIntoAFileThatWasThere(t *testing.T) {
	onEachDisk(t, func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, "pinterest.toml")
		write(t, path, "[a]\nclientId = \"0\"\n", 0o640)
		write(t, filepath.Join(dir, "the.secret"), "theoldsecret\n", 0o640)
		hang(t, dir, "system.posix_acl_default", listWith(7))
		s := Service{ClientID: "1", ClientSecretFile: "the.secret"}
		f := edited(t, path, "1")
		if err := errors.Join(f.Set("a", s), f.SaveWithSecret(t.Context(), s, safe.NewSecret(testSecret))); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"pinterest.toml", "pinterest.toml.bak", "the.secret"} {
			if is := attributesAt(t, filepath.Join(dir, name)); is != fmt.Sprint(attributes{}) {
				t.Errorf("%s got %v", name, is)
			}
			wantMode(t, filepath.Join(dir, name), 0o640)
		}
	})
}

func TestAFoldersAccessListLetsNobodyIntoANewFile(t *testing.T) {
	onEachDisk(t, func(t *testing.T) {
		dir := t.TempDir()
		hang(t, dir, "system.posix_acl_default", listWith(7))
		path := filepath.Join(dir, "pinterest.toml")
		if err := edited(t, path, "1").Save(); err != nil {
			t.Fatal(err)
		}
		wantMode(t, path, 0o600) // the group's bits are what the list allows at most
	})
}

func TestAFileWhoseAccessListCantBeKeptIsNotSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pinterest.toml")
	old := "[a]\nclientId = \"0\"\n"
	write(t, path, old, 0o600)
	hang(t, path, accessList, listWith(4))
	f := edited(t, path, "1")
	t.Cleanup(func() { setAttribute = unix.Fsetxattr })
	setAttribute = func(int, string, []byte, int) error { return syscall.EINVAL }
	err := f.Save()
	if _, ok := errors.AsType[*SaveError](err); !ok || !strings.Contains(err.Error(), accessList) || content(t, path) != old {
		t.Errorf("%v; the file holds %q", err, content(t, path))
	}
}
