package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// smallDisk mounts a file system of this size, in bytes.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("only root can mount a small disk: ", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// fill leaves as much room on the disk, in bytes.
func fill(t *testing.T, dir string, room int64) {
	t.Helper()
	file, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n, err := io.Copy(file, endless{})
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatalf("after %d bytes: %v", n, err)
	}
	if err := file.Truncate(n - room); err != nil {
		t.Fatal(err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestAFullDiskLosesNothing(t *testing.T) { onEachDisk(t, aFullDiskLosesNothing) }

func aFullDiskLosesNothing(t *testing.T) {
	dir := smallDisk(t, "1m")
	path := filepath.Join(dir, "pinterest.toml")
	old := "[a]\nclientId = \"0\"\n# " + strings.Repeat("x", 3*chunk) + "\n"
	write(t, path, old, 0o600)
	rooms := []int64{0, 2 * chunk} // none at all, for half of the new file
	if strings.HasSuffix(t.Name(), "named_files") {
		rooms = append(rooms, 5*chunk) // for it, but not for a copy of the old one
	}
	for _, room := range rooms {
		fill(t, dir, room)
		err := edited(t, path, "1").Save()
		if e, ok := errors.AsType[*SaveError](err); !ok || !strings.Contains(e.Error(), "the disk is full") {
			t.Errorf("room for %d bytes: %v", room, err)
		}
		if content(t, path) != old {
			t.Errorf("room for %d bytes: the file changed", room)
		}
		if names := folderOf(t, dir); !slices.Equal(names, []string{"filler", "pinterest.toml"}) {
			t.Errorf("room for %d bytes: the disk holds %q", room, names)
		}
	}
	os.Remove(filepath.Join(dir, "filler"))
	if err := edited(t, path, "1").Save(); err != nil {
		t.Error(err)
	}
}

func TestAReadOnlyDiskIsNamed(t *testing.T) {
	dir := smallDisk(t, "1m")
	path := filepath.Join(dir, "pinterest.toml")
	write(t, path, "[a]\n", 0o600)
	f := edited(t, path, "1")
	if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	err := f.Save()
	if e, ok := errors.AsType[*SaveError](err); !ok || !strings.Contains(e.Error(), "read-only") || !strings.Contains(e.Finding().Fix, "mount it writable") {
		t.Error(err)
	}
}

func TestASaveByRootKeepsTheOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	write(t, path, "[a]\nclientId = \"0\"\n", 0o640)
	if err := os.Chown(path, 1234, 5678); err != nil {
		t.Fatal(err)
	}
	s := Service{ClientID: "1", ClientSecretFile: "the.secret"}
	write(t, filepath.Join(dir, "the.secret"), "theoldsecret\n", 0o600)
	if err := os.Chown(filepath.Join(dir, "the.secret"), 1234, 5678); err != nil {
		t.Fatal(err)
	}
	f := edited(t, path, "1")
	if err := errors.Join(f.Set("a", s), f.SaveWithSecret(t.Context(), s, safe.NewSecret(testSecret))); err != nil {
		t.Fatal(err)
	}
	for _, name := range folderOf(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || *owned(info) != (owner{1234, 5678}) {
			t.Errorf("%s belongs to %+v (%v)", name, owned(info), err)
		}
	}
}
