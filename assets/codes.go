package assets

import (
	"slices"
	"sync"
)

// A Code is what a bare code can mean: one that was pasted without the message
// that came with it.
type Code struct {
	// Code are Pinterest's numbers, or words of RFC 6749; Status are HTTP
	// statuses. One of the two is empty.
	Code   []string `toml:"code"`
	Status []int    `toml:"status"`
	// Cases are the causes that it is known to stand for, the likeliest first.
	Cases []CodeCase `toml:"case"`
}

// A CodeCase is one cause that a code stands for.
type CodeCase struct {
	// Finding is the ID of the finding that names cause and mend.
	Finding string `toml:"finding"`
	// Where are the places (Match.Where) at which it happens; none for anywhere.
	Where []string `toml:"where"`
	// When tells it from the other cases: "This one if ...".
	When string `toml:"when"`
}

var codes = sync.OnceValue(func() []Code {
	var doc struct {
		Code []Code `toml:"code"`
	}
	catalogue("codes", &doc)
	return doc.Code
})

// Codes returns what bare codes can mean. Don't change the slice.
func Codes() []Code { return codes() }

// CodeByName returns what the number or word can mean, and false for one that
// nobody knows.
func CodeByName(name string) (Code, bool) {
	return find(codes(), func(c Code) bool { return slices.Contains(c.Code, name) })
}

// CodeByStatus returns what the HTTP status can mean, and false for one that
// nobody knows.
func CodeByStatus(status int) (Code, bool) {
	return find(codes(), func(c Code) bool { return slices.Contains(c.Status, status) })
}
