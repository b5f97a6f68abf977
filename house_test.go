package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/pinsetup/pinsetup/"

// A source is one Go file of the project that is no test.
type source struct {
	path string // "store/save.go"
	file *ast.File
	set  *token.FileSet
}

// sources parses all Go files, tests apart.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != ".") {
			if err == nil {
				err = filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		all = append(all, source{filepath.ToSlash(path), file, set})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d files found", len(all))
	}
	return all
}

// layers are the parts of the program: each may import those after it.
var layers = []string{"ui", "steps", "store", "auth", "assets"}

func TestImportsGoOneWay(t *testing.T) {
	for _, s := range sources(t) {
		from := slices.Index(layers, strings.SplitN(s.path, "/", 2)[0])
		for _, i := range s.file.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			inner, ours := strings.CutPrefix(path, module)
			if !ours {
				continue
			}
			if to := slices.Index(layers, strings.SplitN(inner, "/", 2)[0]); to < from {
				t.Errorf("%s imports %s: imports go main → ui → steps → store → auth → assets", s.path, inner)
			}
		}
	}
}

func TestStepsTouchNothingOfTheWorldOutside(t *testing.T) {
	foreign := []string{"os", "net", "net/http", "io/fs", "io/ioutil", "os/exec", "syscall", "math/rand", "math/rand/v2", "crypto/rand"}
	for _, s := range sources(t) {
		if !strings.HasPrefix(s.path, "steps/") {
			continue
		}
		for _, i := range s.file.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			if slices.Contains(foreign, path) || strings.HasPrefix(path, "charm.land/") || strings.HasPrefix(path, "github.com/charmbracelet/") {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "NewTimer"}, sel.Sel.Name) {
					t.Errorf("%s reads the clock: time.%s", s.set.Position(n.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestEveryExportedNameHasADocComment(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && exportedReceiver(d) && d.Doc == nil {
					t.Errorf("%s: %s has no doc comment", s.set.Position(d.Pos()), d.Name)
				}
			case *ast.GenDecl:
				undocumented(t, s, d)
			}
		}
	}
}

// ordinary are methods that say all in their name, of interfaces that
// everybody knows.
var ordinary = []string{"Error", "String", "Unwrap", "Is", "MarshalText", "UnmarshalText"}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	name := d.Recv.List[0].Type
	if star, ok := name.(*ast.StarExpr); ok {
		name = star.X
	}
	if list, ok := name.(*ast.IndexExpr); ok {
		name = list.X
	}
	id, ok := name.(*ast.Ident)
	return ok && id.IsExported() && !slices.Contains(ordinary, d.Name.Name)
}

func undocumented(t *testing.T, s source, d *ast.GenDecl) {
	t.Helper()
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
				t.Errorf("%s: type %s has no doc comment", s.set.Position(spec.Pos()), spec.Name)
			}
		case *ast.ValueSpec:
			if spec.Names[0].IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				t.Errorf("%s: %s has no doc comment", s.set.Position(spec.Pos()), spec.Names[0])
			}
		}
	}
}

func TestFilesAndFunctionsCanBeReadAtOnce(t *testing.T) {
	const fileLimit, functionLimit = 400, 60 // lines
	for _, s := range sources(t) {
		if lines := s.set.File(s.file.Pos()).LineCount(); lines > fileLimit {
			t.Errorf("%s has %d lines, more than %d", s.path, lines, fileLimit)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; lines > functionLimit {
				t.Errorf("%s: %s has %d lines, more than %d", s.set.Position(f.Pos()), f.Name, lines, functionLimit)
			}
		}
	}
}
