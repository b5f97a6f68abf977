package auth

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWhatElseACallbackBringsDoesNotMatter(t *testing.T) {
	for _, more := range []string{
		"&scope=boards%3Aread+pins%3Aread", "&iss=https%3A%2F%2Fwww.pinterest.com", "&iss=https%3A%2F%2Fapi.pinterest.com%2F",
		"&error=", "&utm_source=x&session_state=y", "&code_challenge=z#_=_",
	} {
		f := takeOff(t, Options{App: offlineApp(t), Client: offline()})
		if status, _, _ := browse(t, trueCallback(f)+more); status != 200 {
			t.Errorf("with %s: %d", more, status)
		}
		if r := f.Wait(); !r.OK {
			t.Errorf("with %s: %s", more, ids(r.Findings))
		}
	}
}

func TestABrowserThatReadsLateGetsTheWholePageOfAFlightThatIsOver(t *testing.T) {
	f := takeOff(t, Options{App: offlineApp(t), Client: offline()})
	conn, err := net.Dial("tcp", f.target.addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /callback?code=%s&state=%s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n", testCode, f.state, f.target.port)
	if r := f.Wait(); !r.OK { // the listener is closed, and every connection
		t.Fatalf("%s", ids(r.Findings))
	}
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(page), "Connected to Pinterest") || !strings.HasSuffix(strings.TrimSpace(string(page)), "</html>") {
		t.Errorf("the page broke off: %v: %s", err, page)
	}
	if !resp.Close {
		t.Error("the browser is not told that the connection ends")
	}
}

func TestABrowserThatWaitsIsToldThatTheTestWasCanceled(t *testing.T) {
	for _, stuck := range []string{"POST /v5/oauth/token", "GET /v5/user_account"} {
		pinterest := newFake(t)
		reached := make(chan struct{}, 10)
		pinterest.on(stuck, func(_ http.ResponseWriter, r *http.Request) {
			reached <- struct{}{}
			<-r.Context().Done()
		})
		f := takeOff(t, Options{App: pinterest.app(t)})
		var browser sync.WaitGroup
		browser.Go(func() {
			status, page, _ := browse(t, trueCallback(f))
			if status != 410 || !strings.Contains(page, "This test has ended") {
				t.Errorf("%s: %d %s", stuck, status, page)
			}
		})
		<-reached
		f.Cancel()
		f.Wait()
		browser.Wait()
	}
}

func TestAMachineWithOneLoopbackAddressListensThere(t *testing.T) {
	for _, row := range []struct{ uri, absent, want string }{
		{"http://localhost:65534/", "[::1]:65534", "flight.no-ipv6"},
		{"http://localhost:65534/", "127.0.0.1:65534", "flight.no-ipv4"},
		{"http://127.0.0.1:65534/", "127.0.0.1:65534", "flight.no-address"},
		{"http://[::1]:65534/", "[::1]:65534", "flight.no-address"},
	} {
		rc := &receiver{target: targetOf(row.uri), log: redacted(nil), listen: func(_ context.Context, _, address string) (net.Listener, error) {
			if address == row.absent {
				return nil, &net.OpError{Op: "listen", Err: absentErrnos[0]}
			}
			return &closedListener{done: make(chan struct{})}, nil
		}}
		rc.start()
		bound, findings, again := rc.bind(t.Context())
		if ids(findings) != row.want || again || len(bound) != len(rc.target.addresses)-1 {
			t.Errorf("%s without %s: bound %v, %s, again %v", row.uri, row.absent, bound, ids(findings), again)
		}
		rc.close()
	}
}

func TestTheOwnerOfAPortIsTheOneThatListensAtTheAddress(t *testing.T) {
	here, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer here.Close()
	owner := portOwner(t.Context(), here.Addr().String())
	if owner == "" {
		t.Skip("this system doesn't tell")
	}
	if want := fmt.Sprintf("(process %d)", os.Getpid()); !strings.HasSuffix(owner, want) {
		t.Errorf("the owner is %s, not %s", owner, want)
	}
	port := here.Addr().(*net.TCPAddr).Port
	if other := portOwner(t.Context(), fmt.Sprintf("[::1]:%d", port)); other != "" {
		t.Errorf("nobody listens at ::1, and %s is named", other)
	}
}

// TestProxiesOfTheEnvironmentServePinterestAndNotThisMachine runs a part of
// itself in a process of its own, as the environment is read once.
func TestProxiesOfTheEnvironmentServePinterestAndNotThisMachine(t *testing.T) {
	if local := os.Getenv("PINSETUP_TEST_LOCAL"); local != "" {
		client := NewClient()
		defer client.CloseIdleConnections()
		for _, url := range []string{local, "https://api.pinterest.com/v5/user_account"} {
			if resp, err := client.Get(url); err == nil {
				resp.Body.Close()
			}
		}
		return
	}
	var heard sync.Map
	listener := func(name string) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			heard.Store(name+" "+r.Method+" "+r.RequestURI, true)
			w.WriteHeader(http.StatusBadGateway)
		})}
		go server.Serve(l)
		t.Cleanup(func() { server.Close() })
		return "http://" + l.Addr().String()
	}
	proxy, local := listener("proxy"), listener("local")
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "PINSETUP_TEST_LOCAL="+local+"/here", "HTTP_PROXY="+proxy, "HTTPS_PROXY="+proxy, "NO_PROXY=", "no_proxy=")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var got []string
	heard.Range(func(key, _ any) bool { got = append(got, key.(string)); return true })
	if len(got) != 2 || !strings.Contains(strings.Join(got, ","), "local GET /here") || !strings.Contains(strings.Join(got, ","), "proxy CONNECT api.pinterest.com:443") {
		t.Errorf("heard %v", got)
	}
}
