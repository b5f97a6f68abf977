//go:build !windows

package run

import "syscall"

// noNetwork is what the system says where no network leads to an address.
const noNetwork = syscall.ENETUNREACH
