package auth

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
)

// connections keeps the receiver from being filled up by connections that say
// nothing or little: above the limit, the oldest one that isn't being answered
// is cut off, so that a new one, the browser's, always gets in.
type connections struct {
	limit int
	// cutOff is told of each connection that said something and ended without
	// a handler: too long, too slow, no HTTP.
	cutOff func()

	mu        sync.Mutex
	changes   sync.Cond
	open      map[net.Conn]*connection
	order     []net.Conn // those that can be cut off, the oldest first
	answering int
}

type connection struct{ spoke, answered bool }

type connKey struct{}

func newConnections(limit int, cutOff func()) *connections {
	c := &connections{limit: limit, cutOff: cutOff, open: map[net.Conn]*connection{}}
	c.changes.L = &c.mu
	return c
}

// remember is http.Server.ConnContext.
func (c *connections) remember(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

// changed is http.Server.ConnState.
func (c *connections) changed(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.add(conn)
	case http.StateActive:
		c.mu.Lock()
		c.open[conn].spoke = true
		c.mu.Unlock()
	case http.StateClosed:
		c.remove(conn)
	}
}

func (c *connections) add(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[conn] = &connection{}
	c.order = append(c.order, conn)
	if len(c.order) > c.limit {
		_ = c.order[0].Close() // its goroutine notices, and calls remove
		c.order = slices.Delete(c.order, 0, 1)
	}
}

func (c *connections) remove(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.open[conn]; known.spoke && !known.answered {
		c.cutOff() // before waitClosed can see that it is gone
	}
	delete(c.open, conn)
	c.release(conn)
	c.changes.Broadcast()
}

// release takes the connection from those that can be cut off.
func (c *connections) release(conn net.Conn) {
	if at := slices.Index(c.order, conn); at >= 0 {
		c.order = slices.Delete(c.order, at, at+1)
	}
}

// answer runs a handler for a request of the context's connection, which is
// not cut off from now on.
func (c *connections) answer(ctx context.Context, handle func()) {
	conn, _ := ctx.Value(connKey{}).(net.Conn)
	c.mu.Lock()
	c.open[conn].answered = true
	c.release(conn)
	c.answering++
	c.changes.Broadcast()
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.answering--
		c.changes.Broadcast()
		c.mu.Unlock()
	}()
	handle()
}

// waitAnswered waits until no handler runs.
func (c *connections) waitAnswered() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.answering > 0 {
		c.changes.Wait()
	}
}

// waitClosed waits until no connection is left.
func (c *connections) waitClosed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.open) > 0 {
		c.changes.Wait()
	}
}
