package auth

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// A pipeListener takes connections that are made in this process, so that time
// can be the test's own.
type pipeListener struct {
	*closedListener
	conns chan net.Conn
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) dial() net.Conn {
	client, server := net.Pipe()
	l.conns <- server
	return client
}

func TestAClientThatSendsAByteASecondIsCutOffAndTheTrueCallbackWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := testApp
		app.RedirectURI, app.Endpoints, app.Scopes = "http://127.0.0.1:65534/callback", Production, []string{"user_accounts:read"}
		l := &pipeListener{&closedListener{done: make(chan struct{})}, make(chan net.Conn)}
		f, err := Start(t.Context(), Options{App: app, Client: offline(),
			listen: func(context.Context, string, string) (net.Listener, error) { return l, nil }})
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		slow := l.dial()
		cut := make(chan time.Duration)
		go func() { // nobody reads what is answered: there is nothing to read
			for _, b := range []byte(trueCallback(f)) {
				if _, err := slow.Write([]byte{b}); err != nil {
					break
				}
				time.Sleep(time.Second)
			}
			cut <- time.Since(begin)
		}()
		go io.Copy(io.Discard, slow)
		if after := <-cut; after > requestTimeout+2*time.Second {
			t.Errorf("it was cut off after %v", after)
		}
		conn := l.dial()
		go fmt.Fprintf(conn, "GET /callback?code=%s&state=%s HTTP/1.1\r\nHost: 127.0.0.1:65534\r\n\r\n", testCode, f.state)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || resp.StatusCode != 200 {
			t.Fatalf("the true callback: %v, %+v", err, resp)
		}
		io.Copy(io.Discard, resp.Body)
		if r := f.Wait(); !r.OK {
			t.Errorf("%s", ids(r.Findings))
		}
		if p := <-f.Progress(); p.Strays != 1 {
			t.Errorf("%d strays", p.Strays)
		}
	})
}
