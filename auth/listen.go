package auth

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// A target is where the callback is expected: the redirect URI, taken apart.
type target struct {
	host string // "localhost", "127.0.0.1", "::1"
	port int
	path string // escaped, at least "/"
	// addresses are the ones to listen on; none where only a paste can settle
	// the flight.
	addresses []string
}

// targetOf takes a redirect URI apart that App.flyable has accepted. RFC 8252
// §7.3 has a client listen on loopback addresses alone.
func targetOf(redirectURI string) target {
	u, err := url.Parse(redirectURI)
	if err != nil {
		return target{}
	}
	t := target{host: strings.ToLower(u.Hostname()), path: u.EscapedPath(), port: 80}
	if u.Port() != "" {
		t.port, _ = strconv.Atoi(u.Port())
	}
	if t.path == "" {
		t.path = "/"
	}
	if u.Scheme != "http" || t.port < 1 || t.port > 65535 {
		return t
	}
	ips := []string{}
	if t.host == "localhost" {
		ips = []string{"127.0.0.1", "::1"}
	} else if addr, err := netip.ParseAddr(t.host); err == nil && addr.IsLoopback() {
		ips = []string{addr.String()}
	}
	for _, ip := range ips {
		t.addresses = append(t.addresses, net.JoinHostPort(ip, strconv.Itoa(t.port)))
	}
	return t
}

// answersFor reports whether a Host header is one that a browser sends for the
// redirect URI or another name of this machine at its port. Any other name
// means that somebody's DNS points at this machine (DNS rebinding).
func (t target) answersFor(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.Trim(host, "[]"), "80"
	}
	return port == strconv.Itoa(t.port) && IsLoopback(name)
}

// listenFunc is net.ListenConfig.Listen.
type listenFunc func(ctx context.Context, network, address string) (net.Listener, error)

func listenTCP(ctx context.Context, network, address string) (net.Listener, error) {
	var lc net.ListenConfig
	return lc.Listen(ctx, network, address)
}

// errNoSuchAddress says that the machine hasn't the address, and never will
// have it while the flight lasts.
var errNoSuchAddress = errors.New("this machine has no such address")

// busyFinding says that others listen at these addresses of one port, and who
// they are, as far as that is known: one port is one thing to mend.
func busyFinding(port int, addresses, owners []string) finding.Finding {
	args := []string{
		"port", strconv.Itoa(port), "address", strings.Join(addresses, " and "),
		"owner", strings.Join(owners, " and "), "command", HowToFindOwner(strconv.Itoa(port)),
	}
	if len(owners) > 0 {
		return assets.Finding("flight.port-busy-by", args...)
	}
	return assets.Finding("flight.port-busy", args...)
}

// listenFinding says what another failure to listen means, and what the ways
// out are.
func listenFinding(address string, port int, err error) finding.Finding {
	at := strconv.Itoa(port)
	switch {
	case isOneOf(err, deniedErrnos) && port < 1024:
		return assets.Finding("flight.port-privileged", "port", at)
	case errors.Is(err, errNoSuchAddress) && strings.HasPrefix(address, "["):
		return assets.Finding("flight.no-ipv6")
	case errors.Is(err, errNoSuchAddress):
		return assets.Finding("flight.no-ipv4")
	}
	return assets.Finding("flight.cannot-listen", "address", address, "reason", reason(err))
}

// reason is the part of a socket's error that says something.
func reason(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return err.Error()
}

// lookupFinding says that "localhost" is something else for this system's
// resolver than what is listened on: the browser may go there.
func lookupFinding(ctx context.Context, lookup func(context.Context, string) ([]string, error)) *finding.Finding {
	addresses, err := lookup(ctx, "localhost")
	if err != nil {
		return nil // browsers know localhost without a resolver (RFC 6761 §6.3)
	}
	for _, a := range addresses {
		addr, err := netip.ParseAddr(a)
		if err == nil && addr != netip.IPv6Loopback() && addr != netip.AddrFrom4([4]byte{127, 0, 0, 1}) {
			f := assets.Finding("flight.localhost-elsewhere", "address", a)
			return &f
		}
	}
	return nil
}
