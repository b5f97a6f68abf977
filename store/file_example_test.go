package store_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// A connector loads the file once and reads its own service.
func ExampleFile_Service() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, store.DefaultFile)
	err = os.WriteFile(path, []byte(`
["acme:pinterest"]
clientId     = "1534758"
clientSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
scopes       = ["boards:read", "pins:read"]
`), 0o600)
	if err != nil {
		log.Fatal(err)
	}

	file, err := store.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	service, err := file.Service(store.DefaultService)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(service.ClientID, service.Scopes)
	fmt.Println(service.Endpoints().TokenURL)
	fmt.Println(service.ClientSecret) // a secret doesn't print
	// Output:
	// 1534758 [boards:read pins:read]
	// https://api.pinterest.com/v5/oauth/token
	// ••••••••
}

// Update changes a file that other programs may be changing at the same time.
func ExampleUpdate() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, store.DefaultFile)

	err = store.Update(path, func(f *store.File) error {
		return f.Set("acme:pinterest", store.Service{
			ClientID:     "1534758",
			ClientSecret: safe.NewSecret("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"),
		})
	})
	if err != nil {
		log.Fatal(err)
	}
	file, err := store.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(file.Services())
	// Output: [acme:pinterest]
}

// An edit changes the bytes of what changed, and nothing else.
func ExampleFile_Set() {
	file, err := store.Parse("pinterest.toml", []byte(`# Ours. Ask Kim before you change it.
['acme:pinterest']
  clientId = '1534758'   # the staging app
  team     = 'growth'
`))
	if err != nil {
		log.Fatal(err)
	}
	service, err := file.Service("acme:pinterest")
	if err != nil {
		log.Fatal(err)
	}
	service.ClientID = "1534759"
	service.Scopes = []string{"boards:read"}
	if err := file.Set("acme:pinterest", service); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s", file.Bytes())
	// Output:
	// # Ours. Ask Kim before you change it.
	// ['acme:pinterest']
	//   clientId = '1534759'   # the staging app
	//   scopes   = ["boards:read"]
	//   team     = 'growth'
}

// Validate points at what is wrong, as a compiler does.
func ExampleFile_Validate() {
	file, err := store.Parse("pinterest.toml", []byte(`["acme:pinterest"]
clientId = 1534758
clientSecretEnv = "PINTEREST_CLIENT_SECRET"
`))
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range file.Validate("acme:pinterest") {
		fmt.Printf("%s:%d:%d: %s: %s\n", f.Place.File, f.Place.Line, f.Place.Column, f.Severity, f.Title)
		fmt.Println(f.Mend.Label)
	}
	// Output:
	// pinterest.toml:2:12: error: clientId has to be a string, and is a number
	// write it as "1534758"
}
