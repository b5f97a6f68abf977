package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// jsonVersion is the version of every JSON document that commands print. It is
// raised when a reader of the old shape would misread the new one.
const jsonVersion = 1

// writeJSON prints one document, to be read by programs and people.
func (a *app) writeJSON(doc any) error { return encode(hiding{a.out}, doc, "  ") }

// noJSON refuses --json for a command that prints one form alone. A variable is
// meant for the commands that have another.
func (a *app) noJSON(cmd *cobra.Command, form string) error {
	if a.flags.json && !a.fromVariable["json"] {
		return usage("%s prints %s, and has no JSON. Leave --json out", cmd.CommandPath(), form)
	}
	return nil
}

// writeEvent prints one event on a line of its own.
func writeEvent(w io.Writer, event any) error { return encode(hiding{w}, event, "") }

// hiding takes the remembered secrets out of the strings of JSON documents, each
// written at once. What is printed to be used, a token, goes around it.
type hiding struct{ to io.Writer }

func (h hiding) Write(document []byte) (int, error) {
	var b bytes.Buffer
	for rest := document; ; {
		start := bytes.IndexByte(rest, '"')
		if start < 0 {
			b.Write(rest)
			break
		}
		end := start + 1
		for rest[end] != '"' {
			if rest[end] == '\\' {
				end++
			}
			end++
		}
		b.Write(rest[:start])
		b.Write(hidden(rest[start : end+1]))
		rest = rest[end+1:]
	}
	_, err := h.to.Write(b.Bytes())
	return len(document), err
}

// hidden takes the remembered secrets out of a string of JSON, quotes included.
func hidden(quoted []byte) []byte {
	text := string(quoted[1 : len(quoted)-1])
	if strings.Contains(text, `\`) && json.Unmarshal(quoted, &text) != nil {
		return quoted
	}
	known := safe.RedactKnown(text)
	if known == text {
		return quoted
	}
	quoted, _ = json.Marshal(known) // a string always encodes
	return quoted
}

func encode(w io.Writer, doc any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(doc); err != nil {
		return written(err)
	}
	_, err := w.Write(escapeUnseen(b.Bytes()))
	return written(err)
}

// escapeUnseen writes characters that show nothing, or that a terminal obeys,
// as \u escapes: the value is the same. JSON has them inside strings alone.
func escapeUnseen(document []byte) []byte {
	if !bytes.ContainsFunc(document, isUnseen) {
		return document
	}
	var b bytes.Buffer
	for _, r := range string(document) {
		if !isUnseen(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.Bytes()
}

func isUnseen(r rune) bool { return r >= 0x7f && !unicode.IsPrint(r) }

// written says that standard output doesn't take what was to be printed.
func written(err error) error {
	if err == nil {
		return nil
	}
	return exit(exitFile, err)
}

// list makes an empty list of none: a reader of JSON should not meet null.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// findingsDoc is the part that documents with findings share.
type findingsDoc struct {
	Findings []finding.Finding `json:"findings"`
}
