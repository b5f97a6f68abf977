package auth

import (
	"context"
	"net/netip"
	"os/exec"
	"strconv"
)

// portOwner names the process that listens at the address ("127.0.0.1:8085"),
// or on all addresses, as "python3 (process 4711)"; "" where it can't be told,
// as for another user's process. macOS tells it to lsof, which belongs to it.
func portOwner(ctx context.Context, address string) string {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return ""
	}
	printed, err := exec.CommandContext(ctx, "/usr/sbin/lsof", "-nP", "-w", "-iTCP:"+strconv.Itoa(int(at.Port())), "-sTCP:LISTEN", "-Fpcn").Output()
	if err != nil {
		return ""
	}
	return ownerOfLsof(string(printed), at)
}

// HowToFindOwner returns the command that shows who listens on a port.
func HowToFindOwner(port string) string { return "sudo lsof -nP -sTCP:LISTEN -iTCP:" + port }
