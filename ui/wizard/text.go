package wizard

import (
	"fmt"
	"hash/crc32"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// wrap breaks text into lines of at most width cells; a word that is longer
// is broken too.
func wrap(text string, width int) []string {
	return strings.Split(ansi.Wrap(text, max(width, 1), ""), "\n")
}

// hang wraps text behind a lead, the further lines under the first one's text.
func hang(lead, text string, style lipgloss.Style, width int) []string {
	indent := lipgloss.Width(lead)
	lines := wrap(text, width-indent)
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
	id := fmt.Sprintf("id=%08x", crc32.ChecksumIEEE([]byte(url)))
	for _, part := range strings.Split(ansi.Hardwrap(url, max(width, 1), true), "\n") {
		lines = append(lines, ansi.SetHyperlink(url, id)+style.Render(part)+ansi.ResetHyperlink())
	}
	return lines
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
