package rules

import (
	"regexp"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// ClientID judges an app ID. It repeats the value only where that is digits:
// anything else may be a secret in the wrong field.
func ClientID(in Input) []finding.Finding {
	v := in.Value
	switch {
	case v == "":
		return nil
	case tokenPrefix(v) != "":
		return []finding.Finding{in.find("id.token", "prefix", tokenPrefix(v))}
	case masked(v):
		return []finding.Finding{in.find("id.masked")}
	case hex40().MatchString(v):
		return []finding.Finding{in.find("id.secret")}
	case !digits(v):
		if id, ok := idInside(v); ok {
			return []finding.Finding{in.mend("id.letters", id)}
		}
		return []finding.Finding{in.find("id.letters")}
	case len(v) < 5 || len(v) > 20:
		return []finding.Finding{in.find("id.length")}
	case v == "1234567":
		return []finding.Finding{in.find("id.example")}
	case len(v) == 19:
		return []finding.Finding{in.find("id.v1")}
	case len(v) != 7:
		return []finding.Finding{in.find("id.unusual")}
	}
	return nil
}

// ClientSecret judges an app secret. No finding repeats the value.
func ClientSecret(in Input) []finding.Finding {
	v := in.Value
	switch {
	case v == "":
		return nil
	case tokenPrefix(v) != "":
		return []finding.Finding{in.find("secret.token", "prefix", tokenPrefix(v))}
	case masked(v):
		return []finding.Finding{in.find("secret.masked")}
	case v == in.other("credentials.clientId") && !hex40().MatchString(v), digits(v) && len(v) >= 5 && len(v) <= 20:
		return []finding.Finding{in.find("secret.id")}
	case header().MatchString(v):
		return []finding.Finding{in.find("secret.header")}
	case secretPlaceholder().MatchString(v):
		return []finding.Finding{in.find("secret.placeholder")}
	case strings.Contains(v, "://"):
		return []finding.Finding{in.find("secret.url")}
	case !hex40().MatchString(v):
		return append(early(in), in.find("secret.unusual"))
	}
	return early(in)
}

// early says that a secret is there before the app sheet says that Pinterest has
// approved the app.
func early(in Input) []finding.Finding {
	status := in.other("app.status")
	if in.other("start.way") != "nothing" || status != "notSubmitted" && status != "pending" {
		return nil
	}
	f := in.find("secret.early")
	f.Mend = &finding.Mend{Label: "say that the app has Trial access", Field: "app.status", Value: "trial"}
	return []finding.Finding{f}
}

// tokenPrefix returns "pina", "pinr" or "pinc" where the value is one of
// Pinterest's tokens, or the beginning of one.
func tokenPrefix(v string) string {
	v = strings.ToLower(v)
	if at, after, ok := strings.Cut(v, "bearer"); ok && strings.TrimSpace(at) == "" {
		v = strings.TrimSpace(after)
	}
	for _, prefix := range []string{"pina", "pinr", "pinc"} {
		if strings.HasPrefix(v, prefix) {
			return prefix
		}
	}
	return ""
}

// masked reports whether the value is what a page shows in place of a secret.
func masked(v string) bool {
	dots := 0
	for _, r := range v {
		if strings.ContainsRune("•●∙·*＊⁎▪■…", r) {
			dots++
		}
	}
	if strings.ContainsRune(v, '…') || strings.Contains(v, "...") { // cut in the middle
		return true
	}
	return dots >= 3 || dots > 0 && dots == len([]rune(v)) || len(v) > 3 && strings.Trim(v, "xX.-") == ""
}

var (
	header            = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:basic|bearer) ?\S`) })
	hex40             = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9a-f]{40}$`) })
	secretPlaceholder = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[<\[{($%]|your|app[ _-]?secret|client[ _-]?secret|change[ _-]?me|^secret$|^todo$`)
	})
	portalPage = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:https?://)?developers\.pinterest\.com/apps/([0-9]{5,20})(?:[/?#]|$)`)
	})
	// bracketedID is one behind the app's name: "Acme Board Sync (1534758)".
	bracketedID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^()0-9]*\(#?([0-9]{7})\)$`) })
	spelledID   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[#]?[0-9](?:[ .,_'-]?[0-9]){4,19}$`) })
)

func digits(v string) bool { return v != "" && strings.Trim(v, "0123456789") == "" }

// idInside returns the app ID of a page's address (/apps/1534758/) or of a
// number with signs between its digits (1,534,758). From anything else nothing
// is taken: it might be a secret.
func idInside(v string) (string, bool) {
	if m := portalPage().FindStringSubmatch(v); m != nil {
		return m[1], true
	}
	if !spelledID().MatchString(v) {
		m := bracketedID().FindStringSubmatch(v)
		return strings.Join(m[min(1, len(m)):], ""), m != nil
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, v), true
}
