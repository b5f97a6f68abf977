package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pinsetup/pinsetup/assets/finding"
)

func ids(findings []finding.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.ID)
	}
	return strings.Join(all, " ")
}

func TestACallbackSettlesTheFlightAndThePageNamesTheAccount(t *testing.T) {
	pinterest := newFake(t)
	f := takeOff(t, Options{App: pinterest.app(t), Log: testLog(t)})
	status, page, _ := browse(t, trueCallback(f))
	if status != 200 || !strings.Contains(page, "Connected to Pinterest") || !strings.Contains(page, "acme") {
		t.Errorf("page %d: %s", status, page)
	}
	r := f.Wait()
	if !r.OK || r.Method != "callback" || r.Credentials != Verified || len(r.Probes) != 3 {
		t.Errorf("%+v", r)
	}
	if r.Account == nil || *r.Account != (Account{ID: "1", Username: "acme", Type: "BUSINESS", BusinessName: "Acme Inc."}) {
		t.Errorf("account %+v", r.Account)
	}
	if r.TokenExpiresIn.Round(time.Minute) != 30*24*time.Hour || r.RefreshExpiresIn.Round(time.Minute) != 60*24*time.Hour {
		t.Errorf("lifetimes %v, %v", r.TokenExpiresIn, r.RefreshExpiresIn)
	}
	for _, request := range pinterest.seen()[1:] {
		if !strings.HasPrefix(request, "GET ") {
			t.Errorf("a live test wrote: %s", request)
		}
	}
}

func TestTheExchangeSendsWhatPinterestDocuments(t *testing.T) {
	pinterest := newFake(t)
	app := pinterest.app(t)
	f := takeOff(t, Options{App: app})
	u, err := url.Parse(f.AuthorizeURL())
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("client_id") != app.ClientID || q.Get("redirect_uri") != app.RedirectURI || q.Get("response_type") != "code" ||
		q.Get("scope") != "user_accounts:read,boards:read,pins:read" || len(q.Get("state")) != 43 || q.Has("code_challenge") {
		t.Errorf("authorize with %v", q)
	}
	f.Paste(testCode)
	f.Wait()
	want := url.Values{"grant_type": {"authorization_code"}, "code": {testCode}, "redirect_uri": {app.RedirectURI}, "continuous_refresh": {"true"}}
	if got := pinterest.bodies[0]; got.Encode() != want.Encode() {
		t.Errorf("exchanged with %v", got)
	}
}

func TestAPastedCallbackSettlesTheFlight(t *testing.T) {
	pinterest := newFake(t)
	app := pinterest.app(t)
	app.RedirectURI = "https://api.appmixer.com/auth/pinterest/callback"
	f := takeOff(t, Options{App: app})
	if p := <-f.Progress(); len(p.Listening) != 0 || ids(p.Findings) != "flight.paste-only" {
		t.Errorf("progress %+v", p)
	}
	if wrong := f.Paste(app.RedirectURI + "?code=" + testCode + "&state=other"); ids(wrong) != "paste.other-attempt" {
		t.Errorf("another attempt's state: %v", ids(wrong))
	}
	if wrong := f.Paste(app.RedirectURI + "?code=" + testCode + "&state=" + f.state); wrong != nil {
		t.Errorf("the true callback: %v", wrong)
	}
	if r := f.Wait(); !r.OK || r.Method != "paste" {
		t.Errorf("%+v", r)
	}
	if late := f.Paste(testCode); ids(late) != "paste.late" {
		t.Errorf("after the end: %v", ids(late))
	}
}

func TestCallbackAndPasteRaceAndOneOfThemCounts(t *testing.T) {
	pinterest := newFake(t)
	for range 20 {
		f := takeOff(t, Options{App: pinterest.app(t)})
		before := len(pinterest.seen())
		var racers sync.WaitGroup
		for range 3 {
			// One that comes after the end finds the port closed, which is right.
			racers.Go(func() { get(f, "/callback?code="+testCode+"&state="+f.state) })
			racers.Go(func() { f.Paste(testCode) })
		}
		racers.Wait()
		r := f.Wait()
		exchanges := 0
		for _, request := range pinterest.seen()[before:] {
			if strings.HasPrefix(request, "POST") {
				exchanges++
			}
		}
		if !r.OK || exchanges != 1 {
			t.Fatalf("%d exchanges, method %s", exchanges, r.Method)
		}
	}
}

func TestARefusalIsToldInTheBrowserAndInTheResult(t *testing.T) {
	pinterest := newFake(t)
	f := takeOff(t, Options{App: pinterest.app(t)})
	status, page, _ := browse(t, callback(f, "error=access_denied&state="+f.state))
	if status != 403 || !strings.Contains(page, "Access was not given") {
		t.Errorf("%d %s", status, page)
	}
	if r := f.Wait(); r.OK || len(r.Findings) == 0 || len(pinterest.seen()) != 0 {
		t.Errorf("%+v after %v", r, pinterest.seen())
	}
}

