package auth

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const lsofPrints = `p501
cControlCenter
f9
n*:7000
p4711
cnode
f20
n[::1]:8085
f21
n127.0.0.1:8086
p4712
c` + "ev\x1b[2Jil" + `
f3
n127.0.0.1:9000
`

const netstatPrints = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN          1096
  TCP    127.0.0.1:8085         127.0.0.1:50123        HERGESTELLT      17
  TCP    127.0.0.1:8085         0.0.0.0:0              ABHÖREN          4711
  TCP    [::1]:8086             [::]:0                 ABHÖREN          4712
  TCP    [::]:8088              [::]:0                 ABHÖREN          4713
  UDP    127.0.0.1:8087         *:*                                     4714
`

func TestOtherProgramsTellWhoListensAtAnAddress(t *testing.T) {
	for address, want := range map[string][2]string{ // of lsof, of netstat
		"127.0.0.1:7000": {"ControlCenter (process 501)", ""},
		"[::1]:8085":     {"node (process 4711)", ""},
		"127.0.0.1:8085": {"", "4711"},
		"[::1]:8086":     {"", "4712"},
		"127.0.0.1:8086": {"node (process 4711)", ""},
		"127.0.0.1:135":  {"", "1096"},
		"127.0.0.1:8087": {"", ""},
		"127.0.0.1:8088": {"", "4713"},
		"127.0.0.1:808":  {"", ""},
		"127.0.0.1:9000": {"ev␛[2Jil (process 4712)", ""},
	} {
		at := netip.MustParseAddrPort(address)
		if got := ownerOfLsof(lsofPrints, at); got != want[0] {
			t.Errorf("%s: lsof tells of %q, want %q", address, got, want[0])
		}
		if got := pidOfNetstat(netstatPrints, at); got != want[1] {
			t.Errorf("%s: netstat tells of %q, want %q", address, got, want[1])
		}
	}
}

// busyPort is a receiver whose port others have, who are named as given.
func busyPort(t *testing.T, look func(address string) string) *receiver {
	rc := &receiver{target: targetOf("http://localhost:65534/"), log: redacted(nil), listen: func(context.Context, string, string) (net.Listener, error) {
		return nil, &net.OpError{Op: "listen", Err: busyErrnos[0]}
	}}
	rc.start()
	rc.owners.look = func(_ context.Context, address string) string { return look(address) }
	t.Cleanup(rc.close)
	return rc
}

func TestABusyPortIsOneThingToMendWhoeverHasIt(t *testing.T) {
	for name, row := range map[string]struct {
		four, six string
		id, title string
	}{
		"one program":      {"node (process 1)", "node (process 1)", "flight.port-busy-by", "Port 65534 is taken by node (process 1)"},
		"two programs":     {"node (process 1)", "ruby (process 2)", "flight.port-busy-by", "Port 65534 is taken by node (process 1) and ruby (process 2)"},
		"one that is told": {"", "ruby (process 2)", "flight.port-busy-by", "Port 65534 is taken by ruby (process 2)"},
		"none that is":     {"", "", "flight.port-busy", "Port 65534 is taken by another program"},
	} {
		rc := busyPort(t, func(address string) string {
			if strings.HasPrefix(address, "[") {
				return row.six
			}
			return row.four
		})
		rc.bind(t.Context())
		rc.findOwners(t.Context())
		_, found, again := rc.bind(t.Context())
		if !again || len(found) != 1 || found[0].ID != row.id || found[0].Title != row.title || !strings.Contains(found[0].Cause, "127.0.0.1:65534 and [::1]:65534") {
			t.Errorf("%s: again %v, %+v", name, again, found)
		}
		if row.id == "flight.port-busy" && !strings.Contains(found[0].Fix, HowToFindOwner("65534")) {
			t.Errorf("%s: it isn't said how to find out: %s", name, found[0].Fix)
		}
	}
}

func TestAPasteIsTakenWhileTheOwnerOfABusyPortIsLookedFor(t *testing.T) {
	pinterest := newFake(t)
	looking := make(chan bool, 100)
	f := takeOff(t, Options{
		App: pinterest.app(t),
		listen: func(context.Context, string, string) (net.Listener, error) {
			return nil, &net.OpError{Op: "listen", Err: busyErrnos[0]}
		},
		look: func(ctx context.Context, _ string) string {
			looking <- true
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Second):
				t.Error("somebody waits for the look")
			}
			return ""
		},
	})
	<-looking
	if wrong := f.Paste(testCode); len(wrong) > 0 {
		t.Fatalf("%+v", wrong)
	}
	if r := f.Wait(); !r.OK || r.Method != "paste" {
		t.Errorf("%+v", r.Findings)
	}
}

func TestTheOwnerOfABusyPortIsLookedUpAgainNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		names, looks := "old", 0
		rc := busyPort(t, func(string) string { looks++; return names })
		seconds := 0
		for ; seconds < 60; seconds++ {
			rc.bind(t.Context())
			rc.findOwners(t.Context())
			_, found, _ := rc.bind(t.Context())
			if strings.HasSuffix(found[0].Title, "new") {
				break
			}
			names = "new"
			time.Sleep(retryListening)
		}
		if seconds > 5 || looks != 4 {
			t.Errorf("the new owner is named after %d s and %d looks", seconds, looks)
		}
	})
}
