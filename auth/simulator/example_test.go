package simulator_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/pinsetup/pinsetup/auth/simulator"
)

// A connector's test: the person gives access, the connector exchanges the
// code, reads the account, and has written nothing.
func Example() {
	pinterest, err := simulator.Start(simulator.Options{
		RedirectURIs: []string{"https://connector.example/callback"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer pinterest.Close()
	info := pinterest.Info()

	// The person in the browser. The callback is elsewhere: Consent returns it.
	callback, err := pinterest.Consent(context.Background(), info.AuthorizeURL+"?"+url.Values{
		"client_id": {info.ClientID}, "redirect_uri": {info.RedirectURIs[0]},
		"response_type": {"code"}, "scope": {"user_accounts:read"}, "state": {"a-random-state"},
	}.Encode(), true)
	if err != nil {
		fmt.Println(err)
		return
	}
	location, _ := url.Parse(callback)

	// The connector under test.
	request, _ := http.NewRequest(http.MethodPost, info.TokenURL, strings.NewReader(url.Values{
		"grant_type": {"authorization_code"}, "code": {location.Query().Get("code")}, "redirect_uri": {info.RedirectURIs[0]},
	}.Encode()))
	request.SetBasicAuth(info.ClientID, info.ClientSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	response.Body.Close()

	for _, r := range pinterest.Requests() {
		fmt.Println(r.Method, r.Path, r.Status, r.Writes())
	}
	// Output:
	// GET /oauth/ 200 false
	// POST /oauth/ 302 false
	// POST /v5/oauth/token 200 false
}
