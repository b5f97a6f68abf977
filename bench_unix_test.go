//go:build !windows

package main_test

import (
	"errors"
	"fmt"
	"io"
	"math"
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
// that it is measured against. It copies both, as an installation does: the
// pages of a file that the linker wrote are slower to come by.
func stripped(b *testing.B) (wizard, floor string) {
	b.Helper()
	dir := b.TempDir()
	wizard, floor = filepath.Join(dir, "pinsetup"), filepath.Join(dir, "floor")
	for out, from := range map[string]string{wizard: ".", floor: "./testdata/floor"} {
		linked := out + ".linked"
		build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", linked, from)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
		if err := install(linked, out); err != nil {
			b.Fatal(err)
		}
	}
	return wizard, floor
}

func install(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

const firstTitle = "Where do you start?"

// open starts a program in a terminal and waits for its first page.
func open(b *testing.B, program string, args ...string) (*screentest.Terminal, *exec.Cmd) {
	b.Helper()
	cmd := pinsetup(b, b.TempDir(), args...)
	cmd.Path = program
	term := screentest.Start(b, 80, 24, cmd)
	term.WaitFor(firstTitle)
	return term, cmd
}

func quit(term *screentest.Terminal) {
	term.Type("<ctrl+c>")
	term.ExitCode()
}

// BenchmarkFirstFrame measures from the start of the process to its first page
// in an 80x24 terminal, and the peak memory of a process that shows it.
func BenchmarkFirstFrame(b *testing.B) {
	wizard, floor := stripped(b)
	var took pair
	var memory, floorMemory []float64
	once := func(program string) (time.Duration, float64) {
		start := time.Now()
		term, cmd := open(b, program)
		shown := term.Arrived(strings.Index(term.Raw(), firstTitle))
		defer quit(term)
		return shown.Sub(start), peak(cmd)
	}
	for b.Loop() { // in turns: what else runs on the machine slows both
		bare, bareMemory := once(floor)
		full, fullMemory := once(wizard)
		took.add(bare, full)
		floorMemory, memory = append(floorMemory, bareMemory), append(memory, fullMemory)
	}
	took.report(b)
	b.ReportMetric(median(floorMemory), "MiB/floor")
	b.ReportMetric(median(memory), "MiB/pinsetup")
}

// BenchmarkKey measures from a letter typed to what it changes on the screen,
// and how many bytes that takes.
func BenchmarkKey(b *testing.B) {
	wizard, floor := stripped(b)
	flat, _ := open(b, floor)
	rich, _ := typing(b, wizard)
	var took pair
	typed, bytes, moment := "", 0, moments()
	for b.Loop() {
		if len(typed) == 20 { // begin again before the field scrolls
			for _, term := range []*screentest.Terminal{flat, rich} {
				term.Type("<ctrl+u>")
				term.Wait(func() bool { return !term.Has(typed) }, "an empty field")
			}
			typed = ""
		}
		letter := string(rune('a' + len(typed)))
		typed += letter
		time.Sleep(moment())
		bare, _ := press(flat, letter, typed)
		time.Sleep(moment())
		full, wrote := press(rich, letter, typed)
		took.add(bare, full)
		bytes += wrote
	}
	took.report(b)
	b.ReportMetric(float64(bytes)/float64(b.N), "bytes/key")
	quit(flat)
	quit(rich)
}

// press types a letter and returns what passed until the first byte that the
// program wrote of it, and how many bytes it wrote until the whole text was
// there.
func press(term *screentest.Terminal, letter, text string) (took time.Duration, wrote int) {
	before := len(term.Raw())
	start := time.Now()
	term.Type(letter)
	term.WaitFor(text)
	return term.Arrived(before).Sub(start), len(term.Raw()) - before
}

// moments returns pauses between two keys: long enough for a program to be
// done with the last one, and spread evenly over the time of a frame, as people
// don't type in step with the renderer.
func moments() func() time.Duration {
	const done, frame, golden = 60 * time.Millisecond, time.Second / 120, math.Phi - 1
	part := 0.0
	return func() time.Duration {
		_, part = math.Modf(part + golden)
		return done + time.Duration(part*float64(frame))
	}
}

// typing starts the wizard's demo and stops in an empty field.
func typing(b *testing.B, wizard string) (*screentest.Terminal, *exec.Cmd) {
	b.Helper()
	term, cmd := open(b, wizard, "--demo", "--no-browser")
	toPage(b, term, "1 of 3 · who you are")
	term.WaitFor("1 of 3 · who you are")
	term.Type("<ctrl+u>")
	return term, cmd
}

// BenchmarkIdle measures what a wizard costs that nobody touches: processor
// time, and bytes written, for each of thirty seconds. Only the live test's page
// moves.
func BenchmarkIdle(b *testing.B) {
	wizard, floor := stripped(b)
	type program struct {
		name string
		term *screentest.Terminal
		cmd  *exec.Cmd
	}
	run := func(name string) func(*screentest.Terminal, *exec.Cmd) program {
		return func(term *screentest.Terminal, cmd *exec.Cmd) program { return program{name, term, cmd} }
	}
	live := run("live-test")(open(b, wizard, "--demo", "--no-browser"))
	programs := []program{run("floor")(open(b, floor)), run("first-page")(open(b, wizard)), run("text")(typing(b, wizard)), live}
	toLiveTest(b, live.term, "18095")
	live.term.Type("<enter>")
	live.term.WaitFor("The answer is expected at")
	time.Sleep(time.Second) // the last of it is written
	const long = 30 * time.Second
	for b.Loop() {
		cpu, wrote := make([]time.Duration, len(programs)), make([]int, len(programs))
		for i, p := range programs {
			cpu[i], wrote[i] = processorTime(p.cmd), len(p.term.Raw())
		}
		time.Sleep(long)
		for i, p := range programs {
			b.ReportMetric(float64((processorTime(p.cmd)-cpu[i]).Microseconds())/1000/long.Seconds(), "ms-cpu/s/"+p.name)
			b.ReportMetric(float64(len(p.term.Raw())-wrote[i])/long.Seconds(), "bytes/s/"+p.name)
		}
	}
	for _, p := range programs {
		quit(p.term)
	}
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

// processorTime returns what the threads of a process that runs have had of
// the processor, 0 where the system doesn't say.
func processorTime(cmd *exec.Cmd) (all time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", cmd.Process.Pid))
	for _, thread := range threads {
		text, _ := os.ReadFile(thread)
		var ns time.Duration
		fmt.Sscan(string(text), &ns)
		all += ns
	}
	return all
}

// A pair is the same measured of the floor and of pinsetup, in turns.
type pair struct{ floor, full []time.Duration }

func (p *pair) add(floor, full time.Duration) {
	p.floor, p.full = append(p.floor, floor), append(p.full, full)
}

// report says the medians and their ratio.
func (p *pair) report(b *testing.B) {
	b.Helper()
	floor, full := median(p.floor), median(p.full)
	b.ReportMetric(float64(floor.Microseconds())/1000, "ms/floor")
	b.ReportMetric(float64(full.Microseconds())/1000, "ms/pinsetup")
	b.ReportMetric(float64(full)/float64(floor), "ratio")
}

func median[T time.Duration | float64](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}
