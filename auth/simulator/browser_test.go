package simulator_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/auth/simulator/chromiumtest"
)

// A plain string would be searched for everywhere, in the style too.
const giveAccess = chromedp.CSS("button.give")

// TestAPersonGivesAccessInARealBrowser shows that the page's policy lets the
// form's redirect through, and that the page fits a narrow window.
func TestAPersonGivesAccessInARealBrowser(t *testing.T) {
	ctx := chromiumtest.Start(t)
	callbacks := make(chan url.Values, 4)
	connector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/cb" {
			callbacks <- r.URL.Query()
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<title>Back</title><h1 id=back>Back at the connector</h1>")
	}))
	defer connector.Close()
	callback := connector.URL + "/cb"
	server := start(t, simulator.Options{RedirectURIs: []string{callback}})
	address := authorizeURL(server, func(q url.Values) { q.Set("redirect_uri", callback) })

	act(t, ctx, chromedp.EmulateViewport(320, 640), chromedp.Navigate(address), chromedp.WaitVisible(giveAccess))
	page, err := chromedp.Run(ctx, chromedp.Evaluate[struct {
		Title, Lang, Radius string
		Width               int
	}](`({Title: document.title, Lang: document.documentElement.lang, Width: document.documentElement.scrollWidth,
		Radius: getComputedStyle(document.querySelector("main")).borderRadius})`))
	if err != nil {
		t.Fatal(err)
	}
	if page.Width > 320 {
		t.Errorf("at 320 pixels the page is %d wide", page.Width)
	}
	if !strings.Contains(page.Title, "Simulated Pinterest") || page.Lang != "en" {
		t.Errorf("the title is %q, the language %q", page.Title, page.Lang)
	}
	if page.Radius == "0px" {
		t.Error("the page's own style is not let through")
	}
	act(t, ctx, chromedp.Click(giveAccess), chromedp.WaitVisible(chromedp.CSS("#back")))
	if q := <-callbacks; q.Get("code") == "" || q.Get("state") != "st te&1" {
		t.Errorf("the callback brought %v", q)
	}

	act(t, ctx, chromedp.Navigate(address), chromedp.Click(chromedp.CSS("button.cancel")), chromedp.WaitVisible(chromedp.CSS("#back")))
	if q := <-callbacks; q.Get("error") != "access_denied" {
		t.Errorf("after Cancel, the callback brought %v", q)
	}
}

// act does one thing after the other in the browser.
func act(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for _, step := range steps {
		if _, err := chromedp.Run(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
}
