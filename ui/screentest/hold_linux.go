package screentest

import (
	"github.com/charmbracelet/x/xpty"
	"golang.org/x/sys/unix"
)

// Hold holds what the program writes back, as Ctrl-S does on a terminal that
// knows it: a write waits for ever.
func (t *Terminal) Hold() {
	t.t.Helper()
	const outputOff = 0 // TCOOFF
	if err := unix.IoctlSetInt(int(t.pty.(*xpty.UnixPty).Slave().Fd()), unix.TCXONC, outputOff); err != nil {
		t.t.Fatal(err)
	}
}
