package cli

import (
	"bufio"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
)

func TestASignalHasItsOwnExitCode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals to send")
	}
	path, err := exec.LookPath("pinsetup")
	if err != nil {
		t.Fatal(err)
	}
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		cmd := exec.Command(path, "simulate")
		cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
		serve(t, cmd)
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the exit code says it
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("%v: exit code %d, want %d", signal, got, want)
		}
	}
}

// serve starts a simulated Pinterest, and returns when it serves.
func serve(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		_, err = bufio.NewReader(out).ReadString('\n')
	}
	if err != nil {
		t.Fatal(err)
	}
}
