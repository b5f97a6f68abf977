package store

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// GNOME's keyring on a bus of its own, where both are installed (Debian:
// gnome-keyring, dbus): unlocked, then begun anew and locked.
func TestARealKeyringKeepsASecretAndSaysThatItIsLocked(t *testing.T) {
	if as := os.Getenv("PINSETUP_TEST_KEYRING"); as != "" {
		inRealKeyring(as)
		os.Exit(0) // go-keyring leaves its connection open
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("there is no ", program)
		}
	}
	home, err := os.MkdirTemp("", "keyring") // not TempDir: the keyring may write a last time
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	for _, test := range []struct{ as, begin, want string }{
		{"unlocked", "printf 'a password' | gnome-keyring-daemon --unlock --components=secrets", "found true, same true, deleted true, <nil>"},
		{"locked", "gnome-keyring-daemon --start --components=secrets", "locked true"},
	} {
		cmd := exec.CommandContext(t.Context(), "dbus-run-session", "--", "sh", "-c", test.begin+` >/dev/null; exec "$0" -test.run='^`+t.Name()+`$' -test.v`, os.Args[0])
		cmd.Env = append(os.Environ(), "PINSETUP_TEST_KEYRING="+test.as, "HOME="+home, "XDG_RUNTIME_DIR="+home,
			"XDG_DATA_HOME="+home, "DISPLAY=", "WAYLAND_DISPLAY=", "GORACE=atexit_sleep_ms=0")
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), test.want) {
			t.Errorf("%s: %v\n%s", test.as, err, out)
		}
	}
}

func inRealKeyring(as string) {
	k := Keyring{}
	secret := safe.NewSecret(testSecret)
	if as == "locked" {
		_, _, err := k.Get("kept")
		fmt.Println("locked", errors.Is(err, ErrKeyringLocked))
		return
	}
	err := k.Set("kept", secret)
	if err == nil {
		err = k.Set("x", secret)
	}
	got, found, _ := k.Get("x")
	if err == nil {
		err = k.Delete("x")
	}
	_, still, _ := k.Get("x")
	fmt.Printf("found %v, same %v, deleted %v, %v\n", found, got.Equal(secret), !still, err)
}
