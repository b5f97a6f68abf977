package store

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// manyServices returns a file with n services of every field.
func manyServices(b testing.TB, n int) []byte {
	f, err := Parse("pinterest.toml", nil)
	if err == nil {
		err = f.Set("acme:service-000000", full())
	}
	if err != nil {
		b.Fatal(err)
	}
	_, one, _ := bytes.Cut(f.Bytes(), []byte("\n\n"))
	var all bytes.Buffer
	for i := range n {
		all.Write(bytes.ReplaceAll(one, []byte("service-000000"), fmt.Appendf(nil, "service-%06d", i)))
		all.WriteByte('\n')
	}
	return all.Bytes()
}

var sizes = []int{100, 1000, 10_000, 100_000}

// BenchmarkChangeOne reads a file, changes one service and makes the new
// bytes. Each time it is compared with the floor, measured right before it:
// go-toml's parser, and nothing done with what it finds.
func BenchmarkChangeOne(b *testing.B) {
	for _, n := range sizes {
		doc := manyServices(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			floor, change := time.Hour, time.Hour
			for b.Loop() {
				b.StopTimer()
				start := time.Now()
				parseAlone(b, doc)
				floor = min(floor, time.Since(start))
				b.StartTimer()
				start = time.Now()
				changeOne(b, doc, fmt.Sprintf("acme:service-%06d", n/2))
				change = min(change, time.Since(start))
			}
			b.ReportMetric(float64(change)/float64(floor), "×parsing")
		})
	}
}

func parseAlone(b *testing.B, doc []byte) {
	var p unstable.Parser
	p.Reset(doc)
	for p.NextExpression() {
	}
	if p.Error() != nil {
		b.Fatal(p.Error())
	}
}

func changeOne(b *testing.B, doc []byte, id string) {
	f, err := Parse("pinterest.toml", doc)
	if err != nil {
		b.Fatal(err)
	}
	s, err := f.Service(id)
	if err != nil {
		b.Fatal(err)
	}
	s.ClientID, s.TestRedirectURI = "2", ""
	if err := f.Set(id, s); err != nil || !f.Changed() {
		b.Fatal("nothing changed: ", err)
	}
}

// BenchmarkDecodeAlone is what a connector does without this package: decode
// everything.
func BenchmarkDecodeAlone(b *testing.B) {
	doc := manyServices(b, 10_000)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		var all map[string]any
		if err := toml.Unmarshal(doc, &all); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkValidateAll looks at every service, and shows the whole masked.
func BenchmarkValidateAll(b *testing.B) {
	for _, n := range sizes[1:3] {
		doc := manyServices(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				f, err := Parse("pinterest.toml", doc)
				if err != nil {
					b.Fatal(err)
				}
				if found := f.Validate(""); len(found) > 0 {
					b.Fatal(found[0])
				}
			}
		})
	}
}
