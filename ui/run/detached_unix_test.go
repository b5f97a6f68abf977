//go:build unix

package run

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

func TestCtrlCAtPinsetupLeavesTheBrowserOpen(t *testing.T) {
	alone, script := filepath.Join(t.TempDir(), "alone"), filepath.Join(t.TempDir(), "browser")
	// A group of its number exists where the program leads one of its own.
	if err := os.WriteFile(script, []byte("#!/bin/sh\nkill -0 -$$ && echo yes > "+alone+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BROWSER", script)
	if err := OpenBrowser("https://www.pinterest.com/"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(alone); err != nil {
		t.Errorf("the browser has no process group of its own: %v", err)
	}
}

func TestAPipeInPlaceOfTheFileHoldsNothingUp(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pinterest.toml")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	c := Config{Drafts: store.Drafts{Dir: t.TempDir()}}
	read := heard(c, steps.New(steps.Options{}), steps.ReadConfig{Path: pipe, Service: store.DefaultService})[0].(steps.ConfigRead)
	if read.Found || len(read.Findings) == 0 {
		t.Errorf("a pipe is taken for a file: %+v", read)
	}
}