func TestAFailedExchangeIsNeverASuccessInTheBrowser(t *testing.T) {
	pinterest := newFake(t)
	pinterest.on("POST /v5/oauth/token", reply(401, `{"code":2,"message":"Authentication failed."}`, "X-Pinterest-Rid: 4711"))
	f := takeOff(t, Options{App: pinterest.app(t)})
	status, page, _ := browse(t, trueCallback(f))
	if status != 502 || !strings.Contains(page, "Not connected yet") {
		t.Errorf("%d %s", status, page)
	}
	if r := f.Wait(); r.OK || r.Credentials != Rejected || r.Token != nil {
		t.Errorf("%+v", r)
	}
}

func TestTheBrowserIsAnsweredBeforeTheProbesEnd(t *testing.T) {
	pinterest := newFake(t)
	release := make(chan struct{})
	pinterest.on("GET /v5/boards", func(w http.ResponseWriter, r *http.Request) {
		<-release
		reply(200, `{"items":[]}`)(w, r)
	})
	f := takeOff(t, Options{App: pinterest.app(t)})
	if status, _, _ := browse(t, trueCallback(f)); status != 200 {
		t.Errorf("status %d", status)
	}
	if status, page, _ := browse(t, trueCallback(f)); status != 200 || !strings.Contains(page, "acme") {
		t.Errorf("the page loaded again: %d %s", status, page)
	}
	close(release)
	if r := f.Wait(); !r.OK {
		t.Errorf("%+v", r)
	}
}

func TestProgressTellsEveryStageToItsReaderAndTheLastOneToASlowOne(t *testing.T) {
	pinterest := newFake(t)
	f := takeOff(t, Options{App: pinterest.app(t)})
	browse(t, callback(f, "code=x&state=wrong"))
	browse(t, trueCallback(f))
	f.Wait()
	p, open := <-f.Progress()
	if !open || p.Stage != Settled || p.Strays != 1 || ids(p.Findings) != "flight.wrong-state" || len(p.Listening) == 0 {
		t.Errorf("%+v, %v", p, open)
	}
	if _, open := <-f.Progress(); open {
		t.Error("the channel is open after the end")
	}
}

func TestCancelEndsTheFlightAtOnceAndLeavesNothing(t *testing.T) {
	pinterest := newFake(t)
	stuck := make(chan struct{})
	defer close(stuck)
	pinterest.on("POST /v5/oauth/token", func(http.ResponseWriter, *http.Request) { <-stuck })
	for name, until := range map[string]func(f *Flight){
		"waiting": func(*Flight) {},
		"exchanging": func(f *Flight) {
			f.Paste(testCode)
			for p := range f.Progress() {
				if p.Stage == Exchanging {
					return
				}
			}
		},
	} {
		for _, way := range []string{"Cancel", "context"} {
			ctx, cancel := context.WithCancel(t.Context())
			f, err := Start(ctx, Options{App: pinterest.app(t)})
			if err != nil {
				t.Fatal(err)
			}
			silent, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", f.target.port))
			if err != nil {
				t.Fatal(err)
			}
			until(f)
			if way == "Cancel" {
				f.Cancel()
			} else {
				cancel()
			}
			r := f.Wait()
			if r.OK || ids(r.Findings) != "flight.canceled" {
				t.Errorf("%s, %s: %s", name, way, ids(r.Findings))
			}
			l, err := net.Listen("tcp", f.target.addresses[0])
			if err != nil {
				t.Errorf("%s, %s: the port is still taken: %v", name, way, err)
			} else {
				l.Close()
			}
			silent.Close()
			cancel()
		}
	}
}

func TestNobodyComesAndTheFlightEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := testApp
		app.RedirectURI, app.Endpoints = "https://api.acme.com/callback", Production
		begin := time.Now()
		f, err := Start(t.Context(), Options{App: app, Client: &http.Client{}})
		if err != nil {
			t.Fatal(err)
		}
		r := f.Wait()
		if time.Since(begin) != defaultTimeout || ids(r.Findings) != "flight.no-callback" || r.Credentials != Present {
			t.Errorf("after %v: %+v", time.Since(begin), r)
		}
	})
}

func TestATestThatEndsWithoutACallbackSaysWhatWasInItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := testApp
		app.RedirectURI, app.Endpoints = "http://127.0.0.1:65534/", Production
		listen := func(context.Context, string, string) (net.Listener, error) {
			return nil, &net.OpError{Op: "listen", Err: busyErrnos[0]}
		}
		f, err := Start(t.Context(), Options{App: app, Client: &http.Client{}, listen: listen})
		if err != nil {
			t.Fatal(err)
		}
		if r := f.Wait(); ids(r.Findings) != "flight.no-callback flight.port-busy" {
			t.Errorf("%s", ids(r.Findings))
		}
	})
}

