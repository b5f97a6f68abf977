package screentest

import "time"

// An arrival is when a part of what the program wrote was read: the bytes that
// end there.
type arrival struct {
	end int
	at  time.Time
}

// Arrived returns when the byte of Raw with this index came from the program,
// before it was brought to the screen; the zero time where it didn't yet.
func (t *Terminal) Arrived(index int) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range t.arrivals {
		if index < a.end {
			return a.at
		}
	}
	return time.Time{}
}
