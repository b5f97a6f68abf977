package assets

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
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
	// Lead says more, in one or two sentences. Evidence says what it rests on:
	// the page shows none, so it says what Pinterest documents, or this run saw.
	Lead     string           `toml:"lead"`
	Evidence finding.Evidence `toml:"evidence"`
	// Next says what to do now.
	Next string `toml:"next"`
	// Forget has the browser take the code out of its address bar and history:
	// the page comes after the true callback, which has done its work.
	Forget bool `toml:"forget"`
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

// forgetScript takes the query, with code and state, from the address bar and
// the history. A browser without JavaScript keeps a code that is used up.
const forgetScript = `history.replaceState(null,"",location.pathname)`

// callbackStyle is the style of all callback pages.
var callbackStyle = sync.OnceValue(func() string { return strings.TrimSpace(Page("callback.css")) })

// Policy returns the page's Content-Security-Policy: it lets through, by their
// hashes, the page's own style and the one line that forgets, and nothing else.
func (p Callback) Policy() string {
	policy := "default-src 'none'; style-src " + HashSource(callbackStyle())
	if p.Forget {
		policy += "; script-src " + HashSource(forgetScript)
	}
	return policy + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// HashSource returns the source that lets through a style or a script with
// exactly this text (Content Security Policy Level 3, §2.3.1).
func HashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// HTML renders the page. Everything in it is escaped; text from outside has to
// be cleaned and redacted before.
func (p Callback) HTML() []byte {
	script := ""
	if p.Forget {
		script = forgetScript
	}
	return []byte(FillPage("callback.html", map[string]string{
		"title": html.EscapeString(p.Title), "tone": html.EscapeString(p.Tone), "style": callbackStyle(), "script": script,
		"lead": html.EscapeString(p.Lead), "next": html.EscapeString(p.Next),
		"facts": factsHTML(p.Facts), "finding": findingHTML(p.Finding),
	}))
}

func factsHTML(facts []CallbackFact) string {
	if len(facts) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<dl>\n")
	for _, f := range facts {
		fmt.Fprintf(&b, "<div><dt>%s</dt><dd>%s</dd></div>\n", html.EscapeString(f.Name), html.EscapeString(f.Value))
	}
	b.WriteString("</dl>")
	return b.String()
}

func findingHTML(f *finding.Finding) string {
	if f == nil {
		return ""
	}
	link := f.Link
	if !strings.HasPrefix(link, "https://") {
		link = "" // nothing that a browser would run
	}
	return strings.TrimSpace(FillPage("finding.html", map[string]string{
		"title": html.EscapeString(f.Title), "cause": html.EscapeString(f.Cause), "fix": html.EscapeString(f.Fix),
		"detail": html.EscapeString(f.Detail), "request": html.EscapeString(f.RequestID), "link": html.EscapeString(link),
	}))
}

// FillPage puts HTML into the {{places}} of a file in assets/pages. A line whose
// place stays empty is left out. (html/template would do it too, and keep every
// exported method of the program in the binary: it calls methods by name.)
func FillPage(name string, values map[string]string) string {
	var b strings.Builder
	for line := range strings.Lines(Page(name)) {
		empty := false
		for place, value := range values {
			empty = empty || value == "" && strings.Contains(line, "{{"+place+"}}")
		}
		if !empty {
			b.WriteString(fillLine(line, values))
		}
	}
	return b.String()
}

// fillLine goes through a line once: what is put in is not looked at again.
func fillLine(line string, values map[string]string) string {
	pairs := make([]string, 0, 2*len(values))
	for place, value := range values {
		pairs = append(pairs, "{{"+place+"}}", value)
	}
	return strings.NewReplacer(pairs...).Replace(line)
}
