package auth

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

const (
	// maxExplain is how much of a pasted text is read, in bytes: half of it at
	// either end. Logs end with the error, traces begin with it.
	maxExplain = 64 << 10
	// maxExplained is how many findings a text can have: a code has six cases at
	// most, and a finding before them.
	maxExplained = 7
	// leastSaid is how many bytes of mere words have to be known where a row
	// is about one place: "scope" alone is no failed refresh.
	leastSaid = 13
)

// Explain reads an error that somebody pasted (text, JSON, a URL, an HTTP
// answer with headers) and returns what the catalogue knows of it, best first.
// Where the text doesn't say at which place it happened, there is one finding
// for each place that it can come from. A code alone ("code 29", "429",
// "invalid_grant") gets all that it can mean, and what tells that apart. A text that says nothing to the
// catalogue gets one finding that tells what to paste; an empty one gets none.
func Explain(text string) []finding.Finding {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if len(text) > maxExplain {
		text = strings.ToValidUTF8(text[:maxExplain/2]+"\n"+text[len(text)-maxExplain/2:], "")
	}
	p := dissect(text)
	findings := p.explain()
	findings = append(findings, explainScopes(text)...)
	switch {
	case len(findings) == 0 && p.goodAuthorize:
		findings = append(findings, assets.Finding("explain.good-authorize"))
	case len(findings) == 0 && p.goodCallback:
		findings = append(findings, assets.Finding("explain.good-callback"))
	case len(findings) == 0:
		findings = append(findings, p.unknown())
	}
	return findings[:min(len(findings), maxExplained)]
}

// explain returns what the catalogue knows by the words that were said, or
// else what the code among them can mean.
func (p dissection) explain() []finding.Finding {
	var all []explained
	for _, s := range p.symptoms {
		all = append(all, explainSymptom(s)...)
	}
	all = mostTelling(all)
	if len(all) == 0 || !all[0].inWords() {
		for _, s := range p.symptoms {
			if found := explainCode(s); len(found) > 0 {
				return found
			}
		}
	}
	var findings []finding.Finding
	for _, e := range all {
		f := e.symptom.finding(e.id)
		if len(all) > 1 {
			f.Cause = whenOf(e.symptom, e.id) + f.Cause
		}
		findings = append(findings, f)
	}
	return findings
}

// whenOf says what tells a finding from the others that its code stands for;
// "" where that isn't known.
func whenOf(s Symptom, id string) string {
	code, _ := codeOf(s)
	for _, c := range code.Cases {
		if c.Finding == id {
			return "This one if " + c.When + ". "
		}
	}
	return ""
}

// codeOf returns what is known of a symptom's code, or else of its status.
func codeOf(s Symptom) (code assets.Code, known bool) {
	if code, known = assets.CodeByName(s.Code); !known {
		code, known = assets.CodeByStatus(s.Status)
	}
	return code, known
}

type explained struct {
	scored
	symptom Symptom
	// placed says that the text itself says where it happened.
	placed bool
}

// inWords reports whether the explanation rests on more than a code: on words
// of the message, or on a word for a code at the place where it belongs.
func (e explained) inWords() bool { return e.said >= leastSaid || e.word && e.placed }

// places are where an error can come from, the likeliest first.
var places = []string{"token", "api", "authorize", "callback", "refresh", "client_credentials", "network", "debugger", "portal"}

// explainSymptom returns the best row for each place that the symptom can come
// from.
func explainSymptom(s Symptom) []explained {
	where := places
	if s.Where != "" {
		where = []string{s.Where}
	}
	var all []explained
	for _, place := range where {
		guessed := s
		guessed.Where = place
		best, ok := bestRow(guessed, true)
		weak := len(best.match.Where) > 0 && s.Status == 0 && s.Code == "" && best.said < leastSaid
		if ok && !weak {
			all = append(all, explained{best, guessed, s.Where != ""})
		}
	}
	return all
}

// mostTelling sorts, keeps each finding once, and drops what rests on a bare
// number where something else rests on words.
func mostTelling(all []explained) []explained {
	slices.SortStableFunc(all, func(a, b explained) int { return b.compare(a.score) })
	var kept []explained
	for _, e := range all {
		known := slices.ContainsFunc(kept, func(k explained) bool { return k.id == e.id })
		if known || len(kept) > 0 && kept[0].inWords() && !e.inWords() {
			continue
		}
		kept = append(kept, e)
	}
	return kept
}

// explainCode returns what a code alone can mean: the one cause that it has, or
// all of them, each with what tells it from the others.
func explainCode(s Symptom) []finding.Finding {
	code, known := codeOf(s)
	if !known {
		return nil
	}
	name := "“" + s.Code + "”"
	switch {
	case len(code.Status) > 0:
		name = fmt.Sprintf("HTTP %d", s.Status)
	case strings.Trim(s.Code, "0123456789") == "":
		name = "Code " + s.Code
	}
	cases := casesAt(code.Cases, s.Where)
	if len(cases) == 1 {
		return []finding.Finding{s.finding(cases[0].Finding)}
	}
	several := assets.Finding("explain.several", "code", name, "count", strconv.Itoa(len(cases)))
	several.RequestID = safe.Show(s.RequestID, 64)
	findings := []finding.Finding{several}
	for _, c := range cases {
		f := assets.Finding(c.Finding, s.names()...)
		f.Cause = whenOf(s, c.Finding) + f.Cause
		findings = append(findings, f)
	}
	return findings
}

// casesAt leaves out what doesn't happen at this place, where it is known and
// something does.
func casesAt(cases []assets.CodeCase, where string) []assets.CodeCase {
	var here []assets.CodeCase
	for _, c := range cases {
		if where == "" || len(c.Where) == 0 || slices.Contains(c.Where, where) {
			here = append(here, c)
		}
	}
	if len(here) == 0 {
		return cases
	}
	return here
}

// explainScopes names the scopes of older versions that are in the text.
func explainScopes(text string) []finding.Finding {
	if plain, err := url.QueryUnescape(text); err == nil {
		text = plain
	}
	words := strings.FieldsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != ':'
	})
	var findings []finding.Finding
	seen := map[string]bool{}
	for _, word := range words {
		word = strings.Trim(word, ":")
		old, ok := assets.LegacyScopeByName(word)
		if !ok || seen[word] || !strings.ContainsAny(word, "_:") {
			continue
		}
		seen[word] = true
		became := strings.Join(old.Scopes, ", ")
		findings = append(findings, assets.Finding("explain.legacy-scope",
			"name", word, "era", cmp.Or(old.Era, "of unknown origin"), "became", became))
	}
	return findings
}
