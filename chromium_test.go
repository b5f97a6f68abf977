package main_test

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinsetup/pinsetup/auth/simulator/chromiumtest"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/screentest"
)

var urlOnScreen = regexp.MustCompile(`http://127\.0\.0\.1:\d+/oauth/\S+`)

// authorizeURL reads the wrapped address from the screen, as somebody does who
// selects it.
func authorizeURL(t *testing.T, term *screentest.Terminal) string {
	t.Helper()
	var rows []string
	for _, line := range term.Lines() {
		rows = append(rows, strings.TrimPrefix(line, " "))
	}
	whole := strings.Join(rows, "\n")
	start := strings.Index(whole, "http://127")
	if start < 0 {
		t.Fatalf("no address on the screen:\n%s", whole)
	}
	whole, _, _ = strings.Cut(whole[start:], "\n\n")
	return urlOnScreen.FindString(strings.ReplaceAll(whole, "\n", ""))
}

func button(name string) string { return `//button[contains(., "` + name + `")]` }

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// page returns what a person reads on the page, once all of it is there.
func page(t *testing.T, ctx context.Context) string {
	t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Poll[string](`document.readyState === "complete" && document.querySelector("main")?.innerText`))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestGivingAccessInTheBrowserSettlesTheLiveTest(t *testing.T) {
	t.Parallel()
	ctx := chromiumtest.Start(t)
	dir := t.TempDir()
	term := demo(t, dir)
	toLiveTest(t, term, "18087")
	term.Type("<enter>")
	term.WaitFor("The answer is expected at")
	do(t, ctx, chromedp.Navigate(authorizeURL(t, term)))
	consent := page(t, ctx)
	do(t, ctx, chromedp.Click(button("Give access")), chromedp.WaitNotPresent(button("Give access")))
	outcome := page(t, ctx)
	if bar, err := chromedp.Run(ctx, chromedp.Location()); err != nil || bar != "http://localhost:18087/" {
		t.Errorf("the address bar shows %q: %v", bar, err)
	}
	for _, scope := range []string{"user_accounts:read", "boards:read", "pins:read"} {
		if !strings.Contains(consent, scope) {
			t.Errorf("the consent page doesn't list %s:\n%s", scope, consent)
		}
	}
	term.WaitFor("The live test passed.")
	if !strings.Contains(outcome, "acme_home") {
		t.Errorf("the callback page doesn't name the account:\n%s", outcome)
	}
	toTheEnd(t, term)
	term.Type("<enter>")
	term.ExitCode()
	checkFile(t, filepath.Join(dir, store.DemoFile), "http://localhost:18087/")
}

func TestPressingCancelInTheBrowserIsNamedInBothPlaces(t *testing.T) {
	t.Parallel()
	ctx := chromiumtest.Start(t)
	term := demo(t, t.TempDir())
	toLiveTest(t, term, "18088")
	term.Type("<enter>")
	term.WaitFor("The answer is expected at")
	do(t, ctx, chromedp.Navigate(authorizeURL(t, term)), chromedp.Click(button("Cancel")), chromedp.WaitNotPresent(button("Cancel")))
	outcome := page(t, ctx)
	term.WaitFor("The live test did not pass.")
	if !strings.Contains(strings.ToLower(outcome), "access") || strings.Contains(outcome, "acme_home") {
		t.Errorf("the callback page doesn't say what happened:\n%s", outcome)
	}
}
