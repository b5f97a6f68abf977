//go:build !windows

package store

import "syscall"

// diskFull is what the system says of a full disk.
const diskFull = syscall.ENOSPC
