package run

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/pinsetup/pinsetup/steps"
)

func TestTheIconIsLookedAt(t *testing.T) {
	dir := t.TempDir()
	picture := func(name string, width, height int) string {
		path := filepath.Join(dir, name)
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := png.Encode(file, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := filepath.Join(dir, "text.png")
	if err := os.WriteFile(text, []byte("no image"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		picture("good.png", 512, 512):  "",
		picture("small.png", 100, 50):  "app.icon-size",
		text:                           "app.icon-format",
		dir:                            "app.icon-missing",
		filepath.Join(dir, "none.png"): "app.icon-missing",
	} {
		events := make(chan steps.Event, 1)
		r := New(config(t), func(e steps.Event) { events <- e })
		r.Queue(steps.State{}, []steps.Effect{steps.LookAtIcon{Key: "app.icon", Path: path}})
		if seen := (<-events).(steps.Looked); ids(seen.Findings) != want || seen.Value != path {
			t.Errorf("%s: %+v", path, seen)
		}
		r.Queue(steps.State{}, []steps.Effect{steps.Exit{}})
		<-r.Done()
	}
}
