package auth

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets"
)

// loosePatterns find codes in what people type from memory, and in logs that
// hold no JSON.
type loosePatterns struct {
	alone, named, exit, words *regexp.Regexp
}

var loose = sync.OnceValue(func() loosePatterns {
	var words []string
	for _, c := range assets.Codes() {
		for _, word := range c.Code {
			if strings.Contains(word, "_") {
				words = append(words, strings.ReplaceAll(word, "_", "[_ -]"))
			}
		}
	}
	return loosePatterns{
		alone: regexp.MustCompile(`(?i)^\W*(?:code|error|status|http)?(\d{1,4})\W*$`),
		named: regexp.MustCompile(`(?i)\b(?:error|err|code|errno|status)(?:[ _-]?(?:code|number|no\.?))?[\\"'\s:=#(\[]{1,6}(\d{1,4})\b`),
		exit:  regexp.MustCompile(`(?i)\bexit\w*\s+(?:with\s+)?(?:status\s+)?$`),
		words: regexp.MustCompile(`(?i)\b(?:` + strings.Join(words, "|") + `)\b`),
	}
})

// looseCode finds a code of Pinterest's, a word of RFC 6749, or an HTTP status
// in loose text. Only what the catalogue knows counts: other numbers mean
// anything.
func looseCode(text string, status int) (code string, _ int) {
	if word := loose().words.FindString(text); word != "" {
		return strings.ToLower(strings.NewReplacer(" ", "_", "-", "_").Replace(word)), status
	}
	for _, number := range looseNumbers(text) {
		n, _ := strconv.Atoi(number) // four digits
		switch _, known := assets.CodeByName(number); {
		case n == status:
		case known:
			return number, status
		case status == 0 && n >= 100 && n < 600:
			if _, known := assets.CodeByStatus(n); known {
				return "", n
			}
		}
	}
	if status == 0 {
		status = statusByText(text)
	}
	return "", status
}

func looseNumbers(text string) []string {
	if groups := loose().alone.FindStringSubmatch(text); groups != nil {
		return groups[1:]
	}
	var numbers []string
	for _, at := range loose().named.FindAllStringSubmatchIndex(text, 5) {
		if !loose().exit.MatchString(text[:at[0]]) {
			numbers = append(numbers, text[at[2]:at[3]])
		}
	}
	return numbers
}

// statusByText reads "Forbidden" and "error: too many requests"; 0 for none.
func statusByText(text string) int {
	_, after, ok := strings.Cut(text, ":")
	if !ok {
		after = text
	}
	for status := 400; status < 512; status++ {
		said := http.StatusText(status)
		if said != "" && (strings.EqualFold(strings.Trim(text, " .!"), said) || strings.EqualFold(strings.Trim(after, " .!"), said)) {
			return status
		}
	}
	return 0
}
