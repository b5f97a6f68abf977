//go:build !race && !windows

package store

// killRounds is how often all steps of each kind of save are killed.
const killRounds = 3
