//go:build !race

package store

// killRuns is how often each of the folders has a save killed.
const killRuns = 75
