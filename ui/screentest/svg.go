package screentest

import (
	"fmt"
	"html"
	"image/color"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
)

// Sizes of the picture, in pixels.
const (
	cellWidth, cellHeight = 8.4, 18.0
	margin, titleHeight   = 14.0, 34.0
)

// A Look is the colours of a terminal: its background, its text, its title.
type Look struct{ Paper, Ink, Title string }

// The looks that most terminals come near to.
var (
	Dark  = Look{"#1e1e2e", "#cdd6f4", "#9399b2"}
	Light = Look{"#ffffff", "#1e1e2e", "#5c6070"}
)

// A run is neighbouring cells that look alike.
type run struct {
	x, cells int
	text     string
	style    uv.Style
}

// SVG returns a picture of the screen in a window with a title. clean may
// replace what differs from run to run (ports, times) in a row's text, by
// something of the same width.
func (d *Display) SVG(title string, look Look, clean func(row string) string) string {
	lines := d.Lines()
	d.mu.Lock()
	defer d.mu.Unlock()
	columns := d.emu.Width()
	width := float64(columns)*cellWidth + 2*margin
	height := float64(len(lines))*cellHeight + titleHeight + 2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">`+"\n",
		width, height, width, height, html.EscapeString(title))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="10" fill="%s"/>`+"\n", look.Paper)
	for i, c := range []string{"#f38ba8", "#f9e2af", "#a6e3a1"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="18" r="6" fill="%s"/>`+"\n", 20+20*i, c)
	}
	fmt.Fprintf(&b, `<text x="50%%" y="22" text-anchor="middle" font-family="sans-serif" font-size="13" fill="%s">%s</text>`+"\n",
		look.Title, html.EscapeString(title))
	b.WriteString(`<g font-family="ui-monospace,'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace" font-size="14" style="white-space:pre">` + "\n")
	for y := range lines {
		// What stands in for something is as wide as the row, whatever its own width.
		row := []rune(fmt.Sprintf("%-*s", columns, clean(d.rowText(y, columns))))[:columns]
		for _, r := range d.runs(y, columns, row) {
			r.draw(&b, y, look.Ink)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// rowText returns a row with one rune for each cell.
func (d *Display) rowText(y, columns int) string {
	row := make([]rune, columns)
	for x := range row {
		row[x] = ' '
		if cell := d.emu.CellAt(x, y); cell != nil && cell.Content != "" {
			row[x] = []rune(cell.Content)[0]
		}
	}
	return string(row)
}

func (d *Display) runs(y, columns int, row []rune) []run {
	var runs []run
	for x := range columns {
		var style uv.Style
		if cell := d.emu.CellAt(x, y); cell != nil {
			style = cell.Style
		}
		last := len(runs) - 1
		if last >= 0 && runs[last].style.Equal(&style) {
			runs[last].text += string(row[x])
			runs[last].cells++
			continue
		}
		runs = append(runs, run{x: x, cells: 1, text: string(row[x]), style: style})
	}
	return runs
}

func (r run) draw(b *strings.Builder, y int, ink string) {
	// Browsers collapse spaces. Those at the ends are left out.
	text := strings.TrimRight(r.text, " ")
	lead := len(text) - len(strings.TrimLeft(text, " "))
	text = text[lead:]
	if text == "" {
		return
	}
	r.x, r.cells, r.text = r.x+lead, utf8.RuneCountInString(text), text
	fill, attributes := ink, ""
	if r.style.Fg != nil {
		fill = hex(r.style.Fg)
	}
	if r.style.Attrs&uv.AttrBold != 0 {
		attributes += ` font-weight="bold"`
	}
	if r.style.Underline != uv.UnderlineNone {
		attributes += ` text-decoration="underline"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="%s" textLength="%.1f"%s>%s</text>`+"\n",
		margin+float64(r.x)*cellWidth, titleHeight+margin+float64(y)*cellHeight+12,
		fill, float64(r.cells)*cellWidth, attributes, html.EscapeString(strings.ReplaceAll(r.text, "  ", "\u00a0\u00a0")))
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
