package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// ErrNoHome tells the error of a system that has no folder for what pinsetup
// keeps beside the configuration: drafts and tokens.
var ErrNoHome = errors.New("there is no home folder to keep anything in. Set HOME or XDG_STATE_HOME to a folder that you may write to")

// stateDir returns pinsetup's folder for what should outlive a run and is no
// configuration: $XDG_STATE_HOME/pinsetup (XDG Base Directory Specification),
// or what the system has in its place. The environment is read at each call.
func stateDir() (string, error) {
	// The specification: a path that isn't absolute is to be ignored.
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "pinsetup"), nil
	}
	if dir := os.Getenv("LocalAppData"); runtime.GOOS == "windows" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "pinsetup"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", ErrNoHome
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "pinsetup"), nil
	}
	return filepath.Join(home, ".local", "state", "pinsetup"), nil
}
