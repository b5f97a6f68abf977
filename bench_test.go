//go:build !windows

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinsetup/pinsetup/ui/screentest"
)

// stripped builds pinsetup as it is released, and the bare Bubble Tea program
// that it is measured against.
func stripped(b *testing.B) (wizard, floor string) {
	b.Helper()
	dir := b.TempDir()
	wizard, floor = filepath.Join(dir, "pinsetup"), filepath.Join(dir, "floor")
	for out, from := range map[string]string{wizard: ".", floor: "./testdata/floor"} {
		build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, from)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
	}
	return wizard, floor
}

// open starts a program in a terminal and waits for its first page.
func open(b *testing.B, program string, args ...string) (*screentest.Terminal, *exec.Cmd) {
	b.Helper()
	cmd := pinsetup(b, b.TempDir(), args...)
	cmd.Path = program
	term := screentest.Start(b, 80, 24, cmd)
	term.WaitFor("Where do you start?")
	return term, cmd
}

// peak returns the peak memory of a process that runs, in MiB, 0 where the
// system doesn't say. (What wait4 says would count the parent's memory too.)
func peak(cmd *exec.Cmd) float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kib float64
	fmt.Sscan(rest, &kib)
	return kib / 1024
}

func quit(term *screentest.Terminal) {
	term.Type("<ctrl+c>")
	term.ExitCode()
}

// BenchmarkFirstFrame measures from the start of the process to its first page
// in an 80x24 terminal, and the peak memory of a process that shows it.
func BenchmarkFirstFrame(b *testing.B) {
	wizard, floor := stripped(b)
	var bare, full []time.Duration
	var memory, floorMemory []float64
	for b.Loop() { // in turns: what else runs on the machine slows both
		start := time.Now()
		term, cmd := open(b, floor)
		bare = append(bare, time.Since(start))
		floorMemory = append(floorMemory, peak(cmd))
		quit(term)
		start = time.Now()
		term, cmd = open(b, wizard)
		full = append(full, time.Since(start))
		memory = append(memory, peak(cmd))
		quit(term)
	}
	report(b, bare, full)
	slices.Sort(memory)
	slices.Sort(floorMemory)
	b.ReportMetric(floorMemory[len(floorMemory)/2], "MiB/floor")
	b.ReportMetric(memory[len(memory)/2], "MiB/pinsetup")
}

// BenchmarkKey measures from a letter typed to the letter on the screen, and
// how many bytes that takes.
func BenchmarkKey(b *testing.B) {
	wizard, floor := stripped(b)
	flat, _ := open(b, floor)
	rich, _ := open(b, wizard, "--demo", "--no-browser")
	rich.Type("<enter>")
	rich.WaitFor("ready for the portal")
	rich.Type("<enter>", "<enter>", "<enter>", "<enter>")
	rich.WaitFor("who you are")
	rich.Type("<ctrl+u>")
	var bare, full []time.Duration
	typed, bytes := "", 0
	for b.Loop() {
		if len(typed) == 20 { // begin again before the field scrolls
			rich.Type("<ctrl+u>")
			rich.Wait(func() bool { return !rich.Has(typed) }, "an empty field")
			typed = ""
		}
		letter := string(rune('a' + len(typed)))
		typed += letter
		flatBefore := strings.Count(flat.Screen(), letter)
		start := time.Now()
		flat.Type(letter)
		flat.Wait(func() bool { return strings.Count(flat.Screen(), letter) > flatBefore }, letter)
		bare = append(bare, time.Since(start))
		before := len(rich.Raw())
		start = time.Now()
		rich.Type(letter)
		rich.WaitFor(typed)
		full = append(full, time.Since(start))
		bytes += len(rich.Raw()) - before
	}
	report(b, bare, full)
	b.ReportMetric(float64(bytes)/float64(len(full)), "bytes/key")
	quit(flat)
	quit(rich)
}

// report says the medians and their ratio.
func report(b *testing.B, floor, got []time.Duration) {
	b.Helper()
	slices.Sort(floor)
	slices.Sort(got)
	f, g := floor[len(floor)/2], got[len(got)/2]
	b.ReportMetric(float64(f.Microseconds())/1000, "ms/floor")
	b.ReportMetric(float64(g.Microseconds())/1000, "ms/pinsetup")
	b.ReportMetric(float64(g)/float64(f), "ratio")
}
