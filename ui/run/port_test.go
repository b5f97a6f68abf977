package run

import (
	"net"
	"runtime"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/steps"
)

// seen carries out one look at a port and returns what was seen.
func seen(t *testing.T, uri string) steps.Looked {
	t.Helper()
	events := make(chan steps.Event, 1)
	r := New(config(t), func(e steps.Event) { events <- e })
	r.Queue(steps.State{}, []steps.Effect{steps.LookAtPort{Key: "oauth.testRedirectUri", URI: uri}, steps.Exit{}})
	<-r.Done()
	return (<-events).(steps.Looked)
}

func TestATakenPortIsNamedWithItsProgramAndAFreeOneOffered(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	uri := "http://localhost:" + port(listener) + "/callback"
	taken := seen(t, uri)
	if ids(taken.Findings) == "" || !strings.HasPrefix(taken.Findings[0].ID, "port.taken") || taken.Value != uri {
		t.Fatalf("seen %+v", taken)
	}
	f := taken.Findings[0]
	if runtime.GOOS == "linux" && !strings.Contains(f.Title, "run.test") {
		t.Errorf("%q doesn't name this program", f.Title)
	}
	if f.Mend == nil || f.Mend.Value == uri || !strings.HasSuffix(f.Mend.Value, "/callback") || len(seen(t, f.Mend.Value).Findings) > 0 {
		t.Errorf("offers %+v", f.Mend)
	}
	_ = listener.Close()
	if free := seen(t, uri); len(free.Findings) > 0 {
		t.Errorf("the port is free, and it was said %+v", free.Findings)
	}
}

// Browsers refuse to open some ports (5060 and 5061 are those of SIP).
func TestNoPortIsOfferedThatBrowsersBlock(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:5059")
	if err != nil {
		t.Skip("port 5059 is taken here:", err)
	}
	defer listener.Close()
	found := seen(t, "http://localhost:5059/").Findings
	if len(found) != 1 || found[0].Mend == nil {
		t.Fatalf("seen %+v", found)
	}
	if offered := found[0].Mend.Value; strings.Contains(offered, ":5060") || strings.Contains(offered, ":5061") {
		t.Errorf("offers %s", offered)
	}
}

func TestAnAddressElsewhereHasNoPortToLookAt(t *testing.T) {
	for _, uri := range []string{"https://api.acme.com/auth/pinterest/callback", "collecti://oauth/", "https://localhost:8085/"} {
		if found := seen(t, uri).Findings; len(found) > 0 {
			t.Errorf("%s: %+v", uri, found)
		}
	}
}

func port(l net.Listener) string {
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
