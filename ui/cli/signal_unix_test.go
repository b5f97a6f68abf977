//go:build unix

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/store"
)

func aPipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe.toml")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	return path
}

// until asks until it is so; the commands of the tests take milliseconds.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func TestASignalEndsWhatReadsAPipeThatNobodyWritesInto(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"check PIPE", "authorize PIPE", "token --config PIPE", "export env --config PIPE", "push --config PIPE --demo",
		"generate --client-id 1 --answers PIPE", "--config PIPE",
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			pipe := aPipe(t)
			cmd := command(t, t.TempDir(), strings.Fields(strings.ReplaceAll(args, "PIPE", pipe))...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			writer := -1
			until(t, "the command to read", func() (reads bool) {
				var err error
				writer, err = syscall.Open(pipe, syscall.O_WRONLY|syscall.O_NONBLOCK, 0)
				return err == nil // before, nobody reads
			})
			defer syscall.Close(writer)
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // the exit code says it
			if code := cmd.ProcessState.ExitCode(); code != 143 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

func TestALogThatNobodyReadsIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	pipe := aPipe(t)
	a := &app{}
	cmd := a.root(nil)
	a.flags.logFile = pipe
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errInterrupted)
	cmd.SetContext(ctx)
	if err := a.openLog(cmd); !errors.Is(err, errInterrupted) {
		t.Error(err)
	}
	// What was left behind ends once somebody reads: never closed, or it might be late.
	if _, err := syscall.Open(pipe, syscall.O_RDONLY|syscall.O_NONBLOCK, 0); err != nil {
		t.Fatal(err)
	}
}

// What can't be broken off (here, printing into a pipe that nobody empties) ends
// with the second signal.
func TestASecondSignalWaitsForNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var services bytes.Buffer
	for i := range 300 { // more than a pipe holds
		fmt.Fprintf(&services, "[\"s%d:pinterest\"]\nclientId = \"1534758\"\nscopes = [\"boards:read\"]\n", i)
	}
	if err := os.WriteFile(filepath.Join(dir, store.DefaultFile), services.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, dir, "check", "--all", "--offline", "--json", "--log-file", "run.log")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	logged := func(what string, times int) func() bool {
		return func() bool {
			log, _ := os.ReadFile(filepath.Join(dir, "run.log"))
			return strings.Count(string(log), `"msg":"`+what+`"`) == times
		}
	}
	if _, err := out.Read(make([]byte, 1)); err != nil { // it prints
		t.Fatal(err)
	}
	for n := range 2 {
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		until(t, "the signal in the log", logged("signal", n+1))
	}
	_ = cmd.Wait() // the exit code says it
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d", code)
	}
}

// As bash's <(…) hands it over.
func TestASecretIsReadFromAPipeAndThePipeIsNotReferredTo(t *testing.T) {
	t.Parallel()
	pipe, dir := aPipe(t), t.TempDir()
	cmd := command(t, dir, "generate", "--client-id", appID, "--client-secret-file", pipe, "--secret-in", "secretFile",
		"--redirect-uri", "https://a.acme.com/cb", "--scope", "user_accounts:read")
	go func() { _ = os.WriteFile(pipe, []byte(appSecret+"\n"), 0) }() // waits for its reader
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	file, err := store.Load(filepath.Join(dir, store.DefaultFile))
	if err != nil {
		t.Fatal(err)
	}
	s, err := file.Service(store.DefaultService)
	if err != nil {
		t.Fatal(err)
	}
	if secret, err := s.Secret(t.Context()); err != nil || secret.Reveal() != appSecret || s.ClientSecretFile == pipe {
		t.Errorf("the secret is in %q: %v", s.ClientSecretFile, err)
	}
}

func TestASignalThatTheStarterHadIgnoredIsIgnored(t *testing.T) {
	t.Parallel()
	cmd := command(t, t.TempDir(), "simulate")
	cmd.Args = append([]string{"sh", "-c", `trap "" HUP; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...) // as nohup does
	cmd.Path = "/bin/sh"
	serve(t, cmd)
	for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM} {
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait() // the exit code says it
	if code := cmd.ProcessState.ExitCode(); code != 143 {
		t.Errorf("exit code %d, want that of SIGTERM", code)
	}
}
