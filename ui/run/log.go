package run

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/rules"
)

// logEffect notes an effect that is about to be carried out. Of what a person
// typed it has what the live test and the file are about, and nothing that looks
// like a secret in a wrong field.
func logEffect(log *slog.Logger, e steps.Effect) {
	level, about := slog.LevelInfo, []any{}
	switch e := e.(type) {
	case steps.SaveDraft:
		level = slog.LevelDebug // as often as a key is pressed
	case steps.ReadConfig:
		about = fileAttrs(e.Path, e.Service)
	case steps.RegisterURIs:
		about = []any{"uris", len(e.URIs)}
	case steps.FlyTest:
		about = []any{
			"test", e.Flight, "clientId", loggable("credentials.clientId", e.App.ClientID), "secret", !e.App.ClientSecret.IsZero(),
			"redirectUri", loggable("oauth.testRedirectUri", e.App.RedirectURI), "scopes", e.App.Scopes,
			"authorizeUrl", e.App.Endpoints.AuthorizeURL, "tokenUrl", e.App.Endpoints.TokenURL, "apiUrl", e.App.Endpoints.APIURL,
		}
	case steps.OfferPaste:
		about = []any{"test", e.Flight, "bytes", len(e.Text)}
	case steps.Consent:
		about = []any{"test", e.Flight, "give", e.Give}
	case steps.WritePacket:
		about = []any{"file", loggable("review.file", e.Path), "bytes", len(e.Markdown)}
	case steps.OpenPage:
		about = []any{"field", e.Key}
	case steps.LookAtPort:
		about = []any{"field", e.Key}
	case steps.LookAtIcon:
		level, about = slog.LevelDebug, []any{"field", e.Key} // with every letter
	case steps.LookAtFolder:
		level, about = slog.LevelDebug, []any{"field", e.Key}
	case steps.PrepareFile:
		about = fileAttrs(e.Plan.Path, e.Plan.Service)
	case steps.WriteFile:
		about = append(fileAttrs(e.Plan.Path, e.Plan.Service), "secretElsewhere", !e.Plan.Secret.IsZero())
	case steps.MendFile:
		about = append(fileAttrs(e.Plan.Path, e.Plan.Service), "field", e.Mend.Field)
	}
	log.Log(context.Background(), level, "effect", append([]any{"effect", nameOf(e)}, about...)...)
}

// fileAttrs say which file and which service in it are meant.
func fileAttrs(path, service string) []any {
	return []any{"file", loggable("connector.file", path), "service", loggable("connector.service", service)}
}

// loggable is the answer of a field, unless it looks like a secret.
func loggable(field, value string) string {
	if rules.Secretive(field, value) {
		return safe.Mask
	}
	return value
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
		about = []any{"file", loggable("connector.file", e.Path)}
	case steps.NotSaved:
		about = []any{"finding", e.Finding.ID, "detail", e.Finding.Detail}
	case steps.Looked:
		about = []any{"field", e.Key, "findings", finding.IDs(e.Findings)}
	case steps.Consented:
		about = []any{"test", e.Flight, "shows", e.Shows}
	case steps.PacketWritten:
		about = []any{"file", loggable("review.file", e.Path), "failed", e.Finding != nil}
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
