package wizard

import (
	"image/color"
	"math"
	"reflect"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// grounds are backgrounds that terminals have.
var grounds = map[bool][]string{
	true:  {"#000000", "#0c0c0c", "#1e1e1e", "#1e1e2e", "#282a36", "#282c34", "#002b36"},
	false: {"#ffffff", "#fafafa", "#eff1f5", "#fdf6e3"},
}

// aa is the contrast that WCAG 2 asks of text at level AA.
const aa = 4.5

func TestEveryColourCanBeReadOnItsBackground(t *testing.T) {
	for dark, backgrounds := range grounds {
		for name, style := range stylesOf(newTheme(dark, colorprofile.TrueColor)) {
			if name == "Rule" { // a line, not text
				continue
			}
			for _, ground := range backgrounds {
				for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
					if got := contrast(profile.Convert(style.GetForeground()), lipgloss.Color(ground)); got < aa {
						t.Errorf("%s on %s (dark: %v, %v) has a contrast of %.2f, less than %.1f", name, ground, dark, profile, got, aa)
					}
				}
			}
		}
	}
}

func TestSixteenColoursAreEnough(t *testing.T) {
	for dark, ground := range map[bool]string{true: "#000000", false: "#ffffff"} {
		for name, style := range stylesOf(newTheme(dark, colorprofile.ANSI)) {
			if name == "Rule" {
				continue
			}
			if got := contrast(style.GetForeground(), lipgloss.Color(ground)); got < 3 {
				t.Errorf("%s becomes a colour with a contrast of %.2f on %s", name, got, ground)
			}
		}
	}
}

// stylesOf returns the styles of a theme that have a colour, by name.
func stylesOf(th theme) map[string]lipgloss.Style {
	all := map[string]lipgloss.Style{}
	v := reflect.ValueOf(th)
	for i := range v.NumField() {
		style, ok := v.Field(i).Interface().(lipgloss.Style)
		if !ok {
			continue
		}
		if _, none := style.GetForeground().(lipgloss.NoColor); !none {
			all[v.Type().Field(i).Name] = style
		}
	}
	return all
}

// contrast is WCAG's contrast ratio of two colours.
func contrast(a, b color.Color) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(c color.Color) float64 {
	part := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func TestNoMeaningRestsOnColourAlone(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range (&model{}).signs() {
		if seen[s.sign] {
			t.Errorf("%q means two things", s.sign)
		}
		seen[s.sign] = true
	}
}
