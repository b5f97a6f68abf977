package auth

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// An arrival is what the true callback, or a paste that counts, brought.
type arrival struct {
	method string // "callback" or "paste"
	code   string
	// refused is the error that Pinterest sent in the code's place, or nil.
	refused *Symptom
}

// A verdict is the outcome that browsers wait for, given once.
type verdict struct {
	once sync.Once
	done chan struct{}
	page assets.Callback
}

func newVerdict() *verdict { return &verdict{done: make(chan struct{})} }

// give tells the outcome; the first one stays.
func (v *verdict) give(p assets.Callback) {
	v.once.Do(func() {
		v.page = p
		close(v.done)
	})
}

// handle answers one request: the callback that counts with the outcome of the
// flight, every other one with a page that helps.
func (rc *receiver) handle(w http.ResponseWriter, r *http.Request) {
	rc.conns.answer(r.Context(), func() {
		page, noticed := rc.refuse(r)
		if page != "" {
			rc.log.Debug("stray request", "method", r.Method, "answer", page)
			rc.stray(noticed)
			rc.write(w, assets.CallbackPage(page))
			return
		}
		if !rc.claim(rc.read(r.URL.Query())) {
			rc.stray(nil)
		}
		rc.write(w, rc.outcome(w, r))
	})
}

// refuse says with which page a request is turned away, and what that means
// for the person who waits; "" for the true callback.
func (rc *receiver) refuse(r *http.Request) (page string, noticed *finding.Finding) {
	notice := func(id string) *finding.Finding {
		f := assets.Finding(id)
		return &f
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	switch {
	case !rc.target.answersFor(r.Host):
		return "foreign-host", notice("flight.foreign-host")
	case r.Method != http.MethodGet:
		return "method", nil
	case r.URL.EscapedPath() != rc.target.path:
		return "other-path", nil
	case foreignOrigin(r, rc.target):
		return "foreign-origin", notice("flight.foreign-origin")
	case ahead(r.Header):
		return "prefetch", nil
	case err != nil || twice(query):
		return "malformed", nil
	case !query.Has("state") && !query.Has("code") && !query.Has("error"):
		return "help", nil
	case subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(rc.state)) != 1:
		return "wrong-state", notice("flight.wrong-state")
	case query.Has("iss") && !issuedBy(query.Get("iss"), rc.issuer):
		return "wrong-issuer", notice("flight.wrong-issuer")
	case query.Get("error") == "" && !isCode(query.Get("code")):
		return "no-code", notice("flight.no-code")
	}
	return "", nil
}

// read takes the callback's parameters (RFC 6749 §4.1.2); refuse has let them
// through.
func (rc *receiver) read(query url.Values) arrival {
	if e := query.Get("error"); e != "" {
		return arrival{method: "callback", refused: &Symptom{
			Where: "callback", Code: cut(e, 80), Message: cut(query.Get("error_description"), 2000),
		}}
	}
	return arrival{method: "callback", code: query.Get("code")}
}

// foreignOrigin reports whether a script of another site made the request;
// following a redirect sends no Origin.
func foreignOrigin(r *http.Request, t target) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || u.Scheme != "http" || !t.answersFor(u.Host)
}

// twice reports whether a parameter that matters is there more than once
// (RFC 6749 §3.1 forbids it).
func twice(query url.Values) bool {
	return len(query["state"]) > 1 || len(query["code"]) > 1 || len(query["error"]) > 1 || len(query["iss"]) > 1
}

// ahead reports whether a browser loads the page before anybody asked for it,
// in the words of Chrome, of older browsers, and of Safari.
func ahead(h http.Header) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		if purpose := strings.ToLower(h.Get(name)); strings.Contains(purpose, "prefetch") || strings.Contains(purpose, "preview") {
			return true
		}
	}
	return false
}

// issuedBy reports whether the issuer that a callback names (RFC 9207) is the
// server of the authorize page, or another host of its domain. Pinterest isn't
// known to name one.
func issuedBy(issuer, host string) bool {
	u, err := url.Parse(issuer)
	return err == nil && u.Host != "" && domainOf(u.Hostname()) == domainOf(host)
}

// domainOf returns the last two labels of a host name; an address as it is.
func domainOf(host string) string {
	host = strings.ToLower(host)
	labels := strings.Split(host, ".")
	if _, err := netip.ParseAddr(host); err == nil || len(labels) < 3 {
		return host
	}
	return strings.Join(labels[len(labels)-2:], ".")
}

// outcome waits for the flight's outcome, but not for ever.
func (rc *receiver) outcome(w http.ResponseWriter, r *http.Request) assets.Callback {
	control := http.NewResponseController(w)
	// Errors here mean that the connection is gone, which the write will tell.
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Now().Add(pageWait + requestTimeout))
	patience := time.NewTimer(pageWait)
	defer patience.Stop()
	select {
	case <-rc.verdict.done:
		return rc.verdict.page
	case <-patience.C:
	case <-r.Context().Done(): // the tab was closed; the flight goes on
	}
	return assets.CallbackPage("pending")
}

// write sends a page with all that keeps it from being kept, framed, or made
// to load something.
func (rc *receiver) write(w http.ResponseWriter, p assets.Callback) {
	body := p.HTML()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", p.Policy())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if p.Status == http.StatusMethodNotAllowed {
		h.Set("Allow", http.MethodGet)
	}
	w.WriteHeader(p.Status)
	_, err := w.Write(body) // to HEAD, net/http sends the headers alone
	if err := errors.Join(err, http.NewResponseController(w).Flush()); err != nil {
		rc.log.Debug("the browser didn't take the page", "page", p.ID, "err", err)
	}
}

// hasID reports whether one of the findings has the ID.
func hasID(findings []finding.Finding, id string) bool {
	for _, f := range findings {
		if f.ID == id {
			return true
		}
	}
	return false
}
