package auth

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAMistakeOfALiveTestComesUpWhereItIsWaitedFor(t *testing.T) {
	works := offline().Transport
	mistakeAt := func(path string) *http.Client {
		return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			switch {
			case strings.HasSuffix(r.URL.Path, path):
				panic("a mistake")
			case r.Method == http.MethodPost:
				return jsonAnswer(r, 200, `{"access_token":"pina_0123456789","token_type":"bearer","scope":"user_accounts:read boards:read"}`), nil
			}
			return works.RoundTrip(r)
		})}
	}
	nowhere := func(context.Context, string, string) (net.Listener, error) {
		return nil, &net.OpError{Op: "listen", Err: absentErrnos[0]}
	}
	here := func(context.Context, string) ([]string, error) { return []string{"127.0.0.1"}, nil }
	for where, o := range map[string]Options{
		"the exchange":        {Client: mistakeAt("/oauth/token"), lookup: here},
		"a read among others": {Client: mistakeAt("/boards"), lookup: here},
		"a look beside it":    {Client: offline(), lookup: func(context.Context, string) ([]string, error) { panic("a mistake") }},
	} {
		synctest.Test(t, func(t *testing.T) {
			o.App, o.listen = testApp, nowhere
			o.App.RedirectURI, o.App.Endpoints = "http://localhost:65534/", Production
			f, err := Start(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			f.Paste(testCode)
			for range f.Progress() { // it ends, whatever happened
			}
			defer func() {
				if said := fmt.Sprint(recover()); !strings.Contains(said, "a mistake") || !strings.Contains(said, "mistake_test.go") {
					t.Errorf("%s: waiting for it comes to %s", where, said)
				}
				time.Sleep(callTimeout) // until net/http gives up the call that panicked
			}()
			f.Wait()
		})
	}
}
