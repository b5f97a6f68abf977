package store

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// leeway is how long before its end an access token is refreshed, so that a
// request that starts with it also ends with it.
const leeway = time.Minute

// lastWait is how long a refresh that has begun goes on for after the source's
// context has ended: Pinterest may have rotated the token already, and then its
// answer is all that there is of the new one.
const lastWait = 10 * time.Second

// OAuth2 returns the service's configuration for golang.org/x/oauth2, with the
// secret resolved. It authenticates in the header, as Pinterest demands. For
// tokens take TokenSource: the config's own source does not store the refresh
// tokens that Pinterest rotates.
func (s Service) OAuth2(ctx context.Context) (*oauth2.Config, error) {
	secret, err := s.Secret(ctx)
	if err != nil {
		return nil, err
	}
	e := s.Endpoints()
	return &oauth2.Config{
		ClientID: s.ClientID, ClientSecret: secret.Reveal(),
		Endpoint:    oauth2.Endpoint{AuthURL: e.AuthorizeURL, TokenURL: e.TokenURL, AuthStyle: oauth2.AuthStyleInHeader},
		RedirectURL: s.RedirectURI, Scopes: s.Scopes,
	}, nil
}

// ErrNoTokens tells the error of a service for which no tokens are kept: nobody
// gave access yet ("pinsetup authorize --keep-token" asks for it), or the tokens
// were deleted since.
var ErrNoTokens = errors.New("no tokens are kept")

// TokenSource returns a source of valid access tokens that begins with the
// kept ones, refreshes them when they end, and keeps what Pinterest rotates.
// It is safe for concurrent use, also by several processes: one refreshes, the
// others take what it got.
//
// The new refresh token is durable before the source gives out the access
// token that came with it, and a refresh begins only after it was made sure
// that there is a place to write to. Where writing fails all the same, the new
// tokens are held in memory and each further call tries again.
//
// The tokens don't carry the refresh token: it is the source's own. ctx lives
// as long as the source is used; an HTTP client in it (oauth2.HTTPClient)
// makes the calls. When ctx ends no refresh begins any more. One that has begun
// is waited for, 10 seconds at most, and what it brings is kept.
//
// Its errors, and the source's, are *Problem (ErrNoTokens where none are kept),
// or *auth.Failure for what Pinterest or the network refused.
func (s Service) TokenSource(ctx context.Context, tokens Tokens) (oauth2.TokenSource, error) {
	if _, err := s.Secret(ctx); err != nil {
		return nil, err // now, and not in 30 days when the first token ends
	}
	tokens, err := tokens.placed()
	if err != nil {
		return nil, err
	}
	kept, ok, err := tokens.Load(ctx)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ProblemOf(ErrNoTokens, assets.Finding("token.none"))
	}
	if err := s.Owns(kept); err != nil {
		return nil, err
	}
	client, _ := ctx.Value(oauth2.HTTPClient).(*http.Client)
	return &tokenSource{ctx: ctx, service: s, tokens: tokens, client: client, current: kept, now: time.Now}, nil
}

// Owns returns an error, a *Problem, where the tokens are those of another app or
// endpoint: they must not be sent there, nor be handed on beside this app's secret.
func (s Service) Owns(kept KeptTokens) error {
	if kept.ClientID == s.ClientID && kept.TokenURL == s.Endpoints().TokenURL {
		return nil
	}
	return NewProblem(nil, "token.foreign", "kept", kept.ClientID, "keptUrl", kept.TokenURL,
		"app", s.ClientID, "url", s.Endpoints().TokenURL)
}

type tokenSource struct {
	ctx     context.Context
	service Service
	tokens  Tokens
	client  *http.Client
	now     func() time.Time

	mu      sync.Mutex
	current KeptTokens
	// spent is the refresh token that current came for, while current could not
	// be kept; zero otherwise.
	spent safe.Secret
}

// Token returns a valid access token.
func (t *tokenSource) Token() (*oauth2.Token, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.valid(t.current) || !t.spent.IsZero() {
		if err := t.renew(); err != nil {
			return nil, err
		}
	}
	token := &oauth2.Token{AccessToken: t.current.AccessToken.Reveal(), TokenType: "Bearer", Expiry: t.current.Expiry}
	return token.WithExtra(map[string]any{"scope": strings.Join(t.current.Scopes, " ")}), nil
}

func (t *tokenSource) valid(kept KeptTokens) bool {
	return kept.Expiry.IsZero() || t.now().Add(leeway).Before(kept.Expiry)
}

