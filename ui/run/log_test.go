package run

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// logOf returns what the log says of effects and events.
func logOf(effects []steps.Effect, events []steps.Event) string {
	var b bytes.Buffer
	log := slog.New(safe.NewHandler(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug})))
	for _, e := range effects {
		logEffect(log, e)
	}
	for _, e := range events {
		logEvent(log, e)
	}
	return b.String()
}

func TestTheLogHasWhatTheTestAndTheFileAreAboutAndNothingElseThatWasTyped(t *testing.T) {
	typed := "typed-into-a-field"
	text := logOf([]steps.Effect{
		steps.RegisterURIs{URIs: []string{typed}}, steps.OfferPaste{Text: typed}, steps.WritePacket{Path: "packet.md", Markdown: typed},
		steps.OpenPage{Key: "app.website", URL: typed}, steps.LookAtPort{Key: "oauth.testRedirectUri", URI: typed},
		steps.LookAtIcon{Key: "app.icon", Path: typed}, steps.LookAtFolder{Key: "review.file", Path: typed}, steps.PrepareFile{Plan: steps.Plan{Path: "acme.toml", Service: "acme:pinterest"}},
		steps.FlyTest{App: auth.App{ClientID: "1534758", RedirectURI: "http://localhost:8085/", Scopes: []string{"boards:read"}}},
	}, []steps.Event{steps.Looked{Key: "app.icon", Value: typed}})
	if strings.Contains(text, typed) {
		t.Errorf("what was typed is in the log:\n%s", text)
	}
	for _, want := range []string{"app.website", "app.icon", "packet.md", "acme.toml", "acme:pinterest", "1534758", "localhost:8085", "boards:read"} {
		if !strings.Contains(text, want) {
			t.Errorf("the log doesn't say %s:\n%s", want, text)
		}
	}
}

func TestNoLogLineHoldsASecretFromAWrongField(t *testing.T) {
	const typed = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"
	plan := steps.Plan{Path: "/tmp/" + typed + ".toml", Service: "acme:" + typed}
	if text := logOf([]steps.Effect{
		steps.ReadConfig{Path: plan.Path, Service: plan.Service}, steps.PrepareFile{Plan: plan}, steps.WriteFile{Plan: plan},
		steps.MendFile{Plan: plan}, steps.WritePacket{Path: typed},
		steps.FlyTest{App: auth.App{ClientID: typed, RedirectURI: "http://localhost:8085/" + typed}},
	}, []steps.Event{steps.Saved{Path: plan.Path}, steps.PacketWritten{Path: typed}}); strings.Contains(text, typed) {
		t.Errorf("it is in the log:\n%s", text)
	}
}
