package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// keepWhereKept is what --keep-token alone stands for.
const keepWhereKept = "kept"

// keepPlaces says what --keep-token can be.
var keepPlaces = strings.Join(store.TokenPlaces(), " or ") + "; without it where they were kept before, else in a file"

// checkKeepToken refuses another place than there is, and one that was taken for
// the file to read: the value of a flag that needs none stands behind "=".
func (o authorizeOptions) checkKeepToken(args []string) error {
	places := store.TokenPlaces()
	switch {
	case o.keepToken == keepWhereKept && len(args) == 1 && slices.Contains(places, args[0]):
		return usage("the place belongs to the flag: --keep-token=%s", args[0])
	case o.keepToken == "" || o.keepToken == keepWhereKept || slices.Contains(places, o.keepToken):
		return nil
	}
	return usage("--keep-token=%q is none of %s%s", safe.Show(o.keepToken, 40), strings.Join(places, ", "), didYouMean(o.keepToken, places))
}

// readyToKeep returns where the tokens go, if they are wanted, after it made sure
// that they can be kept: a person's consent isn't asked in vain.
func (a *app) readyToKeep(ctx context.Context, o authorizeOptions) (store.Tokens, error) {
	tokens := store.TokensFor(a.flags.config, a.flags.service, a.flags.demo != "")
	if o.keepToken == "" {
		return tokens, nil
	}
	if o.keepToken != keepWhereKept {
		tokens.Place = store.TokenPlace(o.keepToken)
	}
	if isTerminal(a.in) && !a.flags.json {
		tokens.Keyring.Timeout = time.Minute // somebody may type its password
	}
	place, err := tokens.Ready(ctx)
	tokens.Place = place
	return tokens, err
}

func inKeyring(place store.TokenPlace) string {
	if place == store.InKeyring {
		return " in the keyring"
	}
	return ""
}

// keep notes what was proved, and keeps the tokens where that is wanted. The
// simulated Pinterest proves nothing about the configuration, nor does another
// server than the one in the file. The tokens come first: they can't be had
// again without a person.
func (a *app) keep(ctx context.Context, o authorizeOptions, tokens store.Tokens, s store.Service, app auth.App, r auth.Result, e *resultEvent) error {
	if !r.OK {
		return nil
	}
	if o.keepToken != "" && r.Token != nil {
		gave := s
		gave.TokenURL = app.Endpoints.TokenURL
		if a.flags.demo != "" {
			gave.TokenURL = run.DemoEndpoints.TokenURL
		}
		if err := tokens.Save(ctx, gave.Kept(*r.Token)); err != nil {
			return err
		}
		e.TokenKept, e.keptIn = true, tokens.Place
	}
	if !o.noSave && a.flags.demo == "" && app.Endpoints == s.Endpoints() {
		if err := a.saveVerification(ctx, s, app, r); err != nil {
			return err
		}
		e.Saved = true
	}
	return nil
}

// saveVerification notes what was proved of a service, if the file still has
// the app that was tested: a test takes minutes, and somebody may edit meanwhile.
func (a *app) saveVerification(ctx context.Context, tested store.Service, app auth.App, r auth.Result) error {
	return fileError(store.Update(a.flags.config, func(f *store.File) error {
		s, err := f.Service(a.flags.service)
		if err != nil {
			return err
		}
		if !tested.StillProved(ctx, s, app.ClientSecret) {
			return fmt.Errorf("%s: %w while the test ran, and holds another app now. What the test proved is not noted: run it again", a.flags.config, store.ErrChanged)
		}
		s.Verification = store.Proved(r)
		return f.Set(a.flags.service, s)
	}))
}