// renew makes current valid and kept, under the lock: by keeping what could
// not be kept before, by taking what another process got, or by a refresh.
func (t *tokenSource) renew() error {
	ctx := t.ctx
	if !t.spent.IsZero() {
		ctx = context.WithoutCancel(ctx) // what is held in memory alone is kept first of all
	}
	unlock, err := t.tokens.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	kept, ok, err := t.tokens.Load(ctx)
	if err != nil {
		return err
	}
	if !t.spent.IsZero() && (!ok || kept.RefreshToken.Equal(t.spent)) {
		return t.keep(t.current, t.spent)
	}
	t.spent = safe.Secret{} // somebody gave access anew meanwhile: theirs are newer
	if !ok {
		return ProblemOf(ErrNoTokens, assets.Finding("token.none"))
	}
	if err := t.service.Owns(kept); err != nil {
		return err
	}
	if t.valid(kept) {
		t.current = kept
		return nil
	}
	return t.refresh(kept)
}

// refresh asks Pinterest for new tokens and keeps them. Before it asks it
// writes down that it does: so it is sure that it can write while the old
// token is still good, and after a crash it is known why that one is not.
func (t *tokenSource) refresh(kept KeptTokens) error {
	if err := t.refreshable(kept); err != nil {
		return err
	}
	secret, err := t.service.Secret(t.ctx)
	if err != nil {
		return err
	}
	interrupted := kept.refreshing
	kept.refreshing = t.now().UTC()
	if err := t.tokens.save(t.ctx, kept); err != nil {
		return err
	}
	app := auth.App{ClientID: t.service.ClientID, ClientSecret: secret,
		RedirectURI: t.service.RedirectURI, Scopes: t.service.Scopes, Endpoints: t.service.Endpoints()}
	ctx, cancel := outliving(t.ctx, lastWait)
	defer cancel()
	token, err := auth.Refresh(ctx, t.client, app, kept.RefreshToken)
	if refused(err) {
		kept.refreshing = interrupted // this one was answered
		if failed := t.tokens.save(context.WithoutCancel(t.ctx), kept); failed != nil {
			return errors.Join(err, failed)
		}
		return refusal(err, interrupted)
	}
	if err != nil {
		return err
	}
	return t.keep(t.service.Kept(complete(token, kept.Token)), kept.RefreshToken)
}

// complete fills in what an answer may leave out where it has not changed
// (RFC 6749, sections 5.1 and 6).
func complete(token, old auth.Token) auth.Token {
	if token.RefreshToken.IsZero() {
		token.RefreshToken = old.RefreshToken
	}
	if token.RefreshExpiry.IsZero() && token.RefreshToken.Equal(old.RefreshToken) {
		token.RefreshExpiry = old.RefreshExpiry
	}
	if token.Scopes == nil {
		token.Scopes = old.Scopes
	}
	return token
}

// refused reports whether an error is an answer that gives no tokens, whoever
// gave it: nothing was rotated.
func refused(err error) bool {
	f, ok := errors.AsType[*auth.Failure](err)
	return ok && f.Symptom.Status >= 400 && f.Symptom.Status < 500 && f.Symptom.Status != http.StatusTooManyRequests
}

// refusal adds to Pinterest's refusal what is known from before it: that an
// earlier refresh was broken off.
func refusal(err error, interrupted time.Time) error {
	f, ok := errors.AsType[*auth.Failure](err)
	if interrupted.IsZero() || !ok || !f.Answered() {
		return err
	}
	return NewProblem(err, "token.interrupted", "since", interrupted.Format(time.RFC3339))
}

// refreshable says why a refresh need not be tried.
func (t *tokenSource) refreshable(kept KeptTokens) error {
	switch ends := kept.RefreshExpiry; {
	case kept.RefreshToken.IsZero():
		return NewProblem(nil, "token.short", "until", kept.Expiry.Format(time.RFC3339))
	case !ends.IsZero() && !t.now().Before(ends):
		return NewProblem(nil, "token.ended", "until", ends.Format(time.RFC3339))
	}
	return nil
}

// keep makes fresh current, and durable.
func (t *tokenSource) keep(fresh KeptTokens, spent safe.Secret) error {
	t.current, t.spent = fresh, spent
	if err := t.tokens.save(context.WithoutCancel(t.ctx), fresh); err != nil {
		return NewProblem(errors.Unwrap(err), "token.pending", "place", t.tokens.place())
	}
	t.spent = safe.Secret{}
	return nil
}

// outliving returns a context that ends a while after ctx does. It has to be
// cancelled; nothing of it is left then.
func outliving(ctx context.Context, after time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(after)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-longer.Done():
		}
	})
	return longer, func() { stop(); cancel() }
}
