package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
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
	for _, name := range []string{"bare", "pinsetup"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := exec.Command(filepath.Join(dir, name), "version").Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
