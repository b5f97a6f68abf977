package main_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/auth/simulator/chromiumtest"
)

// A judge looks at the pages in a browser.
type judge struct {
	t    *testing.T
	ctx  context.Context
	axe  string
	mu   sync.Mutex
	said []string // on the console, since the last page
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{t: t, ctx: chromiumtest.Start(t), axe: string(axe)}
	if err := chromedp.Listen(j.ctx, j.hear); err != nil {
		t.Fatal(err)
	}
	return j
}

// ownStatus is what Chromium itself says of a page that comes with the status
// that it has to: what is asked for is refused.
var ownStatus = regexp.MustCompile(`^Failed to load resource: the server responded with a status of 40[03]`)

func (j *judge) hear(event any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		j.said = append(j.said, fmt.Sprint(e.Type, e.Args))
	case *runtime.EventExceptionThrown:
		j.said = append(j.said, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if ownStatus.MatchString(e.Entry.Text) {
			return
		}
		j.said = append(j.said, e.Entry.Text+" "+e.Entry.URL)
	}
}

// colours sets what the system prefers.
func colours(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}

// look judges the page that is open: light and dark, from a small telephone to
// a wide screen.
func (j *judge) look(name string) {
	j.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 768, 1920} {
			do(j.t, j.ctx, colours(scheme), chromedp.EmulateViewport(width, 800))
			wide := get[float64](j, "document.documentElement.scrollWidth")
			if wide > float64(width) {
				j.t.Errorf("%s, %s, %d pixels: it is %v wide", name, scheme, width, wide)
			}
			get[bool](j, j.axe+";true")
			for _, v := range get[[]string](j, violations, chromedp.EvalAwaitPromise) {
				j.t.Errorf("%s, %s, %d pixels: %s", name, scheme, width, v)
			}
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, said := range j.said {
		j.t.Errorf("%s: the console says %q", name, said)
	}
	j.said = nil
}

const violations = `axe.run().then(r => r.violations.map(v => v.id + ": " + v.help + "; " + v.nodes.map(n => n.html).join(" ")))`

func get[T any](j *judge, script string, options ...chromedp.EvaluateOption) T {
	j.t.Helper()
	value, err := chromedp.Run(j.ctx, chromedp.Evaluate[T](script, options...))
	if err != nil {
		j.t.Fatal(err)
	}
	return value
}

// press goes to a button with the keyboard alone, and presses it.
func (j *judge) press(name string) {
	j.t.Helper()
	for range 10 {
		do(j.t, j.ctx, chromedp.KeyEvent("\t"))
		if strings.Contains(get[string](j, "document.activeElement.textContent"), name) {
			if get[string](j, "getComputedStyle(document.activeElement).outlineStyle") == "none" {
				j.t.Errorf("nothing shows that %q has the focus", name)
			}
			do(j.t, j.ctx, chromedp.KeyEvent("\r"), chromedp.WaitNotPresent(button(name)))
			return
		}
	}
	j.t.Fatalf("Tab doesn't come to %q", name)
}

func TestEveryPageOfABrowserCanBeUsedByEverybody(t *testing.T) {
	t.Parallel()
	demo, err := simulator.Start(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer demo.Close()
	j := newJudge(t)
	fly := func() *auth.Flight {
		info := demo.Info()
		uri := "http://localhost:18097/"
		demo.Register(uri)
		flight, err := auth.Start(t.Context(), auth.Options{App: auth.App{
			ClientID: info.ClientID, ClientSecret: safe.NewSecret(info.ClientSecret), RedirectURI: uri,
			Scopes: []string{"user_accounts:read", "boards:read"}, Endpoints: info.Endpoints,
		}})
		if err != nil {
			t.Fatal(err)
		}
		for p := range flight.Progress() {
			if len(p.Listening) > 0 {
				break
			}
		}
		return flight
	}

	flight := fly()
	do(t, j.ctx, chromedp.Navigate(flight.AuthorizeURL()))
	j.look("the consent page")
	j.press("Give access")
	j.look("the page of a test that passed")
	flight.Wait()

	flight = fly()
	do(t, j.ctx, chromedp.Navigate("http://localhost:18097/"))
	j.look("the page of an address that was opened by hand")
	do(t, j.ctx, chromedp.Navigate(flight.AuthorizeURL()))
	j.press("Cancel")
	j.look("the page of a test that was refused")
	flight.Wait()

	wrong, err := url.Parse(flight.AuthorizeURL())
	if err != nil {
		t.Fatal(err)
	}
	query := wrong.Query()
	query.Set("redirect_uri", "http://localhost:1/")
	wrong.RawQuery = query.Encode()
	do(t, j.ctx, chromedp.Navigate(wrong.String()))
	j.look("the page of a request that is refused")
}
