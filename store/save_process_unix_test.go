//go:build !windows

package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// nobody is a user, and a group, that owns nothing.
const nobody = 65534

// forNobody returns a folder that everybody may look into, and a saver that
// runs as nobody.
func forNobody(t *testing.T) (dir string, saver func(path string) *exec.Cmd) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can start a process as another user")
	}
	dir = t.TempDir()
	binary := filepath.Join(dir, "saver")
	data, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(binary, data, 0o755); err != nil {
		t.Fatal(err)
	}
	for d := dir; d != os.TempDir() && d != "/"; d = filepath.Dir(d) {
		os.Chmod(d, 0o755)
	}
	return dir, func(path string) *exec.Cmd {
		cmd := exec.Command(binary, "-test.run=^$")
		cmd.Env = append(os.Environ(), envFile+"="+path, envID+"=a", envKill+"=0")
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return cmd
	}
}

func TestTheLockOfAnotherUserIsWaitedFor(t *testing.T) {
	dir, asNobody := forNobody(t)
	defer syscall.Umask(syscall.Umask(0o022))
	for _, mode := range []os.FileMode{0o644, 0o600} { // as it is made, and with a mask that lets nobody in
		folder := filepath.Join(dir, fmt.Sprintf("%o", mode))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		os.Chown(folder, nobody, nobody)
		path := filepath.Join(folder, "pinterest.toml")
		unlock, err := lock(path)
		if err != nil {
			t.Fatal(err)
		}
		wantMode(t, lockFile(path), 0o644)
		os.Chmod(lockFile(path), mode)
		time.AfterFunc(200*time.Millisecond, unlock)
		if out, err := asNobody(path).CombinedOutput(); err != nil {
			t.Errorf("a lock of mode %o: %v, %s", mode, err, out)
		}
	}
}

func TestAUserWithoutPermissionIsToldWhat(t *testing.T) {
	dir, asNobody := forNobody(t)
	for _, test := range []struct {
		name         string
		folder, file os.FileMode
		uid          int
		exists       bool
		want         string
	}{
		{"folder", 0o755, 0o644, 0, true, "may not write into the folder"},
		{"file", 0o777, 0o444, 65534, true, "may not write to it"},
		{"secret", 0o777, 0o600, 0, true, "may not be read by this user"},
		{"owner", 0o777, 0o666, 0, true, "owner (user 0, group 0) could not be kept"},
		{"new", 0o777, 0, 0, false, ""},
	} {
		folder := filepath.Join(dir, test.name)
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		os.Chmod(folder, test.folder)
		path := filepath.Join(folder, "pinterest.toml")
		if test.exists {
			write(t, path, "[a]\n", test.file)
			os.Chown(path, test.uid, test.uid)
		}
		out, err := asNobody(path).CombinedOutput()
		if (err == nil) != (test.want == "") || !strings.Contains(string(out), test.want) {
			t.Errorf("%s: %v, %s", test.name, err, out)
		}
		if test.exists && content(t, path) != "[a]\n" {
			t.Errorf("%s: the file changed", test.name)
		}
		if names := folderOf(t, folder); len(names) != 1 {
			t.Errorf("%s: the folder holds %q", test.name, names)
		}
	}
}
