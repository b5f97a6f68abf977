package auth

import (
	"bufio"
	"context"
	"encoding/hex"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// portOwner names the process that listens at the address ("127.0.0.1:8085"),
// or on all addresses, as "python3 (process 4711)"; "" where it can't be told,
// as for another user's process.
func portOwner(ctx context.Context, address string) string {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return ""
	}
	sockets := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		listeningSockets(table, at, sockets)
	}
	if len(sockets) == 0 {
		return ""
	}
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, process := range processes {
		if ctx.Err() != nil {
			return ""
		}
		files, _ := filepath.Glob(process + "/fd/*")
		if slices.ContainsFunc(files, func(file string) bool {
			socket, err := os.Readlink(file)
			return err == nil && sockets[socket]
		}) {
			name, _ := os.ReadFile(process + "/comm") // the process may have ended
			return nameOfOwner(string(name), filepath.Base(process))
		}
	}
	return ""
}

// listeningSockets adds the sockets that keep others from listening there, as
// /proc/*/fd names them (proc_net_tcp(5): local address, state 0A, inode).
func listeningSockets(table string, at netip.AddrPort, sockets map[string]bool) {
	f, err := os.Open(table)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 10 || fields[3] != "0A" {
			continue
		}
		host, port, _ := strings.Cut(fields[1], ":")
		addr := kernelAddr(host)
		if n, err := strconv.ParseUint(port, 16, 16); err == nil && uint16(n) == at.Port() && (addr == at.Addr() || addr.IsUnspecified()) {
			sockets["socket:["+fields[9]+"]"] = true
		}
	}
}

// kernelAddr reads an address as the kernel prints it: words of four bytes, in
// this machine's order, which is the little end first where Linux is common.
func kernelAddr(text string) netip.Addr {
	b, err := hex.DecodeString(text)
	if err != nil {
		return netip.Addr{}
	}
	for word := range slices.Chunk(b, 4) {
		slices.Reverse(word)
	}
	addr, _ := netip.AddrFromSlice(b)
	return addr.Unmap()
}

// HowToFindOwner returns the command that shows who listens on a port.
func HowToFindOwner(port string) string { return "sudo ss -ltnp sport = :" + port }
