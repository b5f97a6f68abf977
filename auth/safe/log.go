package safe

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// NewHandler wraps a slog.Handler so that nothing secret reaches it: the
// message and every attribute, in groups and inside errors too, go through
// Redact, and an attribute that is named like a secret is masked whole. They
// also go through Clean: logs are read in terminals.
func NewHandler(h slog.Handler) slog.Handler { return handler{h} }

type handler struct{ next slog.Handler }

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, Show(r.Message, 0), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(redactAttr(a))
		return true
	})
	return h.next.Handle(ctx, clean)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.next.WithAttrs(redactAttrs(attrs))}
}

func (h handler) WithGroup(name string) slog.Handler {
	return handler{h.next.WithGroup(Show(name, 0))}
}

func redactAttrs(attrs []slog.Attr) []slog.Attr {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = redactAttr(a)
	}
	return clean
}

func redactAttr(a slog.Attr) slog.Attr {
	return slog.Attr{Key: Show(a.Key, 0), Value: redactValue(a.Key, a.Value.Resolve())}
}

func redactValue(key string, v slog.Value) slog.Value {
	switch v.Kind() {
	case slog.KindGroup:
		return slog.GroupValue(redactAttrs(v.Group())...)
	case slog.KindString, slog.KindAny:
		text := textOf(v)
		if text != "" && namesSecret(key) {
			return slog.StringValue(Mask)
		}
		return slog.StringValue(Show(text, 0))
	default: // numbers, booleans, times: their kind stays
		return v
	}
}

// textOf writes a value out. A value of any type becomes text here, as what a
// handler would find in it later could not be redacted.
func textOf(v slog.Value) string {
	switch x := v.Any().(type) {
	case string:
		return x
	case []byte:
		return string(x)
	case error:
		return fmt.Sprint(x) // unlike x.Error(), it survives a nil inside
	default:
		return fmt.Sprintf("%+v", x)
	}
}

// namesSecret reports whether an attribute of this name is a secret by its
// name alone.
func namesSecret(key string) bool {
	key = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(key))
	for _, end := range []string{"secret", "secretkey", "token", "authorization", "password"} {
		if strings.HasSuffix(key, end) {
			return true
		}
	}
	return false
}
