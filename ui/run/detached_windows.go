package run

import "syscall"

// detached has a program begin in a process group of its own: Ctrl-C in
// pinsetup's console is meant for pinsetup.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
