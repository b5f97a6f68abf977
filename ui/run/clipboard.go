package run

import (
	"bytes"
	"context"
	"encoding/binary"
	"os/exec"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// clipboardPatience is how long a clipboard program has.
const clipboardPatience = 2 * time.Second

// SetClipboard puts text into the clipboard of the system that has the screen,
// with the program that the system has for it. It reports whether one took it;
// where there is none, the terminal itself may do it (OSC 52).
func SetClipboard(ctx context.Context, text string) bool {
	ctx, cancel := context.WithTimeout(ctx, clipboardPatience)
	defer cancel()
	taken := false
	for _, command := range thisSystem().clipboards() {
		if taken && command[0] != "tmux" {
			continue
		}
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.SysProcAttr = detached() // xclip stays, to hand the text out
		cmd.Stdin = bytes.NewReader(encoded(command[0], text))
		cmd.WaitDelay = 100 * time.Millisecond
		taken = cmd.Run() == nil || taken
	}
	return taken
}

// encoded is text as a program takes it: clip.exe takes what isn't UTF-16 for
// the console's code page, in which only ASCII is the same everywhere.
func encoded(program, text string) []byte {
	if program != "clip.exe" || !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return []byte(text)
	}
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	return wide
}

// clipboards returns the programs that reach a clipboard from here, in order.
// tmux comes last: it hands the text to whichever terminal is attached.
func (s system) clipboards() [][]string {
	var commands [][]string
	switch {
	case s.overSSH(): // only what is forwarded reaches the person's screen
	case s.os == "darwin":
		commands = append(commands, []string{"pbcopy"})
	case s.os == "windows", s.wsl():
		commands = append(commands, []string{"clip.exe"})
	}
	if s.env("WAYLAND_DISPLAY") != "" {
		commands = append(commands, []string{"wl-copy"})
	}
	if s.env("DISPLAY") != "" {
		commands = append(commands, []string{"xclip", "-selection", "clipboard"}, []string{"xsel", "-b", "-i"})
	}
	if s.env("TMUX") != "" {
		commands = append(commands, []string{"tmux", "load-buffer", "-w", "-"})
	}
	return s.there(commands...)
}
