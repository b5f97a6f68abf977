package store

import (
	"bytes"
	"slices"
)

// A DiffLine is one line of a difference.
type DiffLine struct {
	Op   byte // ' ', '+', '-'
	Text string
	// Old and New are the line's numbers before and after, from 1; 0 where it
	// isn't there. Where they leap, lines without a difference were left out.
	Old, New int
}

// Diff returns the difference between what was read and Bytes, with context
// lines around, secrets masked. A secret that changed is a line that goes and
// a line that comes, both with the same mask.
func (f *File) Diff(context int) []DiffLine {
	was, is := splitLines(f.old), splitLines(f.data)
	wasShown, isShown := splitLines(maskDocument(f.old)), splitLines(maskDocument(f.data))
	steps := edits(was, is)
	var lines []DiffLine
	for i, s := range steps {
		if s.op == ' ' && !nearChange(steps, i, context) {
			continue
		}
		line := DiffLine{Op: s.op}
		if s.op != '+' {
			line.Old, line.Text = s.old+1, wasShown[s.old]
		}
		if s.op != '-' {
			line.New, line.Text = s.new+1, isShown[s.new]
		}
		lines = append(lines, line)
	}
	return lines
}

func nearChange(steps []edit, i, context int) bool {
	from, to := max(0, i-context), min(len(steps), i+context+1)
	return slices.ContainsFunc(steps[from:to], func(s edit) bool { return s.op != ' ' })
}

func splitLines(data []byte) []string {
	var lines []string
	for line := range bytes.Lines(data) {
		lines = append(lines, string(bytes.TrimRight(line, "\r\n")))
	}
	return lines
}

// An edit is one step from a list to another: element old stays as new (' '),
// element old goes ('-'), element new comes ('+').
type edit struct {
	op       byte
	old, new int
}

// maxEdits is the number of differences up to which the shortest list of edits
// is looked for; beyond, everything between the first and the last difference
// goes and comes.
const maxEdits = 1000

// edits returns the shortest list of edits from a to b (E. W. Myers, "An
// O(ND) Difference Algorithm and Its Variations", 1986).
func edits(a, b []string) []edit {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	steps := make([]edit, 0, len(a)+1)
	for i := range head {
		steps = append(steps, edit{' ', i, i})
	}
	for _, s := range myers(a[head:len(a)-tail], b[head:len(b)-tail]) {
		steps = append(steps, edit{s.op, s.old + head, s.new + head})
	}
	for i := range tail {
		steps = append(steps, edit{' ', len(a) - tail + i, len(b) - tail + i})
	}
	return steps
}

func myers(a, b []string) []edit {
	limit := min(len(a)+len(b), maxEdits)
	// furthest[limit+k] is the furthest x on diagonal k = x - y.
	furthest := make([]int, 2*limit+2)
	var trace [][]int
	for d := 0; d <= limit; d++ {
		trace = append(trace, slices.Clone(furthest))
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && furthest[limit+k-1] < furthest[limit+k+1] {
				x = furthest[limit+k+1]
			} else {
				x = furthest[limit+k-1] + 1
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			furthest[limit+k] = x
			if x >= len(a) && x-k >= len(b) {
				return walkBack(trace, len(a), len(b), limit)
			}
		}
	}
	return wholesale(len(a), len(b))
}

// walkBack finds the way to (x, y) that the trace took.
func walkBack(trace [][]int, x, y, limit int) []edit {
	var steps []edit
	for d := len(trace) - 1; d >= 0; d-- {
		furthest, k := trace[d], x-y
		op, from := byte('-'), k-1
		if k == -d || k != d && furthest[limit+k-1] < furthest[limit+k+1] {
			op, from = '+', k+1
		}
		fromX := furthest[limit+from]
		fromY := fromX - from
		for x > fromX && y > fromY {
			x, y = x-1, y-1
			steps = append(steps, edit{' ', x, y})
		}
		if d > 0 {
			x, y = fromX, fromY
			steps = append(steps, edit{op, x, y})
		}
	}
	slices.Reverse(steps)
	return steps
}

func wholesale(a, b int) []edit {
	steps := make([]edit, 0, a+b)
	for i := range a {
		steps = append(steps, edit{'-', i, 0})
	}
	for i := range b {
		steps = append(steps, edit{'+', a, i})
	}
	return steps
}
