package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

func (a *app) tokenCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "token",
		Short: "Print a valid access token, refreshed where it has ended",
		Long: `Prints a valid access token: the one that "pinsetup authorize --keep-token" kept.
Where it has ended it is refreshed first, and what came is kept.`,
		Example: `  pinsetup token
  curl -H "Authorization: Bearer $(pinsetup token)" https://api.pinterest.com/v5/user_account`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.token(cmd.Context()) },
	}
}

// tokenDoc is what "pinsetup token --json" prints.
type tokenDoc struct {
	Version     int       `json:"version"`
	AccessToken string    `json:"accessToken"`
	ExpiresAt   time.Time `json:"expiresAt,omitzero"`
	Scopes      []string  `json:"scopes"`
	Refreshed   bool      `json:"refreshed"`
}

func (a *app) token(ctx context.Context) error {
	_, s, err := a.configured(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := a.limited(ctx)
	defer cancel()
	kept, refreshed, err := a.keptToken(ctx, a.flags.service, s)
	if err != nil {
		return err
	}
	if a.flags.json {
		return encode(a.out, tokenDoc{jsonVersion, kept.AccessToken.Reveal(), kept.Expiry, list(kept.Scopes), refreshed}, "  ")
	}
	a.results().line("%s", open(kept.AccessToken.Reveal()))
	return nil
}

// kept returns the tokens that are kept of a service, and false where none are.
// Where there is no home folder, as in many a container, none can be.
func (a *app) kept(ctx context.Context, id string) (store.KeptTokens, bool, error) {
	kept, ok, err := store.TokensFor(a.flags.config, id, a.flags.demo != "").Load(ctx)
	if errors.Is(err, store.ErrNoHome) {
		return store.KeptTokens{}, false, nil
	}
	return kept, ok, err
}

// keptToken returns the kept tokens of a service, and whether the access token had
// ended and was refreshed. The error is a *store.Problem or an *auth.Failure.
func (a *app) keptToken(ctx context.Context, id string, s store.Service) (kept store.KeptTokens, refreshed bool, err error) {
	e := a.flags.override(s.Endpoints())
	if a.flags.demo != "" {
		e = run.DemoEndpoints // as they were kept: each run's simulated Pinterest is at another port
	}
	s.AuthorizeURL, s.TokenURL, s.APIURL = e.AuthorizeURL, e.TokenURL, e.APIURL
	tokens := store.TokensFor(a.flags.config, id, a.flags.demo != "")
	before, _, err := tokens.Load(ctx)
	if err != nil {
		return kept, false, err
	}
	source, err := s.TokenSource(ctx, tokens)
	if err != nil {
		return kept, false, err
	}
	token, err := source.Token()
	if err != nil {
		return kept, false, err
	}
	kept, _, err = tokens.Load(ctx)
	kept.AccessToken, kept.Expiry = safe.NewSecret(token.AccessToken), token.Expiry
	return kept, before.AccessToken.Reveal() != token.AccessToken, err
}
