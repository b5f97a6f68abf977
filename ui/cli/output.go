package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// An output is standard output as commands write to it. It remembers that
// something could not be written, and writes nothing after it: whoever printed
// what, the run then fails.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	if err != nil {
		o.err = exit(exitFile, fmt.Errorf("standard output doesn't take what is printed: %w", err))
	}
	return n, o.err
}

// behind returns the stream itself, which may be a terminal.
func behind(stream any) any {
	if o, ok := stream.(*output); ok {
		return o.to
	}
	return stream
}

func isTerminal(stream any) bool {
	f, ok := behind(stream).(*os.File)
	return ok && term.IsTerminal(f.Fd())
}
