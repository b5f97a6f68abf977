// Package assets holds pinsetup's text and data: findings and diagnoses, the
// catalogue of scopes, tasks and operations, the guides of the steps, the
// callback pages, the JSON Schema. Everything is embedded, nothing is parsed
// before it is asked for, and every accessor parses at most once.
//
// Adding a scope, a task, a diagnosis or a guide line is an edit of a file
// here, not of code; the tests of this package check every entry.
package assets

import "embed"

//go:embed all:findings all:catalogue all:guides all:pages all:schema
var files embed.FS
