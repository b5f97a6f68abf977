package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
)

// Secretive reports whether the value of a field has something in it that is for
// the app secret's field alone, or for none: a secret, a token, the code of a
// login. It goes by their looks, and rather finds one too many: such an answer is
// neither kept nor printed. Of an app ID it lets nothing pass but an ID, as
// anything else may be a secret that is typed so far.
func Secretive(field, value string) bool {
	switch {
	case tokenInside().MatchString(value) || safe.SecretShape().MatchString(value):
		return true
	case field == "credentials.clientId":
		_, inside := idInside(value)
		return value != "" && !digits(value) && !inside
	case strings.HasPrefix(field, "app.") || field == "review.video":
		// "Bearer" may be a word there, pina_colada a name, and a page's code one for a discount.
		return longCode().MatchString(value)
	}
	return safe.LooksSecret(value)
}

var (
	// tokenInside wants a digit or a capital letter, so that pina_colada passes.
	tokenInside = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`pin[arc]_[a-z_-]*[A-Z0-9][A-Za-z0-9_-]{2,}`) })
	piece       = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[0-9a-fA-F]{8,}`) })
	longCode    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:[?&#]|%3[Ff]|%26)code(?:=|%3[Dd])[^\s&#%]{16,}`) })
)

// guard makes a rule that has nothing else to say about a secret in the wrong
// field. What only looks like one within something longer, a folder's name
// perhaps, is judged on, and masked in what is said.
func guard(rule Rule) Rule {
	return func(in Input) []finding.Finding {
		if in.Field == "credentials.clientId" || in.Field == "credentials.clientSecret" { // they have words of their own for it
			return rule(in)
		}
		rest := in.Value
		if len(rest) >= 40 { // most answers are shorter, and judged with every key
			rest = safe.SecretShape().ReplaceAllString(rest, "")
		}
		switch {
		case tokenInside().MatchString(in.Value), rest == "" && in.Value != "", !addressed(in.Field) && Secretive(in.Field, rest):
			if in.Field == "connector.secretRef" {
				return []finding.Finding{in.find("path.secret")}
			}
			return []finding.Finding{in.find("secret.misplaced")}
		case rest == in.Value:
			return rule(in)
		}
		if in.Field == "connector.service" || in.Field == "connector.file" {
			return []finding.Finding{named(in, rest)}
		}
		found := mask(rule(in), in.Value)
		if slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Mend != nil && !safe.SecretShape().MatchString(f.Mend.Value) }) {
			return found // that mend takes it out: it was the code behind an address
		}
		return append([]finding.Finding{in.mend("secret.inside", rest)}, found...)
	}
}

// named refuses a name with a secret in it, as the commands do: a name is repeated
// wherever the file or the service is spoken of. rest is the name without it.
func named(in Input, rest string) finding.Finding {
	if in.Field == "connector.service" {
		rest = cmp.Or(repairID(rest), store.DefaultService)
	}
	return in.mend("secret.named", rest)
}

// addressed reports whether the field's rule has a mend for the address of a
// callback: the address without its code.
func addressed(field string) bool {
	return field == "oauth.apiBase" || field == "oauth.redirectUri" || field == "oauth.testRedirectUri"
}

// mask takes what looks like a secret in the value out of what is said about it,
// pieces of it too.
func mask(found []finding.Finding, value string) []finding.Finding {
	secrets := strings.Join(safe.SecretShape().FindAllString(value, -1), " ")
	masked := func(text *string) {
		*text = piece().ReplaceAllStringFunc(*text, func(piece string) string {
			if strings.Contains(secrets, piece) {
				return safe.Mask
			}
			return piece
		})
	}
	for i := range found {
		f := &found[i]
		for _, text := range []*string{&f.Title, &f.Cause, &f.Fix, &f.Detail} {
			masked(text)
		}
		if f.Mend != nil {
			masked(&f.Mend.Label)
		}
	}
	return found
}
