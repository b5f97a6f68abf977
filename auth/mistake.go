package auth

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// mistakes takes a panic out of a goroutine to the one that waits for it. A panic
// that nobody recovers ends the program where it happens, and leaves the terminal
// as a wizard had it; who waits can hand it to a front end.
type mistakes struct{ first atomic.Pointer[string] }

// guard does what may hold a mistake, and reports whether it held none.
func (m *mistakes) guard(do func()) (ok bool) {
	defer func() {
		if mistake := recover(); mistake != nil {
			text := fmt.Sprintf("%v\n\n%s", mistake, debug.Stack())
			m.first.CompareAndSwap(nil, &text)
		}
	}()
	do()
	return true
}

// raise panics with the first mistake, where there was one.
func (m *mistakes) raise() {
	if text := m.first.Load(); text != nil {
		panic(*text)
	}
}
