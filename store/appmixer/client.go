package appmixer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A Client speaks with one Appmixer. Its errors are *store.Problem, or the
// context's own.
type Client struct {
	base  string
	http  *http.Client
	token safe.Secret
}

// New returns a client for the Appmixer API at this base, such as
// https://api.acme.appmixer.cloud. Plain http is refused but for this machine.
// Redirects are never followed.
func New(base string) (*Client, error) {
	u, err := url.Parse(strings.TrimSpace(base))
	if err != nil || !auth.MayCarrySecrets(u) || u.RawQuery != "" || u.Fragment != "" {
		if at := strings.LastIndex(base, "@"); at >= 0 {
			base = "…" + base[at:] // what stands before it may be a password
		}
		return nil, store.NewProblem(nil, "push.url", "url", base)
	}
	u = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}
	return &Client{base: u.String(), http: auth.NewAPIClient()}, nil
}

// Base returns the API's base, as requests use it.
func (c *Client) Base() string { return c.base }

// UseToken has the client use a token that somebody got elsewhere.
func (c *Client) UseToken(token safe.Secret) { c.token = token }

// Login gets a token for the user, an e-mail address, by password
// (POST /user/auth).
func (c *Client) Login(ctx context.Context, user string, password safe.Secret) error {
	c.token = safe.Secret{}
	status, body, err := c.call(ctx, http.MethodPost, "/user/auth",
		map[string]string{"email": user, "password": password.Reveal()})
	if err != nil {
		return err
	}
	if status >= 400 && status < 500 && status != http.StatusNotFound && status != http.StatusTooManyRequests {
		return c.problem("push.login", status, body)
	}
	var answer struct {
		Token string `json:"token"`
	}
	if err := c.decode("POST /user/auth", status, body, &answer); err != nil {
		return err
	}
	if answer.Token == "" {
		return store.NewProblem(nil, "push.notAppmixer", "url", c.base)
	}
	c.token = safe.NewSecret(answer.Token)
	return nil
}

// A User is who is logged in.
type User struct {
	Username string   `json:"username"`
	Email    string   `json:"email"`
	Scope    []string `json:"scope"`
}

// Admin returns who is logged in (GET /user), and an error unless that user
// may change service configurations.
func (c *Client) Admin(ctx context.Context) (User, error) {
	status, body, err := c.call(ctx, http.MethodGet, "/user", nil)
	if err != nil {
		return User{}, err
	}
	if status == http.StatusUnauthorized || status == http.StatusNotFound {
		return User{}, c.problem("push.token", status, body) // 404: the token's user is gone
	}
	var u User
	if err := c.decode("GET /user", status, body, &u); err != nil {
		return User{}, err
	}
	if !slices.Contains(u.Scope, "admin") {
		scopes := "none"
		if len(u.Scope) > 0 {
			scopes = strings.Join(u.Scope, ", ")
		}
		return u, store.NewProblem(nil, "push.admin", "user", u.name(), "scopes", scopes)
	}
	return u, nil
}

func (u User) name() string {
	if u.Username != "" {
		return u.Username
	}
	return u.Email
}

// call makes one request and returns the answer, whatever its status.
func (c *Client) call(ctx context.Context, method, path string, body any) (int, []byte, error) {
	var send io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return 0, nil, fmt.Errorf("%s %s: %w", method, path, err)
		}
		send = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, send)
	if err != nil {
		return 0, nil, store.NewProblem(err, "push.url", "url", c.base)
	}
	r.Header.Set("Accept", "application/json")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if !c.token.IsZero() {
		r.Header.Set("Authorization", "Bearer "+c.token.Reveal())
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, nil, c.networkError(ctx, err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body) // in memory already, within the limit
	if err != nil {
		return 0, nil, c.networkError(ctx, err)
	}
	return answer.StatusCode, data, nil
}

// networkError tells a server that can't be reached from one that isn't
// Appmixer's API.
func (c *Client) networkError(ctx context.Context, err error) error {
	switch ended := ctx.Err(); {
	case errors.Is(ended, context.DeadlineExceeded):
		return store.NewProblem(nil, "push.timeout", "url", c.base)
	case ended != nil:
		return ended
	}
	id := "push.network"
	if known, ok := errors.AsType[*auth.NetworkError](err); ok {
		err = known // without what net/http puts around it
		switch known.Kind {
		case "redirect":
			id = "push.redirected"
		case "captive-portal", "content-type", "too-large":
			id = "push.notAppmixer"
		}
	}
	return store.NewProblem(err, id, "url", c.base)
}

// decode reads a 2xx answer's JSON object into v; request names the call.
func (c *Client) decode(request string, status int, body []byte, v any) error {
	switch {
	case status == http.StatusUnauthorized:
		return c.problem("push.token", status, body)
	case status < 200 || status > 299:
		return c.problem("push.status", status, body, "request", request)
	}
	if err := json.Unmarshal(body, v); err != nil {
		// Not wrapped: the JSON package's errors quote the body.
		return store.NewProblem(nil, "push.notAppmixer", "url", c.base)
	}
	return nil
}

// problem tells what an answer refused, with what it said.
func (c *Client) problem(id string, status int, body []byte, args ...string) error {
	var said struct {
		Message string `json:"message"`
		Error   string `json:"error"`
	}
	_ = json.Unmarshal(body, &said) // error bodies are not documented: what can be read is shown
	var err error
	if text := strings.TrimSpace(said.Error + " " + said.Message); text != "" {
		err = fmt.Errorf("%s", text)
	}
	line := strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status)))
	return store.NewProblem(err, id, append(args, "url", c.base, "status", line)...)
}
