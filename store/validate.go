package store

import "github.com/pinsetup/pinsetup/assets/finding"

// Validate returns what is wrong with the file's shape, each with its place:
// types, unknown keys, two secrets; service "" means every service.
func (f *File) Validate(service string) []finding.Finding { return nil }

// Surroundings returns what is wrong around the file: mode, git.
func (f *File) Surroundings() []finding.Finding { return nil }

// nearest returns the word that was likely meant, or "".
func nearest(word string, words []string) string {
	best, least := "", max(len(word)/3, 2)+1
	for _, w := range words {
		if d := distance(word, w, least); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance returns how many characters have to be added, removed, changed or
// swapped with their neighbour to make b of a (optimal string alignment); at
// least limit where it is more than that.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if max(len(x)-len(y), len(y)-len(x)) >= limit {
		return limit
	}
	before, row, next := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(y)]
}
