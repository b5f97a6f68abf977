package rules

import (
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/store"
)

// ServiceID judges the id under which a connector looks its configuration up:
// vendor:service or vendor:service:module.
func ServiceID(in Input) []finding.Finding {
	if in.Value == "" {
		return nil
	}
	if strings.EqualFold(filepath.Ext(in.Value), ".toml") {
		return []finding.Finding{in.mend("service.path", store.DefaultService)}
	}
	if repaired := repairID(in.Value); repaired != in.Value {
		if repaired == "" {
			return []finding.Finding{in.find("service.form", "value", show(in.Value))}
		}
		return []finding.Finding{in.mend("service.form", repaired, "value", show(in.Value))}
	}
	var findings []finding.Finding
	if lower := strings.ToLower(in.Value); lower != in.Value {
		findings = append(findings, in.mend("service.case", lower))
	}
	parts := strings.Split(in.Value, ":")
	if strings.EqualFold(parts[0], "pinterest") && len(parts) == 2 {
		parts[0], parts[1] = parts[1], parts[0] // they were swapped
		if !strings.EqualFold(parts[0], "pinterest") {
			return append(findings, in.mend("service.other", strings.ToLower(strings.Join(parts, ":")), "service", show(parts[0])))
		}
	}
	if !strings.EqualFold(parts[1], "pinterest") {
		service := parts[1]
		parts[1] = "pinterest"
		findings = append(findings, in.mend("service.other", strings.Join(parts, ":"), "service", show(service)))
	}
	return findings
}

// repairID returns the id itself where it has the form vendor:service or
// vendor:service:module, otherwise what was probably meant, and "" where that
// can't be told.
func repairID(id string) string {
	if strings.Contains(id, "://") {
		return ""
	}
	whole := id
	if !strings.Contains(id, ":") {
		whole = strings.NewReplacer("/", ":", ".", ":").Replace(id)
		whole = ofPinterest().ReplaceAllString(whole, "$1:pinterest")
	}
	var parts []string
	for part := range strings.SplitSeq(whole, ":") {
		part = strings.Trim(idPart(strings.TrimSpace(part)), "-.")
		if part != "" {
			parts = append(parts, part)
		}
	}
	switch {
	case len(parts) == 0 || len(parts) > 3:
		return ""
	case len(parts) == 1 && strings.EqualFold(parts[0], "pinterest"):
		return store.DefaultService
	case len(parts) == 1:
		return parts[0] + ":pinterest"
	}
	return strings.Join(parts, ":")
}

// ofPinterest is a vendor and pinterest with another sign between them.
var ofPinterest = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i)(.*[a-z0-9])[ _-]+pinterest$`) })

// plainLetters are letters with a mark of the languages of Western Europe, and
// behind them the letter without it.
var plainLetters = []string{"àáâãäåa", "ÀÁÂÃÄÅA", "çc", "ÇC", "èéêëe", "ÈÉÊËE", "ìíîïi", "ÌÍÎÏI", "ñn", "ÑN",
	"òóôõöøo", "ÒÓÔÕÖØO", "ùúûüu", "ÙÚÛÜU", "ýÿy", "ÝY"}

// idPart writes a part of an id without what it can't have: letters lose their
// marks, and whatever else stands in a row there becomes one hyphen.
func idPart(part string) string {
	var b strings.Builder
	foreign := false
	for _, r := range part {
		r = idLetter(r)
		if r >= 0 {
			b.WriteRune(r)
		} else if !foreign {
			b.WriteByte('-')
		}
		foreign = r < 0
	}
	return b.String()
}

// idLetter returns the letter that stands for this one in an id, and -1 where
// there is none.
func idLetter(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
		return r
	}
	for _, letters := range plainLetters {
		if r > 0x7f && strings.ContainsRune(letters, r) {
			return rune(letters[len(letters)-1])
		}
	}
	return -1
}
