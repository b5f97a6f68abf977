package run

import (
	"image/png"
	"os"
	"strconv"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// iconSide is the width and height, in pixels, of the icon that was seen to be
// accepted (app.icon-size).
const iconSide = 512

// lookAtIcon says what is known against the file as the app's icon.
func (r *Runner) lookAtIcon(e steps.LookAtIcon) {
	var found []finding.Finding
	if f := iconFinding(e.Path); f != nil {
		f.Field = e.Key
		found = append(found, *f)
	}
	r.send(steps.Looked{Key: e.Key, Value: e.Path, Findings: found})
}

func iconFinding(path string) *finding.Finding {
	shown := safe.Show(path, 80)
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // a pipe would never end
		f := assets.Finding("app.icon-missing", "file", shown)
		return &f
	}
	file, err := os.Open(path)
	if err != nil {
		f := assets.Finding("app.icon-missing", "file", shown)
		return &f
	}
	defer file.Close()
	image, err := png.DecodeConfig(file)
	switch {
	case err != nil:
		f := assets.Finding("app.icon-format", "file", shown)
		return &f
	case image.Width != iconSide || image.Height != iconSide:
		f := assets.Finding("app.icon-size", "width", strconv.Itoa(image.Width), "height", strconv.Itoa(image.Height))
		return &f
	}
	return nil
}
