package assets

import "testing"

func TestEveryGuideParses(t *testing.T) {
	for _, step := range Steps {
		g, err := LoadGuide(step)
		if err != nil {
			t.Fatal(err)
		}
		if g.Step != step || len(g.Pages) == 0 {
			t.Errorf("guide %s: step %q, %d pages", step, g.Step, len(g.Pages))
		}
	}
}
