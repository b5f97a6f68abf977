//go:build unix && !race

// After a mistake Bubble Tea (v2.1.1) closes its input while it may still be
// read. The program ends then, so it does no harm; the race detector sees it.

package wizard

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/xpty"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
	"github.com/pinsetup/pinsetup/ui/screentest"
)

// A tape keeps what a program writes, and says when something was.
type tape struct {
	mu    sync.Mutex
	text  strings.Builder
	wrote chan struct{}
}

func (p *tape) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer func() {
		select {
		case p.wrote <- struct{}{}:
		default:
		}
	}()
	return p.text.Write(b)
}

func (p *tape) all() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

func TestAMistakeInTheWizardLeavesTheTerminalAsItWasAndKeepsTheDraft(t *testing.T) {
	pair, err := xpty.NewPty(80, 24)
	if err != nil {
		t.Fatal(err)
	}
	pty := pair.(*xpty.UnixPty)
	defer pty.Close()
	written := &tape{wrote: make(chan struct{}, 1)}
	go io.Copy(written, pty.Master()) // until the end closes it
	before, err := term.GetState(pty.Slave().Fd())
	if err != nil {
		t.Fatal(err)
	}
	config := run.Config{DraftID: "broken", Drafts: store.Drafts{Dir: t.TempDir()}, NoBrowser: true}
	ended := make(chan error, 1)
	go func() {
		_, err := Run(t.Context(), Config{
			State: walk(t, "nothing", "app.sheet"), Run: config, Input: pty.Slave(), Output: pty.Slave(),
			Fresh: func() steps.State { panic("a mistake") },
		})
		ended <- err
	}()
	for _, step := range []struct{ shown, keys string }{{"who you are", " typed last\x0e"}, {"Start over?", "y"}} {
		for !strings.Contains(written.all(), step.shown) {
			<-written.wrote
		}
		if _, err := pty.Master().WriteString(step.keys); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; !errors.Is(err, ErrBroken) {
		t.Errorf("it ends with %v", err)
	}
	after, err := term.GetState(pty.Slave().Fd())
	if err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("the terminal's settings are %+v, and were %+v (%v)", after, before, err)
	}
	// What was written last may still be on its way.
	for left := screentest.LeftOn(written.all()); len(left) > 0; left = screentest.LeftOn(written.all()) {
		<-written.wrote
	}
	if draft, ok, err := config.Drafts.Load("broken"); err != nil || !ok || !strings.Contains(string(draft.Data), "typed last") {
		t.Errorf("the draft is %s (%v)", draft, err)
	}
}
