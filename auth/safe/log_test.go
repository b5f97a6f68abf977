package safe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestNoLogLineHoldsASecret(t *testing.T) {
	secret := "c4n4ry-5ecret-0123456789"
	Remember(secret)
	hidden := struct{ inner string }{secret}
	var out bytes.Buffer
	for _, h := range []slog.Handler{
		slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}),
		slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}),
	} {
		log := slog.New(NewHandler(h)).With("with", secret).WithGroup("g-"+secret).With("more", secret)
		log.Debug("message "+secret,
			"string", secret,
			"error", fmt.Errorf("exchange: %w", errors.New("Post: "+secret)),
			"bytes", []byte(secret),
			"list", []string{"a", secret},
			"struct", hidden,
			"secret", NewSecret(secret),
			"app.clientSecret", "never-remembered",
			"nil", nil,
			slog.Group("group", "deep", secret, slog.Group("er", "deepest", secret)),
			secret, "as a key")
	}
	if text := out.String(); strings.Contains(text, secret) || strings.Contains(text, "never-remembered") {
		t.Errorf("the log holds a secret:\n%s", text)
	}
	if got := strings.Count(out.String(), "\n"); got != 2 {
		t.Errorf("%d lines were logged, want 2", got)
	}
}

func TestNoLogLineHoldsControls(t *testing.T) {
	var out bytes.Buffer
	slog.New(NewHandler(slog.NewJSONHandler(&out, nil))).Info("a\u202eb\u009b31m", "k\u200b", "c\x1b[2J")
	if text := out.String(); strings.ContainsAny(text, "\u202e\u009b\u200b\x1b") || !strings.Contains(text, "␛[2J") {
		t.Errorf("the log holds controls: %q", text)
	}
}

func TestALogKeepsWhatIsNoSecret(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(NewHandler(slog.NewJSONHandler(&out, nil)))
	log.Info("answered", "status", 401, "took", time.Second, "ok", false, "url", "https://api.pinterest.com/v5/boards")
	log.Log(context.Background(), slog.LevelDebug, "not asked for")
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("one JSON line was expected, not %q: %v", out.String(), err)
	}
	for key, want := range map[string]any{
		"msg": "answered", "status": 401.0, "took": float64(time.Second), "ok": false, "url": "https://api.pinterest.com/v5/boards",
	} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
}

func TestASecretShowsAsAMaskEverywhere(t *testing.T) {
	secret := NewSecret("0123456789-show-me")
	encoded, err := json.Marshal(map[string]Secret{"s": secret})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		secret.String(), fmt.Sprint(secret), fmt.Sprintf("%v %+v %#v %q", secret, secret, secret, secret),
		string(encoded), secret.LogValue().String(),
	} {
		if strings.Contains(text, "show-me") || !strings.Contains(text, Mask) {
			t.Errorf("a secret showed as %q", text)
		}
	}
	if !secret.Equal(NewSecret(secret.Reveal())) || secret.Equal(NewSecret("another one")) || secret.IsZero() || !(Secret{}).IsZero() {
		t.Error("secrets compare wrongly")
	}
}
