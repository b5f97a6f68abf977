package safe

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// nastyWords are what a file, a service or a folder can be called.
var nastyWords = []string{
	"", "plain", "two words", " ", "it's", `'`, `''`, `"`, `"$HOME" $(id) ${x}`, "a;b|c&d>e<f", "*?[x]", "~", "#", "!x", "größe", "日本",
	"acme:pinterest", "-rf", "--", "-n", "--flag=a b", "`id`", `\`, `\\`, `a\nb`, `it\'s`, `C:\x\`, "=ls", "%self", "%d%s%%", "{a,b}", "^x", "(x)",
	"a\nb", "a\tb", "\x1b[2J", "-\x07-", "a\x7f'b\\c\"d%$e`\n-f", "a\u202eb\u200bc", "\xff\xfe/é", "a\r",
}

func TestEveryShellReadsAWordAsItIs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("what is called sh or bash on Windows may be another system's")
	}
	for _, name := range []string{"sh", "bash", "zsh", "fish", "dash", "ksh"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shell, err := exec.LookPath(name)
			if err != nil {
				t.Skip("no " + name + " here")
			}
			var script strings.Builder
			for _, word := range nastyWords {
				script.WriteString(`printf '%s\0' ` + posixWord(word) + "\n")
			}
			cmd := exec.Command(shell, "-c", script.String())
			cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "LC_ALL=C.UTF-8")
			out, err := cmd.Output()
			got := strings.Split(string(out), "\x00")
			if err != nil || len(got) != len(nastyWords)+1 {
				t.Fatalf("%v: %q", err, out)
			}
			for i, word := range nastyWords {
				if got[i] != word {
					t.Errorf("%q became %s, which is read as %q", word, posixWord(word), got[i])
				}
			}
		})
	}
}

func TestAWordForAShellIsFitToBeShown(t *testing.T) {
	for _, word := range nastyWords {
		if written := posixWord(word); Clean(written, 0) != written {
			t.Errorf("%q became %q, which is not what is shown", word, written)
		}
	}
}

func TestAWordForWindowsShells(t *testing.T) {
	for word, want := range map[string]string{
		"pinterest.toml": "pinterest.toml", `C:\Users\me\a.toml`: `C:\Users\me\a.toml`, "acme:pinterest": "acme:pinterest", "1534758": "1534758",
		"": `""`, "two words": `"two words"`, "it's": `"it's"`, "a,b": `"a,b"`, "@x": `"@x"`, "größe": `"größe"`, "a&b|c>d<e^f(g)": `"a&b|c>d<e^f(g)"`,
		`C:\my folder\`: `"C:\my folder\\"`, "100%": `"100%"`, "--config=a.toml": `"--config=a.toml"`, "-x": "-x", "~": `"~"`, "#": `"#"`,
		"$HOME": "'$HOME'", "a`b": "'a`b'", `"`: `'"'`, "it’s “x”": "'it’’s “x”'", "it's $5": "'it''s $5'",
	} {
		if got := windowsWord(word); got != want {
			t.Errorf("%q is written %s, want %s", word, got, want)
		}
	}
}

func TestAFileIsNeverTakenForAFlag(t *testing.T) {
	for path, want := range map[string]string{"-rf": "./-rf", "a-b": "a-b", "--": "./--", "/-x": "/-x"} {
		if got := filepath.ToSlash(ShellPath(path)); got != want {
			t.Errorf("%q is written %s, want %s", path, got, want)
		}
	}
}

func TestAProgramsPathBeginsACommandInBothOfWindowsShells(t *testing.T) {
	for path, want := range map[string]string{
		`pinsetup`:                    `pinsetup`,
		`./pinsetup`:                  `./pinsetup`,
		`C:\tools\pinsetup.exe`:       `C:\tools\pinsetup.exe`,
		`C:\my tools\pinsetup.exe`:    `C:"\my tools\pinsetup.exe"`,
		`C:/my tools/pin setup.exe`:   `C:"/my tools/pin setup.exe"`,
		`C:\Users\O'Neil (me)\p.exe`:  `C:"\Users\O'Neil (me)\p.exe"`,
		`my tools\pinsetup.exe`:       `m"y tools\pinsetup.exe"`,
		`.\my tools\pinsetup.exe`:     `.\m"y tools\pinsetup.exe"`,
		`\\server\our share\pinsetup`: `\\s"erver\our share\pinsetup"`,
		`D:\$HOME\pinsetup.exe`:       `D:'\$HOME\pinsetup.exe'`,
		`größe\pinsetup`:              `g"röße\pinsetup"`,
		`C:\tools\(new)\pinsetup.exe`: `C:"\tools\(new)\pinsetup.exe"`,
		`(new)\pinsetup.exe`:          `"(new)\pinsetup.exe"`, // for cmd.exe alone
	} {
		if got := windowsProgram(path); got != want {
			t.Errorf("%s is written %s, want %s", path, got, want)
		}
	}
}
