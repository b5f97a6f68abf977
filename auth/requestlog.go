package auth

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

type logKey struct{}

// WithLog returns a context whose calls are logged, redacted: method, host and
// path, status, how long they took, Pinterest's request ID. A nil log leaves
// the context as it is.
func WithLog(ctx context.Context, log *slog.Logger) context.Context {
	if log == nil {
		return ctx
	}
	return context.WithValue(ctx, logKey{}, redacted(log))
}

// logRequest notes a call of the context's that began at start. The query is
// left out: it is where secrets are.
func logRequest(r *http.Request, resp *http.Response, err error, start time.Time) {
	log, ok := r.Context().Value(logKey{}).(*slog.Logger)
	if !ok {
		return
	}
	about := []any{"method", r.Method, "host", r.URL.Host, "path", r.URL.Path, "ms", time.Since(start).Milliseconds()}
	if err != nil {
		log.Warn("request", append(about, "error", err)...)
		return
	}
	log.Info("request", append(about, "status", resp.StatusCode, "requestId", resp.Header.Get("X-Pinterest-Rid"))...)
}
