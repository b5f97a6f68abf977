//go:build race

package store

// killRounds is smaller with the race detector, which makes starting a process
// ten times as slow.
const killRounds = 1
