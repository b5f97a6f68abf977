package wizard

import (
	"fmt"
	"hash/crc32"
	"regexp"
	"strings"
	"sync"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// wrap breaks text into lines of at most width cells; a word that is longer
// is broken too.
func wrap(text string, width int) []string {
	width = max(width, 1)
	// A row of hyphens is one word to Wrap that it doesn't break.
	return strings.Split(ansi.Hardwrap(ansi.Wrap(text, width, ""), width, true), "\n")
}

// hang wraps text behind a lead, the further lines under the first one's text.
// Addresses in it are links.
func hang(lead, text string, style lipgloss.Style, width int) []string {
	indent := lipgloss.Width(lead)
	lines := wrap(text, width-indent)
	if strings.Contains(text, "://") {
		lines = strings.Split(lipgloss.Wrap(linked(text), max(width-indent, 1), ""), "\n")
	}
	for i, line := range lines {
		prefix := lead
		if i > 0 {
			prefix = strings.Repeat(" ", indent)
		}
		lines[i] = prefix + style.Render(line)
	}
	return lines
}

// indented puts n spaces in front of every line.
func indented(n int, lines []string) []string {
	for i := range lines {
		lines[i] = strings.Repeat(" ", n) + lines[i]
	}
	return lines
}

// cut shortens a line to width cells, with a sign where something is missing.
func cut(line string, width int) string { return ansi.Truncate(line, width, "…") }

// link wraps a URL over lines, each of them an OSC 8 link to the whole. The ID
// that they share has terminals take them for one link.
func link(url string, style lipgloss.Style, width int) []string {
	var lines []string
	for _, part := range strings.Split(ansi.Hardwrap(url, max(width, 1), true), "\n") {
		lines = append(lines, hyperlink(url, style.Render(part)))
	}
	return lines
}

// hyperlink makes text an OSC 8 link. Only ASCII that shows may stand in the
// sequence: within it, a byte of a longer sign may end it.
func hyperlink(url, text string) string {
	var target strings.Builder
	for _, b := range []byte(url) {
		if b > ' ' && b < 0x7f {
			target.WriteByte(b)
		} else {
			fmt.Fprintf(&target, "%%%02X", b)
		}
	}
	id := fmt.Sprintf("id=%08x", crc32.ChecksumIEEE([]byte(url)))
	return ansi.SetHyperlink(target.String(), id) + text + ansi.ResetHyperlink()
}

// address is one in a sentence, without the full stop behind it.
var address = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`https?://[^\s"'<>]*[^\s"'<>.,;:)\]]`)
})

// linked makes links of the addresses in a text.
func linked(text string) string {
	return address().ReplaceAllStringFunc(text, func(url string) string {
		return hyperlink(url, url)
	})
}

// spread puts left and right at the two ends of a line; where they don't fit,
// right is left out.
func spread(left, right string, width int) string {
	gap := width - lipgloss.Width(left) - lipgloss.Width(right)
	if gap < 1 {
		return cut(left, width)
	}
	return left + strings.Repeat(" ", gap) + right
}
