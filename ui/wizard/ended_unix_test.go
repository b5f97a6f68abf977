//go:build unix

package wizard

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/charmbracelet/x/xpty"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

func TestAWizardThatASignalEndsKnowsThatTheFileWasWritten(t *testing.T) {
	for range 10 {
		pair, err := xpty.NewPty(80, 24)
		if err != nil {
			t.Fatal(err)
		}
		pty := pair.(*xpty.UnixPty)
		written := &tape{wrote: make(chan struct{}, 1)}
		go io.Copy(written, pty.Master()) // until the end closes it
		dir := t.TempDir()
		path := filepath.Join(dir, "pinterest.toml")
		state, _ := walk(t, "nothing", "connector.where").Apply(steps.Input{Key: "connector.file", Value: path})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan Outcome, 1)
		go func() {
			config := run.Config{DraftID: "ended", Drafts: store.Drafts{Dir: filepath.Join(dir, "drafts")}, NoBrowser: true}
			outcome, err := Run(ctx, Config{State: state, Run: config, Input: pty.Slave(), Output: pty.Slave()})
			if err != nil {
				t.Errorf("it ends with %v", err)
			}
			ended <- outcome
		}()
		for !strings.Contains(written.all(), "write the file") {
			<-written.wrote
			_, _ = pty.Master().WriteString("\r")
		}
		for _, err := os.Stat(path); err != nil; _, err = os.Stat(path) {
			runtime.Gosched()
		}
		cancel() // the file is there, and what comes of it is on its way
		if outcome := <-ended; !outcome.State.File().Saved || outcome.State.File().Path != path {
			t.Errorf("the file is written, and the outcome says %+v", outcome.State.File())
		}
		_ = pty.Master().Close()
		_ = pty.Slave().Close()
	}
}
