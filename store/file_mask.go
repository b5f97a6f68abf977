package store

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// Masked returns Bytes with secrets masked, to be shown, and with what may be
// one.
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

// maskDocument replaces the values of secret keys, wherever they are: in a
// table, in one whose name says that it is secret, in a comment. So it does with
// what looks like a secret under another key. The document is TOML, and keeps its
// number of lines.
func maskDocument(data []byte) []byte { return maskedBy(data).masked }

// holdsSecret reports whether a secret stands in a document itself. What only
// looks like one under a key that pinsetup doesn't know is none: a commit's hash
// has the same shape.
func holdsSecret(data []byte) bool { return maskedBy(data).sure }

func maskedBy(data []byte) masker {
	m := masker{data: data}
	p := unstable.Parser{KeepComments: true}
	p.Reset(data)
	for inSecret := false; p.NextExpression(); {
		e := p.Expression()
		switch {
		case e.Kind == unstable.Comment:
			m.comment(e)
			continue
		case e.Kind != unstable.KeyValue:
			inSecret, _ = secretKey(e)
		case inSecret:
			_, last := secretKey(e)
			m.hide(e, last)
		default:
			m.keyValue(e)
		}
		if behind := e.Next(); behind != nil {
			m.comment(behind)
		}
	}
	m.masked = append(m.masked, data[m.done:]...)
	return m
}

// A masker copies a document, and masks on the way. It is shown the document's
// nodes in their order.
type masker struct {
	data, masked []byte
	done         int
	// sure says that something that was masked is a secret.
	sure bool
}

func (m *masker) replace(at span, with []byte) {
	m.sure = m.sure || !bytes.Equal(at.of(m.data), with)
	m.replaceDoubtful(at, with)
}

// replaceDoubtful is replace for what may be no secret.
func (m *masker) replaceDoubtful(at span, with []byte) {
	m.masked = append(m.masked, m.data[m.done:at.start]...)
	m.masked = append(m.masked, with...)
	m.done = at.end
}

// keyValue masks what is secret in a key = value.
func (m *masker) keyValue(e *unstable.Node) {
	secret, last := secretKey(e)
	if secret {
		m.hide(e, last)
		return
	}
	m.nested(e.Value(), string(last.Data))
}

// nested masks what is secret in a key's value.
func (m *masker) nested(value *unstable.Node, key string) {
	if value.Kind == unstable.String {
		m.misplaced(value, key)
		return
	}
	for all := value.Children(); all.Next(); {
		switch n := all.Node(); n.Kind {
		case unstable.KeyValue:
			m.keyValue(n)
		case unstable.Comment:
			m.comment(n)
			m.nested(n, key) // the comments below it
		default:
			m.nested(n, key)
		}
	}
}

// misplaced masks a text that is a secret by its look, or has a token or a code in
// it.
func (m *masker) misplaced(n *unstable.Node, key string) {
	at := span{int(n.Raw.Offset), int(n.Raw.Offset + n.Raw.Length)}
	switch raw := at.of(m.data); {
	case len(n.Data) < 40 || safe.Misplaced(string(n.Data)) == "":
		m.token(at)
	case slices.ContainsFunc(fields, func(f field) bool { return f.name == key }):
		m.replace(at, maskValue(raw))
	default:
		m.replaceDoubtful(at, maskValue(raw))
	}
}

// token masks tokens and codes in a value.
func (m *masker) token(at span) {
	raw := at.of(m.data)
	if bytes.IndexByte(raw, '=') >= 0 || bytes.Contains(raw, []byte("pin")) && bytes.IndexByte(raw, '_') >= 0 {
		m.replace(at, []byte(safe.Redact(string(raw))))
	}
}

// hide masks the value of a key = value, whose key ends with this node.
func (m *masker) hide(e, last *unstable.Node) {
	at := span{valueStart(m.data, int(last.Raw.Offset+last.Raw.Length)), int(e.Raw.Offset + e.Raw.Length)}
	m.replace(at, maskValue(at.of(m.data)))
}

func (m *masker) comment(n *unstable.Node) {
	at := span{int(n.Raw.Offset), int(n.Raw.Offset + n.Raw.Length)}
	m.replace(at, maskComment(at.of(m.data)))
}

// secretKey reports whether one of a node's keys says that it is secret, and
// returns the last one.
func secretKey(e *unstable.Node) (secret bool, last *unstable.Node) {
	for keys := e.Key(); keys.Next(); {
		last = keys.Node()
		secret = secret || isSecretKey(string(last.Data))
	}
	return secret, last
}

// maskComment masks a secret that was commented out, or written into a comment:
// what is given to a secret key, and what looks like a secret where one is named.
func maskComment(text []byte) []byte {
	for i, c := range text {
		if c != '=' && c != ':' || i+1 < len(text) && text[i+1] == c {
			continue
		}
		value := bytes.TrimSpace(text[i+1:])
		prose := c == ':' && bytes.IndexByte(value, ' ') >= 0 && value[0] != '"' && value[0] != '\''
		if len(bytes.Trim(value, `"'`)) == 0 || prose {
			continue
		}
		words := bytes.FieldsFunc(text[:i], func(r rune) bool { return strings.ContainsRune(" \t#.\"'`,;", r) })
		if len(words) > 0 && isSecretKey(string(words[len(words)-1])) {
			return append(bytes.Clone(text[:i+1]), " "+safe.Mask...)
		}
	}
	if secretWord(text) < len(text) {
		text = maskRuns(text)
	}
	if bytes.IndexByte(text, '_') >= 0 { // as every token of Pinterest has
		return []byte(safe.Redact(string(text)))
	}
	return text
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
	from := secretWord(line)
	if from == len(line) {
		return []byte(safe.Redact(string(maskRuns(line))))
	}
	if i := bytes.IndexAny(line[from:], "=:"); i >= 0 {
		from += i + 1
	}
	return append(bytes.Clone(line[:from]), " "+safe.Mask...)
}

// secretWord returns where the first word of a line that names a secret ends;
// the line's length where there is none.
func secretWord(line []byte) int {
	low := bytes.Clone(line)
	for i, c := range low { // not ToLower: its result may be longer
		if 'A' <= c && c <= 'Z' {
			low[i] += 'a' - 'A'
		}
	}
	from := len(line)
	for _, word := range []string{"secret", "token", "password", "passphrase", "key"} {
		if i := bytes.Index(low, []byte(word)); i >= 0 {
			from = min(from, i+len(word))
		}
	}
	return from
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
