// Command pinsetup takes a first-time integrator through connecting
// Pinterest, and checks and writes the configuration of connectors.
package main

import (
	"os"

	"github.com/pinsetup/pinsetup/ui/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
