package safe

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

func TestMain(m *testing.M) {
	if os.Getenv("PINSETUP_SAYS_ITS_WORDS") != "" {
		_ = json.NewEncoder(os.Stdout).Encode(os.Args[1:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestCmdReadsAWordAsItIs(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{
		"plain", "two words", "", "it's", "a&b|c>d<e^f(g)", "größe 日本", `C:\my folder\`, `C:\a b\c.toml`, "100%", "a,b;c=d", "--config=a.toml", "@x", "~", "#",
	} {
		cmd := exec.Command("cmd.exe")
		cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd.exe /d /s /c ""` + self + `" ` + windowsWord(word) + ` --end"`}
		cmd.Env = append(os.Environ(), "PINSETUP_SAYS_ITS_WORDS=1")
		out, err := cmd.Output()
		var got []string
		if err != nil || json.Unmarshal(out, &got) != nil || !slices.Equal(got, []string{word, "--end"}) {
			t.Errorf("%q is written %s, which is read as %q (%v)", word, windowsWord(word), got, err)
		}
	}
}

func TestCmdStartsAProgramInAFolderWithSpaces(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	base := t.TempDir()
	for _, folder := range []string{"my tools", "O'Neil (me)", "a&b", "größe"} {
		path := filepath.Join(base, folder, "pin setup.exe")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, program, 0o755); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("cmd.exe")
		cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd.exe /d /s /c "` + windowsProgram(path) + ` check"`}
		cmd.Env = append(os.Environ(), "PINSETUP_SAYS_ITS_WORDS=1")
		out, err := cmd.Output()
		var got []string
		if err != nil || json.Unmarshal(out, &got) != nil || !slices.Equal(got, []string{"check"}) {
			t.Errorf("%s doesn't start it: %q (%v)", windowsProgram(path), got, err)
		}
	}
}
