//go:build unix

package run

import "syscall"

// detached has a program begin in a process group of its own: Ctrl-C and
// Ctrl-Z at pinsetup's terminal are meant for pinsetup.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
