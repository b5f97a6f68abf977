package cli

import (
	"log/slog"
	"os"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/rules"
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
	f, err := interruptible(cmd.Context(), func() (*os.File, error) {
		return os.OpenFile(a.flags.logFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	})
	if err != nil {
		return exit(exitFile, &logError{a.flags.logFile, a.named("log-file"), err})
	}
	level := slog.HandlerOptions{Level: slog.LevelDebug}
	l := &logFile{slog.New(safe.NewHandler(slog.NewJSONHandler(f, &level))), f, time.Now()}
	a.log.Store(l)
	l.begin(a, cmd)
	cmd.SetContext(auth.WithLog(cmd.Context(), l.Logger))
	return nil
}

// begin notes what a bug report has to say: which pinsetup, how it was called,
// on what it runs.
func (l *logFile) begin(a *app, cmd *cobra.Command) {
	var given []any
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || a.fromVariable[f.Name] {
			given = append(given, slog.String(a.named(f.Name), flagValue(f)))
		}
	})
	v := thisVersion()
	l.Info("start", "command", cmd.CommandPath(), slog.Group("flags", given...),
		"version", v.Version, "revision", v.Revision, "modified", v.Modified, "go", v.Go, "os", v.OS, "arch", v.Arch)
	l.Info("terminal", a.terminalFacts()...)
}

// flagValue is what the log says of a flag: not what looks like a secret in the
// place of something else.
func flagValue(f *pflag.Flag) string {
	field := ""
	if f.Name == "client-id" {
		field = "credentials.clientId"
	}
	if value := f.Value.String(); !rules.Secretive(field, value) {
		return value
	}
	return safe.Mask
}

// begun notes with which front end the wizard starts, and from where.
func (a *app) begun(front string, s steps.State) steps.State {
	a.logger().Info("wizard", "front", front, "page", s.Page().ID, "resumed", s.Resumed())
	return s
}

// terminalFacts are what decides how things look, and how a browser and the
// network are reached.
func (a *app) terminalFacts() []any {
	facts := []any{"stdin", isTerminal(a.in), "stdout", isTerminal(a.out), "stderr", isTerminal(a.err)}
	if f, ok := a.out.to.(*os.File); ok {
		if columns, rows, err := term.GetSize(f.Fd()); err == nil {
			facts = append(facts, "columns", columns, "rows", rows)
		}
	}
	for _, name := range []string{
		"TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "ACCESSIBLE", "LANG", "LC_ALL", "LC_CTYPE", "BROWSER",
	} {
		if value := os.Getenv(name); value != "" {
			facts = append(facts, name, value)
		}
	}
	for _, name := range []string{"SSH_CONNECTION", "TMUX", "STY", "WSL_DISTRO_NAME", "DISPLAY", "WAYLAND_DISPLAY", "HTTPS_PROXY", "https_proxy"} {
		if os.Getenv(name) != "" { // their values are nobody's business
			facts = append(facts, name, "set")
		}
	}
	return facts
}

type logError struct {
	path, named string
	err         error
}

func (e *logError) Error() string {
	return "the log " + e.path + " can't be written: " + e.err.Error() + ". Name another file with " + e.named
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
