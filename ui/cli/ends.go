package cli

import (
	"errors"
	"io"
)

// mostRead is after how many bytes a text that never ends is taken as it is.
const mostRead = 256 << 20

// readEnds reads to the end and keeps the first and the last half of limit bytes
// at most: a log ends with its error.
func readEnds(r io.Reader, limit int) ([]byte, error) {
	r = io.LimitReader(r, mostRead)
	head, err := io.ReadAll(io.LimitReader(r, int64(limit/2)))
	if err != nil {
		return nil, err
	}
	var tail []byte
	cut, piece := "", make([]byte, 32<<10)
	for {
		n, err := r.Read(piece)
		tail = append(tail, piece[:n]...)
		if len(tail) > limit/2 && (err != nil || len(tail) > limit) {
			cut, tail = "\n", append([]byte{}, tail[len(tail)-limit/2:]...)
		}
		if errors.Is(err, io.EOF) {
			return append(append(head, cut...), tail...), nil
		}
		if err != nil {
			return nil, err
		}
	}
}
