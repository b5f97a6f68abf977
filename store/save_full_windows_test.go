package store

import "golang.org/x/sys/windows"

// diskFull is what Windows says of a full disk; syscall.ENOSPC is another
// number there.
const diskFull = windows.ERROR_DISK_FULL
