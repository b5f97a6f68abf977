package auth

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// pasteOnlyFlight waits for a paste, as long as it is told to, at a Pinterest
// that answers each call as given.
func pasteOnlyFlight(t *testing.T, patience time.Duration, answer roundTrip) *Flight {
	app := testApp
	app.RedirectURI, app.Endpoints, app.Scopes = "https://api.acme.com/callback", Production, []string{"user_accounts:read"}
	return takeOff(t, Options{App: app, Timeout: patience, Client: &http.Client{Transport: answer}})
}

func TestACallbackOfTheLastSecondHasAllTheTimeThatTheFirstHas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		works := offline().Transport
		f := pasteOnlyFlight(t, time.Minute, func(r *http.Request) (*http.Response, error) {
			time.Sleep(8 * time.Second)
			return works.RoundTrip(r)
		})
		time.Sleep(time.Minute - time.Nanosecond)
		if wrong := f.Paste(testCode); wrong != nil {
			t.Fatalf("%s", ids(wrong))
		}
		if r := f.Wait(); !r.OK {
			t.Errorf("%s", ids(r.Findings))
		}
	})
}

func TestWhatComesAtTheMomentOfTheDeadlineEitherCountsOrIsToldThatItIsLate(t *testing.T) {
	counted, late := 0, 0
	for range 200 {
		synctest.Test(t, func(t *testing.T) {
			f := pasteOnlyFlight(t, time.Minute, offline().Transport.RoundTrip)
			time.Sleep(time.Minute)
			wrong := f.Paste(testCode)
			r := f.Wait()
			switch {
			case wrong == nil && r.OK && r.Method == "paste":
				counted++
			case ids(wrong) == "paste.late" && ids(r.Findings) == "flight.no-callback" && r.Method == "":
				late++
			default:
				t.Errorf("the paste was answered with %q, the flight ended with %q", ids(wrong), ids(r.Findings))
			}
		})
	}
	t.Logf("%d counted, %d were late", counted, late)
}

func TestAFlightEndsInTheTimeOfItsCallsHoweverSlowlyPinterestAnswers(t *testing.T) {
	for name, row := range map[string]struct {
		token time.Duration // until the token endpoint answers
		want  string
	}{
		"a token endpoint that never answers": {time.Hour, "network.timeout"},
		"slow, then reads that stall":         {callTimeout - time.Second, "flight.short-lived network.timeout"},
	} {
		synctest.Test(t, func(t *testing.T) {
			works := offline().Transport
			f := pasteOnlyFlight(t, time.Minute, func(r *http.Request) (*http.Response, error) {
				if r.Method != http.MethodPost {
					return stall(r)
				}
				select {
				case <-time.After(row.token):
					return works.RoundTrip(r)
				case <-r.Context().Done():
					return nil, r.Context().Err()
				}
			})
			begin := time.Now()
			f.Paste(testCode)
			r := f.Wait()
			if took := time.Since(begin); took > Exchanging.Longest()+Reading.Longest() {
				t.Errorf("%s: it took %v", name, took)
			}
			if r.OK || ids(r.Findings) != row.want {
				t.Errorf("%s: %s", name, ids(r.Findings))
			}
		})
	}
}

func TestTimesOfATokenAreTheCalendarsWhateverTheMachineSleptThrough(t *testing.T) {
	pinterest := newFake(t)
	app := pinterest.app(t)
	issued, err := Exchange(t.Context(), nil, app, testCode)
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := Refresh(t.Context(), nil, app, safe.NewSecret("pinr_1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{issued.Expiry, issued.RefreshExpiry, renewed.Expiry, renewed.RefreshExpiry} {
		// Round(0) takes the reading of the clock away that stands still in sleep.
		if at.IsZero() || at != at.Round(0) {
			t.Errorf("%v counts time that the machine is awake", at)
		}
	}
}
