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
// cobra program; both are built here.
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
	for name, from := range map[string]string{"bare": source, "pinsetup": "."} {
		build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, name), from)
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
	var took [2][]time.Duration
	for b.Loop() { // in turns: what else runs on the machine slows both
		for i, name := range []string{"bare", "pinsetup"} {
			start := time.Now()
			if err := exec.Command(filepath.Join(dir, name), "version").Run(); err != nil {
				b.Fatal(err)
			}
			took[i] = append(took[i], time.Since(start))
		}
	}
	plain, full := median(took[0]), median(took[1])
	b.ReportMetric(float64(plain.Microseconds())/1000, "ms/bare")
	b.ReportMetric(float64(full.Microseconds())/1000, "ms/pinsetup")
	b.ReportMetric(float64(full)/float64(plain), "ratio")
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
