//go:build race || windows

package store

// killRounds is smaller with the race detector and on Windows, where starting a
// process is ten times as slow.
const killRounds = 1
