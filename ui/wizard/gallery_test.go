package wizard

import (
	"flag"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/pinsetup/pinsetup/ui/screentest"
)

var gallery = flag.String("gallery", "", "draw every screen in every layout into this `folder`, to be looked at")

// sizes are the windows in which every scene is drawn.
var sizes = []struct{ columns, rows int }{{40, 15}, {60, 20}, {80, 24}, {120, 40}, {200, 60}}

// TestGallery draws every scene in every size and in both looks, as pages for
// a browser: "go test ./ui/wizard -run Gallery -gallery /tmp/gallery".
func TestGallery(t *testing.T) {
	if *gallery == "" {
		t.Skip("draws pictures to look at: -gallery FOLDER")
	}
	if err := os.MkdirAll(*gallery, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, size := range sizes {
		for _, dark := range []bool{true, false} {
			look, name := lookOf(dark)
			for i, some := range slices.Collect(slices.Chunk(scenes(), perPage)) {
				var page strings.Builder
				page.WriteString(`<!doctype html><meta charset="utf-8"><body style="margin:16px;background:#808080;font:16px sans-serif">`)
				for _, s := range some {
					d := s.open(t, size.columns, size.rows)
					d.send(tea.BackgroundColorMsg{Color: background(dark)})
					fmt.Fprintf(&page, `<figure style="display:inline-block;margin:8px"><figcaption>%s</figcaption>%s</figure>`,
						s.name, d.display().SVG(s.name, look, func(row string) string { return row }))
				}
				file := filepath.Join(*gallery, fmt.Sprintf("%dx%d-%s-%d.html", size.columns, size.rows, name, i+1))
				if err := os.WriteFile(file, []byte(page.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// perPage is how many scenes stand on one page of the gallery.
const perPage = 12

func lookOf(dark bool) (screentest.Look, string) {
	if dark {
		return screentest.Dark, "dark"
	}
	return screentest.Light, "light"
}

func background(dark bool) color.Color {
	if dark {
		return color.Black
	}
	return color.White
}
