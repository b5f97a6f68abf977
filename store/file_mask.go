package store

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// Masked returns Bytes with secrets masked, to be shown.
func (f *File) Masked() string { return string(f.withMark(maskDocument(f.data))) }

// secretKeys are the keys, in small letters and without separators, whose
// values are not shown: pinsetup's own and their likely neighbours.
var secretKeys = []string{
	"clientsecret", "appsecret", "secret", "secretkey", "password", "passphrase",
	"token", "accesstoken", "refreshtoken", "apikey", "privatekey",
}

func isSecretKey(key string) bool {
	return slices.Contains(secretKeys, bareWord(key))
}

// maskDocument replaces the values of secret keys, wherever they are. The
// document is TOML, and keeps its number of lines.
func maskDocument(data []byte) []byte {
	var masked []byte
	done := 0
	hide := func(at span) {
		masked = append(masked, data[done:at.start]...)
		masked = append(masked, maskValue(at.of(data))...)
		done = at.end
	}
	var p unstable.Parser
	p.Reset(data)
	for p.NextExpression() {
		if e := p.Expression(); e.Kind == unstable.KeyValue {
			maskExpression(data, e, hide)
		}
	}
	return append(masked, data[done:]...)
}

func maskExpression(data []byte, e *unstable.Node, hide func(span)) {
	var last *unstable.Node
	secret := false
	for keys := e.Key(); keys.Next(); {
		last = keys.Node()
		secret = secret || isSecretKey(string(last.Data))
	}
	if secret {
		start := valueStart(data, int(last.Raw.Offset+last.Raw.Length))
		hide(span{start, int(e.Raw.Offset + e.Raw.Length)})
		return
	}
	maskNested(data, e.Value(), hide)
}

func maskNested(data []byte, value *unstable.Node, hide func(span)) {
	for all := value.Children(); all.Next(); {
		if n := all.Node(); n.Kind == unstable.KeyValue {
			maskExpression(data, n, hide)
		} else {
			maskNested(data, n, hide)
		}
	}
}

// maskValue returns what is shown in place of a value: its quotes around a
// mask, the same for every length, and as many lines.
func maskValue(value []byte) []byte {
	quote := ""
	for _, q := range []string{`"""`, `'''`, `"`, `'`} {
		if bytes.HasPrefix(value, []byte(q)) {
			quote = q
			break
		}
	}
	if string(value) == quote+quote {
		return value
	}
	lines := bytes.Count(value, []byte{'\n'})
	return []byte(quote + safe.Mask + strings.Repeat("\n"+safe.Mask, lines) + quote)
}

// maskBroken returns the line at offset of a document that can't be parsed,
// with everything masked that may be a secret.
func maskBroken(data []byte, start int) []byte {
	line := bytes.TrimRight(data[start:lineEnd(data, start)], "\r\n")
	before := data[:start]
	for _, q := range []string{`"""`, `'''`} {
		if bytes.Count(before, []byte(q))%2 == 1 {
			return []byte(safe.Mask) // inside of a text of several lines
		}
	}
	low := bytes.ToLower(line)
	from := len(line)
	for _, word := range []string{"secret", "token", "password", "passphrase", "key"} {
		if i := bytes.Index(low, []byte(word)); i >= 0 {
			from = min(from, i+len(word))
		}
	}
	if from == len(line) {
		return []byte(safe.Redact(string(maskRuns(line))))
	}
	if i := bytes.IndexAny(line[from:], "=:"); i >= 0 {
		from += i + 1
	}
	return append(bytes.Clone(line[:from]), " "+safe.Mask...)
}

// maskRuns replaces whatever is as long as a secret and has no space in it:
// a value that was pasted without its key.
func maskRuns(line []byte) []byte {
	words := bytes.SplitAfter(line, []byte{' '})
	for i, word := range words {
		if core := bytes.Trim(word, ` "'`); len(core) >= 32 && !bytes.ContainsAny(core, "/.:#") {
			words[i] = bytes.Replace(word, core, []byte(safe.Mask), 1)
		}
	}
	return bytes.Join(words, nil)
}
