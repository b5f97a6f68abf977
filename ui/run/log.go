package run

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
)

// logEffect notes an effect that is about to be carried out. What a person
// typed or pasted is not in it.
func logEffect(log *slog.Logger, e steps.Effect) {
	level, about := slog.LevelInfo, []any{}
	switch e := e.(type) {
	case steps.SaveDraft:
		level = slog.LevelDebug // as often as a key is pressed
	case steps.ReadConfig:
		about = []any{"file", e.Path, "service", e.Service}
	case steps.RegisterURIs:
		about = []any{"uris", e.URIs}
	case steps.FlyTest:
		about = []any{
			"test", e.Flight, "clientId", e.App.ClientID, "secret", !e.App.ClientSecret.IsZero(), "redirectUri", e.App.RedirectURI, "scopes", e.App.Scopes,
			"authorizeUrl", e.App.Endpoints.AuthorizeURL, "tokenUrl", e.App.Endpoints.TokenURL, "apiUrl", e.App.Endpoints.APIURL,
		}
	case steps.OfferPaste:
		about = []any{"test", e.Flight, "bytes", len(e.Text)}
	case steps.Consent:
		about = []any{"test", e.Flight, "give", e.Give}
	case steps.WritePacket:
		about = []any{"file", e.Path, "bytes", len(e.Markdown)}
	case steps.OpenPage:
		about = []any{"url", e.URL}
	case steps.LookAtPort:
		about = []any{"uri", e.URI}
	case steps.LookAtIcon:
		about = []any{"file", e.Path}
	case steps.PrepareFile:
		about = []any{"file", e.Plan.Path, "service", e.Plan.Service}
	case steps.WriteFile:
		about = []any{"file", e.Plan.Path, "service", e.Plan.Service, "secretElsewhere", !e.Plan.Secret.IsZero()}
	}
	log.Log(context.Background(), level, "effect", append([]any{"effect", nameOf(e)}, about...)...)
}

// logEvent notes what came of an effect.
func logEvent(log *slog.Logger, e steps.Event) {
	level, about := slog.LevelInfo, []any{}
	switch e := e.(type) {
	case steps.DraftSaved:
		level, about = slog.LevelDebug, []any{"ok", e.OK, "secretKept", e.SecretKept}
	case steps.TestStarted:
		about = []any{"test", e.Flight}
	case steps.TestProgressed:
		about = []any{"test", e.Flight, "stage", e.Progress.Stage, "findings", finding.IDs(e.Progress.Findings)}
	case steps.PasteRefused:
		about = []any{"test", e.Flight, "findings", finding.IDs(e.Findings)}
	case steps.Tested:
		about = append(testedAttrs(e.Result), "test", e.Flight)
	case steps.ConfigRead:
		about = []any{"found", e.Found, "secret", !e.Secret.IsZero()}
	case steps.Prepared:
		about = []any{"new", e.New, "changed", e.Changed, "findings", finding.IDs(e.Findings)}
	case steps.Saved:
		about = []any{"file", e.Path}
	case steps.NotSaved:
		about = []any{"finding", e.Finding.ID, "detail", e.Finding.Detail}
	case steps.Looked:
		about = []any{"field", e.Key, "value", e.Value, "findings", finding.IDs(e.Findings)}
	case steps.Consented:
		about = []any{"test", e.Flight, "shows", e.Shows}
	case steps.PacketWritten:
		about = []any{"file", e.Path, "failed", e.Finding != nil}
	}
	log.Log(context.Background(), level, "event", append([]any{"event", nameOf(e)}, about...)...)
}

func testedAttrs(r auth.Result) []any {
	return []any{
		"ok", r.OK, "method", r.Method, "credentials", r.Credentials, "tier", r.AccessTier,
		"requested", r.Requested, "granted", r.Granted, "findings", finding.IDs(r.Findings),
	}
}

// nameOf is the type's name: "FlyTest".
func nameOf(v any) string { return strings.TrimPrefix(fmt.Sprintf("%T", v), "steps.") }
