//go:build race

package store

// killRuns is smaller with the race detector, which makes starting a process
// ten times as slow: once through all steps is enough there.
const killRuns = 20
