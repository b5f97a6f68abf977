package auth

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

const (
	// maxExplain is how much of a pasted text is read, in bytes.
	maxExplain = 64 << 10
	// maxExplained is how many findings a text can have.
	maxExplained = 6
	// leastSaid is how many bytes of mere words have to be known where a row
	// is about one place: "scope" alone is no failed refresh.
	leastSaid = 13
)

// Explain reads an error that somebody pasted (text, JSON, a URL, an HTTP
// answer with headers) and returns what the catalogue knows of it, best first.
// Where the text doesn't say at which place it happened, there is one finding
// for each place that it can come from. A text that says nothing to the
// catalogue gets one finding that tells what to paste; an empty one gets none.
func Explain(text string) []finding.Finding {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if len(text) > maxExplain {
		text = text[:maxExplain]
	}
	p := dissect(text)
	var all []explained
	for _, s := range p.symptoms {
		all = append(all, explainSymptom(s)...)
	}
	all = mostTelling(all)
	findings := make([]finding.Finding, 0, len(all)+1)
	for _, e := range all {
		findings = append(findings, e.symptom.finding(e.id))
	}
	findings = append(findings, explainScopes(text)...)
	switch {
	case len(findings) == 0 && p.goodCallback:
		findings = append(findings, assets.Finding("explain.good-callback"))
	case len(findings) == 0:
		findings = append(findings, p.unknown())
	}
	return findings[:min(len(findings), maxExplained)]
}

type explained struct {
	scored
	symptom Symptom
}

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
			all = append(all, explained{best, guessed})
		}
	}
	return all
}

// mostTelling sorts, keeps each finding once, and drops what rests on a bare
// number where something else rests on words.
func mostTelling(all []explained) []explained {
	slices.SortStableFunc(all, func(a, b explained) int { return b.compare(a.score) })
	inWords := func(e explained) bool { return e.word || e.said >= leastSaid }
	var kept []explained
	for _, e := range all {
		known := slices.ContainsFunc(kept, func(k explained) bool { return k.id == e.id })
		if known || len(kept) > 0 && inWords(kept[0]) && !inWords(e) {
			continue
		}
		kept = append(kept, e)
	}
	return kept
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
