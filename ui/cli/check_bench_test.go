package cli

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/auth/simulator"
)

// agencies is how many apps the simulated Pinterest of the benchmark has: as
// many simulators, each with a daily quota of its own.
const agencies = 20

// agency serves many apps: the path's first part names the simulator, the
// client ID the app. Each answer takes the latency.
type agency struct {
	*httptest.Server
	mu   sync.Mutex
	sent map[string][]time.Time // by simulator
}

func startAgency(tb testing.TB, latency time.Duration) *agency {
	a := &agency{sent: map[string][]time.Time{}}
	mux := http.NewServeMux()
	for i := range agencies {
		pinterest, err := simulator.Start(simulator.Options{Scenario: "standard"})
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { pinterest.Close() })
		to, err := url.Parse(pinterest.Info().APIURL)
		if err != nil {
			tb.Fatal(err)
		}
		to.Path = ""
		name := strconv.Itoa(i)
		proxy := &httputil.ReverseProxy{
			Transport: &http.Transport{MaxIdleConnsPerHost: 100},
			ErrorLog:  log.New(io.Discard, "", 0), // a cancelled check breaks requests off
			Rewrite: func(r *httputil.ProxyRequest) {
				r.SetURL(to)
				if _, _, ok := r.In.BasicAuth(); ok {
					r.Out.SetBasicAuth(simulator.ClientID, simulator.ClientSecret)
				}
			},
		}
		mux.Handle("/"+name+"/", http.StripPrefix("/"+name, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a.mu.Lock()
			a.sent[name] = append(a.sent[name], time.Now())
			a.mu.Unlock()
			time.Sleep(latency)
			proxy.ServeHTTP(w, r)
		})))
	}
	a.Server = httptest.NewServer(mux)
	tb.Cleanup(a.Close)
	return a
}

// file writes a configuration of n services, each an app of its own.
func (a *agency) file(tb testing.TB, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[%q]\nclientId = %q\nclientSecret = %q\nscopes = [\"user_accounts:read\", \"boards:read\"]\n",
			fmt.Sprintf("agency%d:pinterest", i), strconv.Itoa(1500000+i), simulator.ClientSecret)
		base := a.URL + "/" + strconv.Itoa(i%agencies)
		fmt.Fprintf(&b, "tokenUrl = %q\napiUrl = %q\n\n", base+"/v5/oauth/token", base+"/v5")
	}
	path := filepath.Join(tb.TempDir(), "agency.toml")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// BenchmarkCheckAll checks 1,000 services against simulated Pinterests that
// answer after 50 ms. "ratio" is the time over what the parallelism allows:
// three calls one after the other for each service, sixteen services at a time.
func BenchmarkCheckAll(b *testing.B) {
	const services, latency, calls = 1000, 50 * time.Millisecond, 3
	pinterest := startAgency(b, latency)
	b.Setenv("XDG_STATE_HOME", b.TempDir())
	path := pinterest.file(b, services)
	for b.Loop() {
		report := checkFile(b, b.Context(), path, 0)
		for _, s := range report.Services {
			if !s.OK || s.Credentials != "verified" {
				b.Fatalf("%s: %+v", s.Service, s.Findings)
			}
		}
	}
	ideal := services * calls * latency / checksAtOnce
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(ideal), "ratio")
}

func checkFile(tb testing.TB, ctx context.Context, path string, timeout time.Duration) checkReport {
	a := &app{in: strings.NewReader(""), out: &output{to: &strings.Builder{}}, err: &strings.Builder{}, flags: flags{config: path, timeout: timeout}}
	report, err := a.runCheck(ctx, checkOptions{all: true, format: "json"})
	if err != nil {
		tb.Fatal(err)
	}
	return report
}

// BenchmarkCheckCancelled measures how long a check of 1,000 services goes on
// after it was cancelled in the middle: "ms/cancel".
func BenchmarkCheckCancelled(b *testing.B) {
	pinterest := startAgency(b, 50*time.Millisecond)
	b.Setenv("XDG_STATE_HOME", b.TempDir())
	path := pinterest.file(b, 1000)
	var after time.Duration
	for b.Loop() {
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); checkFile(b, ctx, path, 0) }()
		time.Sleep(300 * time.Millisecond)
		start := time.Now()
		cancel()
		<-ended
		after += time.Since(start)
	}
	b.ReportMetric(float64(after.Milliseconds())/float64(b.N), "ms/cancel")
}

// writeShared writes a configuration of n services of one app.
func writeShared(tb testing.TB, a *agency, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[\"shared%d:pinterest\"]\nclientId = \"1500000\"\nclientSecret = %q\nscopes = [\"user_accounts:read\", \"boards:read\"]\n"+
			"tokenUrl = %q\napiUrl = %q\n", i, simulator.ClientSecret, a.URL+"/0/v5/oauth/token", a.URL+"/0/v5")
	}
	path := filepath.Join(tb.TempDir(), "shared.toml")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}
