package auth

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
)

// BenchmarkCallbackToResult measures what pinsetup adds: from the moment in
// which the browser sends the callback to the result. Its floor is the same
// calls to Pinterest alone, one after the other.
func BenchmarkCallbackToResult(b *testing.B) {
	pinterest := newFake(b)
	app := pinterest.app(b)
	b.Run("flight", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			f, err := Start(context.Background(), Options{App: app})
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			go browse(b, trueCallback(f))
			if r := f.Wait(); !r.OK {
				b.Fatalf("%+v", r)
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			client := NewClient()
			floorCall(b, client, http.MethodPost, app.Endpoints.TokenURL)
			for _, path := range []string{"/user_account", "/boards?page_size=1", "/pins?page_size=1"} {
				floorCall(b, client, http.MethodGet, app.Endpoints.APIURL+path)
			}
			client.CloseIdleConnections()
		}
	})
}

func floorCall(b *testing.B, client *http.Client, method, url string) {
	r, err := http.NewRequest(method, url, strings.NewReader("grant_type=authorization_code"))
	if err != nil {
		b.Fatal(err)
	}
	r.SetBasicAuth(testApp.ClientID, testApp.ClientSecret.Reveal())
	resp, err := client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}
