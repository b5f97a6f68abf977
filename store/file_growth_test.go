package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// updateOne loads a file of n services, changes one, and saves it.
func updateOne(t testing.TB, path string, n int) {
	t.Helper()
	err := Update(path, func(f *File) error {
		id := fmt.Sprintf("acme:service-%06d", n/2)
		s, err := f.Service(id)
		if err != nil {
			return err
		}
		s.ClientID += "2"
		return f.Set(id, s)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// allocated returns how many bytes a function allocates.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestTenTimesTheServicesTakeTenTimesTheMemory(t *testing.T) {
	var took []uint64
	for _, n := range []int{1000, 10_000} {
		path := filepath.Join(t.TempDir(), "pinterest.toml")
		write(t, path, string(manyServices(t, n)), 0o600)
		took = append(took, allocated(func() { updateOne(t, path, n) }))
	}
	t.Logf("1,000 services: %d bytes, 10,000: %d, × %.2f", took[0], took[1], float64(took[1])/float64(took[0]))
	if took[1] > 20*took[0] { // slices and maps grow by leaps
		t.Errorf("1,000 services take %d bytes, and 10,000 take %d", took[0], took[1])
	}
}

// The environment of a child process that changes one of so many services.
const (
	envGrowth     = "PINSETUP_TEST_GROWTH"
	envGrowthFile = "PINSETUP_TEST_GROWTH_FILE"
)

// A time can't be asserted, but how often each piece of code runs can: the
// compiler counts it, in go-toml and where slices are searched, too. Nothing may run more than four times as
// often for four times the services.
func TestFourTimesTheServicesTakeFourTimesTheWork(t *testing.T) {
	if services := os.Getenv(envGrowth); services != "" {
		var n int
		fmt.Sscan(services, &n)
		updateOne(t, os.Getenv(envGrowthFile), n)
		return
	}
	if _, err := exec.LookPath("go"); err != nil || testing.Short() {
		t.Skip("compiles the package anew, with go")
	}
	few, many := work(t, 500), work(t, 2000)
	for block, count := range many {
		if was := few[block]; count > 5*was+1000 {
			t.Errorf("%s ran %d times for 500 services, and %d times for 2,000", block, was, count)
		}
	}
}

// work returns how often each block of the code runs when one of n services is
// changed.
func work(t *testing.T, n int) map[string]int {
	t.Helper()
	dir := t.TempDir()
	path, profile := filepath.Join(dir, "pinterest.toml"), filepath.Join(dir, "profile")
	write(t, path, string(manyServices(t, n)), 0o600)
	cmd := exec.Command("go", "test", "-run", "^"+t.Name()+"$", "-count=1", "-covermode=count",
		"-coverpkg=.,github.com/pelletier/go-toml/v2/...,bytes,slices,strings", "-coverprofile="+profile, ".")
	cmd.Env = append(os.Environ(), fmt.Sprint(envGrowth, "=", n), envGrowthFile+"="+path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := os.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	counts := map[string]int{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var statements, count int
		block, rest, ok := strings.Cut(lines.Text(), " ")
		if _, err := fmt.Sscan(rest, &statements, &count); ok && err == nil {
			counts[block] = max(counts[block], count)
		}
	}
	if len(counts) < 1000 {
		t.Fatalf("only %d blocks were counted", len(counts))
	}
	return counts
}

// BenchmarkGrowth says how many times as long, and as many bytes, 10,000
// services take as 1,000, and the floor with them: go-toml's parser alone.
func BenchmarkGrowth(b *testing.B) {
	sizes := []int{1000, 10_000}
	var docs [][]byte
	for _, n := range sizes {
		docs = append(docs, manyServices(b, n))
	}
	floor, change, bytes := []time.Duration{time.Hour, time.Hour}, []time.Duration{time.Hour, time.Hour}, make([]uint64, 2)
	for b.Loop() {
		for i, n := range sizes {
			start := time.Now()
			parseAlone(b, docs[i])
			floor[i] = min(floor[i], time.Since(start))
			start = time.Now()
			changeOne(b, docs[i], fmt.Sprintf("acme:service-%06d", n/2))
			change[i] = min(change[i], time.Since(start))
			bytes[i] = allocated(func() { changeOne(b, docs[i], fmt.Sprintf("acme:service-%06d", n/2)) })
		}
	}
	b.ReportMetric(float64(change[1])/float64(change[0]), "×time")
	b.ReportMetric(float64(floor[1])/float64(floor[0]), "×parsing's-time")
	b.ReportMetric(float64(bytes[1])/float64(bytes[0]), "×bytes")
	b.ReportMetric(float64(change[1])/float64(floor[1]), "×parsing")
}