// closedListener is a listener that nobody comes to.
type closedListener struct {
	once sync.Once
	done chan struct{}
}

func (l *closedListener) Accept() (net.Conn, error) {
	<-l.done
	return nil, net.ErrClosed
}
func (l *closedListener) Close() error   { l.once.Do(func() { close(l.done) }); return nil }
func (l *closedListener) Addr() net.Addr { return &net.TCPAddr{} }

func TestABusyPortIsTriedEverySecondUntilItIsFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// No port that somebody could really be listening on: its owner would be named.
		app := testApp
		app.RedirectURI, app.Endpoints = "http://localhost:65534/", Production
		tries := 0
		listen := func(_ context.Context, _, address string) (net.Listener, error) {
			if address == "[::1]:65534" {
				return nil, &net.OpError{Op: "listen", Err: absentErrnos[0]}
			}
			if tries++; tries <= 3 {
				return nil, &net.OpError{Op: "listen", Err: busyErrnos[0]}
			}
			return &closedListener{done: make(chan struct{})}, nil
		}
		lookup := func(context.Context, string) ([]string, error) { return []string{"10.1.2.3"}, nil }
		f, err := Start(t.Context(), Options{App: app, Client: &http.Client{}, listen: listen, lookup: lookup})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if p := <-f.Progress(); len(p.Listening) != 0 || ids(p.Findings) != "flight.port-busy flight.no-ipv6 flight.localhost-elsewhere" {
			t.Errorf("at first: %v %v", p.Listening, ids(p.Findings))
		}
		time.Sleep(3 * retryListening)
		synctest.Wait()
		if p := <-f.Progress(); len(p.Listening) != 1 || ids(p.Findings) != "flight.no-ipv6 flight.localhost-elsewhere" {
			t.Errorf("later: %v %v", p.Listening, ids(p.Findings))
		}
		f.Cancel()
		f.Wait()
		if tries != 4 {
			t.Errorf("%d tries", tries)
		}
	})
}

func TestTheProcessOnABusyPortIsNamedAndAPasteWorksMeanwhile(t *testing.T) {
	pinterest := newFake(t)
	app := pinterest.app(t)
	busy, err := net.Listen("tcp", targetOf(app.RedirectURI).addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	f := takeOff(t, Options{App: app})
	p := <-f.Progress()
	if got := ids(p.Findings); !strings.HasPrefix(got, "flight.port-busy") {
		t.Errorf("findings %s", got)
	}
	if owner := portOwner(t.Context(), targetOf(app.RedirectURI).addresses[0]); owner != "" {
		for !strings.Contains(p.Findings[0].Title, owner) { // hangs where nobody names it
			p = <-f.Progress()
		}
	}
	if wrong := f.Paste(testCode); wrong != nil {
		t.Errorf("paste: %v", wrong)
	}
	if r := f.Wait(); !r.OK {
		t.Errorf("%+v", r)
	}
}

func TestAnAppThatCannotBeFlownIsAnErrorThatSaysWhatIsMissing(t *testing.T) {
	good := testApp
	good.RedirectURI, good.Endpoints = "http://localhost:8085/", Production
	for want, spoil := range map[string]func(*App){
		"app ID":        func(a *App) { a.ClientID = " " },
		"app secret":    func(a *App) { a.ClientSecret = App{}.ClientSecret },
		"scope":         func(a *App) { a.Scopes = nil },
		"redirect URI":  func(a *App) { a.RedirectURI = "localhost" },
		"no https URL":  func(a *App) { a.Endpoints.TokenURL = "http://api.pinterest.com/v5/oauth/token" },
		"authorize URL": func(a *App) { a.Endpoints.AuthorizeURL = "://" },
	} {
		app := good
		spoil(&app)
		f, err := Start(t.Context(), Options{App: app})
		if err == nil {
			f.Cancel()
			f.Wait()
			t.Errorf("%s: started", want)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%q doesn't speak of the %s", err, want)
		}
	}
}

func TestListeningFailuresSayWhatTheyMean(t *testing.T) {
	for _, row := range []struct {
		err  error
		port int
		want string
	}{
		{deniedErrnos[0], 80, "flight.port-privileged"},
		{deniedErrnos[0], 8085, "flight.cannot-listen"},
		{errNoSuchAddress, 8085, "flight.no-ipv4"},
		{errors.New("odd"), 8085, "flight.cannot-listen"},
	} {
		if f := listenFinding("127.0.0.1:1", row.port, row.err); f.ID != row.want {
			t.Errorf("%v on port %d: %s", row.err, row.port, f.ID)
		}
	}
}
