package auth

import (
	"context"
	"net/netip"
	"os/exec"
	"path/filepath"
	"strconv"

	win "golang.org/x/sys/windows"
)

// portOwner names the process that listens at the address ("127.0.0.1:8085"),
// or on all addresses, as "node.exe (process 4711)"; "" where it can't be told.
// Windows tells the number to netstat, which belongs to it.
func portOwner(ctx context.Context, address string) string {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return ""
	}
	system, err := win.GetSystemDirectory()
	if err != nil {
		return ""
	}
	printed, err := exec.CommandContext(ctx, filepath.Join(system, "netstat.exe"), "-ano").Output()
	if err != nil {
		return ""
	}
	pid := pidOfNetstat(string(printed), at)
	if pid == "" {
		return ""
	}
	return nameOfOwner(program(pid), pid)
}

// program returns the name of a process's program; "" where it can't be told,
// as for a service of the system.
func program(pid string) string {
	id, err := strconv.ParseUint(pid, 10, 32)
	if err != nil {
		return ""
	}
	process, err := win.OpenProcess(win.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(id))
	if err != nil {
		return ""
	}
	defer func() { _ = win.CloseHandle(process) }()
	path := make([]uint16, win.MAX_LONG_PATH)
	size := uint32(len(path))
	if err := win.QueryFullProcessImageName(process, 0, &path[0], &size); err != nil {
		return ""
	}
	return filepath.Base(win.UTF16ToString(path[:size]))
}

// HowToFindOwner returns the command that shows who listens on a port.
func HowToFindOwner(port string) string { return "netstat -ano | findstr :" + port }
