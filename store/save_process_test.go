package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// In the environment of the test binary, these make it a process that makes
// one save of this kind, and is killed at its nth step; 0 lets it live.
const (
	envFile = "PINSETUP_TEST_SAVE"
	envID   = "PINSETUP_TEST_SAVE_ID"
	envKill = "PINSETUP_TEST_SAVE_KILL"
	envKind = "PINSETUP_TEST_SAVE_KIND"
	// envNamed has it save as on a file system without traceless files.
	envNamed = "PINSETUP_TEST_SAVE_NAMED"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(envFile); path != "" {
		saver(path, os.Getenv(envID), os.Getenv(envKill))
	}
	ignored := []goleak.Option{
		// The client that auth shares keeps connections for 30 seconds.
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"),
		// A keyring that hangs can't be told to stop: it is left alone.
		goleak.IgnoreAnyFunction("github.com/pinsetup/pinsetup/store.Keyring.call.func1"),
		goleak.IgnoreAnyFunction("github.com/godbus/dbus/v5.newConn.func1"),
	}
	goleak.VerifyTestMain(m, ignored...)
}

func saver(path, id, kill string) {
	left, _ := strconv.Atoi(kill)
	if os.Getenv(envNamed) != "" {
		createTraceless = func(string) (*temp, error) { return nil, errTraceless }
	}
	atStep = func() error {
		if left--; left == 0 {
			self, _ := os.FindProcess(os.Getpid())
			self.Kill()
			select {}
		}
		return nil
	}
	save := update
	if kind := os.Getenv(envKind); kind != "" {
		save = saveKinds[kind].save
	}
	if err := save(path, id); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func update(path, id string) error {
	return Update(path, func(f *File) error {
		return f.Set(id, Service{ClientID: "new", ClientSecret: safe.NewSecret("the-new-secret")})
	})
}

func startSaver(t *testing.T, path, id string, kill int, more ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(append(os.Environ(), more...), envFile+"="+path, envID+"="+id, envKill+"="+strconv.Itoa(kill))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func TestTwentyProcessesLoseNoChange(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pinterest.toml")
	var savers []*exec.Cmd
	for i := range 20 {
		savers = append(savers, startSaver(t, path, fmt.Sprintf("service:%d", i), 0))
	}
	for _, s := range savers {
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
	}
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if s, err := f.Service(fmt.Sprintf("service:%d", i)); err != nil || s.ClientID != "new" {
			t.Errorf("service %d: %+v, %v", i, s, err)
		}
	}
	if names := folderOf(t, dir); len(names) != 2 {
		t.Errorf("the folder holds %q", names)
	}
}
