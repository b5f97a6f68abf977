package wizard

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// hostileTexts are what people paste by mistake, and testers on purpose.
var hostileTexts = []string{
	"👩‍👩‍👧‍👦 é 日本語 🏳️‍🌈", strings.Repeat("日本語", 40), "שלום עולם مرحبا", "a\u0301\u0302\u0303b", "\u200b\u202eevil\u2069", "\x1b[2J\x1b]0;x\a",
	"https://x.example/\r\nhttps://y.example/\n", strings.Repeat("long ", 400), "",
}

var anyKey = strings.Fields(`enter esc tab shift+tab up down left right space pgup pgdown home end backspace delete
	? f1 y 1 6 x 日 alt+1 alt+3 alt+6 ctrl+g ctrl+s ctrl+o ctrl+y ctrl+f ctrl+t ctrl+d ctrl+b ctrl+r ctrl+k ctrl+l ctrl+n ctrl+u ctrl+a ctrl+e ctrl+w`)

// Whatever is pressed, clicked, pasted and resized, the screen fits its window
// and the cursor is in it.
func TestNoStormBreaksTheScreen(t *testing.T) {
	t.Parallel()
	all := scenes()
	rapid.Check(t, func(r *rapid.T) {
		d := rapid.SampledFrom(all).Draw(r, "scene").open(t, 80, 24)
		width, height := 80, 24
		for range rapid.IntRange(1, 25).Draw(r, "events") {
			switch rapid.IntRange(0, 9).Draw(r, "kind") {
			case 0:
				width, height = rapid.IntRange(1, 210).Draw(r, "columns"), rapid.IntRange(1, 70).Draw(r, "rows")
				d.resize(width, height)
			case 1:
				at := tea.MouseClickMsg{X: rapid.IntRange(0, width-1).Draw(r, "x"), Y: rapid.IntRange(0, height-1).Draw(r, "y"), Button: tea.MouseLeft}
				if mouse := d.m.View().OnMouse; mouse != nil {
					if cmd := mouse(at); cmd != nil {
						d.send(cmd())
					}
				}
			case 2:
				d.send(tea.MouseWheelMsg{Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}).Draw(r, "wheel")})
			case 3:
				d.send(tea.PasteMsg{Content: rapid.SampledFrom(hostileTexts).Draw(r, "paste")})
			default:
				d.press(rapid.SampledFrom(anyKey).Draw(r, "key"))
			}
			v := d.m.View()
			lines := strings.Split(v.Content, "\n")
			for _, line := range lines {
				if ansi.StringWidth(line) > width || len(lines) > height {
					r.Fatalf("%dx%d: %d rows, and one of %d cells: %q", width, height, len(lines), ansi.StringWidth(line), ansi.Strip(line))
				}
			}
			if c := v.Cursor; c != nil && (c.X < 0 || c.X >= width || c.Y < 0 || c.Y >= height) {
				r.Fatalf("%dx%d: the cursor is at %v", width, height, c.Position)
			}
		}
	})
}
