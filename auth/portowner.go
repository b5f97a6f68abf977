package auth

import (
	"bufio"
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/auth/safe"
)

const (
	// ownerAge is how long a busy port is taken to belong to the same process: it
	// is tried every second, and a look through all processes costs more than a
	// try.
	ownerAge = 5 * time.Second
	// ownerTime is how long another program that is asked may take.
	ownerTime = time.Second
)

// owners remembers who listens at an address, for a while: the process may end,
// and another one take its place.
type owners struct {
	look  lookFunc
	known map[string]owner
}

// lookFunc is whoListens, or a test's.
type lookFunc func(ctx context.Context, address string) string

type owner struct {
	name string // "" for one that can't be told
	seen time.Time
}

// find looks for who listens at the addresses, where that isn't known or was
// looked for a while ago.
func (o *owners) find(ctx context.Context, addresses []string) {
	for _, address := range addresses {
		if known, ok := o.known[address]; !ok || time.Since(known.seen) >= ownerAge {
			o.known[address] = owner{o.look(ctx, address), time.Now()}
		}
	}
}

// names returns those that are known at the addresses, each once.
func (o *owners) names(addresses []string) []string {
	var names []string
	for _, address := range addresses {
		if name := o.known[address].name; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// whoListens is portOwner, which may ask another program, within its time.
func whoListens(ctx context.Context, address string) string {
	ctx, cancel := context.WithTimeout(ctx, ownerTime)
	defer cancel()
	return portOwner(ctx, address)
}

// nameOfOwner names a process as "python3 (process 4711)".
func nameOfOwner(name, pid string) string {
	name = safe.Clean(strings.TrimSpace(name), 40)
	if name == "" {
		return "process " + pid
	}
	return name + " (process " + pid + ")"
}

// ownerOfLsof returns the process that keeps others from listening at the
// address, from what "lsof -F pcn" prints: a line for each field, which begins
// with the field's letter; a process, then its sockets. "" for none.
func ownerOfLsof(printed string, at netip.AddrPort) string {
	var pid, name string
	for line := range strings.Lines(printed) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "p"):
			pid, name = line[1:], ""
		case strings.HasPrefix(line, "c"):
			name = line[1:]
		case strings.HasPrefix(line, "n") && covers(line[1:], at):
			return nameOfOwner(name, pid)
		}
	}
	return ""
}

// pidOfNetstat returns the number of the process that keeps others from
// listening at the address, from what "netstat -ano" prints on Windows: protocol,
// local and foreign address, state, process. The state's word is the system
// language's; a socket that listens is the one whose foreign port is 0.
func pidOfNetstat(printed string, at netip.AddrPort) string {
	lines := bufio.NewScanner(strings.NewReader(printed))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 4 && strings.HasPrefix(fields[0], "TCP") && strings.HasSuffix(fields[2], ":0") && covers(fields[1], at) {
			return fields[len(fields)-1]
		}
	}
	return ""
}

// covers reports whether a socket at local ("*:8085", "[::]:8085") keeps others
// from listening at the address.
func covers(local string, at netip.AddrPort) bool {
	if port, all := strings.CutPrefix(local, "*:"); all {
		local = "0.0.0.0:" + port
	}
	socket, err := netip.ParseAddrPort(local)
	return err == nil && socket.Port() == at.Port() && (socket.Addr() == at.Addr() || socket.Addr().IsUnspecified())
}
