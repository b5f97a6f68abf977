package screentest

import (
	"strings"
	"sync"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// A Display is what a person sees: a terminal emulator that something writes
// to. A Terminal has a program behind it; alone, it shows what a test writes.
type Display struct {
	emu *vt.Emulator
	// mu guards the emulator, but its Read, which only waits for answers.
	mu sync.Mutex
}

// NewDisplay returns an empty one of so many columns and rows.
func NewDisplay(columns, rows int) *Display { return &Display{emu: vt.NewEmulator(columns, rows)} }

// Write shows what a program writes.
func (d *Display) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.emu.Write(p)
}

// Lines returns the screen, a string a row, without the spaces at the ends.
func (d *Display) Lines() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	lines := make([]string, d.emu.Height())
	for y := range lines {
		var b strings.Builder
		for x := 0; x < d.emu.Width(); {
			cell := d.emu.CellAt(x, y)
			if cell == nil || cell.Width == 0 {
				b.WriteByte(' ')
				x++
				continue
			}
			b.WriteString(cell.Content)
			x += cell.Width
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// Screen returns the screen as one string.
func (d *Display) Screen() string { return strings.Join(d.Lines(), "\n") }

// Cursor returns where the cursor is, and whether it is shown.
func (d *Display) Cursor() (at uv.Position, shown bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.emu.CursorPosition(), !d.emu.CursorHidden()
}

// Has reports whether the text is on the screen. A line break in it stands for
// any space: text wraps.
func (d *Display) Has(text string) bool {
	return strings.Contains(strings.Join(strings.Fields(d.Screen()), " "), text)
}

// AltScreen reports whether the program has the alternate screen.
func (d *Display) AltScreen() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.emu.IsAltScreen()
}
