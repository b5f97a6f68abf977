package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
)

// maxText is far more than any text or export has, in bytes.
const maxText = 16 << 20

// WriteText writes a text for its owner alone, safe against a crash like the
// configuration file. It takes the place of an earlier one, which began with the
// same line, and of nothing else.
func WriteText(path string, data []byte) error {
	return writeOver(path, data, func(old []byte) bool { return bytes.Equal(firstLine(old), firstLine(data)) })
}

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return bytes.TrimRight(line, "\r")
}

// WriteExport is WriteText for a document of another system (.env, JSON, YAML,
// Terraform). It takes the place of an earlier one, which had some of the keys
// of the complete document and no others, and of nothing else.
func WriteExport(path string, data, complete []byte) error {
	return writeOver(path, data, func(old []byte) bool {
		keys, have := slices.Collect(maps.Keys(keysOf(old))), keysOf(complete)
		return len(keys) > 0 && !slices.ContainsFunc(keys, func(key string) bool { return !have[key] })
	})
}

func writeOver(path string, data []byte, ours func(old []byte) bool) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := replaceable(path); err != nil {
		return err
	}
	target, unlock, err := claim(abs)
	if err != nil {
		return err
	}
	defer unlock()
	old, err := readLimited(target, maxText)
	r := replacement{target: target, data: data, mode: 0o600, fresh: errors.Is(err, fs.ErrNotExist)}
	switch {
	case r.fresh:
	case err != nil: // a rename would replace it unread
		return fmt.Errorf("%s is there already, and what it holds can't be told (%w). It was left as it was: choose another name", path, err)
	default:
		if err := mayReplace(abs, old, ours); err != nil {
			return err
		}
	}
	return saveError(abs, r.write())
}

var (
	quotedKeys = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"[^"]*"\s*:`) })
	bareKey    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[-\s]*(export\s+)?[\w.-]+\s*[:=]`) })
	aValue     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[-\s]*"[^"]*",?\s*$`) })
)

// keysOf returns what a document says but for its values: its keys, and lines
// that have none and are more than brackets and single values.
func keysOf(data []byte) map[string]bool {
	keys := map[string]bool{}
	for line := range bytes.Lines(data) {
		quoted := quotedKeys().FindAll(line, -1)
		for _, key := range quoted {
			keys[string(key)] = true
		}
		switch bare := bareKey().Find(line); {
		case len(quoted) > 0, aValue().Match(line), len(bytes.Trim(line, " \t\r\n[]{},-")) == 0:
		case bare != nil:
			keys[string(bytes.TrimSpace(bare))] = true
		default:
			keys[string(bytes.TrimSpace(line))] = true
		}
	}
	return keys
}

// mayReplace refuses a file that holds something else than what pinsetup puts
// there: a configuration, or somebody's own text.
func mayReplace(path string, old []byte, ours func(old []byte) bool) error {
	if len(bytes.TrimSpace(old)) == 0 || ours(old) {
		return nil
	}
	return holdsElse(path)
}

func holdsElse(path string) error {
	return fmt.Errorf("%s is there already and holds something else. It was left as it is: choose another name", path)
}
