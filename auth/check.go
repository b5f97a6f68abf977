package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/pinsetup/pinsetup/assets"
)

// CheckOptions say what a check has to work with.
type CheckOptions struct {
	App App
	// Token is a token that was kept, or nil. Its access token is tried; the refresh
	// token is left alone: using it up is for whoever can keep the one that
	// replaces it (Refresh).
	Token *Token
	// Client makes the calls; nil means NewClient().
	Client *http.Client
	// Log gets what happens, redacted; nil means nowhere.
	Log *slog.Logger
}

// Check finds out, without a browser and without writing anything at
// Pinterest, what app ID, secret and a kept token are good for. It asks for
// client credentials, which Pinterest gives where the app's owner has
// two-factor authentication on; else it tries the kept access token as it is.
//
// Result.Credentials is Verified where the token endpoint took them, Rejected
// where it refused them (401 with code 2), and Present where it didn't get as
// far: the network failed, or the account doesn't allow client credentials.
// Result.Method says which way led to the result; "token" stands for an access
// token that was tried as it is, "" for none.
func Check(ctx context.Context, o CheckOptions) Result {
	ctx, journal := withJournal(WithLog(ctx, o.Log))
	p := &proof{app: o.App, client: o.Client, log: redacted(o.Log), result: newResult(o.App)}
	if p.client == nil {
		p.client = NewClient()
		defer p.client.CloseIdleConnections()
	}
	p.client = harden(p.client)
	if err := p.checkable(); err != nil {
		p.add(assets.Finding("check.cannot", "reason", err.Error()))
		return p.finish(ctx, journal)
	}
	if p.authenticate(ctx, o.Token) {
		p.readAccount(ctx)
		p.probe(ctx)
	}
	return p.finish(ctx, journal)
}

// checkable is App.flyable without what only a browser needs.
func (p *proof) checkable() error {
	app := p.app
	app.RedirectURI = "http://localhost/"
	return app.flyable()
}

// authenticate gets a token in one of the ways, and reports whether there is
// one to go on with.
func (p *proof) authenticate(ctx context.Context, kept *Token) bool {
	token, err := ClientCredentials(ctx, p.client, p.app)
	if err == nil {
		p.result.Method = "client_credentials"
		p.take(token)
		return true
	}
	var failure *Failure
	errors.As(err, &failure)
	if ctx.Err() != nil || failure == nil || failure.passing() || rejectsCredentials(failure) {
		p.refused(ctx, err)
		return false
	}
	p.diagnose(failure.Symptom)
	p.add(assets.Finding("check.present-only"))
	if kept == nil || kept.AccessToken.IsZero() {
		return false
	}
	p.result.Method = "token"
	p.hold(*kept)
	return true
}
