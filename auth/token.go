package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/pinsetup/pinsetup/auth/safe"
)

// Exchange trades an authorization code for tokens (RFC 6749 §4.1.3), with
// Basic authentication and continuous_refresh, which apps from before
// 2025-09-25 need for a refresh token that renews itself. A nil client means
// one like NewClient's. The error is a *Failure.
func Exchange(ctx context.Context, client *http.Client, app App, code string) (Token, error) {
	safe.Remember(code)
	token, err := config(app).Exchange(withClient(ctx, client), code, oauth2.SetAuthURLParam("continuous_refresh", "true"))
	return asToken("token", app, token, err)
}

// Refresh trades a refresh token for new tokens (RFC 6749 §6). Pinterest
// rotates refresh tokens: the one that comes back replaces the one given;
// where none comes back, the one given stays. The error is a *Failure.
func Refresh(ctx context.Context, client *http.Client, app App, refresh safe.Secret) (Token, error) {
	source := config(app).TokenSource(withClient(ctx, client), &oauth2.Token{RefreshToken: refresh.Reveal()})
	token, err := source.Token()
	return asToken("refresh", app, token, err)
}

// ClientCredentials gets a token that acts as the app's owner (RFC 6749 §4.4).
// Pinterest allows it where the owner has two-factor authentication on, and
// gives no refresh token. The error is a *Failure.
func ClientCredentials(ctx context.Context, client *http.Client, app App) (Token, error) {
	c := clientcredentials.Config{
		ClientID: app.ClientID, ClientSecret: app.ClientSecret.Reveal(),
		TokenURL: app.Endpoints.TokenURL, AuthStyle: oauth2.AuthStyleInHeader,
		Scopes: []string{joinScopes(app.Scopes)},
	}
	token, err := c.Token(withClient(ctx, client))
	return asToken("client_credentials", app, token, err)
}

func config(app App) *oauth2.Config {
	return &oauth2.Config{
		ClientID: app.ClientID, ClientSecret: app.ClientSecret.Reveal(),
		RedirectURL: app.RedirectURI,
		// Never AutoDetect: after a 401 it would repeat the call with the secret
		// in the body, and Pinterest's second answer would hide the first.
		Endpoint: oauth2.Endpoint{TokenURL: app.Endpoints.TokenURL, AuthStyle: oauth2.AuthStyleInHeader},
	}
}

func withClient(ctx context.Context, client *http.Client) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, orShared(client))
}

func asToken(where string, app App, token *oauth2.Token, err error) (Token, error) {
	if err != nil {
		return Token{}, tokenFailure(where, "POST "+pathOf(app.Endpoints.TokenURL), err)
	}
	now := time.Now().Round(0) // by the calendar: a machine may sleep for days meanwhile
	t := Token{
		AccessToken:   safe.NewSecret(token.AccessToken),
		RefreshToken:  safe.NewSecret(token.RefreshToken),
		RefreshExpiry: refreshExpiry(token, now),
	}
	if token.ExpiresIn != 0 {
		in := min(max(token.ExpiresIn, -1), int64(maxLifetime.Seconds()))
		t.Expiry = now.Add(time.Duration(in) * time.Second)
	}
	if granted, ok := token.Extra("scope").(string); ok {
		t.Scopes = splitScopes(granted)
	}
	return t, nil
}

// maxLifetime keeps nonsense in an answer from overflowing a time.
const maxLifetime = 30 * 365 * 24 * time.Hour

// refreshExpiry reads refresh_token_expires_in (seconds), else
// refresh_token_expires_at (Unix seconds); zero where the answer has neither.
func refreshExpiry(token *oauth2.Token, now time.Time) time.Time {
	if token.RefreshToken == "" {
		return time.Time{}
	}
	if in := number(token.Extra("refresh_token_expires_in")); in > 0 {
		return now.Add(time.Duration(min(in, maxLifetime.Seconds())) * time.Second)
	}
	if at := number(token.Extra("refresh_token_expires_at")); at > 0 && at < 1e11 {
		return time.Unix(int64(at), 0)
	}
	return time.Time{}
}

func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case json.Number:
		f, _ := v.Float64()
		return f
	case string:
		f, _ := strconv.ParseFloat(v, 64)
		return f
	case int64:
		return float64(v)
	}
	return 0
}

// joinScopes writes scopes as Pinterest's clients send them: with commas.
func joinScopes(scopes []string) string { return strings.Join(scopes, ",") }

// splitScopes reads scopes separated by spaces, as documented, or by commas,
// as some answers have them; each once, never nil.
func splitScopes(text string) []string {
	names := []string{}
	seen := map[string]bool{}
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '+' || r == '\n' || r == '\t' }) {
		if name = safe.Clean(name, 100); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// pathOf names a URL in messages by its path.
func pathOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Path
}
