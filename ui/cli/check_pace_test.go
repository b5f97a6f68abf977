package cli

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// answers is a transport that notes when it was asked.
type answers struct {
	mu     sync.Mutex
	asked  []time.Time
	answer func() *http.Response
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = append(a.asked, time.Now())
	return a.answer(), nil
}

func response(status int, header ...string) *http.Response {
	r := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"code":8}`))}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func pacedBy(a *answers) *pacedApp {
	return &pacedApp{base: a, limit: rate.NewLimiter(requestsPerSecond, requestsAtOnce), spent: map[string]spent{}}
}

func get(t *testing.T, p *pacedApp) *http.Response {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.example/v5/boards", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := p.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestNoSecondHasMoreRequestsThanTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &answers{answer: func() *http.Response { return response(200) }}
		p := pacedBy(a)
		var all sync.WaitGroup
		for range 300 {
			all.Go(func() { get(t, p) })
		}
		all.Wait()
		const most = requestsPerSecond + requestsAtOnce
		for i := most; i < len(a.asked); i++ {
			if d := a.asked[i].Sub(a.asked[i-most]); d < time.Second-time.Millisecond {
				t.Fatalf("%d requests in %s", most+1, d)
			}
		}
	})
}

func TestWhatARateLimitRefusedIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &answers{answer: func() *http.Response { return response(429, "X-RateLimit-Reset", "67150") }}
		p := pacedBy(a)
		for range 5 {
			answer := get(t, p)
			body, err := io.ReadAll(answer.Body)
			if answer.StatusCode != 429 || string(body) != `{"code":8}` || err != nil {
				t.Errorf("answer %d %q, %v", answer.StatusCode, body, err)
			}
		}
		if len(a.asked) != 1 {
			t.Errorf("asked %d times, want once", len(a.asked))
		}
		time.Sleep(67151 * time.Second) // faked: the quota begins anew
		if get(t, p); len(a.asked) != 2 {
			t.Errorf("asked %d times, want twice", len(a.asked))
		}
	})
}

func TestRepeatedRefusalsShareNothing(t *testing.T) {
	a := &answers{answer: func() *http.Response { return response(429, "X-RateLimit-Reset", "67150") }}
	p := pacedBy(a)
	for range 3 {
		answer := get(t, p)
		if got := answer.Header.Get("X-Mark"); got != "" {
			t.Fatal("an answer has what was written into the one before it")
		}
		answer.Header.Set("X-Mark", "mine")
	}
}

func TestChecksOfOneAppMayBeRefusedAtOnce(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-RateLimit-Reset", "67150")
		w.WriteHeader(http.StatusTooManyRequests)
		io.WriteString(w, `{"code":8,"message":"rate"}`)
	}))
	defer server.Close()
	p := newPacer()
	defer p.close()
	app := oneApp(server.URL)
	var all sync.WaitGroup
	for range checksAtOnce {
		all.Go(func() {
			for range 20 {
				if _, err := auth.ClientCredentials(t.Context(), p.client(app), app); err == nil {
					t.Error("a refusal was taken for a token")
				}
			}
		})
	}
	all.Wait()
}

func TestAQuotaThatBeginsAnewSoonIsWaitedFor(t *testing.T) {
	for reset, waits := range map[int]bool{1: true, 10: true, 15: true, 40: false, 60: false} {
		synctest.Test(t, func(t *testing.T) {
			a := &answers{answer: func() *http.Response {
				r := response(200, "X-RateLimit-Limit", "10", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", strconv.Itoa(reset))
				r.Body = io.NopCloser(strings.NewReader(`{"access_token":"pina_1","token_type":"bearer","scope":"boards:read"}`))
				return r
			}}
			client := &http.Client{Transport: pacedBy(a)}
			for range 2 {
				if _, err := auth.ClientCredentials(t.Context(), client, oneApp("https://api.example")); err != nil {
					t.Errorf("begins anew in %d s: %v", reset, err)
				}
			}
			want := time.Duration(0)
			if waits {
				want = time.Duration(reset) * time.Second
			}
			if d := a.asked[1].Sub(a.asked[0]); d < want || !waits && d > time.Second {
				t.Errorf("begins anew in %d s: asked again after %s", reset, d)
			}
		})
	}
}

func TestACheckTakesNoMoreOfAServerThanALiveTest(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Much", strings.Repeat("x", 100<<10))
		io.WriteString(w, `{"access_token":"pina_1","token_type":"bearer","scope":"boards:read"}`)
	}))
	defer server.Close()
	p := newPacer()
	defer p.close()
	app := oneApp(server.URL)
	if _, err := auth.ClientCredentials(t.Context(), p.client(app), app); err == nil {
		t.Error("it took a header of 100 KiB")
	}
}

// oneApp is an app of a server.
func oneApp(url string) auth.App {
	return auth.App{
		ClientID: "1534758", ClientSecret: safe.NewSecret("0123456789abcdef0123456789abcdef01234567"), Scopes: []string{"boards:read"},
		Endpoints: auth.Endpoints{AuthorizeURL: url, TokenURL: url + "/token", APIURL: url},
	}
}

func TestARefusalThatBreaksOffIsAnErrorAlone(t *testing.T) {
	t.Parallel()
	broken := &answers{answer: func() *http.Response {
		r := response(429)
		r.Body = io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))
		return r
	}}
	r := httptest.NewRequest(http.MethodGet, "https://api.example/v5/boards", nil)
	if answer, err := pacedBy(broken).RoundTrip(r); answer != nil || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v, %v", answer, err)
	}
}
