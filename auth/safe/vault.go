package safe

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"sync"
)

// everything is the vault behind Remember and Redact.
var everything vault

// prefixSize is the least length of a remembered form, and the length of the
// prefix by which forms are found.
const prefixSize = 8

type prefix [prefixSize]byte

// A form is one way in which a secret can be written.
type form struct {
	text string
	// base64 says that it is the middle of something longer.
	base64 bool
}

// A vault finds remembered secrets in a text, in one pass however many there
// are: a file of configurations may hold thousands.
type vault struct {
	mu    sync.RWMutex
	forms map[prefix][]form
}

func (v *vault) remember(value string) {
	value = strings.TrimSpace(value)
	if len(value) < prefixSize || strings.Contains(value, "•") {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.forms == nil {
		v.forms = map[prefix][]form{}
	}
	if v.knows(form{text: value}) {
		return
	}
	for _, f := range formsOf(value) {
		if !v.knows(f) {
			p := prefix([]byte(f.text[:prefixSize]))
			v.forms[p] = append(v.forms[p], f)
		}
	}
}

func (v *vault) knows(f form) bool {
	for _, known := range v.forms[prefix([]byte(f.text[:prefixSize]))] {
		if known == f {
			return true
		}
	}
	return false
}

// formsOf returns the ways in which a secret can be written.
func formsOf(value string) []form {
	query, path := url.QueryEscape(value), url.PathEscape(value)
	inJSON, _ := json.Marshal(value) // a string always encodes
	texts := []string{
		value, query, path, lowerEscapes(query), lowerEscapes(path),
		strings.Trim(string(inJSON), `"`), html.EscapeString(value), everyByte(value),
	}
	forms := make([]form, 0, len(texts)+6)
	for _, text := range texts {
		if len(text) >= prefixSize {
			forms = append(forms, form{text: text})
		}
	}
	for before := range 3 {
		core := base64Core(value, before)
		forms = append(forms, form{core, true}, form{strings.NewReplacer("+", "-", "/", "_").Replace(core), true})
	}
	return forms
}

// base64Core returns the characters that the value alone decides when it is
// encoded behind before (modulo 3) other bytes: "id:secret" in a Basic header,
// whatever the ID.
func base64Core(value string, before int) string {
	encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", before) + value))
	return encoded[(8*before+5)/6 : 8*(before+len(value))/6]
}

// lowerEscapes writes percent escapes with small letters: %2f for %2F.
func lowerEscapes(escaped string) string {
	b := []byte(escaped)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}

// everyByte escapes even what needs no escape.
func everyByte(value string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(value) {
		b.WriteString("%" + string(digits[value[i]>>4]) + string(digits[value[i]&15]))
	}
	return b.String()
}

// redact replaces every remembered secret by Mask. Secrets that overlap are
// replaced by one Mask.
func (v *vault) redact(text string) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if len(v.forms) == 0 || len(text) < prefixSize {
		return text
	}
	var b strings.Builder
	done, start, end := 0, -1, -1 // text[start:end] is secret
	for i := 0; i+prefixSize <= len(text); i++ {
		for _, f := range v.forms[prefix([]byte(text[i:i+prefixSize]))] {
			if !strings.HasPrefix(text[i:], f.text) {
				continue
			}
			from, to := i, i+len(f.text)
			if f.base64 {
				from, to = widen(text, from, to)
			}
			if start >= 0 && from >= end {
				b.WriteString(text[done:start] + Mask)
				done, start = end, -1
			}
			if start < 0 || from < start {
				start = max(from, done)
			}
			end = max(end, to)
		}
	}
	if done == 0 && start < 0 {
		return text
	}
	if start >= 0 {
		b.WriteString(text[done:start] + Mask)
		done = end
	}
	b.WriteString(text[done:])
	return b.String()
}

// widen extends a piece of base64 to the whole of it.
func widen(text string, from, to int) (int, int) {
	inside := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("+/-_=", c) >= 0
	}
	for from > 0 && inside(text[from-1]) {
		from--
	}
	for to < len(text) && inside(text[to]) {
		to++
	}
	return from, to
}
