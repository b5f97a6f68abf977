package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"

	"golang.org/x/oauth2"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/store"
)

// A connector in Go: it loads its configuration, gets an HTTP client that
// refreshes its token and keeps what Pinterest rotates, and lists boards.
func Example_connector() {
	ctx := context.Background()
	path, done := demo() // a configuration file, and tokens of a simulated Pinterest
	defer done()

	file, err := store.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	service, err := file.Service(store.DefaultService)
	if err != nil {
		log.Fatal(err)
	}
	tokens, err := service.TokenSource(ctx, store.TokensFor(path, store.DefaultService, false))
	if err != nil {
		log.Fatal(err)
	}
	resp, err := oauth2.NewClient(ctx, tokens).Get(service.Endpoints().APIURL + "/boards?page_size=25")
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	var boards struct {
		Items []struct{ Name string }
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, resp.Body, 1<<20)).Decode(&boards); err != nil {
		log.Fatal(err)
	}
	for _, board := range boards.Items {
		fmt.Println(board.Name)
	}
	// Output:
	// Teapots
}

// A secret that stands elsewhere is resolved when it is asked for.
func ExampleService_Secret() {
	os.Setenv("PINTEREST_APP_SECRET", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c")
	defer os.Unsetenv("PINTEREST_APP_SECRET")
	service := store.Service{ClientID: "1534758", ClientSecretEnv: "PINTEREST_APP_SECRET"}
	secret, err := service.Secret(context.Background())
	fmt.Println(secret, len(secret.Reveal()), err)

	service.ClientSecretEnv = "PINTEREST_APP_SECRT"
	_, err = service.Secret(context.Background())
	fmt.Println(err)
	// Output:
	// •••••••• 40 <nil>
	// The variable PINTEREST_APP_SECRT isn't set. Set PINTEREST_APP_SECRT where this runs, or have clientSecretEnv name another variable.
}

// The configuration for programs that do the authorization themselves.
func ExampleService_OAuth2() {
	os.Setenv("PINTEREST_APP_SECRET", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c")
	defer os.Unsetenv("PINTEREST_APP_SECRET")
	service := store.Service{
		ClientID: "1534758", ClientSecretEnv: "PINTEREST_APP_SECRET",
		RedirectURI: "https://connect.acme.com/back", Scopes: []string{"user_accounts:read", "boards:read"},
	}
	config, err := service.OAuth2(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(config.AuthCodeURL("state-of-this-session"))
	// Output:
	// https://www.pinterest.com/oauth/?client_id=1534758&redirect_uri=https%3A%2F%2Fconnect.acme.com%2Fback&response_type=code&scope=user_accounts%3Aread+boards%3Aread&state=state-of-this-session
}

// demo writes a configuration for a simulated Pinterest and keeps tokens for
// it, as the wizard does.
func demo() (path string, done func()) {
	sim, err := simulator.Start(simulator.Options{})
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "pinsetup")
	if err != nil {
		log.Fatal(err)
	}
	state := os.Getenv("XDG_STATE_HOME")
	os.Setenv("XDG_STATE_HOME", dir)
	path = filepath.Join(dir, store.DefaultFile)
	info := sim.Info()
	service := store.Service{
		ClientID: info.ClientID, ClientSecret: safe.NewSecret(info.ClientSecret),
		Scopes:       []string{"user_accounts:read", "boards:read"},
		AuthorizeURL: info.AuthorizeURL, TokenURL: info.TokenURL, APIURL: info.APIURL,
	}
	if err := errors.Join(write(path, service), authorize(path, service)); err != nil {
		log.Fatal(err)
	}
	return path, func() {
		os.Setenv("XDG_STATE_HOME", state)
		if err := errors.Join(sim.Close(), os.RemoveAll(dir)); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path string, service store.Service) error {
	return store.Update(path, func(f *store.File) error { return f.Set(store.DefaultService, service) })
}

// authorize gets tokens of the app's owner, which takes no browser.
func authorize(path string, service store.Service) error {
	ctx := context.Background()
	app := auth.App{
		ClientID: service.ClientID, ClientSecret: service.ClientSecret,
		Scopes: service.Scopes, Endpoints: service.Endpoints(),
	}
	token, err := auth.ClientCredentials(ctx, nil, app)
	if err != nil {
		return err
	}
	return store.TokensFor(path, store.DefaultService, false).Save(ctx, service.Kept(token))
}
