package auth

import "syscall"

// What Winsock calls the failures of sockets; syscall's own names are other
// numbers on Windows.
var (
	refusedErrnos     = []syscall.Errno{10061}        // WSAECONNREFUSED
	unreachableErrnos = []syscall.Errno{10051, 10065} // WSAENETUNREACH, WSAEHOSTUNREACH
	resetErrnos       = []syscall.Errno{10053, 10054} // WSAECONNABORTED, WSAECONNRESET

	busyErrnos   = []syscall.Errno{10048}        // WSAEADDRINUSE
	deniedErrnos = []syscall.Errno{10013}        // WSAEACCES
	absentErrnos = []syscall.Errno{10047, 10049} // WSAEAFNOSUPPORT, WSAEADDRNOTAVAIL
)
