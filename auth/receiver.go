package auth

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// Limits of the receiver. A browser sends its request at once and in one
// piece; whoever doesn't is cut off.
const (
	requestTimeout = 5 * time.Second
	maxRequest     = 16 << 10
	maxConns       = 64
	// pageWait is how long the browser waits for the outcome before it is told
	// to look at the terminal. Browsers give up only after minutes.
	pageWait = 45 * time.Second
)

// A receiver is the HTTP server that waits for the callback. It lets one
// request through, the first one that is right, and answers all others.
type receiver struct {
	target target
	state  string
	issuer string // the host of the authorize page
	log    *slog.Logger
	listen listenFunc
	// claim hands over what the true callback brought; false means that the
	// flight was settled before.
	claim func(arrival) bool
	// verdict is the outcome that the browser's page tells.
	verdict *verdict
	// stray is told of a request that didn't count, and what it means, if
	// anything.
	stray func(*finding.Finding)

	server *http.Server
	conns  *connections
	served sync.WaitGroup

	// Used by one goroutine at a time.
	bound  map[string]net.Listener // by address
	busy   []string                // the addresses that others have
	owners owners
}

// start prepares the server; bind makes it listen.
func (rc *receiver) start() {
	rc.bound, rc.owners.known = map[string]net.Listener{}, map[string]owner{}
	rc.conns = newConnections(maxConns, func() { rc.stray(nil) })
	rc.server = &http.Server{
		Handler:                      http.HandlerFunc(rc.handle),
		ReadHeaderTimeout:            requestTimeout,
		ReadTimeout:                  requestTimeout,
		WriteTimeout:                 requestTimeout,
		MaxHeaderBytes:               maxRequest,
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(rc.log.Handler(), slog.LevelDebug),
		ConnState:                    rc.conns.changed,
		ConnContext:                  rc.conns.remember,
	}
	// One request a connection: none is left to hold one open.
	rc.server.SetKeepAlivesEnabled(false)
}

// bind listens on every address that isn't bound yet. It returns the bound
// ones, what the others mean, and whether trying again may help.
func (rc *receiver) bind(ctx context.Context) (bound []string, findings []finding.Finding, again bool) {
	rc.busy = nil
	for _, address := range rc.target.addresses {
		err := rc.bindOne(ctx, address)
		if err == nil {
			bound = append(bound, address)
			continue
		}
		rc.log.Debug("cannot listen", "address", address, "err", err)
		again = again || !errors.Is(err, errNoSuchAddress)
		if isOneOf(err, busyErrnos) {
			rc.busy = append(rc.busy, address)
			continue
		}
		f := listenFinding(address, rc.target.port, err)
		if len(rc.target.addresses) == 1 && errors.Is(err, errNoSuchAddress) {
			f = assets.Finding("flight.no-address", "address", address)
		}
		if !hasID(findings, f.ID) {
			findings = append(findings, f)
		}
	}
	if len(rc.busy) > 0 {
		f := busyFinding(rc.target.port, rc.busy, rc.owners.names(rc.busy))
		findings = append([]finding.Finding{f}, findings...)
	}
	return bound, findings, again
}

// findOwners finds out who has the busy addresses: what bind says of them next.
func (rc *receiver) findOwners(ctx context.Context) { rc.owners.find(ctx, rc.busy) }

func (rc *receiver) bindOne(ctx context.Context, address string) error {
	if rc.bound[address] != nil {
		return nil
	}
	l, err := rc.listen(ctx, "tcp", address)
	if isOneOf(err, absentErrnos) {
		return errNoSuchAddress
	}
	if err != nil {
		return err
	}
	rc.bound[address] = l
	rc.log.Debug("listening", "address", address)
	rc.served.Go(func() {
		err := rc.server.Serve(l)
		rc.log.Debug("stopped listening", "address", address, "err", err)
	})
	return nil
}

// close stops listening, lets the answers under way end, cuts off whoever
// still talks, and waits until no goroutine is left. The verdict has to be
// there: the page of the true callback waits for it.
func (rc *receiver) close() {
	for _, l := range rc.bound {
		_ = l.Close()
	}
	rc.served.Wait()
	rc.conns.waitAnswered()
	_ = rc.server.Close()
	rc.conns.waitClosed()
}
