package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// secretFlags say where the app secret comes from. It is never an argument:
// every user of the machine can read those.
type secretFlags struct {
	file, env string
	stdin     bool
}

func (s *secretFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&s.file, "client-secret-file", "", "read the app secret from this `file`")
	c.Flags().StringVar(&s.env, "client-secret-env", "", "read the app secret from the variable of this `name`")
	c.Flags().BoolVar(&s.stdin, "client-secret-stdin", false, "read the app secret from standard input")
	for _, name := range []string{"client-secret-file", "client-secret-env"} {
		inEnvironment(c.Flags().Lookup(name))
	}
}

// given reports whether the flags say where the secret is.
func (s secretFlags) given() bool { return s.file != "" || s.env != "" || s.stdin }

// fromPipe reports whether the file is a pipe, as <(…) of a shell is: it can be
// read once, and no configuration can refer to it.
func (s secretFlags) fromPipe() bool {
	info, err := os.Stat(s.file)
	return err == nil && info.Mode()&os.ModeNamedPipe != 0
}

func (a *app) oneSecret(s secretFlags) error {
	var names []string
	for _, flag := range []struct {
		name  string
		given bool
	}{{"client-secret-file", s.file != ""}, {"client-secret-env", s.env != ""}, {"client-secret-stdin", s.stdin}} {
		if flag.given {
			names = append(names, a.named(flag.name))
		}
	}
	if len(names) > 1 {
		return usage("%s each say where the app secret is. Use one of them", strings.Join(names, " and "))
	}
	return nil
}

// maxSecretInput is more than store.ParseSecret takes, in bytes.
const maxSecretInput = 64 << 10

// readSecret returns the secret from where the flags say it is.
func (a *app) readSecret(ctx context.Context, s secretFlags) (safe.Secret, error) {
	switch {
	case s.fromPipe():
		return a.readPipe(ctx, s.file)
	case s.file != "":
		path, err := filepath.Abs(s.file)
		if err != nil {
			return safe.Secret{}, exit(exitFile, err)
		}
		return store.Service{ClientSecretFile: path}.Secret(ctx)
	case s.env != "":
		return store.Service{ClientSecretEnv: s.env}.Secret(ctx)
	}
	if isTerminal(a.in) {
		typed, err := a.askHidden(ctx, "App secret (not shown): ")
		return safe.NewSecret(strings.TrimSpace(typed)), err
	}
	return readSecretFrom(ctx, "--client-secret-stdin: standard input", func() (io.Reader, error) { return a.in, nil })
}

// namingSource has an error of readSecret name what said where the secret is: a
// flag, its variable or the answers, in place of the configuration's key.
func (a *app) namingSource(err error, s secretFlags, inAnswers bool) error {
	f, ok := findingOf(err)
	if !ok || !slices.Contains([]string{"secret.env.missing", "secret.file.missing", "secret.file.unreadable", "secret.file.kind"}, f.ID) {
		return err // these name the place alone
	}
	key, flag, name := "clientSecretFile", "client-secret-file", s.file
	if s.file == "" {
		key, flag, name = "clientSecretEnv", "client-secret-env", s.env
	}
	key += " in the answers"
	if !inAnswers {
		key = a.named(flag)
	}
	named := assets.Finding(f.ID, "key", key, "file", safe.Show(name, 300), "name", safe.Show(name, 300), "folder", "the folder that this runs in")
	named.Detail = f.Detail
	return &findingError{named, err}
}

func (a *app) readPipe(ctx context.Context, path string) (safe.Secret, error) {
	return readSecretFrom(ctx, a.named("client-secret-file")+": the pipe", func() (io.Reader, error) { return os.Open(path) })
}

// readSecretFrom reads a secret that stands alone in what source opens; what
// names that for messages.
func readSecretFrom(ctx context.Context, what string, source func() (io.Reader, error)) (safe.Secret, error) {
	data, err := interruptible(ctx, func() ([]byte, error) {
		r, err := source()
		if err != nil {
			return nil, err
		}
		return io.ReadAll(io.LimitReader(r, maxSecretInput+1))
	})
	if err != nil {
		return safe.Secret{}, exit(exitFile, fmt.Errorf("%s can't be read: %w", what, err))
	}
	if len(data) > maxSecretInput {
		return safe.Secret{}, usage("%s has more than %d bytes. Pipe the app secret alone in", what, maxSecretInput)
	}
	secret, err := store.ParseSecret(string(data), what)
	if err != nil {
		return secret, exit(exitUsage, err)
	}
	return secret, nil
}

// askHidden asks on the terminal, without showing what is typed: not even what
// comes before the prompt was read.
func (a *app) askHidden(ctx context.Context, prompt string) (string, error) {
	f, ok := a.in.(*os.File)
	if !ok || !isTerminal(f) {
		return "", usage("this needs a terminal to ask on")
	}
	before, err := term.GetState(f.Fd())
	if err == nil {
		hidden := *before
		withoutEcho(&hidden)
		err = term.SetState(f.Fd(), &hidden)
	}
	var value []byte
	if err == nil {
		defer func() { _ = term.SetState(f.Fd(), before) }() // a terminal that is gone needs none
		fmt.Fprint(a.err, safe.Clean(prompt, 0))
		value, err = interruptible(ctx, func() ([]byte, error) { return term.ReadPassword(f.Fd()) })
		fmt.Fprintln(a.err)
	}
	if err != nil {
		return "", exit(exitUsage, fmt.Errorf("the terminal can't be read: %w", err))
	}
	return string(value), nil
}
