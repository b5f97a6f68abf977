package auth

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// Retries of a GET, the one method that is safe to repeat (RFC 9110 §9.2.2).
const (
	maxTries = 3
	// firstPause doubles with each try, and is spread by jitter.
	firstPause = 400 * time.Millisecond
	// longestPause is the longest time that an answer may ask to wait for; who
	// asks for more is not asked again.
	longestPause = 5 * time.Second
	// readsTime is how long all reads of a test may take together, their tries
	// and pauses included: an API that doesn't answer would otherwise cost a
	// person minutes.
	readsTime = 40 * time.Second
)

// errNotTried is the error of a read that was left out: the reads before it
// showed that nobody answers, or took all the time that there is.
var errNotTried = errors.New("not tried")

// get makes one GET below the API's base and decodes its answer into doc, if
// that isn't nil. The error is a *Failure, or errNotTried.
func (p *proof) get(ctx context.Context, path string, doc any) error {
	if p.halted.Load() || !time.Now().Before(p.until) {
		return errNotTried
	}
	ctx, cancel := context.WithDeadline(ctx, p.until)
	defer cancel()
	err := p.getWithTries(ctx, path, doc)
	var failure *Failure
	if errors.As(err, &failure) && failure.halts() {
		p.halted.Store(true)
	}
	return err
}

func (p *proof) getWithTries(ctx context.Context, path string, doc any) error {
	for try := 1; ; try++ {
		pause, err := p.getOnce(ctx, path, doc)
		if err == nil || pause == 0 || try == maxTries {
			return err
		}
		pause = max(pause, firstPause<<(try-1))
		pause += rand.N(pause / 2)
		p.log.Debug("trying again", "path", path, "try", try+1, "pause", pause, "err", err)
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return err
		}
	}
}

// getOnce also returns how long to wait before the next try; 0 where another
// try is of no use.
func (p *proof) getOnce(ctx context.Context, path string, doc any) (pause time.Duration, err error) {
	target := p.url(path)
	request := "GET " + pathOf(target)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return 0, networkFailure(request, err)
	}
	r.Header.Set("Authorization", "Bearer "+p.token.AccessToken.Reveal())
	resp, err := p.client.Do(r)
	if err != nil {
		failure := networkFailure(request, err)
		return networkPause(failure.Symptom.Code), failure
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body) // in memory already, within the limit
	if err != nil {
		return 0, networkFailure(request, err)
	}
	if resp.StatusCode >= 300 {
		return answerPause(resp, body), answerFailure(p.where(), request, resp, body)
	}
	if doc == nil {
		doc = &struct{}{}
	}
	if err := json.Unmarshal(body, doc); err != nil {
		return 0, networkFailure(request, unreadable(request, resp, err))
	}
	return 0, nil
}

// where tells Diagnose that a token was issued a moment ago: it can't have
// expired, so a refusal means something else.
func (p *proof) where() string {
	if p.fresh {
		return fresh
	}
	return "api"
}

// url is a path's URL below the API's base.
func (p *proof) url(path string) string { return strings.TrimRight(p.app.Endpoints.APIURL, "/") + path }

// unreadable says that an answer is no JSON, or only the beginning of one.
func unreadable(request string, resp *http.Response, err error) *NetworkError {
	kind, why := "content-type", err.Error()
	var other *json.UnmarshalTypeError
	switch {
	case errors.As(err, &other):
		why = "it is of another kind (" + other.Value + ")"
	case strings.Contains(why, "unexpected end"):
		kind = "truncated"
	}
	return &NetworkError{Kind: kind, Request: request, Status: resp.StatusCode, Err: errors.New("the answer isn't the JSON that belongs there: " + why)}
}

// networkPause says which failures pass by themselves.
func networkPause(kind string) time.Duration {
	switch kind {
	case "timeout", "reset", "truncated":
		return firstPause
	}
	return 0
}

// answerPause says how long to wait after an error: after 5xx, and after a
// 429 that is over soon. A spam block is not met with more requests.
func answerPause(resp *http.Response, body []byte) time.Duration {
	quota := resp.StatusCode == http.StatusTooManyRequests && !strings.Contains(strings.ToLower(string(body)), "spam")
	if !quota && resp.StatusCode < 500 {
		return 0
	}
	pause := RetryAfter(resp.Header, time.Now())
	if pause == 0 && quota {
		for _, l := range ParseRateLimits("", resp.Header, time.Now()) {
			pause = max(pause, l.Reset)
		}
	}
	if pause > longestPause {
		return 0
	}
	return max(pause, firstPause)
}
