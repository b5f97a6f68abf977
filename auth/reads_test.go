package auth

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// readsWith is what a check finds out at an API that answers reads as given.
// Pinterest's token endpoint grants these scopes.
func readsWith(t *testing.T, scopes string, read func(r *http.Request) (*http.Response, error)) (r Result, reads int32, took time.Duration) {
	var count atomic.Int32
	client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost {
			return jsonAnswer(r, 200, `{"access_token":"pina_0123456789","token_type":"bearer","expires_in":2592000,"scope":"`+scopes+`"}`), nil
		}
		count.Add(1)
		return read(r)
	})}
	app := testApp
	app.Endpoints, app.Scopes = Production, strings.Fields(scopes)
	begin := time.Now()
	r = Check(t.Context(), CheckOptions{App: app, Client: client})
	return r, count.Load(), time.Since(begin)
}

func jsonAnswer(r *http.Request, status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}

// stall is an API that takes the request and never answers.
func stall(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

const manyReads = "user_accounts:read boards:read boards:read_secret pins:read pins:read_secret ads:read catalogs:read billing:read biz_access:read pins:write"

func TestAnAPIThatNeverAnswersCostsNoMoreThanTheTimeForAllReads(t *testing.T) {
	for name, scopes := range map[string]string{
		"the account first": manyReads,
		"no account":        strings.TrimPrefix(manyReads, "user_accounts:read "),
	} {
		synctest.Test(t, func(t *testing.T) {
			r, reads, took := readsWith(t, scopes, stall)
			if took > readsTime {
				t.Errorf("%s: the check took %v", name, took)
			}
			if reads > 2*probesAtOnce {
				t.Errorf("%s: %d reads", name, reads)
			}
			if r.OK || r.Credentials != Verified || !hasID(r.Findings, "network.timeout") || !hasID(r.Findings, "flight.not-tried") {
				t.Errorf("%s: %s", name, ids(r.Findings))
			}
			if len(r.Probes) != len(strings.Fields(scopes)) {
				t.Errorf("%s: %d probes", name, len(r.Probes))
			}
			for _, p := range r.Probes {
				if p.Proof != Present {
					t.Errorf("%s: %s is said to be %s", name, p.Scope, p.Proof)
				}
			}
		})
	}
}

func TestReadsEndWhereTheNextOneWouldFareNoBetter(t *testing.T) {
	for name, row := range map[string]struct {
		answer func(r *http.Request) (*http.Response, error)
		reads  int32 // all that are made
		tried  bool  // the scopes behind the account's
	}{
		"a used-up quota": {func(r *http.Request) (*http.Response, error) {
			answer := jsonAnswer(r, 429, `{"code":8,"message":"This request exceeded a rate limit."}`)
			answer.Header.Set("X-Ratelimit-Reset", "67150")
			return answer, nil
		}, 1, false},
		"a block against spam": {func(r *http.Request) (*http.Response, error) {
			return jsonAnswer(r, 429, `{"code":8,"message":"a block in place to combat spam"}`), nil
		}, 1, false},
		"an answer that says no": {func(r *http.Request) (*http.Response, error) {
			return jsonAnswer(r, 403, `{"code":29,"message":"You are not permitted to access that resource."}`), nil
		}, 3, true},
		"an answer that isn't JSON": {func(r *http.Request) (*http.Response, error) {
			return jsonAnswer(r, 200, "hello"), nil
		}, 3, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			r, reads, _ := readsWith(t, allReads, row.answer)
			if reads != row.reads || hasID(r.Findings, "flight.not-tried") == row.tried {
				t.Errorf("%s: %d reads, %s", name, reads, ids(r.Findings))
			}
			for _, p := range r.Probes[1:] {
				if (p.Request != "") != row.tried || p.Proof == Verified {
					t.Errorf("%s: %+v", name, p)
				}
			}
		})
	}
}

func TestATestThatIsStoppedDuringTheReadsSaysSoAndNotThatTheyWereLeftOut(t *testing.T) {
	pinterest := newFake(t)
	reading := make(chan struct{}, 10)
	pinterest.on("GET /v5/user_account", func(_ http.ResponseWriter, r *http.Request) {
		reading <- struct{}{}
		<-r.Context().Done()
	})
	f := takeOff(t, Options{App: pinterest.app(t)})
	f.Paste(testCode)
	<-reading
	f.Cancel()
	if r := f.Wait(); r.OK || ids(r.Findings) != "flight.canceled" {
		t.Errorf("%s", ids(r.Findings))
	}
}
