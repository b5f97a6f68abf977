package auth

import (
	"strings"
	"testing"
)

func TestACallbackSettlesTheFlightAndThePageNamesTheAccount(t *testing.T) {
	pinterest := newFake(t)
	f := takeOff(t, Options{App: pinterest.app(t), Log: testLog(t)})
	status, page, _ := browse(t, trueCallback(f))
	if status != 200 || !strings.Contains(page, "Connected to Pinterest") || !strings.Contains(page, "acme") {
		t.Errorf("page %d: %s", status, page)
	}
	r := f.Wait()
	if !r.OK || r.Method != "callback" || r.Credentials != Verified {
		t.Errorf("%+v", r)
	}
	if r.Account == nil || r.Account.Username != "acme" || len(r.Probes) != 3 {
		t.Errorf("%+v", r)
	}
}
