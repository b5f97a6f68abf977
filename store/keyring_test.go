package store

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// failing is a keyring that answers every call with an error.
type failing struct{ err error }

func (f failing) Get(string, string) (string, error) { return "", f.err }
func (f failing) Set(string, string, string) error   { return f.err }
func (f failing) Delete(string, string) error        { return f.err }

func TestAKeyringKeepsGivesAndForgets(t *testing.T) {
	keyring.MockInit()
	var k Keyring
	if _, ok, err := k.Get("acme:pinterest"); ok || err != nil {
		t.Fatalf("before Set: %v, %v", ok, err)
	}
	if err := k.Set("acme:pinterest", safe.NewSecret(testSecret)); err != nil {
		t.Fatal(err)
	}
	s, ok, err := k.Get("acme:pinterest")
	if err != nil || !ok || s.Reveal() != testSecret {
		t.Fatalf("after Set: %v, %v", ok, err)
	}
	service := Service{ClientSecretKeyring: KeyringRef("acme:pinterest")}
	if s, err := service.Secret(t.Context()); err != nil || s.Reveal() != testSecret {
		t.Errorf("by KeyringRef: %v", err)
	}
	for range 2 { // one that isn't there is no error
		if err := k.Delete("acme:pinterest"); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok, err := k.Get("acme:pinterest"); ok || err != nil {
		t.Errorf("after Delete: %v, %v", ok, err)
	}
}

func TestAKeyringThatHangsIsAnErrorAfterItsTimeLimit(t *testing.T) {
	for _, limit := range []time.Duration{0, time.Minute} {
		want := limit
		if want == 0 {
			want = 3 * time.Second
		}
		for name, call := range keyringCalls() {
			t.Run(fmt.Sprint(name, " ", limit), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					release := make(chan struct{})
					defer close(release)
					start := time.Now()
					err := call(Keyring{Timeout: limit, backend: waiting(release)})
					if took := time.Since(start); took != want {
						t.Errorf("gave up after %v, want %v", took, want)
					}
					wantProblem(t, err, "keyring.locked")
					if !errors.Is(err, ErrKeyringLocked) || errors.Is(err, ErrNoKeyring) {
						t.Errorf("error = %v, want ErrKeyringLocked alone", err)
					}
				})
			})
		}
	}
}

// waiting is a keyring that answers when its channel is closed: as a locked
// one without a desktop that could ask for its password, never.
type waiting chan struct{}

func (w waiting) Get(string, string) (string, error) { <-w; return "", nil }
func (w waiting) Set(string, string, string) error   { <-w; return nil }
func (w waiting) Delete(string, string) error        { <-w; return nil }

func keyringCalls() map[string]func(Keyring) error {
	return map[string]func(Keyring) error{
		"Get":    func(k Keyring) error { _, _, err := k.Get("x"); return err },
		"Set":    func(k Keyring) error { return k.Set("x", safe.NewSecret(testSecret)) },
		"Delete": func(k Keyring) error { return k.Delete("x") },
	}
}

func TestAKeyringSaysWhetherItIsMissingLockedOrFull(t *testing.T) {
	for _, test := range []struct {
		said error
		id   string
		is   error
	}{
		{errors.New("The name org.freedesktop.secrets was not provided by any .service files"), "keyring.none", ErrNoKeyring},
		{errors.New(`exec: "dbus-launch": executable file not found in $PATH`), "keyring.none", ErrNoKeyring},
		{keyring.ErrUnsupportedPlatform, "keyring.none", ErrNoKeyring},
		{errors.New("Cannot create an item in a locked collection"), "keyring.locked", ErrKeyringLocked},
		{errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), "keyring.locked", ErrKeyringLocked},
		{keyring.ErrSetDataTooBig, "keyring.big", keyring.ErrSetDataTooBig},
	} {
		for name, call := range keyringCalls() {
			err := call(Keyring{backend: failing{test.said}})
			wantProblem(t, err, test.id)
			if !errors.Is(err, test.is) {
				t.Errorf("%s: %v is not %v", name, err, test.is)
			}
			if !strings.Contains(err.Error(), "pinsetup/x") {
				t.Errorf("%s: %v doesn't name the entry", name, err)
			}
		}
	}
}

// The real thing: a session bus whose socket accepts and never says a word.
func TestABusThatHangsDoesNotHangTheKeyring(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the keyring speaks D-Bus on Linux")
	}
	if os.Getenv("PINSETUP_TEST_BUS") != "" {
		_, _, err := Keyring{Timeout: 100 * time.Millisecond}.Get("x")
		fmt.Printf("locked=%v\n", errors.Is(err, ErrKeyringLocked))
		return
	}
	socket := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestABusThatHangsDoesNotHangTheKeyring$", "-test.v")
	cmd.Env = append(os.Environ(), "PINSETUP_TEST_BUS=1", "DBUS_SESSION_BUS_ADDRESS=unix:path="+socket,
		"GORACE=atexit_sleep_ms=0")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "locked=true") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestAKeyringThatBreaksDoesSoWhereItsAnswerIsWaitedFor(t *testing.T) {
	defer func() {
		if mistake := recover(); mistake == nil {
			t.Error("nobody hears of it")
		}
	}()
	_, _, _ = Keyring{backend: broken{}}.Get("a")
}

// broken is a keyring with a mistake.
type broken struct{ backend }
