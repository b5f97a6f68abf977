// Package near measures how far apart two words are, to guess which one was
// meant.
package near

// Likely returns the word that was likely meant, or "": the longer a word, the
// more slips it may have, up to three. The first of two that are equally near
// wins.
func Likely(word string, words []string) string {
	limit := min(max(len(word)/3, 1), 3) + 1
	best := ""
	for _, w := range words {
		if d := Distance(word, w, limit); d < limit {
			best, limit = w, d
		}
	}
	return best
}

// Distance returns how many characters have to be added, removed, changed or
// swapped with their neighbour to make b of a (optimal string alignment). It is
// worked out only below the limit: what is as far apart or further may be
// anything from there on.
func Distance(a, b string, limit int) int {
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
