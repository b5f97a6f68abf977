package safe

import (
	"os/exec"
	"testing"
)

func TestAShellReadsAWordAsItIs(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh here")
	}
	for _, word := range []string{
		"", "plain", "two words", "it's", `'`, `"$HOME" $(id) \`, "a;b|c&d>e<f", "*?[x]", "~", "#", "a\nb", "größe", "acme:pinterest", "!x", "--flag=a b", "`id`",
	} {
		out, err := exec.Command(shell, "-c", "printf %s "+ShellWord(word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("%q became %q, which is read as %q (%v)", word, ShellWord(word), out, err)
		}
	}
}
