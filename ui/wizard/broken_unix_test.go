//go:build unix && !race

// After a mistake Bubble Tea (v2.1.1) closes its input while it may still be
// read. The program ends then, so it does no harm; the race detector sees it.

package wizard

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/xpty"

	"github.com/pinsetup/pinsetup/auth/safe"
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

// broken is a screen with a mistake in it, which Ctrl-X brings out.
type broken struct {
	screen
	in    string
	drawn bool
}

// mistake is what it says. The words of some mistakes have values in them.
const mistake = "a mistake with 5f6e7d8c9bab4c5d6e7f80918293a4b5c6d7e8f9 and\x1b[31m"

func (b *broken) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); !ok || press.String() != "ctrl+x" {
		return b.screen.update(m, msg)
	}
	switch b.in {
	case "Update":
		panic(mistake)
	case "View":
		b.drawn = true
	case "a command":
		return nil, tea.Batch(tea.RequestBackgroundColor, func() tea.Msg { panic(mistake) })
	case "an effect":
		m.runner.Queue(m.state, []steps.Effect{steps.WriteFile{}})
	}
	return nil, nil
}

func (b *broken) draw(m *model, c *canvas) {
	if b.drawn {
		panic(mistake)
	}
	b.screen.draw(m, c)
}

func TestAMistakeInTheWizardLeavesTheTerminalAsItWasAndKeepsTheDraft(t *testing.T) {
	for _, in := range []string{"Update", "View", "a command", "an effect"} {
		t.Run(in, func(t *testing.T) {
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
			if in == "an effect" {
				config.Log = slog.New(mistaken{slog.DiscardHandler})
			}
			report := captureStderr(t)
			safe.Remember("5f6e7d8c9bab4c5d6e7f80918293a4b5c6d7e8f9")
			ended := make(chan error, 1)
			go func() {
				c := Config{State: walk(t, "nothing", "app.sheet"), Run: config, Input: pty.Slave(), Output: pty.Slave()}
				_, err := runModel(t.Context(), c, func(c Config, r runner) *model {
					m := newModel(c, r)
					m.screen = &broken{screen: m.screen, in: in}
					return m
				})
				ended <- err
			}()
			for _, step := range []struct{ shown, keys string }{{"who you are", "\x1b[200~ typed last\x1b[201~"}, {"typed last", "\x18"}} {
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
			if said := report(); !strings.Contains(said, "a mistake with "+safe.Mask+" and") || strings.Contains(said, "5f6e7d8c") || strings.Contains(said, "\x1b[31m") {
				t.Errorf("the report is:\n%s", said)
			} else if !strings.Contains(said, "broken_unix_test.go") {
				t.Errorf("the report doesn't say where the mistake is:\n%s", said)
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
		})
	}
}

// mistaken is a log in which the writing of a file ends in a mistake.
type mistaken struct{ slog.Handler }

func (mistaken) Enabled(context.Context, slog.Level) bool { return true }

func (mistaken) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Value.String() == "WriteFile" {
			panic(mistake)
		}
		return true
	})
	return nil
}

// captureStderr keeps what is written to standard error, where Bubble Tea reports
// mistakes, and returns a function that ends that and returns it.
func captureStderr(t *testing.T) func() string {
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stderr
	os.Stderr = file
	restore := sync.OnceFunc(func() { os.Stderr = before; file.Close() })
	t.Cleanup(restore)
	return func() string {
		restore()
		said, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(said)
	}
}
