package run

import "golang.org/x/sys/windows"

// noNetwork is what Winsock says where no network leads to an address;
// syscall.ENETUNREACH is another number on Windows.
const noNetwork = windows.WSAENETUNREACH
