//go:build !linux && !windows

package store

import "os"

// createTraceless fails: what is open here has a name, and keeps it when its
// process is killed.
var createTraceless = func(string) (*temp, error) { return nil, errTraceless }

func link(*os.File, string) error { return errTraceless }

func (t *temp) swap(_, _ string) (bool, error) { return false, nil }
