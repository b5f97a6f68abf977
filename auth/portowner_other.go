//go:build !linux && !darwin && !windows

package auth

import "context"

// portOwner can't tell which process listens on a port.
func portOwner(context.Context, string) string { return "" }

// HowToFindOwner returns the command that shows who listens on a port.
func HowToFindOwner(port string) string { return "sudo lsof -i tcp:" + port }
