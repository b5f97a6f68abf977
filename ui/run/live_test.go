package run

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
)

// demo is a Runner with a simulated Pinterest, what it sends, and an app whose
// redirect URI is at a port that was free a moment ago.
func demo(t *testing.T, scenario string) (r *Runner, heard chan steps.Event, app auth.App) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	uri := fmt.Sprintf("http://localhost:%d/", free.Addr().(*net.TCPAddr).Port)
	free.Close()
	server, err := simulator.Start(simulator.Options{RedirectURIs: []string{uri}, Scenario: scenario})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	c := config(t)
	c.Demo, c.NoBrowser = server, true
	heard = make(chan steps.Event, 1000)
	r = New(c, func(e steps.Event) { heard <- e })
	t.Cleanup(func() {
		r.Queue(steps.New(steps.Options{}), []steps.Effect{steps.Exit{}})
		<-r.Done()
	})
	info := server.Info()
	return r, heard, auth.App{
		ClientID: info.ClientID, ClientSecret: safe.NewSecret(info.ClientSecret), RedirectURI: uri,
		Scopes: []string{"user_accounts:read"}, Endpoints: info.Endpoints,
	}
}

// until waits for an event of this kind that the condition holds for.
func until[E steps.Event](t *testing.T, heard chan steps.Event, holds func(E) bool) E {
	t.Helper()
	patience := time.After(20 * time.Second)
	for {
		select {
		case event := <-heard:
			if e, ok := event.(E); ok && holds(e) {
				return e
			}
		case <-patience:
			var none E
			t.Fatalf("no %T has come", none)
		}
	}
}

func TestEachTestsOutcomeCarriesItsNumberHoweverItEnds(t *testing.T) {
	r, heard, app := demo(t, "ok")
	s := steps.New(steps.Options{})
	r.Queue(s, []steps.Effect{
		steps.FlyTest{Flight: 1, App: app}, steps.StopTest{}, steps.FlyTest{Flight: 2, App: app},
		steps.OfferPaste{Flight: 1, Text: "a paste that was meant for the first"}, steps.Consent{Flight: 1, Give: true},
		steps.Consent{Flight: 2, Give: true},
	})
	first := until(t, heard, func(e steps.Tested) bool { return e.Flight == 1 })
	if first.Result.OK {
		t.Error("the test that was stopped passed")
	}
	second := until(t, heard, func(e steps.Tested) bool { return true })
	if second.Flight != 2 || !second.Result.OK {
		t.Errorf("test %d: %+v", second.Flight, second.Result.Findings)
	}
	for len(heard) > 0 {
		if e, ok := (<-heard).(steps.PasteRefused); ok {
			t.Errorf("a paste that was meant for another test is judged: %+v", e)
		}
	}
}

func TestInTheDemoABusyPortLeavesTheAddressThatAPersonWouldCopy(t *testing.T) {
	r, heard, app := demo(t, "ok")
	busy, err := net.Listen("tcp", strings.TrimSuffix(strings.Replace(app.RedirectURI, "http://localhost", "127.0.0.1", 1), "/"))
	if err != nil {
		t.Skip("the port was taken meanwhile")
	}
	defer busy.Close()
	s := steps.New(steps.Options{})
	r.Queue(s, []steps.Effect{steps.FlyTest{Flight: 1, App: app}})
	until(t, heard, func(e steps.TestProgressed) bool { return len(e.Progress.Findings) > 0 })
	r.Queue(s, []steps.Effect{steps.Consent{Flight: 1, Give: true}})
	at := until(t, heard, func(e steps.Consented) bool { return true })
	if !strings.HasPrefix(at.Address, app.RedirectURI+"?code=") {
		t.Fatalf("the browser ends at %+v", at)
	}
	r.Queue(s, []steps.Effect{steps.OfferPaste{Flight: 1, Text: at.Address}})
	if e := until(t, heard, func(e steps.Tested) bool { return true }); !e.Result.OK || e.Result.Method != "paste" {
		t.Errorf("%+v", e.Result)
	}
}

func TestInTheDemoAPageThatStaysIsToldAfterTheConsent(t *testing.T) {
	for _, give := range []bool{true, false} {
		r, heard, app := demo(t, "no-callback")
		s := steps.New(steps.Options{})
		r.Queue(s, []steps.Effect{steps.FlyTest{Flight: 1, App: app}, steps.Consent{Flight: 1, Give: give}})
		if e := until(t, heard, func(steps.Consented) bool { return true }); e.Flight != 1 || e.Shows != "stays" || e.Address != "" {
			t.Errorf("give %v: %+v", give, e)
		}
	}
}
