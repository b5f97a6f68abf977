//go:build !windows

package auth

import "syscall"

// What the system calls the failures of sockets.
var (
	refusedErrnos     = []syscall.Errno{syscall.ECONNREFUSED}
	unreachableErrnos = []syscall.Errno{syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN}
	resetErrnos       = []syscall.Errno{syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNABORTED}

	busyErrnos   = []syscall.Errno{syscall.EADDRINUSE}
	deniedErrnos = []syscall.Errno{syscall.EACCES, syscall.EPERM}
	absentErrnos = []syscall.Errno{syscall.EADDRNOTAVAIL, syscall.EAFNOSUPPORT}
)
