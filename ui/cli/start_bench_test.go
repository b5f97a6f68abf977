package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// bare is the smallest cobra program with a version command.
const bare = `package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "bare"}
	root.AddCommand(&cobra.Command{Use: "version", Run: func(*cobra.Command, []string) { fmt.Println("bare 1") }})
	_ = root.Execute()
}
`

// BenchmarkStart compares the start of "pinsetup version" with that of a bare
// cobra program, and of one that is linked with the same libraries as pinsetup.
// All three are built here.
func BenchmarkStart(b *testing.B) {
	root, err := filepath.Abs("../..")
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	source := filepath.Join(dir, "bare.go")
	if err := os.WriteFile(source, []byte(bare), 0o600); err != nil {
		b.Fatal(err)
	}
	names := []string{"bare", "libraries", "pinsetup"}
	for i, from := range []string{source, "./testdata/libraries", "."} {
		linked := filepath.Join(dir, names[i]+".linked")
		build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", linked, from)
		build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		// A copy, as an installation makes it: the pages of a file that the
		// linker wrote are slower to come by.
		if out, err := exec.Command("cp", linked, filepath.Join(dir, names[i])).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
	took := make([][]time.Duration, len(names))
	for b.Loop() { // in turns: what else runs on the machine slows both
		for i, name := range names {
			start := time.Now()
			if err := exec.Command(filepath.Join(dir, name), "version").Run(); err != nil {
				b.Fatal(err)
			}
			took[i] = append(took[i], time.Since(start))
		}
	}
	for i, name := range names {
		b.ReportMetric(float64(median(took[i]).Microseconds())/1000, "ms/"+name)
		b.ReportMetric(float64(median(took[i]))/float64(median(took[0])), "ratio/"+name)
	}
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
