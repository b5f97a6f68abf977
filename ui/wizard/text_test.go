package wizard

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestAddressesInATextAreLinksToTheWhole(t *testing.T) {
	t.Parallel()
	for text, target := range map[string]string{
		"Open https://acme.example/a?b=1&c=2.":          "https://acme.example/a?b=1&c=2",
		"(http://localhost:8085/), as it is registered": "http://localhost:8085/",
		`"https://acme.example/cb"`:                     "https://acme.example/cb",
		"https://日本.example/本":                          "https://%E6%97%A5%E6%9C%AC.example/%E6%9C%AC",
		"https:// alone, and ftp://acme.example":        "",
	} {
		for _, width := range []int{200, 9} {
			lines := hang("", text, lipgloss.NewStyle(), width)
			for _, line := range lines {
				if ansi.StringWidth(line) > width {
					t.Errorf("%q is wider than %d", line, width)
				}
				if strings.Count(line, "\x1b]8;") != 2*strings.Count(line, "\x1b]8;;") {
					t.Errorf("a link doesn't end in its line: %q", line)
				}
			}
			if whole := strings.Join(lines, "\n"); strings.Contains(whole, "\x1b]8;") != (target != "") || !strings.Contains(whole, target) {
				t.Errorf("%q is %q, want a link to %q", text, whole, target)
			}
		}
	}
}

func TestNoTextIsWiderThanItsLine(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("-", 90) + "t", strings.Repeat("日", 50), "a " + strings.Repeat("x-", 60), strings.Repeat("word ", 40)} {
		for _, line := range wrap(text, 38) {
			if w := ansi.StringWidth(line); w > 38 {
				t.Errorf("%q is %d wide", line, w)
			}
		}
	}
}
