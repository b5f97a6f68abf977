package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinsetup/pinsetup/auth/safe"
)

func drawn(lines []DiffLine) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%c%s\n", l.Op, l.Text)
	}
	return b.String()
}

func TestTheDifferenceShowsWhatChangesAndNoSecret(t *testing.T) {
	f := parse(t, "# 1\n# 2\n[a]\nclientId = \"1\"\nclientSecret = \"old-secret\"\n# 3\n# 4\n")
	s := serviceOf(t, f, "a")
	s.ClientSecret, s.RedirectURI = safe.NewSecret("new-secret"), "u"
	if err := f.Set("a", s); err != nil {
		t.Fatal(err)
	}
	want := ` clientId = "1"
-clientSecret = "` + safe.Mask + `"
+clientSecret = "` + safe.Mask + `"
+redirectUri = "u"
 # 3
`
	lines := f.Diff(1)
	if got := drawn(lines); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if first, last := lines[0], lines[len(lines)-1]; first.Old != 4 || first.New != 4 || last.Old != 6 || last.New != 7 {
		t.Errorf("lines %+v to %+v", first, last)
	}
	if n := len(f.Diff(100)); n != 9 {
		t.Errorf("the whole has %d lines", n)
	}
	if lines := parse(t, "[a]\n").Diff(3); len(lines) != 0 {
		t.Errorf("no change gives %q", drawn(lines))
	}
}

func TestEditsLeadFromOneListToTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 30)
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		steps := edits(a, b)
		var old, new []string
		kept := 0
		for _, s := range steps {
			if s.op != '+' {
				old = append(old, a[s.old])
			}
			if s.op != '-' {
				new = append(new, b[s.new])
			}
			if s.op == ' ' {
				kept++
			}
		}
		if !slices.Equal(old, a) || !slices.Equal(new, b) {
			t.Fatalf("steps %v lead from %q to %q", steps, old, new)
		}
		if want := longestCommon(a, b); kept != want {
			t.Fatalf("%d of %d common elements are kept", kept, want)
		}
	})
}

// longestCommon is the textbook's table.
func longestCommon(a, b []string) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			table[i+1][j+1] = max(table[i][j+1], table[i+1][j])
			if a[i] == b[j] {
				table[i+1][j+1] = table[i][j] + 1
			}
		}
	}
	return table[len(a)][len(b)]
}

func TestTwoEntirelyDifferentFilesAreComparedInNoTime(t *testing.T) {
	a, b := make([]string, 20_000), make([]string, 20_000)
	for i := range a {
		a[i], b[i] = fmt.Sprint("a", i), fmt.Sprint("b", i)
	}
	if n := len(edits(a, b)); n != 40_000 {
		t.Errorf("%d edits", n)
	}
}
