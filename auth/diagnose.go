package auth

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// A Symptom is a failure as it showed itself.
type Symptom struct {
	// Where is the place, one of the words of assets.Match.Where.
	Where string
	// Status is the HTTP status; 0 for none.
	Status int
	// Code is Pinterest's numeric code as text, RFC 6749's error, or the kind
	// of a network failure; "" for none.
	Code string
	// Message is what the other side said, raw.
	Message string
	// RequestID is Pinterest's x-pinterest-rid.
	RequestID string
	// Again is when a quota that was used up is new; zero where that isn't said.
	Again time.Time

	// context is what stands around the message in a pasted text: it counts in
	// a match, and isn't shown.
	context string
}

// Diagnose names the cause and the mend of a symptom: the most specific row of
// the catalogue (assets/findings) that matches. What matches nothing comes
// back as "unknown.<where>", with the message as it came, redacted.
func Diagnose(s Symptom) finding.Finding {
	if best, ok := bestRow(s, false); ok {
		return s.finding(best.id)
	}
	return s.finding(fallback(s.Where))
}

// fallback is the finding that says what is known about the place alone.
func fallback(where string) string {
	if where == fresh {
		where = "api"
	}
	if _, ok := assets.Templates()["unknown."+where]; ok {
		return "unknown." + where
	}
	return "unknown.text"
}

const (
	// maxDetail is how many characters of a message are shown.
	maxDetail = 300
	// maxRead is how many bytes of it are looked at for that: masks are shorter
	// than what they stand for.
	maxRead = 16 << 10
)

// finding fills in what the message names, and shows what was said.
func (s Symptom) finding(id string) finding.Finding {
	f := assets.Finding(id, s.names()...)
	f.Detail = s.detail()
	f.RequestID = safe.Show(s.RequestID, 64)
	return f
}

func (s Symptom) detail() string {
	var said []string
	say := func(part string) {
		if !strings.Contains(strings.ToLower(s.Message), strings.ToLower(part)) {
			said = append(said, part)
		}
	}
	if s.Status != 0 {
		say(fmt.Sprintf("HTTP %d", s.Status))
	}
	if s.Code != "" && s.Where != "network" {
		say("code " + s.Code)
	}
	text := strings.Join(said, ", ")
	switch message := strings.Join(strings.Fields(s.Message), " "); {
	case message == "":
	case text == "" || s.Where == "network":
		text = message
	default:
		text += ": " + message
	}
	return safe.Show(text[:min(len(text), maxRead)], maxDetail)
}

// fresh is the API with a token that was issued a moment ago.
const fresh = "fresh"

// A row is one match of one finding of the catalogue.
type row struct {
	id    string
	match assets.Match
}

// rows are the catalogue, in the order of its IDs.
var rows = sync.OnceValue(func() []row {
	var all []row
	for id, t := range assets.Templates() {
		for _, m := range t.Match {
			lower := make([]string, len(m.Contains))
			for i, piece := range m.Contains {
				lower[i] = plainQuotes.Replace(strings.ToLower(piece))
			}
			m.Contains = lower
			all = append(all, row{id, m})
		}
	}
	slices.SortStableFunc(all, func(a, b row) int { return cmp.Compare(a.id, b.id) })
	return all
})

// A score says how specific a match is; assets.Match explains the order.
type score struct {
	word         bool // a code that is a word holds
	said         int  // bytes of the message that hold
	parts        int
	alternatives int
}

func (a score) compare(b score) int {
	return cmp.Or(
		cmp.Compare(truth(a.word), truth(b.word)),
		cmp.Compare(a.said, b.said),
		cmp.Compare(a.parts, b.parts),
		cmp.Compare(b.alternatives, a.alternatives),
	)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

type scored struct {
	row
	score
}

// plainQuotes are those of the catalogue; browsers write others.
var plainQuotes = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`)

// bestRow returns the most specific row that holds. With guess, what the
// symptom leaves open is taken to hold: somebody pasted a piece of an answer,
// which another program may have got.
func bestRow(s Symptom, guess bool) (best scored, ok bool) {
	message := plainQuotes.Replace(strings.ToLower(s.Message + "\n" + s.context))
	for _, r := range rows() {
		if r.match.Foreign && !guess {
			continue
		}
		points, holds := judge(r.match, s, message, guess)
		if holds && (!ok || points.compare(best.score) > 0) {
			best, ok = scored{r, points}, true
		}
	}
	return best, ok
}

// judge holds a match against a symptom; message is the symptom's in small
// letters.
func judge(m assets.Match, s Symptom, message string, guess bool) (points score, ok bool) {
	shown := false // something of the symptom itself holds, beside its place
	if len(m.Where) > 0 {
		points.add(len(m.Where))
		if !slices.Contains(m.Where, s.Where) {
			if s.Where != fresh || !slices.Contains(m.Where, "api") {
				return points, false
			}
			points.alternatives++ // a match of "fresh" itself goes before
		}
	}
	switch {
	case len(m.Status) == 0, guess && s.Status == 0:
	case slices.Contains(m.Status, s.Status):
		shown = true
		points.add(len(m.Status))
	default:
		return points, false
	}
	switch {
	case len(m.Code) == 0, guess && s.Code == "":
	case s.Code != "" && slices.Contains(m.Code, s.Code):
		shown = true
		points.add(len(m.Code))
		points.word = strings.Trim(s.Code, "0123456789") != ""
	default:
		return points, false
	}
	for _, piece := range m.Contains {
		if !strings.Contains(message, piece) {
			return points, false
		}
		shown = true
		points.said += len(piece)
	}
	return points, shown
}

func (a *score) add(alternatives int) {
	a.parts++
	a.alternatives += alternatives
}
