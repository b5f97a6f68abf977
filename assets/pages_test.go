package assets

import (
	"crypto/sha256"
	"encoding/base64"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
)

func TestEveryCallbackPageSaysWhatHappenedAndWhatNext(t *testing.T) {
	tones := map[string]bool{"good": true, "warn": true, "bad": true, "wait": true, "note": true}
	for id, p := range CallbackPages() {
		if p.Title == "" || p.Lead == "" || p.Next == "" || p.Status < 200 || p.Status > 599 || !tones[p.Tone] {
			t.Errorf("%s is incomplete: %+v", id, p)
		}
		html := string(p.HTML())
		for _, part := range []string{`<html lang="en">`, "<main>", "<title>", "<h1>", "viewport"} {
			if !strings.Contains(html, part) {
				t.Errorf("%s has no %s", id, part)
			}
		}
	}
}

func TestACallbackPagesPolicyAllowsItsOwnStyleAndScriptAlone(t *testing.T) {
	for id, page := range CallbackPages() {
		text, policy := string(page.HTML()), page.Policy()
		hashes := 0
		for _, own := range regexp.MustCompile(`(?s)<(?:style|script)>(.*?)</(?:style|script)>`).FindAllStringSubmatch(text, -1) {
			sum := sha256.Sum256([]byte(own[1]))
			if !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
				t.Errorf("%s: the policy %s is for another %.20s", id, policy, own[1])
			}
			hashes++
		}
		if hashes != strings.Count(policy, "'sha256-") || !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy %s allows more", id, policy)
		}
		if page.Forget != strings.Contains(text, "<script>"+forgetScript+"</script>") {
			t.Errorf("%s: the script that forgets is there, or isn't: %v", id, page.Forget)
		}
	}
}

func TestTextInACallbackPageIsEscaped(t *testing.T) {
	p := CallbackPage("failed")
	p.Facts = []CallbackFact{{Name: "Account", Value: "<script>1</script>"}}
	p.Finding = &finding.Finding{Title: "<script>2</script>", Link: "javascript:alert(3)", Detail: "</q><script>4</script>"}
	if html := string(p.HTML()); strings.Count(html, "<script>") != 1 || strings.Contains(html, `href="javascript:`) {
		t.Errorf("the page holds markup from outside:\n%s", html)
	}
}

// TestCallbackPagesHaveEnoughContrast holds text to WCAG's level AA, 4.5:1, in
// every tone, in light and in dark.
func TestCallbackPagesHaveEnoughContrast(t *testing.T) {
	light, dark, _ := strings.Cut(Page("callback.css"), "@media (prefers-color-scheme: dark)")
	dark, _, _ = strings.Cut(dark, "box-sizing")
	block := regexp.MustCompile(`([:\w., ]+)\{([^{}]*--[^{}]*)\}`)
	colour := regexp.MustCompile(`--(\w+): #(\w{6})`)
	for scheme, css := range map[string]string{"light": light, "dark": dark} {
		root := map[string]string{}
		for i, b := range block.FindAllStringSubmatch(css, -1) {
			set := map[string]string{}
			for name, value := range root {
				set[name] = value
			}
			for _, c := range colour.FindAllStringSubmatch(b[2], -1) {
				set[c[1]] = c[2]
			}
			if i == 0 {
				root = set
			}
			for _, pair := range [][2]string{{"text", "page"}, {"text", "card"}, {"text", "wash"}, {"soft", "page"}, {"soft", "card"}, {"soft", "wash"}, {"tone", "card"}, {"link", "wash"}} {
				if ratio := contrast(set[pair[0]], set[pair[1]]); ratio < 4.5 {
					t.Errorf("%s, %s: %s on %s is %.2f", scheme, strings.TrimSpace(b[1]), pair[0], pair[1], ratio)
				}
			}
		}
		if len(root) < 8 {
			t.Errorf("%s: read only %v", scheme, root)
		}
	}
}

// contrast is WCAG 2's contrast ratio of two colours.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(hex string) float64 {
	rgb, _ := strconv.ParseUint(hex, 16, 32)
	var sum float64
	for shift, weight := range map[int]float64{16: 0.2126, 8: 0.7152, 0: 0.0722} {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
