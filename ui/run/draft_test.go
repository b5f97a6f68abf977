package run

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/pinsetup/pinsetup/steps"
)

// A draft that is being typed is saved when the typing rests, and twice a second
// at most: each letter would cost two waits for the disk.
func TestADraftWaitsForTheLettersThatFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t)
		saves := 0
		r := New(c, func(e steps.Event) {
			if _, ok := e.(steps.DraftSaved); ok {
				saves++
			}
		})
		s := steps.New(steps.Options{})
		do := func(e steps.Event) {
			var effects []steps.Effect
			s, effects = s.Apply(e)
			r.Queue(s, effects)
		}
		text := ""
		typeOne := func() { text += "x"; do(steps.Input{Key: "app.name", Value: text}) }
		wantSaved := func(want string) {
			t.Helper()
			synctest.Wait()
			if got := Resume(c, steps.Options{}).Get("app.name"); got != want {
				t.Fatalf("the draft has %q, want %q", got, want)
			}
		}

		for range 3 {
			typeOne()
			time.Sleep(rest / 2)
			wantSaved("")
		}
		time.Sleep(rest / 2)
		wantSaved("xxx")

		saves = 0
		at := map[string]time.Time{}
		for range 100 { // without a rest
			typeOne()
			at[text] = time.Now()
			time.Sleep(rest / 3)
			synctest.Wait()
			if kept := Resume(c, steps.Options{}).Get("app.name"); kept != text && time.Since(at[kept+"x"]) >= time.Second {
				t.Errorf("%d letters were typed, and those after the %dth are kept nowhere for a second", len(text), len(kept))
			}
		}
		if saves > 15 {
			t.Errorf("a hundred letters in ten seconds are saved %d times", saves)
		}

		typeOne()
		do(steps.Input{Key: "start.way", Value: "existing"}) // is chosen, not typed
		wantSaved(text)
		typeOne()
		do(steps.Next{})
		wantSaved(text)
		typeOne()
		r.Settle()
		wantSaved(text)
		typeOne()
		r.Queue(s, []steps.Effect{steps.Exit{}})
		<-r.Done()
		wantSaved(text)
	})
}

func TestAForgottenDraftDoesNotComeBackWithTheLastLetter(t *testing.T) {
	c := config(t)
	s := steps.New(steps.Options{})
	carry(c, s, steps.SaveDraft{Typing: true}, steps.ForgetDraft{})
	if Resume(c, steps.Options{}).Resumed() {
		t.Error("the draft is there")
	}
}
