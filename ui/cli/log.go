package cli

import (
	"log/slog"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// A logFile is the log of a run, JSON lines, fit to be attached to a bug
// report: everything in it was redacted. A nil one takes everything and
// writes nothing.
type logFile struct {
	*slog.Logger
	file  *os.File
	start time.Time
}

// openLog opens the log where one is wanted. It is added to, so that several
// runs stand in it, and for its owner alone.
func (a *app) openLog(cmd *cobra.Command) error {
	if a.flags.logFile == "" {
		return nil
	}
	f, err := os.OpenFile(a.flags.logFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return exit(exitFile, &logError{a.flags.logFile, err})
	}
	level := slog.HandlerOptions{Level: slog.LevelDebug}
	l := &logFile{slog.New(safe.NewHandler(slog.NewJSONHandler(f, &level))), f, time.Now()}
	a.log.Store(l)
	var given []string
	cmd.Flags().Visit(func(f *pflag.Flag) { given = append(given, f.Name) })
	v := thisVersion()
	l.Info("start", "command", cmd.CommandPath(), "flags", given, "version", v.Version, "go", v.Go,
		"os", runtime.GOOS, "arch", runtime.GOARCH)
	return nil
}

type logError struct {
	path string
	err  error
}

func (e *logError) Error() string {
	return "the log " + e.path + " can't be written: " + e.err.Error() + ". Name another file with --log-file"
}

func (e *logError) Unwrap() error { return e.err }

// logger returns the log, or one that writes nowhere.
func (a *app) logger() *slog.Logger {
	if l := a.log.Load(); l != nil {
		return l.Logger
	}
	return slog.New(slog.DiscardHandler)
}

// close notes how the run ended.
func (l *logFile) close(code int) {
	if l == nil {
		return
	}
	l.Info("end", "exit", code, "ms", time.Since(l.start).Milliseconds())
	l.file.Close()
}
