package main_test

import (
	"go/build/constraint"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// testFuncs returns the names of all tests, fuzz targets and benchmarks, with
// the folder that each is in.
func testFuncs(t *testing.T) map[string]string {
	t.Helper()
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	names := map[string]string{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range declared.FindAllStringSubmatch(string(data), -1) {
			names[m[1]] = filepath.ToSlash(filepath.Dir(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func readText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWhatTheDocumentsNameIsThere(t *testing.T) {
	tests := testFuncs(t)
	test := regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w+`)
	file := regexp.MustCompile("[`(]((?:\\.ci|assets|auth|docs|steps|store|testdata|ui)/[\\w./-]+|[A-Z]+\\.md)[`)]")
	docs, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range append(docs, "README.md", "CONTRIBUTING.md") {
		text := readText(t, doc)
		for _, m := range file.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.FromSlash(m[1])); err != nil {
				t.Errorf("%s names %s, which is not there", doc, m[1])
			}
		}
	}
	for _, doc := range []string{"docs/security.md", "docs/performance.md", "CONTRIBUTING.md"} {
		named := test.FindAllString(readText(t, doc), -1)
		if len(named) == 0 {
			t.Errorf("%s names no test", doc)
		}
		for _, name := range named {
			if _, ok := tests[name]; !ok {
				t.Errorf("%s names %s, which is no test", doc, name)
			}
		}
	}
}

func TestTheMapOfTheCodeShowsEveryPackage(t *testing.T) {
	code, _, _ := strings.Cut(readText(t, "docs/architecture.md"), "\n\nImports go")
	line := regexp.MustCompile(`(?m)^( {4,})([a-z]+)/ `)
	var folders []string                 // from the top to the line's
	mapped := map[string]bool{".": true} // and whether code is in it
	for _, m := range line.FindAllStringSubmatch(code, -1) {
		depth := len(m[1])/2 - 2
		if depth > len(folders) {
			t.Fatalf("%s/ is set in too far", m[2])
		}
		folders = append(folders[:depth], m[2])
		mapped[strings.Join(folders, "/")] = false
	}
	for _, s := range sources(t) {
		folder := path.Dir(s.path)
		if _, ok := mapped[folder]; !ok {
			t.Errorf("docs/architecture.md doesn't show %s", folder)
		}
		for ; folder != "."; folder = path.Dir(folder) {
			mapped[folder] = true
		}
	}
	for folder, holds := range mapped {
		if !holds {
			t.Errorf("docs/architecture.md shows %s, which holds no code", folder)
		}
	}
}

func TestEveryPlantedMistakeHasItsTestAndIsNamed(t *testing.T) {
	tests, guide := testFuncs(t), readText(t, "CONTRIBUTING.md")
	planted := 0
	for line := range strings.Lines(readText(t, ".ci/mistakes")) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.SplitN(line, "|", 4)
		if len(parts) != 4 {
			t.Errorf("%q is not FILE | PACKAGE | TEST | EDIT", line)
			continue
		}
		planted++
		if _, err := os.Stat(filepath.FromSlash(parts[0])); err != nil {
			t.Error(err)
		}
		name, _, _ := strings.Cut(parts[2], "/")
		if dir, ok := tests[name]; !ok || dir != strings.TrimPrefix(parts[1], "./") {
			t.Errorf("%s is no test of %s", name, parts[1])
		}
		if !strings.Contains(guide, name) {
			t.Errorf("CONTRIBUTING.md does not say that %s catches a mistake", name)
		}
	}
	if planted < 40 {
		t.Errorf("only %d mistakes are planted", planted)
	}
}

func TestEveryFuzzTargetHasACorpus(t *testing.T) {
	const least = 3 // inputs in the tree, beside those of f.Add
	for name, dir := range testFuncs(t) {
		if !strings.HasPrefix(name, "Fuzz") {
			continue
		}
		corpus := filepath.Join(dir, "testdata", "fuzz", name)
		if files, _ := os.ReadDir(corpus); len(files) < least {
			t.Errorf("%s has %d inputs in %s, less than %d", name, len(files), filepath.ToSlash(corpus), least)
		}
	}
}

func TestTheFirstChangeShowsWhereContributingSays(t *testing.T) {
	guide := readText(t, "CONTRIBUTING.md")
	command := regexp.MustCompile("`go run \\. (generate [^`]+)`").FindStringSubmatch(guide)
	sentence := regexp.MustCompile(`"([^"]+)" among them`).FindStringSubmatch(guide)
	if command == nil || sentence == nil {
		t.Fatal("CONTRIBUTING.md has no first change any more, or tells it in other words")
	}
	said, _ := pinsetup(t, t.TempDir(), strings.Fields(command[1])...).CombinedOutput()
	if !strings.Contains(string(said), sentence[1]) {
		t.Errorf("pinsetup %s doesn't say %q:\n%s", command[1], sentence[1], said)
	}
}

// A file with a constraint says in its name for what it is: errno_unix.go.
func TestPlatformCodeIsInFilesNamedForIt(t *testing.T) {
	named := regexp.MustCompile(`_(unix|linux|darwin|windows|other)\.go$`)
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || named.MatchString(path) {
			return err
		}
		for line := range strings.Lines(readText(t, path)) {
			line = strings.TrimSpace(line)
			if constraint.IsGoBuild(line) {
				t.Errorf("%s has %q, and its name doesn't say so", filepath.ToSlash(path), line)
			}
			if strings.HasPrefix(line, "package ") {
				break
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
