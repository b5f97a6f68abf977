package assets

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// A Callback is one page that the browser shows at the end of the OAuth round trip:
// texts of assets/pages/callback.toml in the frame of assets/pages/callback.html.
type Callback struct {
	// ID names the page: "success".
	ID string `toml:"id"`
	// Tone is "good", "warn", "bad", "wait" or "note".
	Tone string `toml:"tone"`
	// Status is the HTTP status that goes with it.
	Status int `toml:"status"`
	// Title says in one line what happened.
	Title string `toml:"title"`
	// Lead says more, in one or two sentences.
	Lead string `toml:"lead"`
	// Next says what to do now.
	Next string `toml:"next"`
	// Facts are what was found out: the account, the scopes.
	Facts []CallbackFact `toml:"-"`
	// Finding, if not nil, says what failed, why, and how to mend it.
	Finding *finding.Finding `toml:"-"`
}

// A CallbackFact is one line of a page: a name and a value.
type CallbackFact struct{ Name, Value string }

var callbackPages = sync.OnceValue(func() map[string]Callback {
	var doc struct {
		Page []Callback `toml:"page"`
	}
	if err := toml.Unmarshal([]byte(Page("callback.toml")), &doc); err != nil {
		panic(fmt.Sprintf("assets/pages/callback.toml: %v", err))
	}
	all := map[string]Callback{}
	for _, p := range doc.Page {
		all[p.ID] = p
	}
	return all
})

// CallbackPages returns the texts of all callback pages by their ID. Don't
// change the map.
func CallbackPages() map[string]Callback { return callbackPages() }

// CallbackPage returns the texts of one callback page. An ID that isn't in the
// file is a mistake in the program, and panics.
func CallbackPage(id string) Callback {
	p, ok := callbackPages()[id]
	if !ok {
		panic("no page " + id + " in assets/pages/callback.toml")
	}
	return p
}

// A callbackFrame is the frame of all callback pages, and the policy that lets
// its own style through and nothing else.
type callbackFrame struct {
	html   *template.Template
	policy string
}

var frame = sync.OnceValue(func() callbackFrame {
	// html/template drops comments and leaves all else of a style as it is; the
	// hash has to be of what the browser gets.
	style := strings.TrimSpace(Page("callback.css"))
	html := strings.Replace(Page("callback.html"), "/*style*/", style, 1)
	sum := sha256.Sum256([]byte(style))
	return callbackFrame{
		html: template.Must(template.New("callback").Parse(html)),
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}
})

// HTML renders the page. Everything in it is escaped; text from outside has to
// be cleaned and redacted before.
func (p Callback) HTML() []byte {
	var b bytes.Buffer
	if err := frame().html.Execute(&b, p); err != nil {
		panic(err) // a Callback has nothing that can fail
	}
	return b.Bytes()
}

// CallbackPolicy returns the Content-Security-Policy of the callback pages.
func CallbackPolicy() string { return frame().policy }
