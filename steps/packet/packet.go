// Package packet writes the review packet: what Pinterest's reviewers ask
// for, as Markdown, from what was entered, with what is missing marked.
package packet

// Markdown returns the packet. get returns the value of a field by its key;
// scopes are the chosen ones, tasks the IDs of the chosen tasks.
func Markdown(get func(key string) string, scopes, tasks []string) string { return "" }
